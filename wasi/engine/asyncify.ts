// Asyncify: the module, instrumented by Binaryen, unwinds and rewinds its own stack.
// https://github.com/WebAssembly/binaryen/blob/main/src/passes/Asyncify.cpp
import type { AsyncImports, AsyncInstance, Engine, EngineOptions } from './engine.ts';
import { Entrance } from './reentry.ts';

/** The functions that the pass adds. */
interface AsyncifyExports {
  asyncify_start_unwind(data: number): void;
  asyncify_stop_unwind(): void;
  asyncify_start_rewind(data: number): void;
  asyncify_stop_rewind(): void;
}

/** Whether `module` was instrumented. */
export function isInstrumented(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'asyncify_start_unwind');
}

/** The size that is asked of an allocator for the stack, in bytes. */
export const allocatedStack = 256 * 1024;
/** The header of the stack: where it is now, and where it ends, 32 bits each. */
const header = 8;
/** A word at the stack's end that must not change. */
const guardWord = 0x5afe_57ac;

/**
 * The name by which a module exports the second memory that the pass added for the stack
 * (`asyncify-in-secondary-memory`). The pass names it so, but exports nothing: whoever instruments must.
 */
export const stackMemory = 'asyncify_memory';

/** Where the pass keeps the unwound stack. */
interface StackArea {
  readonly memory: WebAssembly.Memory;
  readonly begin: number;
  readonly end: number;
}

export class AsyncifyEngine implements Engine {
  readonly name = 'asyncify';

  async instantiate(
    module: WebAssembly.Module,
    imports: AsyncImports,
    options: EngineOptions = {},
  ): Promise<AsyncInstance> {
    if (!isInstrumented(module)) throw new Error('the program is not instrumented with Asyncify');
    const waits = options.waits ?? (() => true);
    const run = new AsyncifyRun();
    const wrapped: WebAssembly.Imports = {};
    for (const [from, names] of Object.entries(imports)) {
      const values: WebAssembly.ModuleImports = {};
      for (const [name, value] of Object.entries(names)) {
        const call = value as (...args: never[]) => unknown;
        values[name] =
          typeof value === 'function' && waits(from, name)
            ? (run.wrapImport(call) as WebAssembly.ImportValue)
            : (value as WebAssembly.ImportValue);
      }
      wrapped[from] = values;
    }
    const instance = await WebAssembly.instantiate(module, wrapped);
    run.attach(instance);
    const entrance = new Entrance();
    const exports = Object.fromEntries(
      Object.entries(instance.exports)
        .filter(([name]) => !name.startsWith('asyncify_'))
        .map(([name, value]) => [
          name,
          typeof value === 'function'
            ? entrance.guard(name, (...args) =>
                run.call(value as (...args: unknown[]) => unknown, args),
              )
            : value,
        ]),
    );
    return { instance, exports };
  }
}

type State = 'running' | 'unwinding' | 'rewinding';

/** The unwinding and rewinding of one instance. */
class AsyncifyRun {
  #state: State = 'running';
  #exports: AsyncifyExports | undefined;
  #area: StackArea | undefined;
  /** A trap or a rejected import left the stack unwound: nothing can be called any more. */
  #ended = false;
  /** What the suspended import waits for, and then what it answered. */
  #pending: Promise<unknown> | undefined;
  #answer: unknown;

  attach(instance: WebAssembly.Instance): void {
    this.#exports = instance.exports as unknown as AsyncifyExports;
    this.#area = findArea(instance);
  }

  /** The import as the module calls it: a second time, when it rewinds, for the answer alone. */
  wrapImport(call: (...args: never[]) => unknown): (...args: never[]) => unknown {
    return (...args) => {
      if (this.#state === 'rewinding') {
        this.#state = 'running';
        this.#exports?.asyncify_stop_rewind();
        return this.#answer;
      }
      const result = call(...args);
      if (!(result instanceof Promise)) return result;
      this.#pending = result;
      this.#state = 'unwinding';
      this.#exports?.asyncify_start_unwind(this.#prepare());
      return false; // thrown away; a number of any type takes it for 0, and undefined is no i64
    };
  }

  /** Calls an export, and waits and rewinds until it returns. */
  async call(target: (...args: unknown[]) => unknown, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended) throw new Error('the instance has ended: a call into it failed');
    try {
      return await this.#enter(target, args);
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  async #enter(
    target: (...args: unknown[]) => unknown,
    args: readonly unknown[],
  ): Promise<unknown> {
    let result = target(...args);
    while (this.#state === 'unwinding') {
      // First: the pass's own check is in the function below, and traps without a reason.
      this.#checkGuard();
      this.#exports?.asyncify_stop_unwind();
      // A rejection ends the instance: its stack is never rewound.
      this.#answer = await this.#pending;
      this.#pending = undefined;
      this.#state = 'rewinding';
      this.#exports?.asyncify_start_rewind(this.#area?.begin ?? 0);
      result = target(...args);
    }
    return result;
  }

  /** An empty stack, with the guard at its end. */
  #prepare(): number {
    const { view, begin, end } = this.#stack();
    view.setUint32(begin, begin + header, true);
    view.setUint32(begin + 4, end - 4, true);
    view.setUint32(end - 4, guardWord, true);
    return begin;
  }

  /** The pass notices an overflow late: what lies behind may be spoilt, so that the program must end. */
  #checkGuard(): void {
    const { view, begin, end } = this.#stack();
    const full = view.getUint32(begin, true) > end - 4;
    if (full || view.getUint32(end - 4, true) !== guardWord) {
      throw new WebAssembly.RuntimeError('the Asyncify stack overflowed');
    }
  }

  #stack(): { view: DataView; begin: number; end: number } {
    if (this.#area === undefined)
      throw new Error('an import waits while the module is instantiated');
    const { memory, begin, end } = this.#area;
    return { view: new DataView(memory.buffer), begin, end };
  }
}

/**
 * The memory for the stack: a second one, where the module was instrumented for it, which the program does not know;
 * else a buffer that the program exports for it, else what its allocator gives. It is never taken by memory.grow, whose
 * pages Go's allocator and others regard as their own.
 */
function findArea(instance: WebAssembly.Instance): StackArea {
  const { memory, asyncify_stack_begin: begin, asyncify_stack_end: end, malloc } = instance.exports;
  // First of all: the pass's own code uses no other place then.
  const second = instance.exports[stackMemory];
  if (second instanceof WebAssembly.Memory) {
    const { byteLength } = second.buffer;
    if (byteLength === 0) throw new Error(`the program's ${stackMemory} has no room`);
    return { memory: second, begin: 0, end: byteLength };
  }
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('the program exports no memory');
  const [from, to] = [address(begin), address(end)];
  if (from !== undefined && to !== undefined)
    return { memory, begin: (from + 7) & ~7, end: to & ~7 };
  if (typeof malloc === 'function') {
    const allocated = Number(malloc(allocatedStack)) >>> 0;
    if (allocated > 0)
      return { memory, begin: (allocated + 7) & ~7, end: (allocated + allocatedStack) & ~7 };
  }
  throw new Error(
    'the program has no room for the Asyncify stack: it must export asyncify_stack_begin and asyncify_stack_end, or ' +
      `malloc, or be instrumented with asyncify-in-secondary-memory and export that memory as ${stackMemory}`,
  );
}

/** The number that an exported global holds, or an exported function returns. */
function address(value: unknown): number | undefined {
  if (value instanceof WebAssembly.Global) return Number(value.value) >>> 0;
  return typeof value === 'function' ? Number(value()) >>> 0 : undefined;
}
