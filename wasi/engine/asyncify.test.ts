import { describe, expect, test } from 'vitest';

import { chooseEngine, instantiateOn, type AsyncExport } from './engine.ts';
import { assemble, later, waitingText as text } from './fixtures.ts';

describe('asyncify', () => {
  const waits = (): boolean => true;

  test('notices that its stack overflowed', async () => {
    const module = await assemble(text, ['env.wait']);
    const imports = { env: { wait: later, now: () => 0 } };
    const { exports } = await instantiateOn(chooseEngine(module, 'asyncify'), module, imports, {
      waits,
    });
    const { deep, add } = exports as Readonly<Record<string, AsyncExport>>;
    await expect(deep?.(2000)).rejects.toThrow(
      new WebAssembly.RuntimeError('the Asyncify stack overflowed'),
    );
    await expect(add?.(1, 2)).rejects.toThrow('ended');
  });

  test('takes what an allocator gives for its stack', async () => {
    const allocating = `(module (import "env" "wait" (func $wait)) (memory (export "memory") 8)
      (global $asked (mut i32) (i32.const 0))
      (func (export "malloc") (param i32) (result i32)
        (global.set $asked (local.get 0)) (i32.const 65541))
      (func (export "run") (result i32) (call $wait) (global.get $asked)))`;
    const module = await assemble(allocating, ['env.wait']);
    const run = async (stackSize?: number): Promise<unknown> => {
      const options = stackSize === undefined ? {} : { stackSize };
      const imports = { env: { wait: () => later(undefined) } };
      const { exports, instance } = await instantiateOn(
        chooseEngine(module, 'asyncify'),
        module,
        imports,
        options,
      );
      const asked = await (exports['run'] as AsyncExport)();
      const { buffer } = instance.exports['memory'] as WebAssembly.Memory;
      // The header lies at the next multiple of 8, and tells the end.
      expect(new DataView(buffer).getUint32(65_544 + 4, true)).toBe(
        ((65_541 + Number(asked)) & ~7) - 4,
      );
      return asked;
    };
    expect(await run()).toBe(256 * 1024);
    expect(await run(4096)).toBe(4096);
  });

  describe('with its stack where the program lends it', () => {
    /** Fills all of its memory, waits some calls deep, and looks whether each byte is as before. */
    const full = `(module (import "env" "wait" (func $wait (result i32)))
      (memory (export "memory") 1)
      (func $deep (param i32 i64) (result i32)
        (if (result i32) (i32.eqz (local.get 0))
          (then (call $wait))
          (else (drop (call $deep (i32.sub (local.get 0) (i32.const 1)) (local.get 1)))
            (i32.add (i32.const 1) (i32.wrap_i64 (local.get 1))))))
      (func (export "run") (param i32) (result i32) (local $at i32) (local $sum i32)
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))
        (drop (call $deep (local.get 0) (i64.const 1)))
        (drop (call $deep (local.get 0) (i64.const 1)))
        (loop $next
          (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $at) (i32.const 65536))))
        (local.get $sum)))`;

    const begin = async (
      wait: (memory: Uint8Array) => unknown,
      stackSize?: number,
    ): Promise<AsyncExport> => {
      const module = await assemble(full, ['env.wait']);
      let memory = new Uint8Array(0);
      const { exports } = await instantiateOn(
        chooseEngine(module, 'asyncify'),
        module,
        { env: { wait: () => wait(memory) } },
        stackSize === undefined ? {} : { stackSize },
      );
      memory = new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer);
      return exports['run'] as AsyncExport;
    };

    test('the program finds each byte as it was', async () => {
      const run = await begin(() => later(0));
      expect(await run(100)).toBe(65_536);
    });

    test('the host finds the bytes of the program while it waits, and may change them', async () => {
      const seen: number[] = [];
      const run = await begin(async (memory) => {
        await later(0);
        seen.push(memory.reduce((sum, byte) => sum + byte, 0));
        memory.fill(2, 0, 16);
        return 0;
      });
      expect(await run(3)).toBe(65_536 + 16);
      expect(seen).toEqual([65_536, 65_536 + 16]);
    });

    test('one that is too small is noticed', async () => {
      const run = await begin(() => later(0), 512);
      await expect(run(100)).rejects.toThrow('the Asyncify stack overflowed');
    });

    test('a program without memory has none', async () => {
      const bare = '(module (import "env" "wait" (func $wait)) (func (export "run") (call $wait)))';
      const module = await assemble(bare, ['env.wait']);
      const made = instantiateOn(chooseEngine(module, 'asyncify'), module, {
        env: { wait: () => later(0) },
      });
      await expect(made).rejects.toThrow('it exports none');
    });

    test('a memory that is empty at first will do when it has grown', async () => {
      const growing = `(module (import "env" "wait" (func $wait (result i32)))
        (memory (export "memory") 0)
        (func (export "wait") (result i32) (call $wait))
        (func (export "grow") (result i32) (drop (memory.grow (i32.const 1))) (call $wait)))`;
      const module = await assemble(growing, ['env.wait']);
      const begun = async (): Promise<Readonly<Record<string, AsyncExport>>> => {
        const imports = { env: { wait: () => later(5) } };
        const { exports } = await instantiateOn(chooseEngine(module, 'asyncify'), module, imports);
        return exports as Readonly<Record<string, AsyncExport>>;
      };
      expect(await (await begun())['grow']?.()).toBe(5);
      await expect((await begun())['wait']?.()).rejects.toThrow('the memory is empty');
    });

    test('a memory that the program imports will do', async () => {
      const importing = `(module (import "env" "wait" (func $wait (result i32)))
        (import "env" "memory" (memory 1)) (func (export "run") (result i32) (call $wait)))`;
      const module = await assemble(importing, ['env.wait']);
      const memory = new WebAssembly.Memory({ initial: 1 });
      const imports = { env: { memory, wait: () => later(5) } };
      const { exports } = await instantiateOn(chooseEngine(module, 'asyncify'), module, imports);
      expect(await (exports['run'] as AsyncExport)()).toBe(5);
    });
  });

  test('says that an import waits in a call that cannot', async () => {
    const module = await assemble(text, ['env.wait']);
    const imports = { env: { wait: later, now: () => 0 } };
    const { instance, exports } = await instantiateOn(
      chooseEngine(module, 'asyncify'),
      module,
      imports,
    );
    const raw = instance.exports as Readonly<Record<string, (...args: number[]) => number>>;
    const { add } = exports as Readonly<Record<string, AsyncExport>>;
    expect(() => raw['add']?.(1, 2)).toThrow('call the async ones');
    // Also amid an import of an async call.
    const nested: unknown[] = [];
    const nesting = {
      env: {
        wait: (value: number): unknown => {
          if (value === 0) return later(0);
          try {
            nested.push(inner.exports['deep']?.(0));
          } catch (error) {
            nested.push(error);
          }
          return value;
        },
        now: () => 0,
      },
    };
    const other = await instantiateOn(chooseEngine(module, 'asyncify'), module, nesting);
    const inner = other.instance as unknown as {
      readonly exports: Readonly<Record<string, (value: number) => unknown>>;
    };
    expect(await (other.exports['add'] as AsyncExport)(1, 2)).toBe(3);
    expect(nested.map(String)).toEqual([
      expect.stringContaining('call the async ones'),
      expect.stringContaining('call the async ones'),
    ]);
    const first = add?.(1, 2);
    expect(() => raw['add']?.(1, 2)).toThrow('call the async ones');
    expect(raw['calls']?.()).toBe(3);
    expect(await first).toBe(3);
  });

  describe('with its stack in a second memory', () => {
    /** A program that takes all memory behind its data, as Go's allocator does, and looks at it after a wait. */
    const greedy = `(module (import "env" "wait" (func $wait (param i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "malloc") (param i32) (result i32) unreachable)
      (func $count (result i32) (local $at i32) (local $sum i32)
        (loop $next
          (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $at))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $at) (i32.shl (memory.size) (i32.const 16)))))
        (local.get $sum))
      (func (export "fill") (result i32)
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))
        (drop (call $wait (i32.const 0)))
        (memory.fill (i32.shl (memory.grow (i32.const 1)) (i32.const 16)) (i32.const 1) (i32.const 65536))
        (drop (call $wait (i32.const 0)))
        (call $count))
      (func $deep (param i32 i64 i64 i64 i64 i64 i64 i64 i64) (result i32)
        (if (result i32) (i32.eqz (local.get 0))
          (then (call $wait (i32.const 0)))
          (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1))
            (local.get 1) (local.get 2) (local.get 3) (local.get 4)
            (local.get 5) (local.get 6) (local.get 7) (local.get 8))))))
      (func (export "deep") (param i32) (result i32) (call $deep (local.get 0)
        (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)
        (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8))))`;

    const begin = async (
      assembled = assemble(greedy, ['env.wait'], 1),
    ): Promise<Readonly<Record<string, AsyncExport>>> => {
      const module = await assembled;
      const imports = { env: { wait: () => later(0) } };
      const { exports } = await instantiateOn(chooseEngine(module, 'asyncify'), module, imports);
      expect(Object.keys(exports)).not.toContain('asyncify_memory');
      return exports as Readonly<Record<string, AsyncExport>>;
    };

    test('the program has all of its own, and its allocator is not asked', async () => {
      expect(await (await begin()).fill?.()).toBe(2 * 65_536);
    });

    test('is as large as that memory, and what does not fit is noticed', async () => {
      /** The deepest call that can wait, by halving: every other one ends the instance. */
      const deepest = async (pages: number): Promise<number> => {
        const module = assemble(greedy, ['env.wait'], pages);
        let [works, fails] = [0, 3000];
        while (fails - works > 1) {
          const depth = (works + fails) >> 1;
          try {
            expect(await (await begin(module)).deep?.(depth)).toBe(depth);
            works = depth;
          } catch (error) {
            expect(error).toBeInstanceOf(WebAssembly.RuntimeError);
            fails = depth;
          }
        }
        return works;
      };
      const one = await deepest(1);
      expect(one).toBeGreaterThan(300);
      // A frame is at least its eight large numbers: few are needed, so that the engine's own stack is not full before.
      expect(one).toBeLessThan(65_536 / 64);
      expect(await deepest(2)).toBeGreaterThan(2 * one - 10);
    });

    test('an empty one is no room', async () => {
      await expect(begin(assemble(greedy, ['env.wait'], 0))).rejects.toThrow('room');
    });
  });

  describe('ends a module that is not instrumented for the import that waits', () => {
    const other = '(import "env" "other" (func $other))';
    const wait = '(import "env" "wait" (func $wait (result i32)))';
    const end = '(import "env" "end" (func $end))';
    const memory = '(memory (export "memory") 1)';

    test.each([
      ['returns', '(func (export "run") (result i32) (call $wait))'],
      ['calls another', '(func (export "run") (result i32) (call $wait) (call $other))'],
      ['ends', '(func (export "run") (result i32) (call $wait) (call $end))'],
      [
        'unwinds in part',
        `(func $inner (result i32) (drop (call $wait)) (call $wait))
         (func (export "run") (result i32) (call $other) (call $inner))`,
      ],
    ])('and %s', async (_what, functions) => {
      const module = await assemble(`(module ${other} ${wait} ${end} ${memory} ${functions})`, [
        'env.other',
      ]);
      const exit = (): never => {
        throw new Error('exit 0');
      };
      const imports = { env: { wait: () => later(7), other: () => {}, end: exit } };
      const mayWait = (_from: string, called: string): boolean => called !== 'end';
      const engine = chooseEngine(module, 'asyncify');
      const { exports } = await instantiateOn(engine, module, imports, { waits: mayWait });
      const called = (exports['run'] as AsyncExport)();
      await expect(called).rejects.toThrow(WebAssembly.RuntimeError);
      await expect(called).rejects.toThrow('does not unwind');
    });
  });

  test('hears what nobody waits for, so that its rejection harms nothing', async () => {
    const wait = '(import "env" "wait" (func $wait (result i32)))';
    const waiting = `(module ${wait} (import "env" "other" (func $other)) (memory (export "memory") 1)
      (func (export "run") (result i32) (call $wait)))`;
    for (const listed of ['env.other', 'env.wait']) {
      const module = await assemble(waiting, [listed]);
      const heard = Promise.withResolvers<unknown>();
      // oxlint-disable-next-line unicorn/no-thenable -- tells who listens
      const thenable = { then: (_: unknown, rejected?: unknown) => heard.resolve(rejected) };
      const imports = { env: { wait: () => thenable, other: () => {} } };
      const engine = chooseEngine(module, 'asyncify');
      const { instance, exports } = await instantiateOn(engine, module, imports);
      const run =
        listed === 'env.wait' ? (instance.exports['run'] as () => unknown) : exports['run'];
      await expect(async () => (run as () => unknown)()).rejects.toThrow(Error);
      expect(await heard.promise).toBeTypeOf('function');
    }
  });

  test('ends a module that stops to unwind by itself', async () => {
    const own = `(module (import "env" "wait" (func $wait (result i32)))
      (import "asyncify" "stop_unwind" (func $stop)) (memory (export "memory") 1)
      (func $inner (result i32) (call $wait))
      (func (export "run") (result i32) (call $inner) (call $stop)))`;
    const module = await assemble(own, ['env.wait']);
    const imports = { env: { wait: () => later(7) } };
    const { exports } = await instantiateOn(chooseEngine(module, 'asyncify'), module, imports);
    await expect((exports['run'] as AsyncExport)()).rejects.toThrow('uses Asyncify for itself');
  });

  test('refuses a module that is not instrumented', async () => {
    const module = await assemble(text);
    const plain = instantiateOn(chooseEngine(module, 'asyncify'), module, {});
    await expect(plain).rejects.toThrow('not instrumented');
  });
});
