// WebAssembly that waits for promises: the interface of the engines, and the choice between them. WASI is unknown here.
import { AsyncifyEngine, isInstrumented } from './asyncify.ts';
import { JspiEngine, jspiSupported } from './jspi.ts';
import type { AsyncExport } from './life.ts';

export type { AsyncExport } from './life.ts';

/** How a module is suspended: by the browser (JSPI), or by code that was added to it (Asyncify). */
export type EngineName = 'jspi' | 'asyncify';

/** A function that a module imports. It may return a promise: the module is suspended until it settles. */
export type ImportedFunction = (...args: never[]) => unknown;

/** Imports by module and name, as for `WebAssembly.instantiate`; functions may be async. */
export type AsyncImports = Readonly<
  Record<string, Readonly<Record<string, WebAssembly.ImportValue | ImportedFunction>>>
>;

/** The exports of an instance: functions return promises; memories, tables and globals are as they are. */
export type AsyncExports = Readonly<Record<string, WebAssembly.ExportValue | AsyncExport>>;

/** What both engines take. */
export interface EngineOptions {
  /**
   * Which imported functions can return a promise. Every one, unless it says so; one that cannot is called
   * without any wrapping.
   */
  readonly waits?: (module: string, name: string) => boolean;
  /**
   * Its abort ends the instance: the call under way is rejected with the signal's reason, and the module never runs
   * on. A module that computes hears it at its next call of an import that may wait.
   */
  readonly signal?: AbortSignal;
  /**
   * Bytes for the stack of an instrumented module that brings no place of its own for it (Asyncify only); 256 KiB
   * where it is not given. A frame takes some 20 to 100.
   */
  readonly stackSize?: number;
}

/** An instance whose exported functions return promises. */
export interface AsyncInstance<Exports = AsyncExports> {
  /**
   * The instance as the browser made it. Its own exports are synchronous. While a call of `exports` is suspended they
   * may be called, if they do not wait themselves: `malloc`, for what an import hands over.
   */
  readonly instance: WebAssembly.Instance;
  /**
   * A call while another is suspended is rejected with an Error, and does that one no harm. A trap, an error that an
   * import threw or rejected with, and an aborted signal reject the call with just that, and end the instance: every
   * later call is rejected.
   */
  readonly exports: Exports;
}

/** The two steps around an instantiation. */
export interface Wrapping {
  /** The imports to instantiate with: those of `imports` that may wait, wrapped. */
  imports(imports: AsyncImports): WebAssembly.Imports;
  /** The exports of the instance that these made, once. @throws Error it has no room for the Asyncify stack */
  exports(instance: WebAssembly.Instance): AsyncExports;
}

/** A way to suspend WebAssembly. */
export interface Engine {
  readonly name: EngineName;
  /** For one instance of `module`. @throws Error the module is not made for this engine */
  wrap(module: WebAssembly.Module, options?: EngineOptions): Wrapping;
}

/**
 * The engine for `module`: the named one, else JSPI where the browser has it, else Asyncify. JSPI runs instrumented modules,
 * too: also those that use Asyncify for themselves, as Ruby does for `longjmp`, and that nobody else may unwind.
 * @throws Error this browser has no JSPI, and that is named, or the module is not instrumented
 */
export function chooseEngine(module: WebAssembly.Module, name?: EngineName): Engine {
  const chosen = name ?? (jspiSupported() ? 'jspi' : 'asyncify');
  if (chosen === 'jspi') {
    if (!jspiSupported()) throw new Error('this browser has no JSPI');
    return new JspiEngine();
  }
  if (name === undefined && !isInstrumented(module)) {
    throw new Error(
      'this browser has no JSPI, and the program is not instrumented with Asyncify: instrument it when you build, ' +
        'or here, by the option `instrument`',
    );
  }
  return new AsyncifyEngine();
}

/**
 * Instantiates `module` so that imports may wait.
 * @throws WebAssembly.LinkError, TypeError an import is missing; Error the module is not made for this engine
 */
export async function instantiateOn(
  engine: Engine,
  module: WebAssembly.Module,
  imports: AsyncImports,
  options?: EngineOptions,
): Promise<AsyncInstance> {
  const wrapping = engine.wrap(module, options);
  const instance = await WebAssembly.instantiate(module, wrapping.imports(imports));
  return { instance, exports: wrapping.exports(instance) };
}
