// Builtins that belong to the language.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = {
  f: 'one\ntwo\n',
  'd/e/': '',
  lib: 'libvar=1\nlibfn() { echo fn; }\necho "lib $#"\n',
  args: 'echo "$# $*"; set -- changed\n',
  ret: 'echo before\nreturn 4\necho no\n',
  bad: 'if\n',
  ex: 'exit 6\n',
  cat: 'cat\n',
  self: 'echo ${BASH_SOURCE[0]}\n',
  where: 'echo $LINENO\n\necho $LINENO ${#FUNCNAME[@]}\n',
  errs: 'nonexistent_\ncd nodir\n',
  loop: 'for i in a b; do echo $i; done\n',
  brk: '[ $i = 2 ] && break; :\n',
};

export const commands: readonly Case[] = casesWith(files, [
  // eval
  "eval echo a b; eval 'echo $TEXT; x=1'; echo $x; eval; echo $?; eval ''; echo $?; eval false; echo $?; eval 'exit 3'; echo no",
  'x=\'echo $y\'; y=deep; eval $x; eval "$x"; eval eval $x; eval \'for i in 1 2; do echo $i; done\'; eval "f() { echo fn; }"; f; eval \'echo "a  b"\'; eval echo \'"a  b"\'',
  'eval \'echo a\' > g; cat g; eval \'cat\' < f; eval \'if\'; echo $?; eval -- echo dash; eval "x=(1 2)"; echo ${x[1]}; n=x; eval "$n=5"; echo $x; eval "echo \\${$n}"',
  // source
  '. ./lib; echo $libvar; libfn; source ./lib a b; echo $#; set -- p; . ./lib q; echo $1; . ./args x y; echo $1 $#; . ./args',
  '. ./ret; echo $?; . ./nope; echo $?; . ./bad; echo $?; source; echo $?; . ./ex; echo no',
  '. ./lib > g; cat g; f() { . ./ret; echo "in $?"; }; f; echo x | . ./cat; x=$(. ./lib; echo $libvar); echo "$x"; (. ./lib); . ./self',
  ". ./where; . ./errs; echo $LINENO; eval '. ./where'; source ./loop; for i in 1 2; do . ./brk; echo $i; done",
  // getopts
  'while getopts ab:c o; do echo "$o ${OPTARG-none} $OPTIND"; done; echo $OPTIND',
  'set -- -a -b val -c rest; while getopts ab:c o; do echo "$o ${OPTARG-none} $OPTIND"; done; shift $((OPTIND - 1)); echo "$@"',
  'set -- -abval -c; while getopts ab:c o; do echo "$o ${OPTARG-none}"; done; echo $OPTIND',
  'set -- -x; while getopts ab: o; do echo "$o ${OPTARG-none}"; done; echo $OPTIND; OPTIND=1; set -- -b; getopts b: o; echo $? $o ${OPTARG-none}',
  'set -- -x -b; while getopts :ab: o; do echo "$o ${OPTARG-none}"; done; OPTIND=1; set -- -a -- -b; while getopts ab o; do echo $o; done; echo $OPTIND',
  'f() { local OPTIND; while getopts n:v o "$@"; do echo "$o=$OPTARG"; done; shift $((OPTIND-1)); echo "rest $*"; }; f -v -n 3 x; f -n5 y z; f; OPTERR=0; set -- -z; getopts a o; echo $o',
  'set -- a -b; getopts b o; echo $? $OPTIND; getopts; echo $?; getopts a; echo $?; getopts a 1x; echo $?; set -- -a - b; OPTIND=1; getopts a o; getopts a o; echo $? $OPTIND; set -- -ab -c; OPTIND=1; getopts abc o; getopts abc o; getopts abc o; echo $o $OPTIND; getopts abc o; echo $? $o',
  // let, type, command, builtin
  'type f; f() { :; }; type -t f ls cd if nope; type -a cd | head -n 1; command -v f cd ls if; command -V cd if; echo $?; type -f f; echo $?',
  'builtin echo a; builtin nope; echo $?; builtin; builtin ls; echo $?; echo() { printf \'fn\\n\'; }; echo x; builtin echo x; command echo x; unset -f echo; builtin -- echo dd; cd() { builtin cd "$@" && echo moved; }; cd /; unset -f cd',
  "command; echo $?; command -v; echo $?; command nope; echo $?; command -p echo p; command eval 'echo ev'; command . ./lib; command exit 3; echo no",
  // directory stack
  'pushd d; pushd e; dirs; popd; dirs; popd; popd; echo $?; pwd | wc -l; pushd; echo $?; pushd nope; echo $?',
  'pushd d > /dev/null; pushd / > /dev/null; dirs -v; dirs -p; dirs -l | wc -w; dirs +0; dirs -0; pushd +1; pushd -0; dirs -c; dirs',
  'pushd d >/dev/null; pushd; pushd -n /x; dirs; popd -n; popd +9; echo $?; popd x; echo $?; echo ${DIRSTACK[0]} ${#DIRSTACK[@]}; dirs +9; echo $?; dirs -z; echo $?; pushd a b; echo $?; popd +0; dirs',
  // printf
  "printf -v x '%s-%s' a b; echo $x; printf -v a[1] '%03d' 7; echo ${a[1]}; declare -A m; printf -v m[k] v; echo ${m[k]}; printf -v x ''; echo \"[$x]\"; printf -v 1x a; echo $?",
  "printf '%(%Y-%m-%d)T\\n' 0; printf '%(%s)T\\n' 86400; TZ=UTC printf '%(%H:%M:%S)T|%(%a %b %e)T\\n' 3661 0; printf '%(%Y)T' -1 | wc -c; printf '%(%j %U)T\\n' 0 2>&1 | cut -c1-3",
  "printf '%s %s\\n' a b c; printf '%d %i\\n' 5 -3; printf '%5s|%-5s|%05d\\n' a b 7; printf '%x %X %o %#x\\n' 255 255 8 255; printf '%c%c\\n' abc def; printf '%%|%b|\\n' 'a\\tb'; printf '%q\\n' 'a b' \"it's\" ''; printf '%s\\n'; printf '%.2f %e %g\\n' 3.14159 1234.5 0.0001",
  // umask, ulimit, times, wait, shift
  'umask; umask 077; umask; umask -S; umask u=rwx,g=rx,o=; umask; umask g+w; umask -p; umask 999; echo $?; umask zz; echo $?; (umask 0); umask; umask 22; umask -S',
  'times | wc -l; wait; echo $?; wait 999999; echo $?; wait x; echo $?; set -- a b c; shift; echo $1; shift 2; echo $#; shift; echo $?; shift 0; echo $?; shopt -s shift_verbose; shift 3; echo $?',
  'true a b; echo $?; : $(echo side >&2); false x || echo f; test; echo $?; [ ]; echo $?; [ a; echo $?; test a = a -a b = b; echo $?; [ 1 -eq 1 ] && echo eq; [ ! a = b ] && echo ne; [ -v TEXT ] && echo set; [ -o noglob ] || echo off',
  'hash 2>/dev/null; help > /dev/null; echo $?; history > /dev/null; echo $?; cd /; cd -; echo $OLDPWD; CDPATH=/; unset OLDPWD; cd -; echo $?',
  'declare -p TEXT HOME | wc -l; export -p | grep -c TEXT; set | grep -c ^TEXT; unset TEXT; echo ${TEXT-gone}; env | grep -c ^TEXT; test -z "$TEXT" && echo empty',
  "echo -n a; echo -e 'b\\tc'; echo -E 'd\\te'; echo -ne 'f\\n'; echo -x; echo -- a; echo -n; echo; shopt -s xpg_echo; echo 'x\\ty'; echo -E 'x\\ty'; shopt -u xpg_echo; echo 'a\\c'; echo -e 'a\\cb'; echo",
]);
