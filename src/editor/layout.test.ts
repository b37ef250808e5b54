import { Terminal } from '@xterm/headless';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs';
import { describe, expect, test, vi } from 'vitest';
import { layout } from './layout.ts';
import { blankView, redraw, rowsAboveAfterResize, vertically, viewOf } from './redraw.ts';

// In Node the addon reads its tables through `Buffer.from(…).buffer`, which for a pooled buffer is the pool.
vi.hoisted(() => {
  Buffer.poolSize = 0;
});

function terminal(columns: number, rows: number): Terminal {
  const made = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 });
  made.loadAddon(new UnicodeGraphemesAddon() as never);
  return made;
}

function write(to: Terminal, text: string): Promise<void> {
  return new Promise((resolve) => to.write(text, resolve));
}

/** All rows with text, and the cursor. */
function shown(of: Terminal) {
  const buffer = of.buffer.active;
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row++) {
    const line = buffer.getLine(row);
    lines.push((line?.isWrapped === true ? '\\' : '') + (line?.translateToString(true) ?? ''));
  }
  while (lines.at(-1) === '') lines.pop();
  return { lines, row: buffer.baseY + buffer.cursorY, column: buffer.cursorX };
}

interface Drawn {
  text: string;
  cursor: number;
}

function layoutOf({ text, cursor }: Drawn, columns: number, prompt = '$ ') {
  return layout({ prompt, continuation: '> ', text, cursor, columns });
}

async function drawn(line: Drawn, columns: number, rows = 30, prompt?: string) {
  const screen = terminal(columns, rows);
  await write(screen, redraw(blankView(columns), viewOf(layoutOf(line, columns, prompt), rows)));
  return shown(screen);
}

const at = (marked: string): Drawn => ({
  text: marked.replace('|', ''),
  cursor: marked.indexOf('|'),
});

describe('layout()', () => {
  test('puts text after the prompt', async () => {
    expect(await drawn(at('ls| -l'), 20)).toEqual({ lines: ['$ ls -l'], row: 0, column: 4 });
  });

  test('wraps after the last column, and the cursor at the end goes to the next row', async () => {
    expect(await drawn(at('12345678|'), 10)).toEqual({
      lines: ['$ 12345678', '\\ '],
      row: 1,
      column: 0,
    });
    expect(await drawn(at('123456789|'), 10)).toEqual({
      lines: ['$ 12345678', '\\9'],
      row: 1,
      column: 1,
    });
  });

  test('wraps a wide character that does not fit', async () => {
    expect(await drawn(at('1234567漢|字'), 10)).toEqual({
      lines: ['$ 1234567', '\\漢字'],
      row: 1,
      column: 2,
    });
  });

  test('counts emoji, flags and combining marks as xterm.js does', async () => {
    const text = '👨‍👩‍👧é🇫🇷❤️';
    const { rows } = layoutOf({ text, cursor: text.length }, 40);
    expect(rows[0]?.width).toBe(2 + 2 + 1 + 2 + 2);
    expect((await drawn({ text, cursor: text.length }, 40)).column).toBe(9);
  });

  test('begins each line of the text with its prompt', async () => {
    expect(await drawn(at('for\ndo|'), 10)).toEqual({
      lines: ['$ for', '> do'],
      row: 1,
      column: 4,
    });
  });

  test('gives colours in the prompt no width', async () => {
    expect(await drawn(at('x|'), 10, 30, '\x1b[1;32mme\x1b[0m\x1b]0;title\x07$ ')).toEqual({
      lines: ['me$ x'],
      row: 0,
      column: 5,
    });
  });

  test('shows control characters and tabs', async () => {
    expect(await drawn(at('a\x1b[31m\tb|'), 40)).toEqual({
      lines: ['$ a^[[31m       b'],
      row: 0,
      column: 17,
    });
  });
});

