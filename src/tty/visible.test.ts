import { expect, test } from 'vitest';
import { harmlessPaste } from './paste.ts';
import { visible } from './visible.ts';

test.each([
  ['plain é 漢 👨‍👩‍👧', 'plain é 漢 👨‍👩‍👧'],
  ['\x1b[31m\x00\x7f', '^[[31m^@^?'],
  ['a\u009bb', 'a<U+009B>b'],
  ['x\u202egnp.exe\u2066', 'x<U+202E>gnp.exe<U+2066>'],
  ['\ud800', '\ufffd'],
])('visible() makes %j %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('harmlessPaste() leaves text', () => {
  expect(harmlessPaste('a\r\nb\rc\td\x1b[201~\x9b\x03\x7f')).toBe('a\nb\nc\td␛[201~');
});
