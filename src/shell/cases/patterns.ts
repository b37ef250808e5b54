// Patterns: extglob, brackets, and the options of globs.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = {
  'ab.c': '',
  a1: '',
  'AB.h': '',
  '.hid': '',
  'x y': '',
  'd/e/g.c': '',
  'd/f.c': '',
  'd/.h.c': '',
};

export const patterns: readonly Case[] = casesWith(files, [
  // extglob
  'shopt -s extglob\necho @(a|b)*; echo !(a*); echo *.@(c|h); echo ?(x)ab.c; echo +([a-z]).c; echo *([0-9])1',
  'shopt -s extglob\necho !(*.c|*.h); echo !(*); echo @(nope); echo a!(b)*; echo .!(|.)',
  'shopt -s extglob\nx=foobar; echo ${x#@(foo|bar)} ${x%+([a-r])} ${x//@(o|a)/_} ${x/!(foo)/X}',
  "shopt -s extglob\ncase foo in !(bar)) echo 1 ;; esac; case aXb in a?(X|Y)b) echo 2 ;; esac; case aaa in +(a)) echo 3 ;; esac; case '' in *(x)) echo 4 ;; esac",
  'shopt -s extglob\n[[ abab == *(ab) ]]; echo $?; [[ abc == !(a*) ]]; echo $?; [[ a == @(!(b)|c) ]]; echo $?; [[ x.y == +(?).? ]]; echo $?',
  "shopt -s extglob\np='@(a|b)'; [[ a == $p ]]; echo $?; case b in $p) echo case ;; esac; x=abc; echo ${x#$p}; echo $p",
  "p='@(a|b)'; case b in $p) echo no ;; '@(a|b)') echo lit ;; *) echo other ;; esac; x='@(a|b)c'; echo ${x#$p}",
  "shopt -s extglob\n[[ 'a|b' == @('a|b') ]]; echo $?; [[ 'a)' == @(a\\)) ]]; echo $?; x='a b'; [[ $x == @(a b|c) ]]; echo $?; [[ aab == +(a)b ]]; echo $?",
  'shopt -s extglob\n[[ foo.tar.gz == *.@(tar|zip)?(.gz) ]]; echo $?; [[ 12.5 == ?([-+])+([0-9])?(.+([0-9])) ]]; echo $?; [[ -1 == ?([-+])+([0-9]) ]]; echo $?',
  'shopt -s extglob\nx=\'  pad  \'; x=${x##+([[:space:]])}; x=${x%%+([[:space:]])}; echo "[$x]"; x=aaabbb; echo ${x/+(a)/A} ${x//+(b)/B} ${x%%+(b)}',
  // options of globs
  'echo *; echo .*; shopt -s dotglob; echo *; echo d/*',
  'echo *.none; shopt -s nullglob; echo *.none a*.none; for x in *.none; do echo no; done; x=(*.none); echo ${#x[@]}',
  'shopt -s failglob; echo *.none; echo no',
  'shopt -s failglob\necho *.none\necho next line $?',
  'shopt -s failglob; x=*.none; echo "$x"; for i in *.none; do echo no; done; echo same',
  'echo A*; shopt -s nocaseglob; echo A* AB.C; echo [A-B]*; shopt -u nocaseglob; echo AB.C',
  'shopt -s globstar; echo **; echo **/; echo **/*.c; echo d/**; echo **/g.c; echo d/**/*.c',
  'echo **; echo **/*.c; echo d/**/g.c',
  'set -f; echo *; set +f; echo *.c; set -o noglob; echo *; echo \'*\' "*" \\*',
  'shopt -s globstar dotglob; echo **/.h*; shopt -u dotglob; echo **/.h*; echo **/.*.c',
  "shopt -s nullglob; echo a* *.none *; echo \"*.none\" '*'; x='*.none'; echo $x; echo [; echo a[; ls *.none | wc -l",
  // brackets
  'echo [a]*; echo [!a]*; echo [^a]*; echo [a-c]b*; echo *[.]c; echo [[:alpha:]]*; echo *[[:digit:]]*; echo [[:upper:]]*',
  "case - in [a-]) echo 1 ;; esac; case ] in []]) echo 2 ;; esac; case a in [!]]) echo 3 ;; esac; case b in [a-c-e]) echo 4 ;; esac; case '\\' in [\\\\]) echo 5 ;; esac",
  "case a in [[:alpha:][:digit:]]) echo 1 ;; esac; case _ in [[:word:]]) echo 2 ;; esac; case ' ' in [[:space:]]) echo 3 ;; esac; case a in [[=a=]]) echo 4 ;; esac",
  "case [ in [[]) echo 1 ;; esac; case '[a' in [a) echo 2 ;; esac; case 'a]' in [a]]) echo 3 ;; esac; case é in [é]) echo 4 ;; esac; case ü in [à-ü]) echo 5 ;; esac",
  'x=\'[ab]\'; case a in $x) echo 1 ;; esac; case a in "$x") echo no ;; esac; case \'[ab]\' in "$x") echo 2 ;; esac; echo $x*; echo "$x"*; echo [ab]"*"',
  "echo \\*; echo a\\*; x='a\\*'; echo $x; case 'a*' in a\\*) echo 1 ;; esac; case 'a*' in $x) echo 2 ;; esac; y='\\a'; case a in $y) echo 3 ;; esac",
  'echo d/*; echo d/*/*; echo */*; echo */; echo d//*; echo ./a*; echo ../work/a*; echo d/./*.c; echo d/../a*',
]);
