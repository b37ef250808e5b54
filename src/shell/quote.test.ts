import { describe, expect, test } from 'vitest';
import { printable } from './quote.ts';

describe('printable()', () => {
  test.for(['a b', 'é日本🎉', "it's", '~x', '-'])('leaves %j as it is', (name) => {
    expect(printable(name)).toBe(name);
  });

  test.for([
    ['a\nb', "$'a\\nb'"],
    ['\x1b[31m', "$'\\E[31m'"],
    ['\x9b31m', "$'\\u009b31m'"],
    ['a\u202eb', "$'a\\u202eb'"],
    ['\u2066x', "$'\\u2066x'"],
    ["it's\x07", "$'it\\'s\\a'"],
    ['\x7f', "$'\\177'"],
    ['\ud800', "$'\\ud800'"],
  ] as const)('quotes %j', ([name, quoted]) => {
    expect(printable(name)).toBe(quoted);
  });
});
