// Coprocesses: `coproc NAME command`.
import { casesWith, type Case } from './case.ts';

export const coprocesses: readonly Case[] = casesWith({}, [
  'coproc cat; echo $? $(( $! == COPROC_PID )) ${COPROC[@]}; echo hi >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x',
  'coproc tr a-z A-Z; printf "abc\\n" >&"${COPROC[1]}"; exec {COPROC[1]}>&-; cat <&"${COPROC[0]}"; echo $?',
  'coproc N { read a; echo "<$a>"; exit 3; }; p=$N_PID; exec 5<&${N[0]}; echo x >&${N[1]}; read b <&5; echo $b; wait $p; echo $?',
  'coproc N { read a; exit 3; }; exec {N[1]}>&-; wait; echo "${N-unset} ${N_PID-unset}"',
  'coproc calc { while read l; do echo $((l)); done; }; for e in 1+1 2*3; do echo "$e" >&${calc[1]}; read r <&${calc[0]}; echo $r; done; declare -p calc',
  'coproc (echo sub; read y; exit 2); read x <&${COPROC[0]}; p=$COPROC_PID; echo >&${COPROC[1]}; wait $p; echo $? $x',
  'coproc while read l; do echo "[$l]"; done; echo 1 >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x',
  'coproc { read x; echo "got $x" >&2; }; echo line >&${COPROC[1]}; wait; echo done',
  'coproc cat > f; echo hi >&${COPROC[1]}; exec {COPROC[1]}>&-; wait; cat f; rm f',
  'coproc x=1 sh -c "echo \\$x; read z"; read y <&${COPROC[0]}; echo $y $x',
  'coproc nope_cmd; wait $!; echo $?',
  'coproc { read z; echo hi; }; exec 5<&${COPROC[0]}; echo >&${COPROC[1]}; wait; read x <&5; echo $? $x',
  // its ends, and what has them
  'coproc cat; (echo hi >&${COPROC[1]}); echo $?; echo b >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x',
  'coproc cat; echo hi >&${COPROC[1]} & wait $!; echo $?',
  'coproc cat; echo hi | cat >&${COPROC[1]}; echo $?',
  'coproc cat; { echo hi; } >&${COPROC[1]}; read x <&${COPROC[0]}; echo $x',
  'coproc cat; y=$(echo q >&${COPROC[1]}; read z <&${COPROC[0]}; echo $z); echo y $y',
  'coproc cat; exec 60>&-; echo ${COPROC[@]}; cat <&63; wait; echo ${COPROC[@]}-',
  'coproc cat; eval "exec ${COPROC[1]}>&-"; echo ${COPROC[@]}; read x <&${COPROC[0]}; echo $?; wait; echo "${COPROC[@]}-"',
  'coproc cat; sleep 0.5 & exec 60>&-; cat <&63; echo end; jobs | grep -c sleep; kill %2',
  'coproc cat; unset COPROC; echo $COPROC_PID | wc -w; echo hi >&60; read x <&63; echo $x',
  'coproc cat; exec 63<&- 60>&-; wait; echo ${COPROC[@]}-',
  // names
  "exec 2> err; coproc A { cat; }; coproc B { cat; }; sed 's/line [0-9]*: //; s/\\[[0-9]*/[/' err; echo ${A[@]} ${B[@]}; echo a >&${B[1]}; read x <&${B[0]}; echo $x; rm err",
  'coproc 1x { :; }; echo $?; X=Y; coproc $X { cat; }; echo ${Y[@]}; exec {Y[1]}>&-; wait; coproc "a b" { :; }; echo $?',
  'f() { coproc L { cat; }; echo ${L[@]}; }; f; echo ${L[@]}',
  'coproc NAME cat; wait $!; echo $? ${NAME-unset}',
  // as a job
  'sleep 9 & sleep 0.2; kill $!; wait $!; echo $?',
  'coproc cat; jobs; jobs -p | wc -l; kill $COPROC_PID; wait $COPROC_PID; echo $?',
  'coproc cat; disown; jobs; echo x >&${COPROC[1]}; read y <&${COPROC[0]}; echo $y',
  '! coproc cat; echo $?; exec 60>&-; wait; coproc cat && echo and; echo ${PIPESTATUS[@]}',
  'coproc true | cat; echo $?; coproc { echo x; } | cat',
  'set -e; coproc false; wait $!; echo no',
  'coproc true; wait; coproc true; wait; echo $?',
  // as text
  'type coproc; f() { coproc N { cat; }; }; declare -f f; g() { coproc cat > f; }; declare -f g; h() { coproc (cat); }; declare -f h',
  'coproc',
  'echo a; coproc; echo b',
]);
