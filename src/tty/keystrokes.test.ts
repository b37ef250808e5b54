import { describe, expect, test } from 'vitest';
import { KeystrokeReader } from './keystrokes.ts';

function read(...inputs: (string | number[])[]): string[] {
  const reader = new KeystrokeReader();
  const found: string[] = [];
  for (const input of inputs) {
    reader.push(
      typeof input === 'string' ? new TextEncoder().encode(input) : Uint8Array.from(input),
    );
    for (let key = reader.next(); key !== undefined; key = reader.next()) {
      found.push(key.kind === 'control' ? `^${key.code}` : `${key.kind}:${key.text}`);
    }
  }
  return found;
}

describe('KeystrokeReader', () => {
  test('cuts text from controls', () => {
    expect(read('añb\rc\x7f')).toEqual(['text:añb', '^13', 'text:c', '^127']);
  });

  test('keeps a sequence and a character that are split', () => {
    expect(read('\x1b', '[', '1;5', 'Cx')).toEqual(['sequence:\x1b[1;5C', 'text:x']);
    expect(read([0xe6, 0xbc], [0xa2])).toEqual(['text:漢']);
    expect(read([0x61, 0xe6, 0x61])).toEqual(['text:a', 'text:\ufffd', 'text:a']);
  });

  test('reads Alt with a key', () => {
    expect(read('\x1bb\x1b\x7f\x1bé')).toEqual([
      'sequence:\x1bb',
      'sequence:\x1b\x7f',
      'sequence:\x1bé',
    ]);
  });

  test('drops the first of two ESC', () => {
    expect(read('\x1b\x1b[A')).toEqual(['sequence:\x1b', 'sequence:\x1b[A']);
  });

  test('never takes a signal for a part of a sequence', () => {
    expect(read('\x1b\x03\x1b\x1a\x1b\x1c')).toEqual([
      'sequence:\x1b',
      '^3',
      'sequence:\x1b',
      '^26',
      'sequence:\x1b',
      '^28',
    ]);
  });

  test('takes answers of the terminal whole', () => {
    expect(read('\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\\x1b[?1;2cx')).toEqual([
      'sequence:\x1b]11;rgb:0/0/0\x07',
      'sequence:\x1bP1$r0m\x1b\\',
      'sequence:\x1b[?1;2c',
      'text:x',
    ]);
  });

  test('lets a control cut a sequence off', () => {
    expect(read('\x1b[1\x03')).toEqual(['sequence:\x1b[1', '^3']);
  });

  test('gives a paste whole, whatever is in it', () => {
    expect(read('a\x1b[200~b\x03\x1b[A', 'c\r\x1b[20', '1~d')).toEqual([
      'text:a',
      'paste:b\x03\x1b[Ac\r',
      'text:d',
    ]);
  });

  test('ends a paste without an end at ^C', () => {
    expect(read('\x1b[200~abc', '\x03', 'x')).toEqual(['^3', 'text:x']);
  });
});
