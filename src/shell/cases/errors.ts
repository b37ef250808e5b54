// Commands and expansions that fail.
import type { Case } from './case.ts';

export const errors: readonly Case[] = [
  { script: 'foo' },
  { script: 'foo; echo after $?' },
  { script: './x; echo $?' },
  { script: '../nope/x; echo $?' },
  { script: '/; echo $?' },
  { script: './d; echo $?', files: { 'd/': '' } },
  { script: './f; echo $?', files: { f: 'text' } },
  { script: 'f; echo $?', files: { f: '' } },
  { script: './f/x; echo $?', files: { f: '' } },
  { script: "''; echo $?" },
  { script: '$unset; echo $?' },
  { script: '$unset echo runs' },
  { script: "'a b'; echo $?" },
  { script: '"" x; echo $?' },
  { script: '/bin/nonexistent; echo $?' },
  { script: '/bin/; echo $?' },
  { script: 'unset PATH; ls; echo $?' },
  { script: 'PATH=; ls; echo $?' },
  { script: 'PATH=/nope:/bin; ls; echo $?' },
  { script: 'PATH=/nope; foo; echo $?' },
  { script: "'*'; echo $?" },
  { script: 'é日本; echo $?' },
  { script: '.; echo $?' },
  { script: '..; echo $?' },
  { script: '-x; echo $?' },
  { script: 'a=1 nope; echo $?' },
  {
    script: 'echo ${x?}; echo not reached',
  },
  {
    script: 'echo ${x:?the message}; echo not reached',
  },
  {
    script: 'x=; echo ${x:?}; echo not reached',
  },
  { script: 'echo ${x!}; echo not reached' },
  { script: 'echo ${x y}; echo not reached' },
  { script: 'echo ${}; echo not reached' },
  { script: 'echo ${x?} | cat; echo reached' },
  { script: 'echo $(echo ${x?}; echo no) yes' },
  { script: 'echo ${1?}x | cat' },
  {
    script: "$'a\\eb'",
    differs: {
      why: 'a name with controls is printed quoted',
      stderr: "dirsh: $'a\\Eb': command not found\n",
    },
  },
  {
    script: "cd $'a\\nb'",
    differs: {
      why: 'a name with controls is printed quoted',
      stderr: "dirsh: cd: $'a\\nb': No such file or directory\n",
    },
  },
  {
    script: "cat < $'a\\u202eb'",
    differs: {
      why: 'a name with bidi controls is printed quoted',
      stderr: "dirsh: $'a\\u202eb': No such file or directory\n",
    },
  },
  {
    script: "./$'\\x9b31m'x; echo $?",
    differs: {
      why: 'bytes that are no UTF-8 are U+FFFD',
      stderr: 'dirsh: ./ï¿½31mx: No such file or directory\n',
    },
  },
];
