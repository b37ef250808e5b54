// Both engines give the same trace for the same program, but for times and suspensions.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';

import { formatCall, Trace, type TracedCall } from './trace.ts';
import type { EngineName } from '../engine/engine.ts';
import { assemble } from '../engine/fixtures.ts';
import { waiting } from '../preview1/waiting.ts';
import { run } from '../run.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';

/** A line without times and without its suspension. */
function timeless(call: TracedCall): string {
  return formatCall(call)
    .replace(/ <\d+\.\d{6}>( suspended)?$/, '')
    .replace(/^(clock_time_get.* = )\d+\.\d{9}$/, '$1(now)');
}

/** A file system with `notes.txt`, of 6 bytes. */
async function files(): Promise<MemoryFileSystem> {
  const fs = new MemoryFileSystem();
  const file = await fs.open(['notes.txt'], { read: false, write: true, create: true });
  if (file.kind === 'file') await file.write(0, new TextEncoder().encode('hello\n'));
  await file.close();
  await fs.createDirectory(['d']);
  return fs;
}

/** Opens `notes.txt`, reads it in two buffers, writes it, waits a moment, opens what is not there, and exits with 3. */
const program = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global (export "asyncify_stack_begin") i32 (i32.const 8192))
  (global (export "asyncify_stack_end") i32 (i32.const 16384))
  (data (i32.const 16) "notes.txt")
  (data (i32.const 32) "nothing")
  (data (i32.const 64) "\\00\\04\\00\\00\\02\\00\\00\\00\\02\\04\\00\\00\\04\\00\\00\\00")
  (data (i32.const 144) "\\01\\00\\00\\00")
  (data (i32.const 152) "\\40\\42\\0f\\00")
  (func $opened (param i32 i32) (result i32) (call $open (i32.const 3) (i32.const 1)
    (local.get 0) (local.get 1) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 256)))
  (func (export "_start")
    (drop (call $opened (i32.const 16) (i32.const 9)))
    (drop (call $read (i32.load (i32.const 256)) (i32.const 64) (i32.const 2) (i32.const 260)))
    (drop (call $write (i32.const 1) (i32.const 64) (i32.const 2) (i32.const 260)))
    (drop (call $poll (i32.const 128) (i32.const 512) (i32.const 1) (i32.const 260)))
    (drop (call $opened (i32.const 32) (i32.const 7)))
    (call $exit (i32.const 3))))`;

const engines: readonly EngineName[] = ['jspi', 'asyncify'];

describe('both engines give the same trace', () => {
  const coreutils = new Map<EngineName, WebAssembly.Module>();

  beforeAll(async () => {
    for (const engine of engines) {
      const name = engine === 'jspi' ? 'coreutils.wasm' : 'coreutils.asyncify.wasm';
      const bytes = readFileSync(new URL(`../../public/programs/${name}`, import.meta.url));
      coreutils.set(engine, await WebAssembly.compile(bytes));
    }
  });

  /** The trace of a program over `files()`, and what it printed. */
  async function traced(
    module: WebAssembly.Module,
    engine: EngineName,
    args: readonly string[],
  ): Promise<{
    readonly lines: readonly string[];
    readonly status: number;
    readonly text: string;
  }> {
    const lines: string[] = [];
    let text = '';
    const status = await run(module, {
      args,
      engine,
      cwd: '/',
      env: { TZ: 'UTC' },
      preopens: { '/': await files() },
      stdout: (bytes) => void (text += new TextDecoder().decode(bytes)),
      stderr: (bytes) => void (text += new TextDecoder().decode(bytes)),
      trace: new Trace((call) => void lines.push(timeless(call))),
    });
    return { lines, status, text };
  }

  test('a small program', async () => {
    const functions = waiting.map((name) => `wasi_snapshot_preview1.${name}`);
    for (const engine of engines) {
      const module = await assemble(program, engine === 'asyncify' ? functions : undefined);
      expect(await traced(module, engine, ['small'])).toEqual({
        lines: [
          'path_open(3, "notes.txt", O_RDONLY) = 4',
          'fd_read(4, [2, 4]) = 6',
          'fd_write(1, [2, 4]) = 6',
          'poll_oneoff([{CLOCK_MONOTONIC, 0.001000000}]) = 1',
          'path_open(3, "nothing", O_RDONLY) = ENOENT (No such file or directory)',
          'proc_exit(3) = ?',
        ],
        status: 3,
        text: 'hello\n',
      });
    }
  });

  async function both(...args: string[]): Promise<readonly string[]> {
    const traces = [];
    for (const [engine, module] of coreutils) traces.push(await traced(module, engine, args));
    const [jspi, asyncify] = traces;
    expect(asyncify).toEqual(jspi);
    return jspi?.lines ?? [];
  }

  test('cat', async () => {
    expect(await both('cat', 'notes.txt', 'nothing')).toMatchInlineSnapshot(`
      [
        "environ_sizes_get() = 2",
        "environ_get() = 0",
        "fd_prestat_get(3) = 1",
        "fd_prestat_dir_name(3, 1) = "/"",
        "fd_prestat_get(4) = EBADF (Bad file descriptor)",
        "path_filestat_get(3, ".", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "args_sizes_get() = 3",
        "args_get() = 0",
        "fd_fdstat_get(1) = {filetype=unknown, flags=0, rights=0x8200048, inheriting=0x0}",
        "path_filestat_get(3, "notes.txt", AT_SYMLINK_FOLLOW) = {filetype=regular_file, size=6, ...}",
        "fd_fdstat_get(3) = {filetype=directory, flags=0, rights=0xfbffe18, inheriting=0xfffffff}",
        "path_open(3, "notes.txt", O_RDONLY) = 4",
        "fd_read(4, [65536]) = 6",
        "fd_write(1, [6]) = 6",
        "fd_read(4, [65536]) = 0",
        "fd_close(4) = 0",
        "path_filestat_get(3, "nothing", AT_SYMLINK_FOLLOW) = ENOENT (No such file or directory)",
        "fd_write(2, [3]) = 3",
        "fd_write(2, [2]) = 2",
        "fd_write(2, [34]) = 34",
        "fd_write(2, [1]) = 1",
        "proc_exit(1) = ?",
      ]
    `);
  });

  test('ls', async () => {
    const lines = await both('ls', '-a');
    expect(lines).toMatchInlineSnapshot(`
      [
        "environ_sizes_get() = 2",
        "environ_get() = 0",
        "fd_prestat_get(3) = 1",
        "fd_prestat_dir_name(3, 1) = "/"",
        "fd_prestat_get(4) = EBADF (Bad file descriptor)",
        "path_filestat_get(3, ".", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "args_sizes_get() = 2",
        "args_get() = 0",
        "fd_fdstat_get(1) = {filetype=unknown, flags=0, rights=0x8200048, inheriting=0x0}",
        "fd_fdstat_get(1) = {filetype=unknown, flags=0, rights=0x8200048, inheriting=0x0}",
        "fd_fdstat_get(1) = {filetype=unknown, flags=0, rights=0x8200048, inheriting=0x0}",
        "fd_fdstat_get(1) = {filetype=unknown, flags=0, rights=0x8200048, inheriting=0x0}",
        "args_sizes_get() = 2",
        "args_get() = 0",
        "clock_time_get(CLOCK_REALTIME) = (now)",
        "clock_time_get(CLOCK_REALTIME) = (now)",
        "path_filestat_get(3, ".", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "path_filestat_get(3, ".", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "fd_fdstat_get(3) = {filetype=directory, flags=0, rights=0xfbffe18, inheriting=0xfffffff}",
        "path_open(3, ".", O_RDONLY|O_DIRECTORY|O_NONBLOCK) = 4",
        "fd_readdir(4, 4096, 0) = 136",
        "path_filestat_get(3, ".", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "path_filestat_get(3, "..", AT_SYMLINK_FOLLOW) = {filetype=directory, size=4096, ...}",
        "fd_write(1, [21]) = 21",
        "fd_close(4) = 0",
        "proc_exit(0) = ?",
      ]
    `);
  });

  test('others', async () => {
    for (const args of [
      ['cp', '-r', 'd', 'e'],
      ['mv', 'notes.txt', 'd'],
      ['sort', '-o', 'notes.txt', 'notes.txt'],
      ['rm', '-r', 'd'],
    ]) {
      expect((await both(...args)).length, args.join(' ')).toBeGreaterThan(8);
    }
  });
});
