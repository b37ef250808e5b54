// Asyncify: the module, instrumented by Binaryen, unwinds and rewinds its own stack.
// https://github.com/WebAssembly/binaryen/blob/main/src/passes/Asyncify.cpp
import type { AsyncExports, Engine, EngineOptions, ImportedFunction, Wrapping } from './engine.ts';
import { InstanceLife, isThenable, type AsyncExport } from './life.ts';
import { findStack, notInstrumentedFor, type AsyncifyStack } from './stack.ts';
import { wrapExports, wrapImports } from './wrap.ts';

/** The functions that the pass adds. */
interface Pass {
  startUnwind(data: number): void;
  stopUnwind(): void;
  startRewind(data: number): void;
  stopRewind(): void;
  /** 1 while the module unwinds. */
  state(): number;
}

/** An object of our own: looking up a name in the exports of an instance takes longer than the call. */
function passOf({ exports }: WebAssembly.Instance): Pass {
  return {
    startUnwind: exports['asyncify_start_unwind'] as Pass['startUnwind'],
    stopUnwind: exports['asyncify_stop_unwind'] as Pass['stopUnwind'],
    startRewind: exports['asyncify_start_rewind'] as Pass['startRewind'],
    stopRewind: exports['asyncify_stop_rewind'] as Pass['stopRewind'],
    state: exports['asyncify_get_state'] as Pass['state'],
  };
}

/** Whether `module` was instrumented. */
export function isInstrumented(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.exports(module).some(({ name }) => name === 'asyncify_start_unwind');
}

/** The custom section in which the imports stand that a module was instrumented for, as `module.name`, a line each. */
export const importsSection = 'asyncify-imports';

/** The imports that `module` was instrumented for, where it says so. */
function instrumentedImports(module: WebAssembly.Module): ReadonlySet<string> | undefined {
  const [section] = WebAssembly.Module.customSections(module, importsSection);
  return section && new Set(new TextDecoder().decode(section).split('\n'));
}

/** Runs an instrumented module, everywhere. */
export class AsyncifyEngine implements Engine {
  readonly name = 'asyncify';

