import { describe, expect, test } from 'vitest';
import { expandBraces } from './braces.ts';
import { ExpansionError } from './expansion.ts';

describe('expandBraces()', () => {
  test.for([
    ['a', ['a']],
    ['{a,b}', ['a', 'b']],
    ['{a,"b,c"}', ['a', '"b,c"']],
    ['{a,$(x,y)}', ['a', '$(x,y)']],
    ['{a,${x:-,}}', ['a', '${x:-,}']],
    ["{a,$'\\',b'}", ['a', "$'\\',b'"]],
    ['{a,`b,c`}', ['a', '`b,c`']],
    ['"{a,b}"', ['"{a,b}"']],
    ['{a,b', ['{a,b']],
    ['{1..3}', ['1', '2', '3']],
  ] as const)('%j is %j', ([text, words]) => {
    expect(expandBraces(text, 100)).toEqual(words);
  });

  test('refuses what would fill the memory', () => {
    expect(() => expandBraces('{1..10000000}', 1_000_000)).toThrow(ExpansionError);
    expect(() => expandBraces('{1..9999}'.repeat(3), 1_000_000)).toThrow(ExpansionError);
  });
});
