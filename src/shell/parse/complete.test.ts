import { describe, expect, test } from 'vitest';
import { isComplete } from './complete.ts';

const unfinished = [
  "echo 'a",
  'echo "a',
  'echo "a\nb',
  'echo `a',
  'echo $(a',
  'echo "$(a',
  'echo ${x',
  'echo $((1 +',
  "echo $'a",
  'echo a \\',
  '\\',
  'echo "a" \\\\\\',
  'a |',
  'a | # comment',
  'a |\n',
  'a &&',
  'a ||\n\n',
  'a && b |&',
  '!  a |',
  'cat <<E',
  'cat <<E\nbody',
  'cat <<E\nE x\n',
  'cat <<A <<B\na\nA\n',
  'if a',
  'if a; then',
  'if a; then b; else',
  'for x in a; do',
  'while a',
  'case x in',
  'case x in a)',
  'f() {',
  '{ a;',
  '( a',
  '[[ a',
  '((1',
  'x=(a',
  'f ()',
  'f ("a',
  'a && (',
  'a; (',
];

const complete = [
  '',
  '  ',
  'echo a',
  '# comment \\',
  'echo a # comment \\',
  "echo 'a\\'",
  'echo a\\\\',
  'cat <<E\nbody\nE',
  "cat <<'E'\n$(\nE\n",
  'if a; then b; fi',
  'a;',
  'a &',
  // Wrong, and no further line makes it right.
  'a | | b',
  'a |; b',
  'fi',
  ')',
  'a <',
  'a > ;',
  '( a ; ) )',
  'echo a; ; "',
  '()',
  'echo (',
  'f(',
  'echo a (',
  'x=1 f (',
  'a | b ( # comment',
  'f (b "c',
  'if f (',
];

describe('isComplete()', () => {
  test.for(unfinished)('asks for another line after %j', (text) => {
    expect(isComplete(text)).toBe(false);
  });

  test.for(complete)('is content with %j', (text) => {
    expect(isComplete(text)).toBe(true);
  });
});
