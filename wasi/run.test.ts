// The real coreutils, on both engines, over files in memory and over fake handles.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';

import type { EngineName } from './engine/engine.ts';
import { assemble } from './engine/fixtures.ts';
import { Trace, type TracedCall } from './host/trace.ts';
import { run } from './run.ts';
import { FakeDisk, type Content } from './vfs/fake-disk.ts';
import { fakeFolder } from './vfs/fake-handles.ts';
import { CountedWriters } from './vfs/fixtures.ts';
import { HandleFileSystem } from './vfs/handle-fs.ts';
import { MemoryFileSystem } from './vfs/memory-fs.ts';
import { MountTable } from './vfs/mounts.ts';

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly TracedCall[];
}

const programs = new Map<EngineName, WebAssembly.Module>();
const cases: [EngineName, string][] = [
  ['jspi', 'coreutils.wasm'],
  ['asyncify', 'coreutils.asyncify.wasm'],
];

beforeAll(async () => {
  for (const [engine, name] of cases) {
    const bytes = readFileSync(new URL(`../public/programs/${name}`, import.meta.url));
    programs.set(engine, await WebAssembly.compile(bytes));
  }
});

/** A folder at /mnt/x, and commands that run in it. */
class Shell {
  readonly engine: EngineName;
  readonly disk: FakeDisk;
  readonly writers = new CountedWriters();
  readonly #root = new MemoryFileSystem('root');

  constructor(engine: EngineName, content: Content = {}) {
    this.engine = engine;
    this.disk = new FakeDisk(content);
    for (const path of [['mnt'], ['mnt', 'x'], ['tmp']]) this.#root.createDirectory(path);
  }

  /** A new process has met no handle; spawn has just found its cwd. */
  #tree(cwd: readonly string[]): MountTable {
    const folder = fakeFolder(this.disk);
    const fs = new HandleFileSystem(folder, { device: 'x', writers: this.writers, brief: true });
    if (cwd.length === 0) fs.keep([], folder);
    return new MountTable([
      { point: [], prefix: [], fs: this.#root },
      { point: ['mnt', 'x'], prefix: [], fs },
    ]);
  }

