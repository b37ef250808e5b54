import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EngineName } from '../engine/engine.ts';
import { assemble } from '../engine/fixtures.ts';
import { Trace } from '../host/trace.ts';
import { run } from '../run.ts';
import type { FileSystem, OpenFile } from '../vfs/filesystem.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { FakeWorker } from './fake-worker.ts';
import { runInWorker, type WorkerRunOptions } from './run-in-worker.ts';

const programs = new Map<EngineName, WebAssembly.Module>();

beforeAll(async () => {
  for (const [engine, name] of [
    ['jspi', 'coreutils.wasm'],
    ['asyncify', 'coreutils.asyncify.wasm'],
  ] as const) {
    const bytes = readFileSync(new URL(`../../public/programs/${name}`, import.meta.url));
    programs.set(engine, await WebAssembly.compile(bytes));
  }
});

function program(engine: EngineName): WebAssembly.Module {
  const module = programs.get(engine);
  if (module === undefined) throw new Error('no program');
  return module;
}

interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function ended(
  runner: (options: WorkerRunOptions) => Promise<number>,
  options: WorkerRunOptions,
): Promise<Ended> {
  const text = { out: '', err: '' };
  const decoder = new TextDecoder();
  const status = await runner({
    stdout: (bytes) => void (text.out += decoder.decode(bytes)),
    stderr: (bytes) => void (text.err += decoder.decode(bytes)),
    ...options,
  });
  return { status, ...text };
}

