// Attributes of variables: `declare`, `export`, `readonly`, references, `unset`.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { g: 'echo in $x\n', f: '' };

export const declarations: readonly Case[] = casesWith(files, [
  // attributes
  'declare x=1; echo $x; declare -p x; declare y; declare -p y; echo "[$y]"; declare -p nope; echo $?',
  'declare -i n=2+3; echo $n; n=4*5; echo $n; n+=1; echo $n; declare -p n; declare +i n; n=1+1; echo $n',
  'declare -l low=ABC; echo $low; low=DeF; echo $low; declare -u up=abc; echo $up; up+=def; echo $up; declare -p low up',
  'declare -r c=1; echo $c; c=2; echo no',
  'declare -r c=1; unset c; echo $? $c; declare +r c; echo $?',
  'declare -x E=exported; printenv E; declare +x E; printenv E; echo $?; declare -p E',
  'declare -rx C=1; declare -p C; declare -ix N=5; declare -p N; declare -ai arr=(1+1 2*3); echo ${arr[@]}; declare -p arr',
  'declare a=1 b=2 c; echo $a $b [$c]; declare a; echo $a; declare -- d=1; declare -p d',
  'declare 1x=2; echo $?; declare -z; echo $?; declare a-b=1; echo $?; declare =x; echo $?',
  'declare x=~ y=a:~; echo $x $y | grep -c /; declare z=\'a b\'; echo "$z"; w=$z; declare v=$z; echo "$v"',
  'declare x+=abc; echo $x; declare x+=def; echo $x; declare -i n=1; declare n+=2; echo $n',
  'x=5; declare -i x; x=x+1; echo $x; declare -u s; s=$x$TEXT; echo $s; declare -lu both=Ab; echo $both',
  'f() { declare l=1; echo $l; }; f; echo "[$l]"; g() { declare -g gl=1; }; g; echo $gl; typeset t=1; echo $t',
  'declare -f nope; echo $?; declare -F | wc -l; f() { :; }; declare -F; declare -F f',
  // export
  'export A=1; printenv A; export B; printenv B; echo $?; B=2; printenv B; export -n A; printenv A; echo $?',
  "export A=1 B=2 C; export -p | grep -E ' (A|B|C)(=|$)'; x='a b'; export D=$x; printenv D; export -p | grep ' D='",
  'A=1 printenv A; echo "[$A]"; A=1; A=2 printenv A; echo $A; export A; A=3 sh -c \'echo $A\'; echo $A',
  "export A=(1 2); printenv A; echo $? ${A[1]}; export 'a b'=1; echo $?; export A=x; unset A; printenv A; echo $?",
  'f() { export F=1; }; f; printenv F; f() { local L=1; export L; printenv L; }; f; printenv L; echo $?',
  'set -a; auto=1; printenv auto; set +a; noauto=1; printenv noauto; echo $?; export -x 2>/dev/null; echo $?',
  // readonly
  'readonly r=1; r=2; echo no',
  'readonly r=1; echo $r; readonly r=2; echo $? $r; unset r; echo $?; export r; printenv r',
  'readonly a=(1 2); a[0]=x; echo no',
  'readonly r; r=1; echo no',
  "x=1; readonly x; (x=2); echo $? $x; readonly -p | grep ' x='; readonly 1y=2; echo $?",
  'readonly r=1\nr=2; echo same line\necho next line $r',
  'readonly r=1; for r in a; do echo no; done; echo $?',
  'readonly r=1; read r <<< x; echo $?',
  'readonly r=1; f() { local r=2; echo $?; }; f; echo $r',
  'readonly r=1; r=2 true; echo $?; r=2 echo ran; ((r = 2)); echo $?; : ${r:=x}; echo $r',
  'readonly r=1; printf -v r x; echo $?; declare r=3; echo $?; declare -i r; echo $?; export r=4; echo $?; getopts a r; echo $?',
  // references
  'declare -n r=x; x=1; echo $r; r=2; echo $x; unset r; echo "[$x]" "[$r]"; declare -p r',
  'declare -n r=x; r=5; declare -p r; echo ${!r}; unset -n r; echo $x "[$r]"',
  'declare -n r=a; a=(1 2 3); echo ${r[1]} ${r[@]} ${#r[@]}; r[0]=z; echo ${a[@]}; r+=(4); echo ${a[@]}',
  "declare -n r='a[1]'; a=(x y z); echo $r; r=Y; echo ${a[@]}; declare -n q=m; declare -A m=([k]=v); echo ${q[k]}",
  'f() { local -n ref=$1; ref=changed; }; x=orig; f x; echo $x; f() { local -n arr=$1; arr+=(new); echo ${#arr[@]}; }; a=(1); f a; echo ${a[@]}',
  'swap() { local -n p=$1 q=$2; local t=$p; p=$q; q=$t; }; a=1 b=2; swap a b; echo $a $b',
  'declare -n r; r=x; x=7; echo $r; declare -n s=s; echo $?; declare -n a1=b1 b1=c1; c1=deep; echo $a1',
  'declare -n r=y; echo "[$r]" ${r-unset} ${r:=assigned} $y; [[ -v r ]] && echo set; ((r = 3)); echo $y; read r <<< in; echo $y',
  'declare -n r=x; export r; x=1; printenv x; declare +n r; echo $r; for i in 1; do :; done; echo $i',
  // unset
  'x=1; unset x; echo "[$x]" ${x-unset}; unset nope; echo $?; unset x y z; echo $?; unset -v x; unset \'a b\'; echo $?',
  'f() { :; }; unset f; type -t f; echo $?; f=1; f() { echo fn; }; unset f; f; unset f; f; echo $?; unset -f f; unset -fv x; echo $?',
  'x=1; f() { unset x; echo "[$x]"; }; f; echo "[$x]"; f() { local x=2; unset x; x=3; }; x=1; f; echo $x',
  "unset HOME; cd 2>&1; unset IFS; x='a b'; echo $x; unset PATH; ls; echo $?",
  // assignment forms
  'x=1 y=2; echo $x $y; x= y=; echo "[$x$y]"; x=a y=$x; echo $y; x=b y=$x true; echo $x; x=$(echo 1) y=`echo 2`; echo $x$y',
  'x=\'a b\'; y=$x; echo "$y"; y=$x$x; echo "$y"; y="$x"\' c\'; echo "$y"; y=*; echo "$y"; y={a,b}; echo $y; x=a=b; echo $x',
  'x=1; x+=2; echo $x; x+=\' 3\'; echo "$x"; unset x; x+=new; echo $x; x=a; x+=$x$x; echo $x',
  'x=1 echo $x; x=2 eval \'echo $x\'; echo "[$x]"; x=3 : ; echo "[$x]"; x=4 . ./g; echo "[$x]"',
  "a=1 b=$a c=$b printenv c; a=x env | grep ^a=; a=1 a=2 printenv a; X=1 Y=2 sh -c 'echo $X$Y'",
  "1x=2; echo $?; a-b=3; echo $?; x =1; echo $?; =x; echo $?; 'x'=1; echo $?; x\\=1; echo $?",
  "set | grep -c '^x='; x='q\"u'; set | grep ^x=; x=\"it's\"; set | grep ^x=; a=(1 2); set | grep ^a=; declare -A m=([k]=v); set | grep ^m=",
  'declare a={1,2} b; echo $a; declare -i y={1..3}; echo $y; declare x={p,q}r; echo $x; export E={a,b}; printenv E; x={a,b}; echo $x',
  "declare -i n=1; n+='b b'; echo no",
  'declare -i n=x+; echo no',
  'f() { local -i n=1/0; echo no; }; f; echo no',
  "declare -n r=x; x=1; declare -n r=y; y=2; echo $r $x $y; declare -n r='a[1]'; r=z; echo ${a[1]}; r= true; echo ${a[1]}",
  'a+=(); declare -p a; declare -a b=-7; declare -p b; c[-1]=x; declare -p c 2>/dev/null; echo $?; declare -a d; d=1; declare -p d',
  'a=(1 2); declare -n a=x; echo $? ${a[@]}; m=(p q); i=1; declare -n r=\'m[i]\'; echo $r; r=z; echo ${m[@]}; g() { echo "${a[*]}"; }; a=tmp g; echo ${a[@]}',
]);
