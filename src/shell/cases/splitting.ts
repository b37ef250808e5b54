// Field splitting at $IFS.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n' };

export const splitting: readonly Case[] = casesWith(files, [
  // IFS
  "x='a b  c'; printf '<%s>' $x; echo; printf '<%s>' \"$x\"; echo; IFS=; printf '<%s>' $x; echo",
  "IFS=:; x=a:b::c:; printf '<%s>' $x; echo; x=:a; printf '<%s>' $x; echo; x=::; printf '<%s>' $x; echo; x=:; printf '<%s>' $x; echo",
  "IFS=': '; x='a : b:c  d'; printf '<%s>' $x; echo; x=' a '; printf '<%s>' $x; echo; x=' : '; printf '<%s>' $x; echo",
  "IFS=$'\\n'; x=$'a b\\nc\\n\\nd'; printf '<%s>' $x; echo; IFS=$'\\t\\n'; x=$'a\\tb c'; printf '<%s>' $x; echo",
  "IFS=ab; x=1a2b3; printf '<%s>' $x; echo; IFS=' '; x=$'a b\\tc'; printf '<%s>' $x; echo",
  'IFS=,; x=1,2,3; set -- $x; echo $#; y=$x; echo "$y" $y; echo ${x//,/:}; for i in $x; do echo $i; done',
  'IFS=,; printf \'<%s>\' $(echo a,b) "$(echo c,d)" `echo e,f` a,b $((1000)); echo; x=1; printf \'<%s>\' ${x:-a,b} ${y:-a,b} "${y:-a,b}"; echo',
  "IFS=x; printf '<%s>' $((10)) axb ${y-axb}; echo; a=(axb); printf '<%s>' ${a[@]}; echo; printf '<%s>' ${a[@]/b/x}; echo",
  "IFS=' '; x='  lead'; printf '<%s>' $x; printf '<%s>' a$x; printf '<%s>' $x' t'; echo; x='trail  '; printf '<%s>' ${x}b; echo",
  "unset IFS; x=$' \\t\\na \\t\\n b'; printf '<%s>' $x; echo; IFS=$' \\t\\n'; printf '<%s>' $x; echo",
  'IFS=:; set -- a:b c; printf \'<%s>\' $@ $* "$@" "$*"; echo; x="$*"; printf \'<%s>\' $x; echo',
  'IFS=-:; set -- a b c; echo "$*"; a=(1 2); echo "${a[*]}"; IFS=; echo "$*" "${a[*]}"; unset IFS; echo "$*"',
  "IFS=é; x=aéb; printf '<%s>' $x; echo; set -- 1 2; echo \"$*\"; IFS=日本; x=1日2本3; printf '<%s>' $x; echo",
  "x='a b'; case $x in 'a b') echo whole ;; esac; y=$x; [[ $x == 'a b' ]] && echo same; cat <<< $x; z=${x}c; echo \"$z\"",
  'x=\'*\'; echo "$x" | cat; y=$x; echo "$y"; case $x in \\*) echo star ;; esac; cat <<< $x; [[ $x == \\* ]] && echo lit',
  'x=\'\'; printf \'<%s>\' $x a $x"" \'\' "$x"; echo; printf \'<%s>\' $x; echo; set -- $x; echo $#; set -- "$x" $x ""; echo $#',
  "x='a\\ b'; printf '<%s>' $x; echo; x=\"'a b'\"; printf '<%s>' $x; echo; x='\"a b\"'; printf '<%s>' $x; echo; x='$y'; echo $x",
  "x=$'a\\nb'; echo $x; echo \"$x\"; y=$(printf 'l1\\nl2\\n\\n'); echo $y; echo \"$y\"; printf '<%s>' $(printf 'a  b\\n c'); echo",
  "IFS=' ,'; x='a , b,c ,, d'; printf '<%s>' $x; echo; x=',a,'; printf '<%s>' $x; echo; x='a,  ,b'; printf '<%s>' $x; echo",
  'IFS=:; x=a:b; read p q <<< $x; echo "$p|$q"; read p q <<< "$x"; echo "$p|$q"; IFS=:; echo $x $x"$x"',
  "IFS=:; x='a:*'; printf '<%s>' $x; echo; set -f; printf '<%s>' $x; echo; x='f'; printf '<%s>' $x:f; echo",
  "export IFS=:; sh -c 'x=a:b; echo $x'; IFS=: x=a:b; printf '<%s>' $x; echo; f() { local IFS=,; printf '<%s>' $1; }; f a,b:c; echo",
]);
