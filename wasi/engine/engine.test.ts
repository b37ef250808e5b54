import { beforeAll, describe, expect, test } from 'vitest';

import {
  chooseEngine,
  instantiateOn,
  type AsyncExport,
  type AsyncImports,
  type EngineName,
} from './engine.ts';
import { assemble } from './fixtures.ts';

/** `add` waits twice; `deep` waits at the bottom of as many calls; `overflow` never ends. */
const text = `(module
  (import "env" "wait" (func $wait (param i32) (result i32)))
  (import "env" "now" (func $now (result i32)))
  (memory (export "memory") 2)
  (global (export "asyncify_stack_begin") i32 (i32.const 1024))
  (global (export "asyncify_stack_end") i32 (i32.const 2048))
  (global $calls (mut i32) (i32.const 0))
  (func (export "add") (param i32 i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.add (call $wait (local.get 0)) (call $wait (local.get 1))))
  (func (export "calls") (result i32) (global.get $calls))
  (func (export "now") (result i32) (call $now))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $wait (i32.const 0)))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))))
  (func (export "grow") (result i32)
    (drop (memory.grow (i32.const 1)))
    (call $wait (i32.const 3)))
  (func (export "trap") unreachable)
  (func $overflow (export "overflow") (param i32) (result i32)
    (i32.add (i32.const 1) (call $overflow (i32.add (local.get 0) (call $wait (i32.const 1))))))
)`;

const later = <T>(value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 1));

const engines: readonly EngineName[] = ['jspi', 'asyncify'];

