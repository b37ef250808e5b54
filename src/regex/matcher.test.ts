import { describe, expect, test } from 'vitest';
import { Matcher, TooManySteps } from './matcher.ts';

describe('Matcher', () => {
  test('a long text and ways that multiply take time by their product only', () => {
    const text = 'ab'.repeat(20_000);
    const [whole, group] = new Matcher('((a|b|ab)*)*').exec(text) ?? [];
    expect(whole).toBe(text);
    expect(group).toBe(text);
    expect(new Matcher('(a*)*(b*a*)*c').exec('a'.repeat(2000))).toBeUndefined();
  });

  test('a search with a back-reference that would not end is given up', () => {
    expect(() => new Matcher('(a*)*(a*)*\\1b').exec('a'.repeat(40))).toThrow(TooManySteps);
  });

  test('what is nested too deep is refused, and does not fill the stack', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(new Matcher(nested(500)).exec('a')).toHaveLength(501);
    for (const source of [nested(20_000), `a${'*'.repeat(20_000)}`, `a${'{1}'.repeat(20_000)}`])
      expect(() => new Matcher(source)).toThrow(SyntaxError);
  });

  test('intervals in intervals are refused before they are laid out', () => {
    expect(() => new Matcher('((a{1,1000}){1,1000}){1,1000}')).toThrow(SyntaxError);
  });
});
