// Aliases.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n' };

export const aliases: readonly Case[] = casesWith(files, [
  "shopt -s expand_aliases\nalias hi='echo hello'\nhi\nhi world",
  "shopt -s expand_aliases\nalias ll='ls -d'\nll .; ll / | cat; x=$(ll .); echo $x; (ll .); { ll .; }",
  "shopt -s expand_aliases; alias a='echo no'; a 2>/dev/null || echo same line\na",
  "shopt -s expand_aliases\nalias e='echo '\nalias w=word\ne w\ne x w\ne w w",
  "shopt -s expand_aliases\nalias ls='ls -d'\nls .\n\\ls -d .\n'ls' -d .\ncommand ls -d .",
  "shopt -s expand_aliases\nalias a=b b=c c='echo abc'\na\nalias x=y y=x\nx 2>&1",
  "shopt -s expand_aliases\nalias do_it='echo 1; echo 2'\ndo_it 3\nalias pipe='echo a |'\npipe cat\nalias v='x=5'\nv; echo $x",
  "alias; alias a='echo a' b=\"it's\"; alias; alias a; alias nope; echo $?; unalias a; alias; unalias nope; echo $?; unalias -a; alias; unalias; echo $?",
  "shopt -s expand_aliases\nalias a='echo one'\nf() { a; }\nalias a='echo two'\nf; a\nunalias a\nf; a; echo $?",
  "shopt -s expand_aliases\nalias g='grep -c'\necho abc | g a; true && g x f; ! g x f; if g one f; then echo found; fi",
  "shopt -s expand_aliases\nalias cd..='cd ..'\ncd..; pwd | wc -l\nalias -p; alias 'a b=c'; echo $?; alias -z; echo $?",
  "alias a='echo no'\na; echo $?\ntype a; command -v a; echo $?",
  "shopt -s expand_aliases\nalias a='echo yes' e=\na; type a; type -t a; command -v a; command -V a; e a; eval a",
  "shopt -s expand_aliases\nalias n='echo $TEXT'\nn; alias q='echo \"a b\"'\nq; alias m='echo a\necho b'\nm",
  "shopt -s expand_aliases\nalias x='echo x'\nfor i in 1; do x; done; case a in a) x ;; esac; x; while x; do break; done; echo x x; VAR=1 x; > g x; cat g",
]);
