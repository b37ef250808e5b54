// `trap` and `exit`.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = { f: 'one\ntwo\n', g: ':\n' };

export const traps: readonly Case[] = casesWith(files, [
  // EXIT
  "trap 'echo bye' EXIT; echo hi",
  "trap 'echo bye $?' EXIT; exit 3",
  "trap 'echo bye' 0; false",
  "trap 'exit 5' EXIT; exit 3",
  "trap 'echo a; exit' EXIT; exit 4",
  "trap 'echo one' EXIT; trap 'echo two' EXIT; echo go",
  "trap 'echo no' EXIT; trap - EXIT; echo go",
  "trap 'echo no' EXIT; trap '' EXIT; echo go",
  "trap 'x=2; echo $x' EXIT; x=1; f() { exit; }; f",
  "(trap 'echo sub' EXIT; echo in); echo out; trap 'echo main' EXIT",
  'x=$(trap \'echo trapped\' EXIT; echo body); echo "$x"',
  "trap 'echo $1' EXIT; set -- arg; f() { echo fn; }; f other",
  "trap 'echo bye' EXIT; nonexistent_; echo $((1 / 0)); echo no",
  "trap 'echo bye' EXIT; echo ${x?}; echo no",
  "f() { trap 'echo exit' EXIT; }; f; echo after",
  'trap "rm -f tmp; echo cleaned" EXIT; touch tmp; ls tmp; exit',
  "(trap 'echo a' EXIT; (echo inner); exit 2); echo $?",
  "trap 'echo bye' EXIT; . ./g; eval 'exit 2'",
  "echo a | { trap 'echo stage' EXIT; cat; }",
  "trap 'false' EXIT; true",
  'trap \'trap "echo again" EXIT\' EXIT; echo x',
  // ERR
  "trap 'echo err $?' ERR; false; (exit 3); true; echo end",
  "trap 'echo err' ERR; if false; then :; fi; false || true; ! true; while false; do :; done; echo none",
  "trap 'echo err' ERR; f() { false; echo in; }; f; echo after",
  "trap 'echo err' ERR; f() { return 2; }; f; echo after",
  "set -E; trap 'echo err $?' ERR; f() { false; true; }; f; (false); x=$(false); echo end",
  "trap 'echo err' ERR; false | true; true | false; [[ a == b ]]; ((0)); echo end",
  "trap 'echo err; false' ERR; false; echo end",
  "trap 'echo err $?' ERR; nonexistent_; cd nodir; echo end",
  "trap 'echo err' ERR; trap - ERR; false; echo none; trap 'echo $LINENO' ERR\nfalse",
  "trap 'echo err' ERR; eval false; { false; }; for i in 1; do false; done; case a in a) false ;; esac",
  // DEBUG and RETURN
  "trap 'echo debug' DEBUG; echo a; x=1; trap - DEBUG; echo b",
  'trap \'echo "[$BASH_COMMAND]"\' DEBUG 2>/dev/null; trap - DEBUG; echo c',
  "f() { echo in; }; trap 'echo ret' RETURN; f; trap - RETURN; set -T; trap 'echo ret2' RETURN; f; . ./f",
  // listing
  "trap; trap 'echo a' EXIT; trap; trap - EXIT; trap; echo $?",
  "trap 'a' INT; trap 'b \"c\"' TERM; trap \"it's\" HUP; trap -p; trap -p INT TERM; trap - INT; trap",
  "trap 'x' INT TERM EXIT; trap; trap - INT TERM; trap; trap INT; trap -p EXIT",
  "trap '' INT; trap; (trap); trap 'x' NOPE; echo $?; trap x; echo $?; trap -z; echo $?",
  "trap 'x' SIGINT; trap -p INT; trap 'y' int; trap -p; trap 'z' 2; trap -p sigint; trap 2; trap -p; trap 'e' ERR DEBUG; trap -p ERR",
  'trap -l | head -n 2; trap \'echo q\' USR1; (trap -p); x=$(trap -p); echo "$x"',
  // exit
  'exit 3; echo no',
  '(exit 300); echo $?; (exit -1); echo $?; (exit); echo $?; false; (exit); echo $?',
  "f() { exit 4; }; (f); echo $?; x=$(exit 5); echo $?; { (exit 6); }; echo $?; eval '(exit 7)'; echo $?",
  'exit 2 | true; echo alive; if true; then exit 8; fi; echo no',
  'while true; do exit 9; done; echo no',
  'for i in 1; do (exit 1) || exit 10; done',
  "{ trap 'echo T' EXIT; echo body; } | tr a-z A-Z; (trap 'echo S' EXIT; echo sub) | tr A-Z a-z; { exit 3; } | cat; echo ${PIPESTATUS[0]}; { echo e >&2; } 2> err |& cat; cat err",
]);