  async run(
    args: readonly string[],
    { stdin = '', cwd = '/mnt/x', env = {}, full = false } = {},
  ): Promise<Ended> {
    const module = programs.get(this.engine);
    if (module === undefined) throw new Error('no program');
    const text = { stdout: '', stderr: '' };
    const calls: TracedCall[] = [];
    const decoder = new TextDecoder();
    this.disk.reset();
    if (full) this.disk.fail('close', 'QuotaExceededError', Infinity);
    const status = await run(module, {
      args,
      engine: this.engine,
      cwd,
      env: { TZ: 'UTC', LANG: 'C.UTF-8', ...env },
      preopens: { '/': this.#tree(cwd === '/mnt/x' ? [] : ['elsewhere']) },
      stdin,
      stdout: (bytes) => void (text.stdout += decoder.decode(bytes)),
      stderr: (bytes) => void (text.stderr += decoder.decode(bytes)),
      trace: new Trace((call) => calls.push(call)),
    });
    if (this.writers.open.size + this.disk.writers() > 0)
      throw new Error(`${args.join(' ')} left a writer open`);
    return { status, ...text, calls };
  }
}

function suspended({ calls }: Ended): string[] {
  return calls.filter((call) => call.suspended).map(({ name }) => name);
}

describe.each(cases)('%s', (engine) => {
  test('true asks the browser nothing, and waits for nothing', async () => {
    const shell = new Shell(engine);
    await shell.run(['true']); // a first run may take so long that the event loop must turn
    const ended = await shell.run(['true']);
    expect(ended.status).toBe(0);
    expect(ended.calls.map(({ name }) => name)).toEqual([
      'environ_sizes_get',
      'environ_get',
      'fd_prestat_get',
      'fd_prestat_dir_name',
      'fd_prestat_get',
      'path_filestat_get',
      'args_sizes_get',
      'args_get',
      'proc_exit',
    ]);
    expect(shell.disk.calls).toBe(0);
  });

  test('cat of a small file', async () => {
    const shell = new Shell(engine, { 'f.txt': 'hello\n' });
    await shell.run(['cat', 'f.txt']);
    const ended = await shell.run(['cat', 'f.txt']);
    expect(ended).toMatchObject({ status: 0, stdout: 'hello\n', stderr: '' });
    expect(shell.disk.counted()).toEqual({ getFileHandle: 1, getFile: 2, slice: 1 });
    expect(suspended(ended).length).toBeLessThanOrEqual(4);
  });

  test('the empty path is nothing', async () => {
    const shell = new Shell(engine, { 'd/f': 'x', g: 'y' });
    const before = shell.disk.tree();
    expect(await shell.run(['rm', '-rf', ''])).toMatchObject({ status: 0, stdout: '', stderr: '' });
    for (const args of [
      ['cp', '-r', '', 'x'],
      ['mv', '', 'x'],
      ['cat', ''],
      ['ls', ''],
      ['rm', '-r', ''],
    ]) {
      const ended = await shell.run(args);
      expect(ended.status, args.join(' ')).not.toBe(0);
      expect(ended.stderr).toContain('No such file or directory');
    }
    expect(shell.disk.tree()).toEqual(before);
  });

  test('copies, moves and removes trees', async () => {
    const shell = new Shell(engine, { 'd/a': '1\n', 'd/e/b.sh': '2\n', 'd/e/empty/': '' });
    expect(await shell.run(['cp', '-r', 'd', 'copy'])).toMatchObject({ status: 0, stderr: '' });
    expect(await shell.run(['mv', 'copy', 'moved'])).toMatchObject({ status: 0 });
    expect(await shell.run(['mv', 'moved/a', 'moved/e/b.sh'])).toMatchObject({ status: 0 });
    expect(shell.disk.tree()).toEqual({
      'd/': '(directory)',
      'd/a': '1\n',
      'd/e/': '(directory)',
      'd/e/b.sh': '2\n',
      'd/e/empty/': '(directory)',
      'moved/': '(directory)',
      'moved/e/': '(directory)',
      'moved/e/b.sh': '1\n',
      'moved/e/empty/': '(directory)',
    });
    expect(await shell.run(['rm', '-r', 'd', 'moved'])).toMatchObject({ status: 0, stderr: '' });
    expect(shell.disk.tree()).toEqual({});
    expect(shell.disk.recursive + shell.disk.dialogs).toBe(0);
  });

  test('sorts a file onto itself, appends, cuts', async () => {
    const shell = new Shell(engine, { f: 'b\na\n' });
    expect(await shell.run(['sort', '-o', 'f', 'f'])).toMatchObject({ status: 0, stderr: '' });
    expect(shell.disk.text('f')).toBe('a\nb\n');
    expect(await shell.run(['tee', '-a', 'f'], { stdin: 'c\n' })).toMatchObject({
      status: 0,
      stdout: 'c\n',
    });
    expect(await shell.run(['tail', '-n', '2', 'f'])).toMatchObject({ stdout: 'b\nc\n' });
    expect(await shell.run(['tail', '-c', '3', 'f'])).toMatchObject({ stdout: '\nc\n' });
    expect(await shell.run(['truncate', '-s', '3', 'f'])).toMatchObject({ status: 0 });
    expect(await shell.run(['dd', 'if=f', 'of=g', 'bs=2'])).toMatchObject({ status: 0 });
    expect(await shell.run(['split', '-b', '2', 'f'])).toMatchObject({ status: 0 });
    expect(shell.disk.tree()).toEqual({ f: 'a\nb', g: 'a\nb', xaa: 'a\n', xab: 'b' });
  });

  test('lists names of all kinds, and the root that has no parent', async () => {
    const shell = new Shell(engine, {
      é: '',
      'e\u0301': '',
      日本語: '',
      'two words': '',
      '-r': '',
    });
    const { stdout } = await shell.run(['ls', '-a']);
    expect(new Set(stdout.trimEnd().split('\n'))).toEqual(
      new Set(['.', '..', 'é', 'e\u0301', '日本語', 'two words', '-r']),
    );
    expect((await shell.run(['ls', '../../../..'])).stdout).toBe('dev\nmnt\ntmp\n');
    expect((await shell.run(['ls', '-ld', '.'])).stdout).toMatch(/^drwx/);
  });

  test('a name that the browser refuses is said to be refused', async () => {
    const shell = new Shell(engine);
    const ended = await shell.run(['touch', 'a:b']);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^touch: .*\ntouch: the browser does not allow the name 'a:b'\n$/);
  });

  const lost = "No space left on device: what was written to '/mnt/x/f' could not be stored";
  test.each([
    // These look at the answer of a close, and tell of it themselves.
    [['cp', 'g', 'f'], "failed to close 'f': No space left on device"],
    [['mv', '/dev/stdin', 'f'], "cannot move '/dev/stdin' to 'f': No space left on device"],
    // These do not: Rust's `File` drops it.
    [['tee', 'f'], lost],
    [['sort', '-o', 'f', 'g'], lost],
    [['sort', '-o', 'f', 'f'], lost],
    [['truncate', '-s', '1', 'f'], lost],
    [['shuf', '-n', '1', '-o', 'f', 'g'], lost],
    [['uniq', 'g', 'f'], lost],
    [['dd', 'if=g', 'of=f', 'status=none'], lost],
    [['split', '-l', '9', 'g', 'p'], lost.replace('/f', '/paa')],
    [['csplit', '-s', 'g', '2'], lost.replace('/f', '/xx00')],
  ])('a full disk is told once, and the file stays: %j', async (args, sentence) => {
    const shell = new Shell(engine, { f: 'old\n', g: 'b\na\n' });
    const ended = await shell.run(args, { stdin: 'new\n', full: true });
    expect(shell.disk.tree()).toMatchObject({ f: 'old\n', g: 'b\na\n' });
    expect(ended.status).toBe(1);
    expect(ended.stderr.split('\n')[0]).toBe(`${args[0]}: ${sentence}`);
  });

  test('a cwd that is gone: relative paths are not found, others are', async () => {
    const shell = new Shell(engine, { f: 'x' });
    const cwd = '/mnt/x/gone';
    expect((await shell.run(['cat', 'f'], { cwd })).status).toBe(1);
    expect((await shell.run(['rm', '-r', '.'], { cwd })).status).toBe(1);
    expect((await shell.run(['cat', '/mnt/x/f'], { cwd })).stdout).toBe('x');
    expect(shell.disk.tree()).toEqual({ f: 'x' });
  });

  test('devices', async () => {
    const shell = new Shell(engine, { f: 'x\n' });
    expect(await shell.run(['cp', 'f', '/dev/null'])).toMatchObject({ status: 0 });
    expect((await shell.run(['head', '-c', '3', '/dev/zero'])).stdout).toBe('\0\0\0');
    expect((await shell.run(['wc', '-c', '/dev/stdin'], { stdin: 'four' })).stdout).toContain(
      '4 /dev/stdin',
    );
    const full = await shell.run(['tee', '/dev/full'], { stdin: 'x' });
    expect(full.stderr).toContain('No space left on device');
  });
});

