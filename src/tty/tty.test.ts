import { describe, expect, test, vi } from 'vitest';
import { cooked, raw } from './mode.ts';
import { Tty, type TtySignal } from './tty.ts';

vi.hoisted(() => {
  Buffer.poolSize = 0;
});

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (of: Uint8Array) => new TextDecoder().decode(of);

function setUp(columns = 80) {
  const state = { screen: '', signals: [] as TtySignal[] };
  const tty = new Tty({
    write: (written) => {
      state.screen += text(written);
    },
    onSignal: (signal) => state.signals.push(signal),
    columns,
  });
  const type = (typed: string) => tty.input(bytes(typed));
  const read = async (max = 100) => text(await tty.read(max));
  return { tty, state, type, read };
}

describe('Tty in cooked mode', () => {
  test('delivers a line at Enter and echoes it', async () => {
    const { state, type, read } = setUp();
    const line = read();
    type('hé');
    type('llo\r');
    expect(await line).toBe('héllo\n');
    expect(state.screen).toBe('héllo\r\n');
  });

  test('edits with ERASE, WERASE and KILL by what is seen', async () => {
    const { state, type, read } = setUp();
    type('a👨‍👩‍👧\x7f漢\x08e\u0301\x7fb\r');
    expect(await read()).toBe('ab\n');
    expect(state.screen).toBe('a👨‍👩‍👧\b \b\b \b漢\b \b\b \be\u0301\b \bb\r\n');
    type('foo-bar\x17x\r');
    expect(await read()).toBe('foo-x\n');
    type('foo bar\x1b\x7fx\x15y\r');
    expect(await read()).toBe('y\n');
  });

  test('erases back over the edge of the screen', () => {
    const { state, type } = setUp(10);
    type('1234567890');
    state.screen = '';
    type('\x7f');
    expect(state.screen).toBe('\r\x1b[9C\x1b[J');
    type('0ab');
    state.screen = '';
    type('\x15');
    expect(state.screen).toBe('\x1b[1A\r\x1b[J');
  });

  test('gives what is there at ^D, and an end of file once where there is nothing', async () => {
    const { type, read } = setUp();
    type('ab\x04\x04c\r');
    expect(await read()).toBe('ab');
    expect(await read()).toBe('');
    expect(await read()).toBe('c\n');
  });

  test('flushes what is queued at ^C', async () => {
    const { tty, state, type, read } = setUp();
    type('one\rtwo\x03three\r');
    expect(state.signals).toEqual(['INT']);
    expect(state.screen).toBe('one\r\ntwo^Cthree\r\n');
    expect(await read()).toBe('three\n');
    type('\x1a\x1c');
    expect(state.signals).toEqual(['INT', 'TSTP', 'QUIT']);
    expect(tty.hasTypeAhead).toBe(false);
  });

  test('hears a signal behind ESC, and Enter and ^D too', async () => {
    const { state, type, read } = setUp();
    type('a\x1b\x03');
    expect(state.signals).toEqual(['INT']);
    type('b\x1b\rc\x1b\x04');
    expect([await read(), await read()]).toEqual(['b\n', 'c']);
  });

  test('takes a key literally after ^V, and reprints at ^R', async () => {
    const { state, type, read } = setUp();
    type('a\x16\x03\x12b\r');
    expect(state.screen).toBe('a^C^R\r\na^Cb\r\n');
    expect(await read()).toBe('a\x03b\n');
    expect(state.signals).toEqual([]);
  });

  test('shows and delivers nothing of arrow keys and paste markers', async () => {
    const { state, type, read } = setUp();
    type('a\x1b[');
    type('Ab\x1b[200~c\rd\x1b[201~\r');
    expect(state.screen).toBe('abc\r\nd\r\n');
    expect(await read()).toBe('abc\n');
    expect(await read()).toBe('d\n');
  });

  test('gives a reader no more than it asks for, and no line twice', async () => {
    const { tty, type } = setUp();
    const first = tty.read(2);
    const second = tty.read(100);
    type('abc\rd\r');
    expect(text(await first)).toBe('ab');
    expect(text(await second)).toBe('c\n');
    expect(text(await tty.read(100))).toBe('d\n');
  });

  test('loses nothing when a read is withdrawn', async () => {
    const { tty, type, read } = setUp();
    const withdrawn = new AbortController();
    const reading = tty.read(10, withdrawn.signal);
    withdrawn.abort();
    await expect(reading).rejects.toMatchObject({ code: 'EINTR' });
    type('x\r');
    expect(await read()).toBe('x\n');
  });

  test('tells when something can be read', async () => {
    const { tty, type, read } = setUp();
    const ready = tty.readable(new AbortController().signal);
    type('ab');
    type('\r');
    expect(await ready).toBe(3);
    expect(await read()).toBe('ab\n');
    const other = new AbortController();
    const waiting = tty.readable(other.signal);
    other.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'EINTR' });
    type('\x04');
    expect(tty.readable(new AbortController().signal)).toBe(0);
  });

  test('rings the bell when 64 KiB wait, and still hears ^C', () => {
    const { state, type } = setUp();
    type(`${'x'.repeat(70_000)}\r`);
    type('y');
    expect(state.screen.endsWith('\r\n\x07')).toBe(true);
    type('\x03');
    expect(state.signals).toEqual(['INT']);
    type('y');
    expect(state.screen.endsWith('^Cy')).toBe(true);
  });
});

