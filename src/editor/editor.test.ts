import { Terminal } from '@xterm/headless';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs';
import { describe, expect, test, vi } from 'vitest';
import { Tty } from '../tty/tty.ts';
import type { Completion } from './completer.ts';
import { Editor, type EditorOptions } from './editor.ts';

vi.hoisted(() => {
  Buffer.poolSize = 0;
});

const bytes = (text: string) => new TextEncoder().encode(text);

function setUp(options: EditorOptions = {}, columns = 40, rows = 10) {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  terminal.loadAddon(new UnicodeGraphemesAddon() as never);
  const state = { written: '' };
  const tty = new Tty({
    write: (written) => {
      state.written += new TextDecoder().decode(written);
      terminal.write(written);
    },
    onSignal: () => {},
    columns,
    rows,
  });
  const entries: string[] = [];
  const history = { entries, add: (line: string) => void entries.push(line) };
  const editor = new Editor(tty, { history, ...options });
  const type = (text: string) => tty.input(bytes(text));
  /** The rows with text, `|` at the cursor. */
  const screen = async () => {
    await new Promise<void>((resolve) => terminal.write('', resolve));
    const buffer = terminal.buffer.active;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row++) {
      const line = buffer.getLine(row)?.translateToString(true) ?? '';
      const isCursor = row === buffer.baseY + buffer.cursorY;
      lines.push(
        isCursor
          ? `${line.padEnd(buffer.cursorX).slice(0, buffer.cursorX)}|${line.slice(buffer.cursorX)}`
          : line,
      );
    }
    while (lines.at(-1) === '') lines.pop();
    return lines;
  };
  const resize = async (width: number, height: number) => {
    await screen();
    terminal.resize(width, height);
    tty.resize(width, height);
  };
  return { tty, editor, history, state, type, screen, resize };
}

describe('Editor.readLine()', () => {
  test('gives the line at Enter', async () => {
    const { editor, history, state, type, screen } = setUp();
    const line = editor.readLine('$ ');
    type('ls -l\x1b[D\x1b[D');
    expect(await screen()).toEqual(['$ ls |-l']);
    type('\r');
    expect(await line).toBe('ls -l');
    expect(await screen()).toEqual(['$ ls -l', '|']);
    expect(state.written.startsWith('\x1b[?2004h')).toBe(true);
    expect(state.written.endsWith('\r\n\x1b[?2004l')).toBe(true);
    expect(history.entries).toEqual(['ls -l']);
  });

  test('is done when Enter has been given', () => {
    const { tty, editor, type } = setUp();
    void editor.readLine('$ ');
    type('a\rb');
    expect(editor.text).toBe('');
    expect(tty.hasTypeAhead).toBe(true);
  });

  test('leaves what follows Enter to the program, and reads what it left', async () => {
    const { tty, editor, type, screen } = setUp();
    const line = editor.readLine('$ ');
    type('cat\rhello\recho');
    expect(await line).toBe('cat');
    expect(await tty.read(100)).toEqual(bytes('hello\n'));
    type(' 1\rec');
    const second = editor.readLine('$ ');
    expect(await second).toBe('echo 1');
    const third = editor.readLine('$ ');
    expect((await screen()).at(-1)).toBe('$ ec|');
    type('\r');
    expect(await third).toBe('ec');
  });

  test('ends at Ctrl-D on an empty line only', async () => {
    const { editor, type } = setUp();
    const line = editor.readLine('$ ');
    type('a\x01\x04\x04');
    expect(await line).toBe(undefined);
  });

  test('gives an empty line at Ctrl-C, and tells', async () => {
    const { editor, history, type, screen } = setUp();
    const onInterrupt = vi.fn();
    const line = editor.readLine('$ ', { onInterrupt });
    type('abc\x02\x03');
    expect(await line).toBe('');
    expect(onInterrupt).toHaveBeenCalledOnce();
    expect(await screen()).toEqual(['$ abc^C', '|']);
    expect(history.entries).toEqual([]);
  });

  test('asks for more until it is complete', async () => {
    const { editor, type, screen } = setUp();
    const isComplete = (text: string) => text.endsWith('done');
    const line = editor.readLine('$ ', { isComplete });
    type('for x\rdo y\r');
    expect(await screen()).toEqual(['$ for x', '> do y', '> |']);
    type('done\r');
    expect(await line).toBe('for x\ndo y\ndone');
    const again = editor.readLine('$ ', { isComplete });
    type('\x10');
    expect((await screen()).slice(-3)).toEqual(['$ for x', '> do y', '> done|']);
    type('\r');
    await again;
  });

  test('inserts a paste without running it', async () => {
    const { editor, type, screen } = setUp();
    const line = editor.readLine('$ ');
    type('\x1b[200~ls\r\nrm -rf x\x1b[31m\x03\r\x1b[20');
    type('1~');
    expect(await screen()).toEqual(['$ ls', '> rm -rf x␛[31m', '> |']);
    type('\r');
    expect(await line).toBe('ls\nrm -rf x␛[31m\n');
  });

  test('takes many pasted lines at once', async () => {
    const { editor, type, screen } = setUp();
    const line = editor.readLine('$ ');
    const text = Array.from({ length: 5000 }, (_, index) => `echo line ${index}`).join('\r');
    const before = performance.now();
    type(`\x1b[200~${text}\x1b[201~x`);
    expect(performance.now() - before).toBeLessThan(1000);
    expect((await screen()).slice(-2)).toEqual(['> echo line 4998', '> echo line 4999x|']);
    type('\r');
    expect((await line)?.length).toBe(text.length + 1);
    const shown = await screen();
    expect(shown.slice(-5002, -4999)).toEqual(
      ['', '$ echo line 0', '> echo line 1'].slice(-shown.slice(-5002, -4999).length),
    );
  });

  test('marks output that ended without a newline', async () => {
    const { tty, editor, screen } = setUp();
    await tty.write(bytes('abc'));
    void editor.readLine('$ ');
    expect(await screen()).toEqual(['abc⏎', '$ |']);
  });

  test('inserts the key after Ctrl-V', async () => {
    const { editor, type, screen } = setUp();
    const line = editor.readLine('$ ');
    type('a\x16\x1b[A\x16\x03b');
    expect(await screen()).toEqual(['$ a^[[A^Cb|']);
    type('\r');
    expect(await line).toBe('a\x1b[A\x03b');
  });

  test('clears the screen at Ctrl-L', async () => {
    const { tty, editor, type, screen } = setUp();
    await tty.write(bytes('old\n'));
    void editor.readLine('$ ');
    type('ab\x02\x0c');
    expect(await screen()).toEqual(['$ a|b']);
  });

  test('draws again when the window changes', async () => {
    const { tty, editor, type, screen, resize } = setUp();
    await tty.write(bytes('old\n'));
    void editor.readLine('$ ');
    type('0123456789 0123456789 0123456789');
    await resize(20, 10);
    expect(await screen()).toEqual(['old', '$ 0123456789 0123456', '789 0123456789|']);
    await resize(60, 10);
    expect(await screen()).toEqual(['old', '$ 0123456789 0123456789 0123456789|']);
  });

  test('keeps the cursor on the screen in a text that is longer than it', async () => {
    const { editor, type, screen } = setUp({}, 20, 4);
    void editor.readLine('$ ');
    type('\x1b[200~1\r2\r3\r4\r5\r6\x1b[201~');
    expect(await screen()).toEqual(['> 3', '> 4', '> 5', '> 6|']);
    type('\x1b[A\x1b[A\x1b[A\x1b[A');
    expect(await screen()).toEqual(['> 2|', '> 3', '> 4', '> 5']);
    type('x');
    expect(await screen()).toEqual(['> 2x|', '> 3', '> 4', '> 5']);
  });

  test('is ended by its signal', async () => {
    const { tty, editor, type } = setUp();
    const stop = new AbortController();
    const line = editor.readLine('$ ', { signal: stop.signal });
    type('ab');
    stop.abort(new Error('gone'));
    await expect(line).rejects.toThrow('gone');
    type('x\r');
    expect(await tty.read(10)).toEqual(bytes('x\n'));
  });
});