describe.each(['jspi', 'asyncify'] as const)('runInWorker on %s', (engine) => {
  async function inWorker(options: WorkerRunOptions): Promise<Ended> {
    const worker = new FakeWorker();
    const end = await ended(
      (all) => runInWorker(program(engine), { worker: worker.made, ...all }),
      options,
    );
    expect(worker.terminated).toBe(true);
    return end;
  }

  test.each([
    [['echo', 'a', 'b'], ''],
    [['sort'], 'b\na\n'],
    [['cat', 'missing'], ''],
    [['ls', '-l', '--time-style=+', '/'], ''],
    [['printenv'], ''],
  ])('ends as run does: %j', async (args, stdin) => {
    const options = {
      args,
      stdin,
      env: { HOME: '/home' },
      preopens: { '/': new MemoryFileSystem() },
    };
    const here = await ended((all) => run(program(engine), all), options);
    expect(await inWorker(options)).toEqual(here);
  });

  test('changes a file system that stays here', async () => {
    const fs = new MemoryFileSystem();
    const options = { cwd: '/', preopens: { '/': fs } };
    expect((await inWorker({ ...options, args: ['mkdir', 'd'] })).status).toBe(0);
    const tee = { ...options, args: ['tee', 'd/f'], stdin: 'hello\n' };
    expect(await inWorker(tee)).toMatchObject({ status: 0, out: 'hello\n' });
    expect(await inWorker({ ...options, args: ['mv', 'd/f', 'g'] })).toMatchObject({ status: 0 });
    expect(await inWorker({ ...options, args: ['cat', 'g'] })).toMatchObject({ out: 'hello\n' });
    fs.symlink('g', ['link']);
    expect(await inWorker({ ...options, args: ['cat', 'link'] })).toMatchObject({ out: 'hello\n' });
  });

  test('reads and writes web streams', async () => {
    const written: Uint8Array[] = [];
    const end = await inWorker({
      args: ['cat'],
      stdin: new Blob(['one\n', 'two\n']).stream(),
      stdout: new WritableStream({ write: (bytes) => void written.push(bytes) }),
    });
    expect(end.status).toBe(0);
    expect(await new Blob(written as BlobPart[]).text()).toBe('one\ntwo\n');
  });

  test('holds back a program whose output is not taken', async () => {
    let [written, most, taken] = [0, 0, 0];
    const end = await inWorker({
      args: ['head', '-c', '2000000', '/dev/zero'],
      preopens: { '/': new MemoryFileSystem() },
      stdout: async (bytes) => {
        written += bytes.length;
        most = Math.max(most, written - taken);
        await new Promise((resolve) => setTimeout(resolve, 0));
        taken += bytes.length;
      },
    });
    expect(end.status).toBe(0);
    expect(written).toBe(2_000_000);
    expect(most).toBeLessThan(100_000); // one write at a time
  });

  test('ends with 141 when nobody reads any more', async () => {
    const stdout = new WritableStream<Uint8Array>({
      write: (_, controller) => controller.error(new Error('enough')),
    });
    expect(await inWorker({ args: ['yes'], stdout })).toMatchObject({ status: 141, err: '' });
  });

  test('is told of every call', async () => {
    const names: string[] = [];
    await inWorker({ args: ['true'], trace: new Trace(({ name }) => void names.push(name)) });
    const here: string[] = [];
    await run(program(engine), {
      args: ['true'],
      trace: new Trace(({ name }) => void here.push(name)),
    });
    expect(names).toEqual(here);
    expect(names).toContain('args_get');
  });

  test('that was told to stop, and has heard, is given the time to store what it wrote', async () => {
    const fs = new MemoryFileSystem();
    const open = fs.open.bind(fs);
    const closed: (boolean | undefined)[] = [];
    fs.open = (path, options) => {
      const file = open(path, options);
      if (file.kind === 'file') {
        const close = file.close.bind(file);
        file.close = async (abandon) => {
          await new Promise((resolve) => setTimeout(resolve, 300)); // a slow disk
          await close(abandon);
          closed.push(abandon);
        };
      }
      return file;
    };
    const stop = new AbortController();
    const pieces = ['hello\n'];
    const end = await inWorker({
      args: ['tee', 'f'],
      cwd: '/',
      preopens: { '/': fs },
      signal: stop.signal,
      stdin: () => {
        const piece = pieces.pop();
        if (piece !== undefined) return piece;
        stop.abort(130);
        return new Promise(() => {});
      },
    });
    expect(end).toEqual({ status: 130, out: 'hello\n', err: '' });
    expect(closed).toEqual([true]); // once, by the program
  });

  test('stops at the next call', async () => {
    const stop = new AbortController();
    const end = await inWorker({
      args: ['yes'],
      signal: stop.signal,
      stdout: () => stop.abort(130),
    });
    expect(end.status).toBe(130);
    const late = await inWorker({ args: ['yes'], signal: AbortSignal.abort() });
    expect(late.status).toBe(143);
  });
});

