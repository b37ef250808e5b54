// `caller`, `enable`, `logout`, `suspend`: what a shell tells of itself, and what can be done to it.
import { casesWith, type Case } from './case.ts';

const files = {
  stack: 'stack() { local i=0; while caller $i; do let i++; done; }\nouter() { stack; }\nouter\n',
  inner: 'inside() { caller 0; caller; caller 1; }\ninside\ncaller; caller 0; echo $?\n',
};

export const shells: readonly Case[] = casesWith(files, [
  'caller; echo $?; caller 0; echo $?',
  'f() { caller; caller 0; echo $?; }; f',
  'f() { caller x; echo $?; caller 0x; caller -1; caller -x; echo $?; }; f',
  'f() { caller 9; echo $?; caller +0 more; echo $?; caller -- 0; }; f',
  '. ./stack',
  '. ./inner',
  'f() { . ./inner; }; f',
  'f() {\ng\n}\ng() {\ncaller 0; caller 1; (caller 0); eval "caller 0"; x=$(caller 0); echo "$x"\n}\nf',
  'bash ./stack',
  'bash ./inner',
  "trap 'caller; caller 0' ERR; f() { false; }; set -E; f",
  'enable -n test; type test | sed s,/usr,,; test -d /; echo $?; enable test; type test',
  'enable -n echo; type -t echo; echo program; builtin echo no; echo $?; command -v echo | sed s,/usr,,',
  'enable -n cd; cd /; echo $?; builtin cd /; echo $?; enable cd; cd /; pwd',
  'enable nope; echo $?; enable -n nope cd; echo $?; cd /; enable -x; echo $?',
  'enable -n; enable -n echo printf; enable -n; (enable printf; enable -n); enable -n',
  'enable -s; enable -ps | wc -l; enable -n : ; enable -ns; enable -as | head -n 3',
  'enable -n let; enable | grep -c "let$"; enable -a | grep "let$"; enable -an | grep "let$"; enable -p | grep "let$"',
  'enable -p cd | head -n 1; enable -np cd | wc -l; enable -d cd; echo $?',
  'enable -n printf; f() { printf x; echo; }; f; bash -c "type printf"; help printf | head -n 1 | cut -c1-8',
  'enable -n enable; enable -n; echo $?; builtin enable; echo $?',
  "bash -c 'echo $PPID; (echo $PPID) & wait; echo $(echo $PPID)' > o; for p in $(cat o); do [ $p = $$ ]; echo $?; done; rm o",
  'logout; echo $?; logout 3; echo $?; (logout); echo $?',
  'suspend; echo $?; suspend -x; echo $?; suspend a b; echo $?; (suspend; echo $?)',
]);
