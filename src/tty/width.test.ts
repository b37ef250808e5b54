import { Terminal } from '@xterm/headless';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs';
import { expect, test, vi } from 'vitest';
import { clusters, width } from './width.ts';

// In Node the addon reads its tables through `Buffer.from(…).buffer`, which for a pooled buffer is the pool.
vi.hoisted(() => {
  Buffer.poolSize = 0;
});

test('width() agrees with the terminal on every script', async () => {
  const terminal = new Terminal({ cols: 200, rows: 2, allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon() as never);
  for (let from = 0xa1; from < 0x20000; from += 61) {
    const codes = Array.from({ length: 40 }, (_, index) => from + index * 3);
    const usable = codes.filter((code) => code > 0xa0 && (code < 0xd800 || code > 0xdfff));
    const text = String.fromCodePoint(...usable);
    await new Promise<void>((resolve) => terminal.write(`\r\x1b[K${text}`, resolve));
    expect(terminal.buffer.active.cursorX, from.toString(16)).toBe(width(text));
  }
});

test('clusters() joins what the terminal joins', () => {
  expect(clusters('ae\u0301👨‍👩‍👧🇫🇷❤️漢').map((cluster) => cluster.width)).toEqual([1, 1, 2, 2, 2, 2]);
});