describe('runInWorker', () => {
  const command = (body: string): Promise<WebAssembly.Module> =>
    assemble(`(module (memory (export "memory") 1) ${body})`);

  test('terminates a worker that does not hear, and closes what it had open', async () => {
    const fs = new MemoryFileSystem();
    const file = await fs.open(['f'], { read: true, write: true, create: true });
    if (file.kind !== 'file') throw new Error(file.kind);
    await file.write(0, new Uint8Array(1));
    const closed: (boolean | undefined)[] = [];
    fs.open = () =>
      Object.assign(Object.create(file), {
        kind: 'file',
        close: (abandon?: boolean) => void closed.push(abandon),
      });
    const stop = new AbortController();
    const worker = new FakeWorker(({ port, settings }) => {
      const root = settings.preopens['/'];
      if (root === undefined || !('object' in root)) throw new Error('no root');
      port.onmessage = () => stop.abort(130); // it has the file: it never hears another word
      port.postMessage({ call: 0, object: root.object, method: 'open', args: [['f'], {}] });
    });
    const status = await runInWorker(await command(''), {
      worker: worker.made,
      signal: stop.signal,
      preopens: { '/': fs },
    });
    expect(status).toBe(130);
    expect(worker.terminated).toBe(true);
    expect(closed).toEqual([true]);
  });

  test('closes also what is opened only when the worker is gone', async () => {
    const memory = new MemoryFileSystem();
    const file = await memory.open(['f'], { read: true, write: true, create: true });
    const opening = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<boolean | undefined>();
    const slow = Object.assign(Object.create(file) as OpenFile, {
      kind: 'file' as const,
      close: (abandon?: boolean) => closed.resolve(abandon),
    });
    const fs: FileSystem = Object.assign(Object.create(memory) as FileSystem, {
      readOnly: false,
      open: async () => {
        await opening.promise;
        return slow;
      },
    });
    const worker = new FakeWorker(({ port, settings }) => {
      const root = settings.preopens['/'];
      if (root === undefined || !('object' in root)) throw new Error('no root');
      port.postMessage({ call: 0, object: root.object, method: 'open', args: [['f'], {}] });
      port.postMessage({ status: 0 });
    });
    const options = { worker: worker.made, preopens: { '/': fs } };
    expect(await runInWorker(await command(''), options)).toBe(0);
    opening.resolve();
    expect(await closed.promise).toBe(true);
  });

  test("is rejected with a defect of the caller's output, also of the last that was written", async () => {
    const defect = new TypeError('a defect');
    const stdout = (): Promise<void> => Promise.reject(defect);
    const hello = await assemble(`(module
      (import "wasi_snapshot_preview1" "fd_write"
        (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 100) "\\10\\00\\00\\00\\02\\00\\00\\00")
      (func (export "_start")
        (drop (call $write (i32.const 1) (i32.const 100) (i32.const 1) (i32.const 200)))))`);
    const running = runInWorker(hello, { worker: new FakeWorker().made, stdout });
    await expect(running).rejects.toThrow(defect);
  });

  test('rejects as run does', async () => {
    const worker = (): Worker => new FakeWorker().made();
    await expect(runInWorker(await command(''), { worker })).rejects.toThrow('no _start');
    const importing = await assemble(
      '(module (import "a" "b" (func)) (memory (export "memory") 1))',
    );
    await expect(runInWorker(importing, { worker })).rejects.toThrow(TypeError);
    const missing = await assemble(
      '(module (import "wasi_snapshot_preview1" "nope" (func)) (memory (export "memory") 1))',
    );
    await expect(runInWorker(missing, { worker })).rejects.toThrow(WebAssembly.LinkError);
    const noModule = runInWorker(new Uint8Array([1]), { worker });
    await expect(noModule).rejects.toThrow(WebAssembly.CompileError);
  });

  test('a trap is a status and a sentence', async () => {
    const trap = await command('(func (export "_start") unreachable)');
    const worker = new FakeWorker();
    expect(
      await ended((all) => runInWorker(trap, { worker: worker.made, ...all }), { args: ['trap'] }),
    ).toEqual({ status: 134, out: '', err: 'trap: the program was aborted: unreachable\n' });
  });

  test('says that its worker was not loaded', async () => {
    const worker = new FakeWorker(() => worker.dispatchEvent(new Event('error')));
    await expect(runInWorker(await command(''), { worker: worker.made })).rejects.toThrow(
      'it was not loaded',
    );
    expect(worker.terminated).toBe(true);
  });

  test('is told that an answer of a file system cannot be sent', async () => {
    const fs = new MemoryFileSystem();
    fs.stat = () => ({ size: () => 1 }) as never;
    const stat = await assemble(`(module
      (import "wasi_snapshot_preview1" "path_filestat_get"
        (func $stat (param i32 i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 200) "f")
      (func (export "_start") (drop (call $stat
        (i32.const 3) (i32.const 0) (i32.const 200) (i32.const 1) (i32.const 256)))))`);
    const end = await ended((all) => runInWorker(stat, { worker: new FakeWorker().made, ...all }), {
      args: ['stat'],
      preopens: { '/': fs },
    });
    expect(end.status).toBe(134);
    expect(end.err).toContain('could not be cloned');
  });
});
