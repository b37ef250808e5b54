// Asyncify: the module, instrumented by Binaryen, unwinds and rewinds its own stack.
// https://github.com/WebAssembly/binaryen/blob/main/src/passes/Asyncify.cpp
import type { AsyncExports, Engine, EngineOptions, ImportedFunction, Wrapping } from './engine.ts';
import { InstanceLife, isThenable, type AsyncExport } from './life.ts';
import { findStack, type AsyncifyStack } from './stack.ts';
import { wrapExports, wrapImports } from './wrap.ts';

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

/** Runs an instrumented module, everywhere. */
export class AsyncifyEngine implements Engine {
  readonly name = 'asyncify';

  wrap(module: WebAssembly.Module, options: EngineOptions = {}): Wrapping {
    if (!isInstrumented(module)) throw new Error('the program is not instrumented with Asyncify');
    const life = new InstanceLife(options.signal);
    const run = new AsyncifyRun(life);
    let imported: WebAssembly.Memory | undefined;
    return {
      imports: (imports) => {
        imported = Object.values(imports)
          .flatMap((names) => Object.values(names))
          .find((value) => value instanceof WebAssembly.Memory);
        return wrapImports(imports, options.waits, (call) => run.wrapImport(call));
      },
      exports: (instance) => {
        run.attach(instance, findStack(instance, imported, options.stackSize));
        const wrapped = wrapExports(instance, (name, call) => run.wrapExport(name, call));
        return withoutPass(wrapped);
      },
    };
  }
}

/** The exports without those that the pass added: they are the engine's. */
function withoutPass(exports: AsyncExports): AsyncExports {
  return Object.fromEntries(
    Object.entries(exports).filter(([name]) => !name.startsWith('asyncify_')),
  );
}

/** The unwinding and rewinding of one instance. */
class AsyncifyRun {
  readonly #life: InstanceLife;
  #pass: AsyncifyExports | undefined;
  #stack: AsyncifyStack | undefined;
  /** Whether a call of ours runs the module's code at this moment: only then somebody unwinds and rewinds. */
  #inside = false;
  #rewinding = false;
  /** What the import that unwound waits for. */
  #pending: PromiseLike<unknown> | undefined;
  /** What it answered, until the import is called again for it. */
  #answer: unknown;

  constructor(life: InstanceLife) {
    this.#life = life;
  }

  attach(instance: WebAssembly.Instance, stack: AsyncifyStack): void {
    this.#pass = instance.exports as unknown as AsyncifyExports;
    this.#stack = stack;
  }

  /** The import as the module calls it: a second time, when it rewinds, for the answer alone. */
  wrapImport(call: ImportedFunction): ImportedFunction {
    return (...args) => {
      if (this.#rewinding) {
        this.#rewinding = false;
        this.#pass?.asyncify_stop_rewind();
        this.#stack?.endRewind();
        const answer = this.#answer;
        this.#answer = undefined;
        return answer;
      }
      this.#life.check();
      const result = call(...args);
      if (!isThenable(result)) return result;
      if (this.#stack === undefined || !this.#inside) throw cannotWait(this.#stack !== undefined);
      this.#pending = result;
      this.#pass?.asyncify_start_unwind(this.#stack.beginUnwind());
      return false; // thrown away; a number of any type takes it for 0, and undefined is no i64
    };
  }

  /** The export as an async function: it waits and rewinds until the module returns. */
  wrapExport(name: string, target: (...args: unknown[]) => unknown): AsyncExport {
    return async (...args) => {
      this.#life.enter(name);
      try {
        let result = this.#run(target, args);
        while (this.#pending !== undefined) {
          // First: the pass's own check is in the function below, and traps without a reason.
          this.#stack?.check();
          this.#pass?.asyncify_stop_unwind();
          this.#stack?.endUnwind();
          const pending = this.#pending;
          // A rejection ends the instance: its stack is never rewound.
          this.#answer = await this.#life.untilAborted(pending);
          this.#pending = undefined;
          this.#rewinding = true;
          this.#pass?.asyncify_start_rewind(this.#stack?.beginRewind() ?? 0);
          result = this.#run(target, args);
        }
        this.#life.leave();
        return result;
      } catch (error) {
        this.#life.end(error);
        throw error;
      }
    };
  }

  #run(target: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
    this.#inside = true;
    try {
      return target(...args);
    } finally {
      this.#inside = false;
    }
  }
}

/** Why an import that waits cannot. */
function cannotWait(instantiated: boolean): Error {
  return new Error(
    instantiated
      ? "an import waits in a call of the instance's own exports: call the async ones"
      : 'an import waits while the module is instantiated',
  );
}
