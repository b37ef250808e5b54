import { describe, expect, test, vi } from 'vitest';
import { assemble } from '../engine/fixtures.ts';
import { run, type RunOptions } from '../run.ts';
import type { OwnImports } from './own-imports.ts';

/** Asks `env.ask` twice about the text at 100, and exits with what it says last. */
const asking = `(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "env" "ask" (func $ask (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "seven")
  (func (export "_start")
    (drop (call $ask (i32.const 100) (i32.const 5)))
    (call $exit (call $ask (i32.const 100) (i32.const 5)))))`;

type Ask = (pointer: number, length: number) => unknown;

const engines = [
  ['jspi', undefined],
  ['asyncify', ['env.ask']],
] as const;

describe.each(engines)('imports of the caller on %s', (engine, waits) => {
  async function asked(ask: Ask, options: RunOptions = {}): Promise<number> {
    const module = await assemble(asking, waits === undefined ? undefined : [...waits]);
    return run(module, { engine, imports: () => ({ env: { ask } }), ...options });
  }

  test('are waited for', async () => {
    expect(await asked(async () => 7)).toBe(7);
    expect(await asked(() => 8)).toBe(8);
  });

  test('get the memory of the program', async () => {
    const module = await assemble(asking, waits === undefined ? undefined : [...waits]);
    const imports: OwnImports = (program) => ({
      env: {
        ask: async (pointer: number, length: number) => {
          await Promise.resolve();
          const bytes = new Uint8Array(program.memory.buffer, pointer, length);
          return new TextDecoder().decode(bytes) === 'seven' ? 7 : 1;
        },
      },
    });
    expect(await run(module, { engine, imports })).toBe(7);
  });

  test('end the program with what they throw, and say nothing of it', async () => {
    const closed = vi.fn();
    const stderr = new WritableStream<Uint8Array>({ write: closed });
    const failure = new Error('404 Not Found');
    for (const ask of [
      () => Promise.reject(failure),
      () => {
        throw failure;
      },
    ]) {
      await expect(asked(ask, { stderr })).rejects.toBe(failure);
      expect(stderr.locked).toBe(false); // its descriptors are closed
    }
    const trap = new WebAssembly.RuntimeError('of the caller');
    await expect(asked(() => Promise.reject(trap))).rejects.toBe(trap);
    expect(closed).not.toHaveBeenCalled();
  });

  test('may give what is no Promise of this realm', async () => {
    const settled = (promise: Promise<number>): PromiseLike<number> => ({
      // oxlint-disable-next-line unicorn/no-thenable -- as one of another frame
      then: (resolve, reject) => promise.then(resolve, reject),
    });
    expect(await asked(() => settled(Promise.resolve(7)))).toBe(7);
    const failure = new Error('404 Not Found');
    await expect(asked(() => settled(Promise.reject(failure)))).rejects.toBe(failure);
  });

  test('are not waited for when the program is told to stop', async () => {
    const stop = new AbortController();
    const never = (): Promise<never> => {
      queueMicrotask(() => stop.abort(130));
      return new Promise(() => {});
    };
    expect(await asked(never, { signal: stop.signal })).toBe(130);
    const again = new AbortController();
    const ask = vi.fn(() => again.abort());
    expect(await asked(ask, { signal: again.signal })).toBe(143);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
