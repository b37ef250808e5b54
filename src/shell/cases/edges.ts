// Seldom used corners of expansions and builtins, each found by comparing with bash.
import type { Case } from './case.ts';

export const edges: readonly Case[] = [
  // GLOBIGNORE
  { script: "GLOBIGNORE='*.txt'; touch a.txt .hid b; echo *; echo .h*; unset GLOBIGNORE; echo *" },
  { script: "GLOBIGNORE='a*:d'; touch a b .c; mkdir d; echo *; echo a*" },
  {
    script:
      "GLOBIGNORE='d/*.txt'; mkdir d; touch d/a.txt d/b; echo d/*; shopt -s nullglob; echo d/a*",
  },
  // the directory stack, CDPATH, and PATH for a file that is sourced
  {
    script:
      'cd d; pushd e > /dev/null; pushd .. > /dev/null; for i in ~0 ~1 ~+2 ~-0 ~-1 ~9 "~1" ~1/x; do echo ${i#"$HOME"}; done',
    files: { 'd/e/': '' },
  },
  {
    script:
      'CDPATH=d:e; cd x; echo $?; cd "$OLDPWD"; cd ./y; echo $?; cd ..; cd y; echo $?; cd nope; echo $?',
    files: { 'd/x/': '', 'e/x/': '', 'e/y/': '', 'y/': '' },
  },
  {
    script: 'CDPATH=:d; cd x; echo $?; cd ..; CDPATH=d; cd z; echo $?',
    files: { 'x/': '', 'z/': '' },
  },
  {
    script: '. f; PATH=d:$PATH; . f a; . g; shopt -u sourcepath; . f; PATH=d; . nope; echo $?',
    files: { f: 'echo here\n', 'd/f': 'echo path $1\n', g: 'echo cwd\n' },
  },
  { script: 'hash ls; echo $?; hash echo; echo $?; hash nope ls; echo $?; hash -z; echo $?' },
  { script: 'eval -z; echo $?; eval -- echo a; eval - ; echo $?' },
  { script: 'exec -z; echo $?; exec -- -z; echo no' },
  { script: 'set -x; x=a; case $x in a) ;; esac; case "$x b" in *) ;; esac' },
  { script: 'shopt -s execfail; exec nosuch; echo $?; shopt -u execfail; exec nosuch; echo no' },
  {
    script:
      'shopt -s cdable_vars; t=d; cd t; u=e; cd u; v=nope; cd v; cd $OLDPWD; cd t > /dev/null; echo ${PWD##*/}',
    files: { 'd/': '', 'e/': '', 'u/': '' },
  },
  // read and mapfile
  { script: 'read -t 0 x <<< a; echo $? "<$x>"; read -t 0 < /dev/null; echo $?' },
  { script: 'read -t 0 < <(sleep 1); echo $?; read -t 0.1 x < <(sleep 1); echo $? "<$x>"' },
  { script: 'read -n x y; echo $?; read -N -1 y; echo $?; read -u x y; echo $?' },
  {
    script:
      'mapfile -n x a; echo $?; mapfile -s 1x a; echo $?; mapfile -O -1 a; echo $?; mapfile -c 0x a; echo $?',
  },
  { script: 'declare -A A=([k]=v); mapfile A <<< x; echo $?; declare -p A' },
  // variables of functions, and references
  { script: 'f() { local -; set -f; echo a*; }; f; echo a*', files: { ab: '' } },
  {
    script:
      'f() { local - x=1; set -u; g; echo $-; }; g() { local -; set -C; set +u; echo $-; }; f; echo $-',
  },
  { script: 'declare -n r=x; for r in a b; do echo ${!r}; done; declare -p r; declare -p a' },
  {
    script:
      'declare -n q=1a; echo $?; declare -n s=s; echo $?; declare -n t=a[1]; t=5; declare -p a',
  },
  // help, as far as its words are bash's
  {
    script:
      "help -s for select case if while until function time '{' '((' '[[' cd; help -s whil; help -s -- '['; help -s 'unti*'",
  },
  {
    script: 'help -d nope; echo $?',
    differs: {
      why: 'there are no man and info pages of bash',
      stderr: "dirsh: help: no help topics match `nope'.  Try `help help'.\n",
    },
  },
  { script: 'help -z; echo $?' },
  {
    script:
      ". /dev/stdin <<< 'x=8'; echo $x; echo 'y=9; echo $1' | { . /dev/stdin arg; echo $y; }; source /dev/fd/3 3<<< 'return 4'; echo $?",
  },
  {
    script: 'exec 10< f; . /dev/fd/10; . <(echo echo two; cat f); . /dev/fd/11; echo $?',
    files: { f: 'echo one\n' },
  },
  { script: 'while getopts :ab: o -a -b; do echo $o $OPTARG $OPTIND; done; echo $OPTIND' },
  // the rest
  {
    script:
      'a=(); printf \'<%s>\' x "${a[@]:-}" "${a[*]:-}" ${a[@]:-}; set --; printf \'<%s>\' x "${@:-}" "${@-}"',
  },
  {
    script:
      'a=(\'\'); printf \'<%s>\' x "${a[@]:+s}"; a=(); printf \'<%s>\' x "${a[@]:+s}" "${a[@]+s}"',
  },
  {
    script:
      '[ 99999999999999999999 -gt 1 ]; echo $?; [ 9223372036854775807 -gt -9223372036854775808 ]; echo $?',
  },
  { script: "printf '%5'; echo $?; printf 'a%-3.2'; echo $?; printf '%'; echo $?" },
];
