import { describe, expect, test } from 'vitest';
import { Pattern } from './pattern.ts';

function pattern(text: string): Pattern {
  return new Pattern([{ text, quoted: false, splits: false }]);
}

describe('Pattern.matches()', () => {
  test.for([
    ['*', ''],
    ['a*b*c', 'aXbXbc'],
    ['?', '🎉'],
    ['[!a]', 'é'],
    ['[]a]', ']'],
    ['[a-]', '-'],
    ['[[:constructor:]x]', 'x'],
    ['[a', '[a'],
    ['\\*', '*'],
    ['[é-ë]', 'ê'],
  ] as const)('%j matches %j', ([text, name]) => {
    expect(pattern(text).matches(name)).toBe(true);
  });

  test.for([
    ['?', 'ab'],
    ['[!a]', 'a'],
    ['a*', 'ba'],
    ['\\*', 'a'],
    ['', 'a'],
    ['[[:digit:]]', 'd'],
  ] as const)('%j does not match %j', ([text, name]) => {
    expect(pattern(text).matches(name)).toBe(false);
  });

  test('takes no exponential time', () => {
    const begun = Date.now();
    expect(pattern('*a'.repeat(60) + 'b').matches('a'.repeat(250))).toBe(false);
    expect(Date.now() - begun).toBeLessThan(500);
  });
});