/** A small deterministic random source. */
function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const alphabet = [
  'a',
  'b',
  ' ',
  'é',
  '漢',
  '😀',
  '👨‍👩‍👧',
  'e\u0301',
  '\u0301',
  '🇫',
  '🇷',
  '\t',
  '\n',
  '\x1b',
  '❤️',
  'ｱ',
  '각',
  '\u200d',
  'wordword',
];

describe('redraw()', () => {
  test('after random edits shows what a full draw shows', async () => {
    for (let seed = 1; seed <= Number(process.env['SEEDS'] ?? 40); seed++) {
      const random = randomOf(seed);
      const columns = 8 + random(14);
      const rows = seed % 3 === 0 ? 4 : 40;
      const screen = terminal(columns, rows);
      let line = { text: '', cursor: 0 };
      let view = viewOf(layoutOf(line, columns), rows);
      await write(screen, redraw(blankView(columns), view));
      for (let step = 0; step < 40; step++) {
        const from = random(line.text.length + 1);
        const until = random(3) === 0 ? Math.min(line.text.length, from + random(20)) : from;
        const inserted = Array.from(
          { length: random(4) },
          () => alphabet[random(alphabet.length)],
        ).join('');
        const text = line.text.slice(0, from) + inserted + line.text.slice(until);
        line = { text, cursor: random(2) === 0 ? text.length : random(text.length + 1) };
        const next = viewOf(layoutOf(line, columns), rows, view.top);
        const bytes = redraw(view, next);
        await write(screen, bytes);
        const full = terminal(columns, rows);
        await write(full, redraw(blankView(columns), next));
        const { lines, row, column } = shown(full);
        const is = shown(screen);
        const what = JSON.stringify({ seed, step, columns, rows, line, bytes });
        // Which rows are joined is compared where all of the text is on the screen.
        expect(is.column, what).toBe(next.cursor.column);
        const plain = (rowsShown: string[]) =>
          rows === 4 ? rowsShown.map((each) => each.replace(/^\\/, '')) : rowsShown;
        expect(plain(is.lines), what).toEqual(plain(lines));
        expect({ row: is.row, column: is.column }, what).toEqual({ row, column });
        view = next;
      }
    }
  });

  test('writes no more than what changed', () => {
    const before = viewOf(layoutOf(at('ls -|'), 80), 24);
    expect(redraw(before, viewOf(layoutOf(at('ls -l|'), 80), 24))).toBe('l');
    expect(redraw(before, viewOf(layoutOf(at('ls |-'), 80), 24))).toBe('\b');
    expect(redraw(before, viewOf(layoutOf(at('ls |'), 80), 24))).toBe('\b\x1b[K');
    expect(redraw(before, before)).toBe('');
  });
});

describe('rowsAboveAfterResize()', () => {
  test('finds the prompt where xterm.js has put it', async () => {
    for (let seed = 1; seed <= Number(process.env['SEEDS'] ?? 60); seed++) {
      const random = randomOf(seed);
      const columns = 10 + random(20);
      const next = 10 + random(20);
      const screen = terminal(columns, 30);
      const words = Array.from(
        { length: random(12) },
        () => ['abc', ' ', 'longer words', '\n'][random(4)],
      ).join('');
      const line = { text: words, cursor: random(words.length + 1) };
      await write(screen, 'before\r\n');
      const view = viewOf(layoutOf(line, columns), 30);
      await write(screen, redraw(blankView(columns), view));
      screen.resize(next, 30);
      const above = rowsAboveAfterResize(view, next);
      const to = viewOf(layoutOf(line, next), 30);
      await write(screen, `${vertically(-above)}\r\x1b[J${redraw(blankView(next), to)}`);
      const full = terminal(next, 30);
      await write(full, `before\r\n${redraw(blankView(next), to)}`);
      const what = JSON.stringify({ seed, columns, next, line, above });
      const plain = (lines: string[]) => lines.map((each) => each.replace(/^\\/, ''));
      expect(plain(shown(screen).lines), what).toEqual(plain(shown(full).lines));
    }
  });
});