  wrap(module: WebAssembly.Module, options: EngineOptions = {}): Wrapping {
    if (!isInstrumented(module)) throw new Error('the program is not instrumented with Asyncify');
    const life = new InstanceLife(options.signal);
    const run = new AsyncifyRun(life);
    const listed = instrumentedImports(module);
    let imported: WebAssembly.Memory | undefined;
    return {
      imports: (imports) => {
        imported = Object.values(imports)
          .flatMap((names) => Object.values(names))
          .find((value) => value instanceof WebAssembly.Memory);
        return wrapImports(imports, options.waits, (call, name) =>
          run.wrapImport(call, listed?.has(name) === false ? name : undefined),
        );
      },
      exports: (instance) => {
        run.attach(instance, () => findStack(instance, imported, options.stackSize));
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

/** The unwinding and rewinding of one instance. Each suspension passes here twice: what is not needed is left out. */
class AsyncifyRun {
  readonly #life: InstanceLife;
  #pass: Pass | undefined;
  #find: (() => AsyncifyStack | undefined) | undefined;
  #stack: AsyncifyStack | undefined;
  /** Whether the module's code runs in a call of ours at this moment: only then somebody unwinds and rewinds. */
  #inside = false;
  #rewinding = false;
  /** What the import that unwound waits for. */
  #pending: PromiseLike<unknown> | undefined;
  /** What it answered, until the import is called again for it. */
  #answer: unknown;

  constructor(life: InstanceLife) {
    this.#life = life;
  }

  /** @param find gives the stack; undefined while the program has no memory */
  attach(instance: WebAssembly.Instance, find: () => AsyncifyStack | undefined): void {
    this.#pass = passOf(instance);
    this.#find = find;
    this.#stack = find();
  }

  /**
   * The import as the module calls it: a second time, when it rewinds, for the answer alone.
   * @param unlisted its name, where the module was not instrumented for it
   */
  wrapImport(call: ImportedFunction, unlisted?: string): ImportedFunction {
    const { signal } = this.#life;
    return (...args) => {
      if (this.#rewinding) return this.#rewound();
      // An import has waited, and its caller has not unwound.
      if (this.#pending !== undefined) throw notInstrumentedFor();
      if (signal !== undefined) this.#life.check();
      // What it calls of the instance's own exports could not be unwound: its own frame lies between.
      const inside = this.#inside;
      this.#inside = false;
      const result = call(...args);
      this.#inside = inside;
      if (!isThenable(result)) return result;
      if (unlisted !== undefined) {
        leave(result);
        throw notListed(unlisted);
      }
      return this.#unwind(result);
    };
  }

  #rewound(): unknown {
    this.#rewinding = false;
    this.#pass?.stopRewind();
    this.#stack?.endRewind();
    return this.#answer;
  }

  #unwind(pending: PromiseLike<unknown>): unknown {
    if (this.#find === undefined || !this.#inside) {
      leave(pending);
      throw cannotWait(this.#find !== undefined);
    }
    this.#stack ??= this.#find();
    if (this.#stack === undefined)
      throw new Error('the Asyncify stack has no room: the memory is empty');
    this.#pending = pending;
    this.#pass?.startUnwind(this.#stack.beginUnwind());
    return false; // thrown away; a number of any type takes it for 0, and undefined is no i64
  }

  /** The export as an async function: it waits and rewinds until the module returns. */
  wrapExport(name: string, target: (...args: unknown[]) => unknown): AsyncExport {
    const life = this.#life;
    const { signal } = life;
    return async (...args) => {
      life.enter(name);
      this.#inside = true;
      try {
        let result = target(...args);
        const again = this.#pending === undefined ? target : rewinding(target, args);
        for (let pending = this.#pending; pending !== undefined; pending = this.#pending) {
          this.#unwound();
          // A rejection ends the instance: its stack is never rewound.
          this.#answer = await (signal === undefined ? pending : life.untilAborted(pending));
          this.#rewind();
          result = again();
        }
        this.#inside = false;
        life.leave();
        return result;
      } catch (error) {
        this.#inside = false;
        const reason = this.#reasonOf(error);
        if (this.#pending !== undefined) leave(this.#pending);
        this.#pending = undefined;
        life.end(reason);
        throw reason;
      }
    };
  }

  /** Where the module ends while it should unwind, such as one that uses Asyncify for itself, the end is none. */
  #reasonOf(error: unknown): unknown {
    const unwinding = this.#pending !== undefined;
    return unwinding && !(error instanceof WebAssembly.RuntimeError) ? notInstrumentedFor() : error;
  }

  /** The module has returned without an end. */
  #unwound(): void {
    this.#inside = false;
    // First: the pass's own check is in the function below, and traps without a reason.
    this.#stack?.check();
    // A program that uses Asyncify for itself has stopped.
    if (this.#pass?.state() !== 1) throw notInstrumentedFor();
    this.#pass.stopUnwind();
    this.#stack?.endUnwind();
    this.#pending = undefined;
  }

  #rewind(): void {
    this.#inside = true;
    this.#rewinding = true;
    this.#pass?.startRewind(this.#stack?.beginRewind() ?? 0);
  }
}

/**
 * The call of `target` that rewinds: what the arguments were, the stack tells. A bigint must be one all the same; without
 * arguments the call is faster.
 */
function rewinding(
  target: (...args: unknown[]) => unknown,
  args: readonly unknown[],
): () => unknown {
  return args.some((value) => typeof value === 'bigint') ? () => target(...args) : target;
}

/** Nobody waits for it: that it is rejected is no news. */
function leave(pending: PromiseLike<unknown>): void {
  pending.then(undefined, () => {});
}

/** A module that was not made for it would run on amid unwinding. */
function notListed(name: string): Error {
  return new Error(
    `the import '${name}' returned a promise, but the module was not instrumented for that: it is not among the ` +
      'imports that were named',
  );
}

/** Why an import that waits cannot. */
function cannotWait(instantiated: boolean): Error {
  return new Error(
    instantiated
      ? "an import waits in a call of the instance's own exports: call the async ones"
      : 'an import waits while the module is instantiated',
  );
}