test.each(cases)('who cancels the output ends the program with 141, on %s', async (engine) => {
  const module = programs.get(engine);
  if (module === undefined) throw new Error('no program');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  let said = '';
  const stderr = (bytes: Uint8Array): void => void (said += new TextDecoder().decode(bytes));
  const status = run(module, { args: ['yes'], engine, stdout: writable, stderr });
  const reader = readable.getReader();
  await reader.read();
  await reader.cancel();
  expect([await status, said]).toEqual([141, '']);
});

describe.each(cases)('preopened folders that are one, on %s', (engine) => {
  /** Runs a command with `/a`, `/b` and so on; what it says. */
  async function runWith(args: string[], ...folders: FileSystemDirectoryHandle[]): Promise<string> {
    const module = programs.get(engine);
    if (module === undefined) throw new Error('no program');
    let said = '';
    const say = (bytes: Uint8Array): void => void (said += new TextDecoder().decode(bytes));
    const preopens = Object.fromEntries(
      folders.map((folder, index) => [`/${'abc'.charAt(index)}`, folder]),
    );
    await run(module, { args, engine, cwd: '/a', preopens, stdout: say, stderr: say });
    return said;
  }

  test('the same one twice', async () => {
    const disk = new FakeDisk({ f: 'precious' });
    const folders = [fakeFolder(disk), fakeFolder(disk)];
    for (const command of ['mv', 'cp']) {
      expect(await runWith([command, '/a/f', '/b/f'], ...folders)).toBe(
        `${command}: '/a/f' and '/b/f' are the same file\n`,
      );
    }
    expect(disk.tree()).toEqual({ f: 'precious' });
    expect(await runWith(['mv', '/a/f', '/b/g'], ...folders)).toBe('');
    expect(disk.tree()).toEqual({ g: 'precious' });
  });

  test('one within another, whichever comes first', async () => {
    const disk = new FakeDisk({ 'd/e/f': 'precious' });
    const [outer, middle, inner] = [[], ['d'], ['d', 'e']].map((path) => fakeFolder(disk, path));
    if (outer === undefined || middle === undefined || inner === undefined) throw new Error();
    expect(await runWith(['mv', '/a/d/e/f', '/c/f'], outer, middle, inner)).toContain('same file');
    expect(await runWith(['mv', '/b/e/f', '/c/f'], outer, middle, inner)).toContain('same file');
    expect(await runWith(['mv', '/a/f', '/b/d/e/f'], inner, outer, middle)).toContain('same file');
    const listing = await runWith(['ls', '-i', '/a/f', '/b/d/e/f', '/c/e/f'], inner, outer, middle);
    expect(new Set(listing.match(/^\d+(?= )/gm)).size, listing).toBe(1);
    expect(disk.tree()).toMatchObject({ 'd/e/f': 'precious' });
    // A rename between two of them is one: nothing is copied.
    disk.reset();
    expect(await runWith(['mv', '/a/f', '/c/g'], inner, outer, middle)).toBe('');
    expect(disk.counted()).toMatchObject({ move: 1 });
    expect(disk.tree()).toMatchObject({ 'd/g': 'precious' });
  });

  test('others are not: a file of the same name is another', async () => {
    const [one, other] = [new FakeDisk({ f: 'one' }), new FakeDisk({ f: 'other' })];
    expect(await runWith(['cp', '/a/f', '/b/f'], fakeFolder(one), fakeFolder(other))).toBe('');
    expect(other.tree()).toEqual({ f: 'one' });
  });
});

