import { expect, test } from 'vitest';
import { pasteText } from './paste.ts';

test('pasteText() shows an escape instead of sending it', () => {
  expect(pasteText('a\u001b[201~rm -rf .\n')).toBe('a\u241b[201~rm -rf .\n');
});

test('pasteText() drops C1 controls', () => {
  expect(pasteText('a\u009b201~b')).toBe('a201~b');
});

test('pasteText() keeps tabs, newlines and every script', () => {
  expect(pasteText('é\t日本語\n🙂')).toBe('é\t日本語\n🙂');
});