describe.each(engines)('%s', (name) => {
  let module: WebAssembly.Module;

  beforeAll(async () => {
    module = await assemble(text, name === 'asyncify' ? ['env.wait'] : undefined);
  });

  async function instantiate(
    wait: (value: number) => unknown,
    now: () => number = () => 0,
    signal?: AbortSignal,
  ): Promise<Readonly<Record<string, AsyncExport>>> {
    const imports: AsyncImports = { env: { wait, now } };
    const waits = (_: string, called: string): boolean => called === 'wait';
    const options = signal === undefined ? { waits } : { waits, signal };
    const { exports } = await instantiateOn(chooseEngine(module, name), module, imports, options);
    return exports as Readonly<Record<string, AsyncExport>>;
  }

  test('waits for promises, and calls each import once', async () => {
    const seen: number[] = [];
    const { add, calls } = await instantiate((value) => {
      seen.push(value);
      return later(value * 10);
    });
    expect(await add?.(1, 2)).toBe(30);
    expect(seen).toEqual([1, 2]);
    expect(await calls?.()).toBe(1);
    expect(await add?.(3, 4)).toBe(70);
  });

  test('mixes values and promises', async () => {
    const { add } = await instantiate((value) => (value === 1 ? later(5) : value));
    expect(await add?.(1, 7)).toBe(12);
    expect(await add?.(7, 1)).toBe(12);
  });

  test('a plain value lets no task in between', async () => {
    const order: string[] = [];
    const { add } = await instantiate((value) => {
      order.push(`import ${value}`);
      setTimeout(() => order.push('task'), 0);
      // V8's JSPI passes a plain value through the queue of microtasks (0.15 µs); Asyncify does not unwind for it.
      if (name === 'asyncify') queueMicrotask(() => order.push('microtask'));
      return value;
    });
    await add?.(1, 2);
    expect(order.slice(0, 2)).toEqual(['import 1', 'import 2']);
  });

  test('an import that cannot wait is left plain', async () => {
    const { now } = await instantiate(
      () => 0,
      () => 42,
    );
    expect(await now?.()).toBe(42);
  });

  test('a rejected import ends the call with its reason', async () => {
    const reason = new Error('gone');
    const { add } = await instantiate(() => Promise.reject(reason));
    await expect(add?.(1, 2)).rejects.toBe(reason);
  });

  test('what an import throws ends it, too', async () => {
    const reason = new Error('gone');
    const { add } = await instantiate(() => {
      throw reason;
    });
    await expect(add?.(1, 2)).rejects.toBe(reason);
  });

  test('a call while another waits is refused, and does it no harm', async () => {
    const { add, calls } = await instantiate((value) => later(value));
    const first = add?.(1, 2);
    await expect(calls?.()).rejects.toThrow('suspended');
    expect(await first).toBe(3);
    expect(await calls?.()).toBe(1);
  });

  test('what ended an instance is told to each later call', async () => {
    const reason = new Error('gone');
    const { add, calls } = await instantiate(() => Promise.reject(reason));
    await expect(add?.(1, 2)).rejects.toBe(reason);
    await expect(calls?.()).rejects.toThrow("'calls' was called, but the instance has ended: gone");
    await expect(calls?.()).rejects.toMatchObject({ cause: reason });
    const other = await instantiate(later);
    await expect(other['trap']?.()).rejects.toThrow('unreachable');
    await expect(other['calls']?.()).rejects.toThrow('has ended: unreachable');
  });

  test('an abort ends a call that waits, and the module never runs on', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    let answer: (value: number) => void = () => {};
    const wait = (value: number): Promise<number> => {
      seen.push(value);
      return new Promise((resolve) => (answer = resolve));
    };
    const { add, calls } = await instantiate(wait, undefined, stop.signal);
    const call = add?.(1, 2);
    const reason = new Error('enough');
    stop.abort(reason);
    await expect(call).rejects.toBe(reason);
    answer(1);
    await later(0);
    expect(seen).toEqual([1]);
    await expect(calls?.()).rejects.toThrow('has ended: enough');
  });

  test('what waited at an abort never runs on, though it is answered', async () => {
    const marking = `(module (import "env" "wait" (func $wait)) (memory (export "memory") 1)
      (global (export "asyncify_stack_begin") i32 (i32.const 1024))
      (global (export "asyncify_stack_end") i32 (i32.const 2048))
      (func (export "run") (call $wait) (i32.store (i32.const 0) (i32.const 1))))`;
    const marked = await assemble(marking, name === 'asyncify' ? ['env.wait'] : undefined);
    const run = async (abort: boolean): Promise<number | undefined> => {
      const stop = new AbortController();
      let answer = (): void => {};
      const wait = (): Promise<void> => new Promise((resolve) => (answer = resolve));
      const engine = chooseEngine(marked, name);
      const imports = { env: { wait } };
      const { exports } = await instantiateOn(engine, marked, imports, { signal: stop.signal });
      const call = (exports['run'] as AsyncExport)();
      if (abort) stop.abort('enough');
      answer();
      await call.catch(() => {});
      await later(0);
      return new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer)[0];
    };
    expect(await run(false)).toBe(1);
    expect(await run(true)).toBe(0);
  });

  test('an abort amid computing ends at the next import; one before it at once', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const wait = (value: number): number => {
      seen.push(value);
      stop.abort('enough');
      return value;
    };
    const { add } = await instantiate(wait, undefined, stop.signal);
    await expect(add?.(1, 2)).rejects.toBe('enough');
    expect(seen).toEqual([1]);
    const late = await instantiate(wait, undefined, stop.signal);
    await expect(late['calls']?.()).rejects.toBe('enough');
  });

  test('an abort after the call harms nothing that was done', async () => {
    const stop = new AbortController();
    const { add } = await instantiate(later, undefined, stop.signal);
    expect(await add?.(1, 2)).toBe(3);
    stop.abort('enough');
    await expect(add?.(1, 2)).rejects.toBe('enough');
  });

  test('waits for what is merely like a promise', async () => {
    class Answer {
      readonly #value: number;
      constructor(value: number) {
        this.#value = value;
      }
      // oxlint-disable-next-line unicorn/no-thenable -- it is what the test is about
      then(resolve: (value: number) => void): void {
        resolve(this.#value * 10);
      }
    }
    const { add } = await instantiate((value) => new Answer(value));
    expect(await add?.(1, 2)).toBe(30);
  });

  // References are left out: Binaryen's pass cannot store them.
  test.each([
    ['i32', -1],
    ['i64', 2n ** 62n],
    ['f32', 0.5],
    ['f64', 0.1],
  ])('an import with an %s waits', async (type, value) => {
    const returning = `(module (import "env" "wait" (func $wait (result ${type})))
      (memory (export "memory") 1)
      (global (export "asyncify_stack_begin") i32 (i32.const 1024))
      (global (export "asyncify_stack_end") i32 (i32.const 2048))
      (func (export "run") (result ${type}) (call $wait)))`;
    const typed = await assemble(returning, name === 'asyncify' ? ['env.wait'] : undefined);
    const imports = { env: { wait: () => later(value) } };
    const { exports } = await instantiateOn(chooseEngine(typed, name), typed, imports);
    expect(await (exports['run'] as AsyncExport)()).toBe(value);
  });

  test('an export with an i64 waits', async () => {
    const taking = `(module (import "env" "wait" (func $wait (result i32)))
      (memory (export "memory") 1)
      (global (export "asyncify_stack_begin") i32 (i32.const 1024))
      (global (export "asyncify_stack_end") i32 (i32.const 2048))
      (func (export "run") (param i64) (result i64)
        (i64.add (local.get 0) (i64.extend_i32_s (call $wait)))))`;
    const typed = await assemble(taking, name === 'asyncify' ? ['env.wait'] : undefined);
    const imports = { env: { wait: () => later(1) } };
    const { exports } = await instantiateOn(chooseEngine(typed, name), typed, imports);
    expect(await (exports['run'] as AsyncExport)(2n ** 60n)).toBe(2n ** 60n + 1n);
  });

  test('memory may grow between', async () => {
    const { grow } = await instantiate(later);
    expect(await grow?.()).toBe(3);
  });

  test('a trap is a RuntimeError', async () => {
    const { trap } = await instantiate(later);
    await expect(trap?.()).rejects.toBeInstanceOf(WebAssembly.RuntimeError);
  });

  test('a stack overflow is an error, and another instance runs', async () => {
    const { overflow } = await instantiate(() => 1);
    await expect(overflow?.(0)).rejects.toThrow(/call stack|recursion/);
    const { add } = await instantiate(later);
    expect(await add?.(1, 2)).toBe(3);
  });

  test('a few frames deep', async () => {
    const { deep } = await instantiate(later);
    expect(await deep?.(20)).toBe(20);
  });

  test('an import that is missing is a LinkError', async () => {
    const without = instantiateOn(chooseEngine(module, name), module, { env: { now: () => 0 } });
    await expect(without).rejects.toThrow(/wait/);
  });
});

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
        const { exports } = await instantiateOn(chooseEngine(module), module, imports);
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
    const other = await instantiateOn(chooseEngine(module), module, nesting);
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
