// `<(…)` and `>(…)`.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n' };

export const processSubstitution: readonly Case[] = casesWith(files, [
  'cat <(echo a)',
  'cat <(echo a) <(echo b); echo <(true) >(true)',
  'diff <(echo a) <(echo b); echo $?; paste <(seq 2) <(seq 3 4)',
  'while read l; do echo "<$l>"; done < <(echo 1; echo 2)',
  'n=0; while read l; do n=$((n + 1)); done < <(cat f); echo $n',
  'mapfile -t a < <(seq 3); echo ${a[@]}; read x < <(echo r; echo s); echo $x',
  'cat < <(cat < <(echo nested)); cat <(cat <(echo in))',
  'f() { cat "$1"; cat $1; }; f <(echo fn)',
  'for i in <(echo loop); do cat $i; done; case <(true) in /dev/fd/*) echo path ;; esac',
  '. <(echo echo sourced); . <(echo "x=5"); echo $x',
  'echo "<(echo no)" \'<(no)\'; a=(<(true)); echo ${a[0]}',
  '[ -p <(true) ] && echo pipe; [ -f <(true) ] || echo no file',
  '[[ -e <(true) && -p <(true) && -r <(true) ]] && echo there; [[ -f <(true) || -e /dev/fd/59 ]] || echo neither',
  'echo low > >(tr a-z A-Z > out); wait $!; echo $?; cat out',
  'tee >(tr a-z A-Z > up) < f > /dev/null; wait $!; cat up',
  'exec 3> >(tr a-z A-Z > out); echo low >&3; exec 3>&-; wait $!; echo $?; cat out',
  'exec {fd}> >(cat -n > out); echo y >&$fd; exec {fd}>&-; wait $!; cat out',
  '{ echo a; echo b; } > >(cat -n > out); wait $!; cat out',
  'read x < <(exit 3); wait $!; echo $?',
  'x=1; cat <(x=2; echo $x); echo $x; f() { echo "$1"; }; cat <(f fn)',
  'head -n 1 <(seq 100000); head -n 1 < <(while :; do echo y; done)',
  'cat <(cat nofile); echo $?; cat <(nonexistent_); echo $?',
  'cat <(echo a) | tr a b; (cat <(echo sub)); x=$(cat <(echo cap)); echo $x; cat <(echo bg) & wait',
  '{ seq 3 | tee >(tr 1-3 a-c >&2) > /dev/null; sleep 0.3; } 2> err; cat err',
  'seq 3 | paste - <(seq 4 6); cat <(cat) < f',
  'sort <(printf "b\\na\\n") <(echo aa) | uniq; comm -12 <(seq 5) <(seq 3 8)',
  'cat <(sleep 0.1; echo late) <(echo early); cmp <(echo a) <(echo a) && echo equal',
]);
