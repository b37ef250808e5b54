// WebAssembly that waits for promises: the interface of the engines, and the choice between them. WASI is unknown here.
import { AsyncifyEngine, isInstrumented } from './asyncify.ts';
import { JspiEngine, jspiSupported } from './jspi.ts';

export type EngineName = 'jspi' | 'asyncify';

/** A function that a module imports. It may return a promise: the module is suspended until it settles. */
export type ImportedFunction = (...args: never[]) => unknown;

/** Imports by module and name, as for `WebAssembly.instantiate`; functions may be async. */
export type AsyncImports = Readonly<
  Record<string, Readonly<Record<string, WebAssembly.ImportValue | ImportedFunction>>>
>;

export interface EngineOptions {
  /**
   * Which imported functions can return a promise. Every one, unless it says so; one that cannot is called
   * without any wrapping.
   */
  readonly waits?: (module: string, name: string) => boolean;
}

/** An instance whose exported functions return promises. */
export interface AsyncInstance {
  readonly instance: WebAssembly.Instance;
  /** Memories, tables and globals as they are. A call while another is suspended throws. */
  readonly exports: Readonly<Record<string, WebAssembly.ExportValue | AsyncExport>>;
}

export type AsyncExport = (...args: (number | bigint)[]) => Promise<unknown>;

/** A way to suspend WebAssembly. */
export interface Engine {
  readonly name: EngineName;
  /**
   * Instantiates `module` so that imports may wait.
   * @throws WebAssembly.LinkError, TypeError an import is missing; Error the module is not made for this engine
   */
  instantiate(
    module: WebAssembly.Module,
    imports: AsyncImports,
    options?: EngineOptions,
  ): Promise<AsyncInstance>;
}

/**
 * The engine for `module`: the named one, else Asyncify for an instrumented module, else JSPI.
 * @throws Error this browser has no JSPI, and the module is not instrumented
 */
export function chooseEngine(module: WebAssembly.Module, name?: EngineName): Engine {
  const chosen = name ?? (isInstrumented(module) ? 'asyncify' : 'jspi');
  if (chosen === 'asyncify') return new AsyncifyEngine();
  if (!jspiSupported()) {
    throw new Error('this browser has no JSPI, and the program is not instrumented with Asyncify');
  }
  return new JspiEngine();
}
