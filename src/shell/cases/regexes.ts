// `[[ text =~ expression ]]`: which match is found, what its groups have, and what is no expression.
import type { Case } from './case.ts';

/** What the match and its groups are, or the status. */
function match(expression: string, text: string): Case {
  const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  return {
    script: `re=${quote(expression)}; [[ ${quote(text)} =~ $re ]]; echo $?; declare -p BASH_REMATCH`,
  };
}

export const regexes: readonly Case[] = [
  match('a|ab', 'ab'),
  match('(a|ab)(c|bcd)?', 'xabcabcy'),
  match('(a|ab)(c|bcd)(d*)', 'abcd'),
  match('((a|ab)(c|bcd))(e|d*)', 'abcde'),
  match('(a|ab|abc)(.*)', 'abc'),
  match('(aa|aaa){1,2}', 'aaaaa'),
  match('(aa|aaa)*', 'aaaaa'),
  match('(ab|abc|abd)*', 'abcabd'),
  match('^(a(b)?)+$', 'aba'),
  match('(a)|(b)', 'b'),
  match('(a*)+b', 'aaab'),
  match('(a*)*b', 'aaab'),
  match('(x*)(y*)(q*)', 'xyz'),
  match('(|a)b', 'ab'),
  match('a||b', 'b'),
  match('()', 'a'),
  match('c$|b', 'abc'),
  match('(.*)\\.(tar|tar\\.gz|gz)$', 'foo.tar.gz'),
  match('^v?([0-9]+)\\.([0-9]+)(\\.([0-9]+))?(-(.*))?$', 'v1.2-rc1'),
  match('^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\\?([^#]*))?', 'http://a.b:80/c?d'),
  match('(a|ab)\\1', 'abab'),
  match('^(.*)\\1$', 'abcabc'),
  match('(a*)b\\1', 'aabaa'),
  match('(a)|\\1b', 'ab'),
  match('\\1(a)', 'aa'),
  match('\\w+@\\w+', 'x me@host y'),
  match('\\bb\\B.\\>', 'a bc d'),
  match('[[.-.]][[=a=]]', '-a'),
  match('[a-c-e]', '-'),
  match('[z-a]', 'a'),
  match('[[:foo:]]', 'a'),
  match('[\\]+', 'a\\b'),
  match('a{,2}', 'aaa'),
  match('a{2}{2}', 'aaaaa'),
  match('a++', 'aa'),
  match('x{0}y', 'xy'),
  match('a{2,1}', 'aa'),
  match('a{99999}', 'a'),
  match('a{1', 'a{1'),
  match('a{x}', 'a{x}'),
  match('*a', '*a'),
  match('a|*b', 'b'),
  match('(+a)', '+a'),
  match('^*a', '*a'),
  match('a$*', 'a'),
  match('(', 'a'),
  match('a)', 'a)'),
  match('[', 'a'),
  match('a\\', 'a'),
  // It would take JavaScript longer than anybody waits.
  match('^(a|aa)+$', `${'a'.repeat(64)}b`),
  match('(a*)*(a*)*c', 'a'.repeat(64)),
  { script: '[[ w+ =~ \\w+ ]]; echo $?; [[ abc =~ \\w+ ]]; echo $?' },
  { script: '[[ a1 =~ (a)\\1 ]]; echo $?; [[ aa =~ (a)\\1 ]]; echo $?' },
  {
    script:
      "[[ 'a]' =~ [\\]] ]]; echo $?; [[ w =~ [\\w] ]]; echo $?; [[ '\\' =~ [^\\.] ]]; echo $?",
  },
  { script: '[[ b =~ [a"-"c] ]]; echo $?; [[ ab* =~ a"b*" ]]; echo $?; [[ a =~ a"b*" ]]; echo $?' },
  { script: 'shopt -s nocasematch; [[ ABC =~ b(c) ]]; declare -p BASH_REMATCH' },
  { script: '[[ 😀x =~ ^.x$ ]]; echo $?; [[ 日本語 =~ 本(.) ]]; declare -p BASH_REMATCH' },
];
