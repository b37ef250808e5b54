// How often a program is suspended: what the answers of the disk cost, and nothing else does.
//
// The clock stands still, so that the event loop is never turned for a program that would not wait by itself: that is
// counted elsewhere, and depends on the machine.
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import type { EngineName } from './engine/engine.ts';
import { assemble } from './engine/fixtures.ts';
import { Guest, out, room } from './host/fixtures.ts';
import { Trace, type TracedCall } from './host/trace.ts';
import { run } from './run.ts';
import { FakeDisk, type Content } from './vfs/fake-disk.ts';
import { fakeFolder } from './vfs/fake-handles.ts';
import { CountedWriters } from './vfs/fixtures.ts';
import { HandleFileSystem } from './vfs/handle-fs.ts';

const engines: readonly EngineName[] = ['jspi', 'asyncify'];
const programs = new Map<EngineName, WebAssembly.Module>();

beforeAll(async () => {
  for (const engine of engines) {
    const name = engine === 'jspi' ? 'coreutils.wasm' : 'coreutils.asyncify.wasm';
    const bytes = readFileSync(new URL(`../public/programs/${name}`, import.meta.url));
    programs.set(engine, await WebAssembly.compile(bytes));
  }
});

beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs a command in a folder with `content`. */
async function counted(engine: EngineName, content: Content, args: readonly string[]) {
  const module = programs.get(engine);
  if (module === undefined) throw new Error('no program');
  const disk = new FakeDisk(content);
  const fs = new HandleFileSystem(fakeFolder(disk), {
    device: 'x',
    writers: new CountedWriters(),
    brief: true,
  });
  const calls: TracedCall[] = [];
  let printed = 0;
  const status = await run(module, {
    args,
    engine,
    cwd: '/',
    env: { TZ: 'UTC' },
    preopens: { '/': fs },
    stdout: (bytes) => void (printed += bytes.length),
    trace: new Trace((call) => void calls.push(call)),
  });
  const suspended: Record<string, number> = {};
  for (const call of calls) {
    if (call.suspended) suspended[call.name] = (suspended[call.name] ?? 0) + 1;
  }
  return { status, printed, suspended, calls: calls.length, asked: disk.counted() };
}

const oneMebibyte = { f: 'x'.repeat(1 << 20) };
const thousand = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`f${n}`, 'x']));
/** 10 MB: lines of 50 bytes, in no order. */
const tenMegabytes = {
  f: Array.from(
    { length: 200_000 },
    (_, n) => `${String((n * 7919) % 1_000_003).padStart(7, '0')} ${'x'.repeat(41)}\n`,
  ).join(''),
};

/** What is suspended now, by call. These numbers may only fall: who saves one puts the new number here. */
const commands: readonly [
  command: string,
  content: Content,
  args: readonly string[],
  suspended: Readonly<Record<string, number>>,
][] = [
  ['cat of 1 MiB', oneMebibyte, ['cat', 'f'], { path_filestat_get: 2, path_open: 1, fd_read: 3 }],
  [
    'ls -l of 1,000 entries',
    thousand,
    ['ls', '-l'],
    { path_filestat_get: 1001, path_open: 2, fd_readdir: 7 },
  ],
  [
    'sort of 10 MB',
    tenMegabytes,
    ['sort', 'f'],
    { path_filestat_get: 2, path_open: 2, fd_read: 7 },
  ],
  [
    'sort -o of 10 MB',
    tenMegabytes,
    ['sort', '-o', 'g', 'f'],
    {
      path_filestat_get: 2,
      path_open: 3,
      fd_read: 7,
      fd_filestat_get: 1,
      fd_write: 4,
    },
  ],
];

describe.each(commands)('%s', (_, content, args, suspended) => {
  test('is suspended so often, alike on both engines', async () => {
    const [jspi, asyncify] = [
      await counted('jspi', content, args),
      await counted('asyncify', content, args),
    ];
    expect(jspi.suspended).toEqual(suspended);
    // Every call once, though Asyncify calls each import that waited a second time, when it rewinds.
    expect(asyncify).toEqual(jspi);
    expect(jspi.status).toBe(0);
  });

  test('is never suspended without a question to the browser', async () => {
    const { suspended: waits, asked } = await counted('jspi', content, args);
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    expect(sum(waits)).toBeLessThanOrEqual(sum(asked));
    expect(waits['fd_read'] ?? 0).toBe(asked.slice ?? 0);
  });
});