describe('Tty.setMode()', () => {
  test('gives raw bytes, and type-ahead of cooked mode with its keys', async () => {
    const { tty, type, read } = setUp();
    type('ab\x7f\x1b[A\rx\x04y');
    tty.setMode(raw);
    expect(await read()).toBe('a\x1b[A\nxy');
    type('\x03\r\x1b[B');
    expect(await read()).toBe('\x03\r\x1b[B');
  });

  test('makes lines of raw type-ahead without an echo', async () => {
    const { tty, state, type, read } = setUp();
    tty.setMode(raw);
    type('a\rb');
    tty.setMode(cooked);
    expect(state.screen).toBe('');
    type('c\r');
    expect(await read()).toBe('a\n');
    expect(await read()).toBe('bc\n');
  });

  test('hides what is typed without ECHO', async () => {
    const { tty, state, type, read } = setUp();
    tty.setMode({ ...cooked, echo: false });
    type('secret\x7ft\r');
    expect(await read()).toBe('secret\n');
    expect(state.screen).toBe('');
  });
});

describe('Tty.capture()', () => {
  test('gives type-ahead, and leaves what is not taken to the next reader', async () => {
    const { tty, state, type, read } = setUp();
    type('ls\rca');
    expect(state.screen).toBe('ls\r\nca');
    const taken: string[] = [];
    const release = tty.capture((given) => {
      taken.push(text(given.subarray(0, 3)));
      return taken.length === 1 ? 3 : 0;
    });
    expect(taken).toEqual(['ls\n', 'ca']);
    expect(state.screen).toBe('ls\r\nca\b \b\b \b');
    release();
    type('t\r');
    expect(await read()).toBe('cat\n');
  });

  test('leaves an echo that a program wrote into', async () => {
    const { tty, state, type } = setUp();
    type('l');
    await tty.write(bytes('out\n'));
    type('s');
    tty.capture((given) => given.length);
    expect(state.screen).toBe('lout\r\ns');
  });

  test('makes other readers wait', async () => {
    const { tty, type } = setUp();
    const reading = tty.read(10);
    const release = tty.capture((given) => (given[0] === 0x78 ? 1 : 0));
    type('xy\r');
    let done = false;
    void Promise.resolve(reading).then(() => (done = true));
    await Promise.resolve();
    expect(done).toBe(false);
    release();
    expect(text(await reading)).toBe('y\n');
  });
});

describe('Tty.write()', () => {
  test('returns the carriage where the program did not', async () => {
    const { tty, state } = setUp();
    expect(await tty.write(bytes('a\nb\r'))).toBe(4);
    await tty.write(bytes('\n\n'));
    expect(state.screen).toBe('a\r\nb\r\n\r\n');
  });

  test('waits where the screen does', async () => {
    let go = () => {};
    const tty = new Tty({
      write: () => new Promise<void>((resolve) => (go = resolve)),
      onSignal: () => {},
    });
    const written = tty.write(bytes('a'));
    expect(written).toBeInstanceOf(Promise);
    go();
    expect(await written).toBe(1);
  });
});

describe('Tty.freshLine()', () => {
  test.each([
    ['', ''],
    ['a\n', ''],
    ['a', '%\r\n'],
    ['\x1b[31mred\x1b[0m\n\x1b]0;title\x07', ''],
    ['漢\b\b', ''],
    ['ab\x1b[2D', ''],
    ['a\x1b[5Gb\r', ''],
    ['x'.repeat(80), '%\r\n'],
  ])('after %j writes %j', async (written, expected) => {
    const { tty, state } = setUp();
    await tty.write(bytes(written));
    state.screen = '';
    await tty.freshLine('%');
    expect(state.screen).toBe(expected);
  });

  test('needs no mark after ^C', async () => {
    const { tty, state, type } = setUp();
    await tty.write(bytes('abc'));
    type('\x03');
    state.screen = '';
    await tty.freshLine('%');
    expect(state.screen).toBe('\r\n');
  });
});
