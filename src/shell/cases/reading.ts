// `read` and `mapfile`.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n' };

export const reading: readonly Case[] = casesWith(files, [
  // read
  'read x < f; echo "[$x]"',
  'read x y < f; echo "[$x][$y]"; read a b c <<< \'one two three four\'; echo "[$a][$b][$c]"',
  'read <<< \'  spaced  \'; echo "[$REPLY]"; read x <<< \'  spaced  \'; echo "[$x]"',
  'read x <<< \'a\\b\\\\c\\ d\'; echo "[$x]"; read -r x <<< \'a\\b\\\\c\\ d\'; echo "[$x]"',
  'read x y <<< \'a\\ b c\'; echo "[$x][$y]"; printf \'a\\\\\\nb\\n\' | { read x; echo "[$x]"; }; printf \'a\\\\\\nb\\n\' | { read -r x; echo "[$x]"; }',
  'read x; echo $?; read x < /dev/null; echo $? "[$x]"; printf \'no newline\' | { read x; echo $? "[$x]"; }',
  'IFS=: read a b c <<< x:y:z:w; echo "[$a][$b][$c]"; IFS=, read a b <<< \' p , q \'; echo "[$a][$b]"; IFS= read x <<< \'  keep  \'; echo "[$x]"',
  'IFS=: read a b <<< x:; echo "[$a][$b]"; IFS=: read a b <<< x::; echo "[$a][$b]"; IFS=: read a <<< x:; echo "[$a]"; IFS=: read a b <<< :y; echo "[$a][$b]"',
  'IFS=: read a <<< x:y:; echo "[$a]"; IFS=: read a b <<< x:y:; echo "[$a][$b]"; IFS=: read a b <<< x:y:z:; echo "[$a][$b]"; IFS=\', \' read a b c <<< \'x, y,,z\'; echo "[$a][$b][$c]"',
  "read -a arr <<< 'a b c'; echo ${#arr[@]} ${arr[2]}; IFS=, read -ra arr <<< '1,2 3,4'; echo ${#arr[@]} \"${arr[1]}\"; read -a arr <<< ''; echo ${#arr[@]}",
  'read -d : x <<< a:b:c; echo "[$x]"; printf \'a\\0b\\0\' | while read -d \'\' x; do echo "[$x]"; done; read -d x a b <<< $\'1 2\\n3x4\'; echo "[$a][$b]"',
  'read -n 3 x <<< abcdef; echo "[$x]"; read -n 10 x <<< abc; echo "[$x]"; read -N 3 x <<< $\'a\\nbc\'; echo "[$x]"; printf abcdef | { read -n 2 x; read -n 2 y; read z; echo "$x $y $z"; }',
  'read -N 10 x <<< abc; echo $? "[$x]"; read -n 0 x <<< abc; echo $? "[$x]"; read -n 2 x <<< é日本; echo "[$x]"; read -N 2 a b <<< \'x y\'; echo "[$a][$b]"',
  "read -p 'prompt: ' x <<< a; echo $x; read -s x <<< secret; echo $x; read -e x <<< e; echo $x; read -t 1 x <<< t; echo $x",
  'exec 3< f; read -u 3 x; read -u 3 y; echo "$x|$y"; read -u3 z; echo $?; exec 3<&-; read -u 3 x; echo $?; read -u 9 x; echo $?',
  'while read -r l; do echo "<$l>"; done < f; while read a b; do echo "$b-$a"; done <<< $\'1 2\\n3 4\'; while IFS= read -r l || [ -n "$l" ]; do echo "($l)"; done <<< \'last\'',
  'cat f | while read l; do echo "<$l>"; done; { read a; read b; } < f; echo "$a+$b"; { read a; cat; } < f; (read x; echo $x; cat) < f',
  "read 1x <<< a; echo $?; read 'a b' <<< x; echo $?; read -z x; echo $?; read a[1] <<< v; echo ${a[1]}; read -t x y <<< a; echo $?; read -d; echo $?",
  'read x <<< $\'tab\\there  two\'; echo "[$x]"; read a b <<< $\'tab\\there  two\'; echo "[$a][$b]"; read a b <<< $\' \\t lead x\'; echo "[$a][$b]"',
  "printf 'l1\\nl2\\nl3\\n' | { read x; read y; echo $y; cat; }; printf 'a b\\nc d\\n' | while read x y; do printf '%s,' $y; done; echo",
  'readonly r=1; read r <<< 2; echo $?; read -r a b c d <<< \'x y\'; echo "[$a][$b][$c][$d]"; declare -i n; read n <<< 2+3; echo $n; declare -u u; read u <<< up; echo $u',
  'x=old; read x < /dev/null; echo "[$x]"; f() { local l; read l <<< loc; echo $l; }; f; echo "[$l]"; read x y z <<< \'\'; echo "[$x][$y][$z]"',
  "echo 'a b c' | { read -r first rest; echo \"$rest $first\"; }; IFS=$'\\t' read -r a b <<< $'x y\\tz'; echo \"[$a][$b]\"; IFS=$'\\t' read -r a b c <<< $'x\\t\\tz'; echo \"[$a][$b][$c]\"",
  "read -r x <<< \"$(printf 'multi\\nline')\"; echo $x; read -r -d '' x <<< $'all\\nlines'; echo $? \"$x\"; mapfile -t m < f; echo ${m[1]}",
  'IFS=x read a b <<< 1xx2; echo "[$a][$b]"; IFS=\' x\' read a b c <<< \'1 x 2x3\'; echo "[$a][$b][$c]"; IFS=: read -r a b c <<< \'p:q\\:r:s\'; echo "[$a][$b][$c]"; IFS=: read a b c <<< \'p:q\\:r:s\'; echo "[$a][$b][$c]"',
  // mapfile
  'mapfile a < f; echo ${#a[@]} "${a[0]}"; mapfile -t a < f; echo ${#a[@]} "${a[@]}"; readarray -t b <<< $\'x\\ny\\nz\'; echo ${b[2]}; mapfile -t < f; echo "${MAPFILE[1]}"',
  "mapfile -t -n 1 a < f; echo ${#a[@]}; mapfile -t -s 1 a < f; echo ${a[0]}; a=(p q r s); mapfile -t -O 2 a < f; echo ${a[@]}; mapfile -t -d ' ' a <<< 'x y z'; echo ${#a[@]} \"${a[1]}\"",
  "printf 'a\\0b\\0' | { mapfile -d '' -t a; echo ${#a[@]} ${a[1]}; }; mapfile -t a < /dev/null; echo ${#a[@]}; printf 'no nl' | { mapfile a; echo \"${a[0]}\"; mapfile b; echo ${#b[@]}; }",
  "mapfile -t -C 'echo cb' -c 1 a <<< $'x\\ny'; echo ${#a[@]}; mapfile 1x; echo $?; mapfile -z; echo $?; exec 4< f; mapfile -t -u 4 a; echo ${a[@]}; mapfile -u 7 a; echo $?",
  'seq 1000 | { mapfile -t a; echo ${#a[@]} ${a[999]}; }; mapfile -t a <<< "$(seq 3)"; printf \'%s;\' "${a[@]}"; echo; mapfile -t -n 2 -s 1 a <<< $\'1\\n2\\n3\\n4\'; echo ${a[@]}',
]);