describe('a cached answer never suspends', () => {
  /** A guest over handles, and the disk. */
  function guestOf(content: Content): { guest: Guest; disk: FakeDisk } {
    const disk = new FakeDisk(content);
    const options = { device: 'x', writers: new CountedWriters() };
    return { guest: new Guest(new HandleFileSystem(fakeFolder(disk), options)), disk };
  }

  /** Makes calls, and tells how often they waited and how often the browser was asked. */
  async function costs(
    { guest, disk }: { guest: Guest; disk: FakeDisk },
    ...calls: [string, ...(number | bigint)[]][]
  ): Promise<{ waits: number; asked: number }> {
    const before = [guest.waits, disk.calls] as const;
    for (const [name, ...args] of calls)
      expect(await guest.call(name, ...args), name).toBe('ESUCCESS');
    return { waits: guest.waits - before[0], asked: disk.calls - before[1] };
  }

  /** An iovec for `length` bytes in the guest's room. */
  function iovec(guest: Guest, length: number): [number, number] {
    guest.memory.setU32(512, room);
    guest.memory.setU32(516, length);
    return [512, 1];
  }

  test('bytes of a small file, once the first were read', async () => {
    const both = guestOf({ f: 'x'.repeat(100_000) });
    const fd = await both.guest.open('f');
    const read = ['fd_read', fd, ...iovec(both.guest, 1000), out] as [string, ...number[]];
    expect((await costs(both, read)).waits).toBe(1);
    const pread: [string, ...(number | bigint)[]] = ['fd_pread', fd, 512, 1, 99_000n, out];
    expect(await costs(both, read, read, pread, pread)).toEqual({ waits: 0, asked: 0 });
  });

  test('bytes that the program wrote, and the size that they make', async () => {
    const both = guestOf({});
    const fd = await both.guest.open('new', { oflags: 1 });
    const write = ['fd_write', fd, ...iovec(both.guest, 1000), out] as [string, ...number[]];
    await costs(both, write); // the first one opens the writer
    expect(
      await costs(
        both,
        write,
        ['fd_filestat_get', fd, out],
        ['fd_seek', fd, 0n, 2, out],
        ['fd_pread', fd, 512, 1, 500n, out],
      ),
    ).toEqual({ waits: 0, asked: 0 });
  });

  test('entries of a directory that came with the ones before', async () => {
    const both = guestOf(Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`f${n}`, ''])));
    const fd = await both.guest.open('.', { oflags: 2 });
    const list = (cookie: bigint): [string, ...(number | bigint)[]] => [
      'fd_readdir',
      fd,
      room,
      512,
      cookie,
      out,
    ];
    expect((await costs(both, list(0n))).waits).toBe(1);
    expect(await costs(both, list(8n), list(16n), list(60n))).toEqual({ waits: 0, asked: 0 });
  });
});

describe('an Asyncify stack that is too small', () => {
  /** Opens `f` anew and writes to it, then waits at the bottom of so many calls. */
  const program = (depth: number, begin: number, end: number): string => `(module
    (import "wasi_snapshot_preview1" "path_open"
      (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (global (export "asyncify_stack_begin") i32 (i32.const ${begin}))
    (global (export "asyncify_stack_end") i32 (i32.const ${end}))
    (data (i32.const 64) "\\48\\00\\00\\00\\05\\00\\00\\00half\\nf")
    (func $deep (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0))
        (then (call $poll (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 512)))
        (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))))
    (func (export "_start")
      (drop (call $open (i32.const 3) (i32.const 0) (i32.const 77) (i32.const 1) (i32.const 9)
        (i64.const 64) (i64.const 64) (i32.const 0) (i32.const 520)))
      (drop (call $write (i32.load (i32.const 520)) (i32.const 64) (i32.const 1) (i32.const 524)))
      (i32.store8 (i32.const 136) (i32.const 0))
      (i32.store (i32.const 144) (i32.const 1))
      (i64.store (i32.const 152) (i64.const 1000000))
      (drop (call $deep (i32.const ${depth})))))`;

  const waits = ['path_open', 'fd_write', 'poll_oneoff'].map(
    (name) => `wasi_snapshot_preview1.${name}`,
  );

  async function ended(depth: number, begin: number, end: number) {
    vi.restoreAllMocks(); // it waits for a clock
    const disk = new FakeDisk({ f: 'old' });
    let said = '';
    const fs = new HandleFileSystem(fakeFolder(disk), {
      device: 'x',
      writers: new CountedWriters(),
    });
    const status = await run(await assemble(program(depth, begin, end), waits), {
      args: ['deep'],
      engine: 'asyncify',
      preopens: { '/': fs },
      stderr: (bytes) => void (said += new TextDecoder().decode(bytes)),
    });
    return { status, said, tree: disk.tree(), writers: disk.writers() };
  }

  test('is no matter where it suffices', async () => {
    expect(await ended(10, 1024, 4096)).toEqual({
      status: 0,
      said: '',
      tree: { f: 'half\n' },
      writers: 0,
    });
  });

  test.each([20, 50, 2000])(
    'ends the program with 134 at %i calls, and nothing of it is stored',
    async (depth) => {
      const { said, ...rest } = await ended(depth, 1024, 1024 + 256);
      expect(rest).toEqual({ status: 134, tree: { f: 'old' }, writers: 0 });
      expect(said).toBe('deep: the program was aborted: the Asyncify stack overflowed\n');
    },
  );
});
