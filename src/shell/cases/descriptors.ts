// Descriptors of compound commands, `exec`, here-documents, pipes.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n', 'd/': '' };

export const descriptors: readonly Case[] = casesWith(files, [
  // compound commands
  '{ echo a; echo b; } > g; cat g; { echo c; } >> g; cat g; (echo d; echo e >&2) > g 2>&1; cat g',
  'for i in 1 2; do echo $i; done > g; cat g; while read l; do echo "<$l>"; done < f > g; cat g; if true; then echo x; fi > g; cat g',
  '{ cat; } < f; { read a; read b; echo "$b $a"; } < f; { cat f; echo -; cat f; } | wc -l; { ls nope; } 2> err; wc -l < err',
  'f2() { echo fn; cat; }; f2 < f > g; cat g; f2 <<< here; echo in | f2; { f2; } < f',
  '{ echo out; echo err >&2; } > o 2> e; cat o e; { { echo deep; } > g; echo outer; } > h; cat g h; { echo a; echo b >&2; } 2>&1 | sort -r',
  "{ echo a; sh -c 'echo b'; echo c; } > g; cat g; { sh -c 'echo x'; echo y; } | cat; (sh -c 'cat'; echo end) < f",
  'case a in a) echo x ;; esac > g; cat g; [[ a == a ]] > g; wc -c < g; ((1)) > g; echo $?; select x in a; do echo $x; break; done <<< 1 > g 2> e; cat g e',
  '{ echo a; } > nodir/x; echo $?; for i in 1; do echo no; done < nofile; echo $?; while true; do break; done > d; echo $?; (echo x) > /; echo $?',
  'while read l; do cat > /dev/null; echo "$l"; done < f; { head -n 1 > /dev/null; echo rest; } < f; { read x; cat; } < f; { cat; cat; } < f',
  'for i in a b; do for j in 1 2; do echo $i$j; done > $i.txt; done; cat a.txt b.txt; for i in a; do cat <<X\n$i here\nX\ndone',
  'if read x; then echo "$x"; fi < f; until read x; do :; done < f; echo $x; { echo "$(cat)"; } < f; x=$( { echo a; echo b >&2; } 2>&1 ); echo "$x"',
  '{ echo 1; { echo 2; } >&2; echo 3; } 2> e; cat e; (exit 3) > g; echo $?; { false; } > g; echo $?; ! { true; } > g; echo $?',
  // exec
  'exec > g; echo hidden; exec >&2; cat g',
  'exec 3> g; echo a >&3; echo b >&3; exec 3>&-; cat g; echo c >&3; echo $?',
  'exec 3< f; read x <&3; read y <&3; echo $x $y; cat <&3; exec 3<&-; exec 4<> f; read z <&4; echo $z; exec 4>&-',
  'exec 3>&1; echo to3 >&3; { echo swapped >&3; } > /dev/null; exec 3>&-; exec 2> e; ls nope; echo e >&2; exec 2>&1; wc -l < e',
  'exec {fd}> g; echo x >&$fd; ((fd >= 10)) && echo high; exec {fd}>&-; cat g; exec {r}< f; read l <&$r; echo $l; exec {r}<&-',
  'exec < f; read a; read b; echo $a $b; read c; echo $?; (exec > sub; echo in); cat sub; echo still',
  'exec 3<<< here; cat <&3; exec 3<<X\ndoc $((1+1))\nX\ncat <&3; exec 5>&1 1> g; echo file; exec 1>&5 5>&-; echo tty; cat g',
  'exec nope_; echo no',
  'exec > nodir/g; echo no $?',
  'exec echo replaced; echo no',
  "exec 3> g; (echo sub >&3); { echo grp >&3; }; f2() { echo fn >&3; }; f2; echo pipe | cat >&3; sh -c 'echo prog' >&3; exec 3>&-; cat g",
  'exec 3< f; (read x <&3; echo $x); read y <&3; echo $y; exec 3<&-; x=$(exec 3> g; echo a >&3; echo b); echo $x; cat g',
  'exec 9>&1; echo nine >&9; exec 9>&-; exec 10> g; echo ten >&10; exec 10>&-; cat g; exec 3>&4; echo $?; echo alive',
  'exec >> g; echo app; exec 1>&2; exec 3> a 4> b; echo 1 >&3; echo 2 >&4; exec 3>&- 4>&-; cat a b >&2',
  // other forms
  'echo a >& g; cat g; echo b &> g; cat g; echo c &>> g; cat g; { echo o; ls nope; } &> g; wc -l < g; echo d 2>&1 >& g; cat g',
  'ls nope |& wc -l; { echo a; echo b >&2; } |& sort; echo e 3>&1 >&2 2>&3; echo x 3>&2 2>&1 1>&3 3>&-; cat < f 3<&0 4<&3 <&4',
  'cat 0< f; cat 0<&0 < f; echo a 1> g; cat g; cat <> f; echo new 1<> g; cat g; : > empty; wc -c < empty; > touched; ls touched',
  'echo a > g > h; cat g h; echo a >&-; echo $?; cat <&-; echo $?; echo x >&7; echo $?; echo y 7>&1 >&7; cat <&7; echo $?',
  'x=g; echo a > $x; cat "$x"; echo b > "$x.$x"; cat g.g; y=\'a b\'; echo c > $y; echo $?; echo d > "$y"; cat \'a b\'; echo e > *.none; ls \'*.none\'; echo f > ~/h; cat h',
  "cat <<< one; cat <<< \"two $((1+1))\"; cat <<< $'a\\nb'; x='a  b'; cat <<< $x; cat <<< \"$x\"; cat <<< ~ | grep -c /; cat <<< {a,b}; cat <<< *; cat <<< ''; cat <<< a b 2>/dev/null",
  'cat <<E\n$TEXT ${TEXT} $(echo sub) `echo bq` $((1+1)) \\$x \\\\ \\a "q" \'q\'\nE\ncat <<\'E\'\n$TEXT \\$x\nE\ncat <<"E"\n`x`\nE\ncat <<\\E\n$y\nE',
  'cat <<-E\n\ttabbed\n\t\ttwo\n\tE\ncat <<A <<B\na\nA\nb\nB\ncat <<E | tr a b\naaa\nE\ncat <<E; echo after\nx\nE\ncat <<E > g\nfile\nE\ncat g',
  'f2() { cat <<E\narg $1\nE\n}; f2 x; f2 y; for i in 1 2; do cat <<E\nloop $i\nE\ndone; x=$(cat <<E\nsub\nE\n); echo $x; if true; then cat <<E\ncond\nE\nfi',
  'cat <<E\n${x:-default} ${TEXT#ex} "${x:-"q"}" \\\njoined\nE\ncat <<E\nE\ncat << \'A B\'\nspaced\nA B\nwhile read l; do echo "<$l>"; done <<E\n1\n2\nE',
  '{ cat; } <<E\ngroup\nE\n(cat; echo end) <<E\nsub\nE\nread a b <<E\nx y\nE\necho $b $a; cat <<E - f\nmixed\nE\ntr a-z A-Z <<< shout',
  // pipes
  'yes | head -n 1; while true; do echo y; done | head -n 2; { while :; do echo z; done; echo no; } | head -n 1; echo ${PIPESTATUS[@]}',
  'seq 10000 | while read x; do echo $x; done | tail -n 1; for i in {1..2000}; do echo $i; done | (read a; read b; echo $b); seq 3 | { cat; echo end; } | cat -n | tail -n 1',
  'echo a | cat | cat | cat | tr a b; echo x | (cat; echo y) | { cat; echo z; } | paste -sd,; true | echo b; echo lost | true; echo $?',
  "f2() { while read x; do echo \"[$x]\"; done; }; printf '1\\n2\\n' | f2 | f2; printf 'a\\n' | eval 'cat; echo ev'; printf 'echo sourced\\n' > s; echo in | . ./s; echo p | command cat; echo q | builtin read x; echo $?",
  'set -C; echo a &> f; echo $?; echo a >& f; echo $?; cat f; echo b &>> f; cat f; { echo c; } &> new; cat new',
  // an exec amid other descriptors
  'exec 3>x; { exec 4>y; } 3>&-; echo hi >&3; echo four >&4; exec 3>&- 4>&-; cat x y',
  'exec 3>x; { exec 4>y; echo in >&3; } 3>z; echo out >&3; (echo sub >&3) & wait; exec 3>&-; cat x z',
  'f() { exec 4>y; }; exec 3>x; f 3>/dev/null; echo after >&3; exec 3>&-; cat x',
  // what is blamed where a number is not open
  'v=40; echo a >&$v; echo b >&"$v"; echo c >&40; : <&${v}; : 5<&$v; echo d 2>&$v; : 6<&40',
  'exec {unset}>&-; echo $?; exec {b[0]}>&-; echo $?',
  'declare -a a; exec {a[1]}> g; echo hi >&${a[1]}; exec {a[1]}>&-; cat g; echo x >&${a[1]}; echo $?',
]);
