// What is not bash's on purpose, or by what a browser is: each with its reason. Others stand where they belong.
import type { Case } from './case.ts';

const files = { f: 'one\n' };

export const differences: readonly Case[] = [
  {
    script: 'f() { cat <<X; echo b; }\ntext\nX\ndeclare -f f',
    differs: {
      why: 'a function with a here-document is shown as it was written',
      stdout: 'f () \n{ cat <<X; echo b; }\n',
    },
  },
  {
    script: 'f() { echo $(a;   b); }; declare -f f',
    differs: {
      why: 'what is in a word of a function is shown as it was written',
      stdout: 'f () \n{ \n    echo $(a;   b)\n}\n',
    },
  },
  {
    script: "shopt -s expand_aliases\nalias begin='if true'\nbegin; then echo yes; fi",
    differs: {
      why: 'a text is read as a whole before any of it runs',
      stdout: '',
      stderr: "dirsh: syntax error near unexpected token `then'\n",
      status: 2,
    },
  },
  {
    script: "printf 'echo a\\nif true\\n' > s; bash s; echo $?",
    differs: {
      why: 'a script is read as a whole before any of it runs',
      stdout: '2\n',
    },
  },
  {
    script: 'a=(1 2); echo "[${a[-9]}]"',
    differs: {
      why: 'what is before the first element is not set, as what is behind the last',
      stderr: '',
    },
  },
  {
    script: 'echo x {v}< f; cat <&$v',
    files,
    differs: {
      why: 'what a command opened is closed with it, unless it is exec',
      stdout: 'x\n',
      stderr: 'dirsh: $v: Bad file descriptor\n',
      status: 1,
    },
  },
];