describe('Editor with a completer', () => {
  const many = (count: number): Completion => ({
    edit: { start: 0, end: 1, text: 'a' },
    count,
    list: () => ['ab  ac'],
  });

  test('inserts what is unique', async () => {
    const { editor, type, screen } = setUp({
      completer: (_text, cursor) => ({
        edit: { start: 0, end: cursor, text: 'abc ' },
        count: 1,
        list: () => [],
      }),
    });
    void editor.readLine('$ ');
    type('a\tx');
    expect(await screen()).toEqual(['$ abc x|']);
  });

  test('lists at the second Tab', async () => {
    const { editor, state, type, screen } = setUp({ completer: () => many(2) });
    void editor.readLine('$ ');
    type('a\t');
    expect(state.written).toContain('\x07');
    type('\t');
    expect(await screen()).toEqual(['$ a', 'ab  ac', '$ a|']);
  });

  test('asks before it lists many', async () => {
    const { editor, type, screen } = setUp({ completer: () => many(134) });
    void editor.readLine('$ ');
    type('a\t\t');
    expect(await screen()).toEqual(['$ a', 'Display all 134 possibilities? (y or n)|']);
    type('xn');
    expect((await screen()).at(-1)).toBe('$ a|');
    type('\ty');
    expect((await screen()).slice(-2)).toEqual(['ab  ac', '$ a|']);
  });

  test('drops an answer that comes after another key', async () => {
    const asked: { signal: AbortSignal; answer: (completion: Completion) => void }[] = [];
    const { editor, type, screen } = setUp({
      completer: (_text, _cursor, signal) =>
        new Promise((answer) => asked.push({ signal, answer })),
    });
    void editor.readLine('$ ');
    type('a\tb');
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[0]?.answer({ edit: { start: 0, end: 1, text: 'WRONG' }, count: 1, list: () => [] });
    await Promise.resolve();
    expect(await screen()).toEqual(['$ ab|']);
    type('\t');
    asked[1]?.answer({ edit: { start: 0, end: 2, text: 'right ' }, count: 1, list: () => [] });
    await Promise.resolve();
    expect(await screen()).toEqual(['$ right |']);
  });
});
