// Programs of the user's: what is compiled when, and what is said of a file that is none.
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { UserPrograms } from './user-programs.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';

const hello = new Uint8Array(
  readFileSync(new URL('../../examples/hello-c/hello.wasm', import.meta.url)),
);
const instrumented = new Uint8Array(
  readFileSync(new URL('../../examples/hello-go/hello.asyncify.wasm', import.meta.url)),
);
const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

function write(fs: MemoryFileSystem, bytes: Uint8Array): void {
  const file = fs.open(['f'], { read: true, write: true, create: true, truncate: true });
  if (file.kind !== 'file') throw new TypeError('no file');
  void file.write(0, bytes);
}

function programs(bytes: Uint8Array, engine: 'jspi' | 'asyncify' = 'jspi') {
  const fs = new MemoryFileSystem();
  write(fs, bytes);
  const instrument = vi.fn((module: Uint8Array<ArrayBuffer>) => Promise.resolve(module));
  return { fs, instrument, loaded: new UserPrograms({ fs, engine, instrument }) };
}

const nothing = (): void => {};

test('a file is compiled once, and anew when it has changed', async () => {
  const { fs, loaded } = programs(hello);
  const first = await loaded.load(['f'], nothing);
  expect(await loaded.load(['f'], nothing)).toEqual(first);
  write(fs, instrumented);
  const second = await loaded.load(['f'], nothing);
  expect(second.address).not.toBe(first.address);
  expect(second.module).not.toBe(first.module);
});

test('what is not instrumented is, where the engine wants it, and the person hears of it', async () => {
  const plain = programs(hello, 'asyncify');
  const waiting = vi.fn();
  await plain.loaded.load(['f'], waiting);
  await plain.loaded.load(['f'], waiting);
  expect(plain.instrument).toHaveBeenCalledTimes(1);
  expect(waiting).toHaveBeenCalledTimes(1);
  const ready = programs(instrumented, 'asyncify');
  await ready.loaded.load(['f'], waiting);
  expect(ready.instrument).not.toHaveBeenCalled();
  expect(waiting).toHaveBeenCalledTimes(1);
});

test.for([
  ['a text', [...new TextEncoder().encode('text')], ''],
  ['a component', [0, 0x61, 0x73, 0x6d, 13, 0, 1, 0], 'a component; only modules of WASI preview1'],
  ['a module that is cut', [...header, 1, 9], 'section'],
  ['a library', header, 'it exports no _start: it is a library, not a command'],
  [
    'a module with an import of its own',
    // (import "env" "f" (func))
    [...header, 1, 4, 1, 0x60, 0, 0, 2, 9, 1, 3, 0x65, 0x6e, 0x76, 1, 0x66, 0, 0],
    'it imports env.f, which is not of WASI preview1',
  ],
] as const)('%s cannot be run', async ([, bytes, reason]) => {
  const { loaded } = programs(Uint8Array.from(bytes));
  await expect(loaded.load(['f'], nothing)).rejects.toMatchObject({
    code: 'ENOEXEC',
    reason: expect.stringContaining(reason) as string,
  });
});