describe('a program', () => {
  const text = (body: string): string => `(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_open"
      (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_filestat_get"
      (func $stat (param i32 i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 64) "\\10\\00\\00\\00\\05\\00\\00\\00f")
    (data (i32.const 16) "half\\n")
    ${body})`;
  const opened = `(drop (call $open (i32.const 3) (i32.const 0) (i32.const 72) (i32.const 1) (i32.const 9)
      (i64.const 64) (i64.const 64) (i32.const 0) (i32.const 128)))
    (drop (call $write (i32.load (i32.const 128)) (i32.const 64) (i32.const 1) (i32.const 132)))`;

  async function runText(
    body: string,
    disk = new FakeDisk(),
    options = {},
  ): Promise<{ status: number; stderr: string }> {
    let stderr = '';
    const fs = new HandleFileSystem(fakeFolder(disk), {
      device: 'x',
      writers: new CountedWriters(),
    });
    const status = await run(await assemble(text(body)), {
      args: ['prog'],
      preopens: { '/': fs },
      stderr: (bytes) => void (stderr += new TextDecoder().decode(bytes)),
      ...options,
    });
    return { status, stderr };
  }

  test('that traps is 134, and its rewrite of a file is not stored', async () => {
    const disk = new FakeDisk({ f: 'old' });
    const ended = await runText(`(func (export "_start") ${opened} unreachable)`, disk);
    expect(ended).toEqual({ status: 134, stderr: 'prog: the program was aborted: unreachable\n' });
    expect(disk.tree()).toEqual({ f: 'old' });
  });

  test('that overflows its stack is 134, and the next one runs', async () => {
    const deep = '(func $deep (export "_start") (call $deep) (call $exit (i32.const 0)))';
    expect(await runText(deep)).toEqual({
      status: 134,
      stderr: 'prog: the program was aborted: stack overflow\n',
    });
    expect(await runText('(func (export "_start") (call $exit (i32.const 7)))')).toEqual({
      status: 7,
      stderr: '',
    });
  });

  test('that exits without closing has its files stored', async () => {
    const disk = new FakeDisk({ f: 'old' });
    const body = `(func (export "_start") ${opened} (call $exit (i32.const 3)))`;
    expect(await runText(body, disk)).toEqual({ status: 3, stderr: '' });
    expect(disk.tree()).toEqual({ f: 'half\n' });
  });

  const close = '(drop (call $close (i32.load (i32.const 128))))';
  const lost = "prog: No space left on device: what was written to '/f' could not be stored\n";
  test.each([
    ['exits', '', 1, lost],
    ['exits with a failure', '(call $exit (i32.const 3))', 3, lost],
    ['closes it', close, 1, lost],
    // It may have said so itself.
    ['closes it, and exits with a failure', `${close} (call $exit (i32.const 3))`, 3, ''],
  ])('whose file cannot be stored when it %s', async (_, end, status, stderr) => {
    const disk = new FakeDisk({ f: 'old' });
    disk.fail('close', 'QuotaExceededError');
    const ended = await runText(`(func (export "_start") ${opened} ${end})`, disk);
    expect(ended).toEqual({ status, stderr });
    expect(disk.tree()).toEqual({ f: 'old' });
  });

  test.each([
    ['', {}, 63], // EPERM
    ['with a cwd', { cwd: '/' }, 0],
  ])('with a preopened / %s finds `..` above it', async (_, options, errno) => {
    const up = `(data (i32.const 200) "..")
      (func (export "_start") (call $exit (call $stat
        (i32.const 3) (i32.const 0) (i32.const 200) (i32.const 2) (i32.const 256))))`;
    expect(await runText(up, new FakeDisk(), options)).toEqual({ status: errno, stderr: '' });
  });

  test('that is told to stop has that status', async () => {
    const stop = new AbortController();
    const loop = `(func (export "_start") ${opened} (loop
      (drop (call $write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 132))) (br 0)))`;
    const disk = new FakeDisk({ f: 'old' });
    const running = runText(loop, disk, { signal: stop.signal });
    setTimeout(() => stop.abort(130), 20);
    expect(await running).toEqual({ status: 130, stderr: '' });
    expect(disk.tree()).toEqual({ f: 'old' });
  });

  test('that is none is refused', async () => {
    await expect(run(await assemble('(module)'))).rejects.toThrow('memory');
    await expect(run(await assemble('(module (memory (export "memory") 1))'))).rejects.toThrow(
      '_start',
    );
    const importing =
      '(module (import "wasi_snapshot_preview1" "nope" (func)) (memory (export "memory") 1))';
    await expect(run(await assemble(importing))).rejects.toThrow('nope');
    await expect(run(new Uint8Array([1, 2, 3]))).rejects.toBeInstanceOf(WebAssembly.CompileError);
  });
});
