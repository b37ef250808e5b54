// Which commands the DEBUG, RETURN and ERR traps run for, and what functions and subshells have of them.
import type { Case } from './case.ts';

export const trapInheritance: readonly Case[] = [
  {
    script: `trap 'echo "D [$BASH_COMMAND]"' DEBUG
echo a; x=1; f() { echo in; }; f; (echo sub); for i in 1 "a b"; do :; done
if [ a ]; then :; fi; while false; do :; done; { echo g; } > o; ((1))
case "a b" in a*) echo c;; esac; [ a ] && :; echo x > o`,
  },
  { script: "trap 'echo D $BASH_COMMAND' DEBUG; echo a | cat; x=1 | true" },
  {
    script:
      "set -T; trap 'echo D $BASH_COMMAND' DEBUG; f() { echo in; }; f; (echo s); trap - DEBUG",
  },
  {
    script:
      "f() { trap 'echo D $BASH_COMMAND' DEBUG; echo in; }; f; g() { echo g; }; declare -ft g; g",
  },
  { script: "f() { trap 'echo R $FUNCNAME' RETURN; echo f; }; f; f; g() { :; }; g; h() { f; }; h" },
  {
    script:
      "trap 'echo R ${FUNCNAME:-top}' RETURN; f() { :; }; f; . /dev/null; set -T; f; set +T; f",
  },
  { script: "trap 'echo R $FUNCNAME' RETURN; f() { :; }; declare -ft f; f; f() { echo x; }; f" },
  { script: "f() { trap 'echo E' ERR; false; }; f; false; g() { false; }; g" },
];
