// Any module, any imports, async or not, on either engine.
import {
  chooseEngine,
  instantiateOn,
  type AsyncExports,
  type AsyncImports,
  type AsyncInstance,
  type EngineName,
  type EngineOptions,
} from './engine/engine.ts';
import { load, type LoadOptions, type Source } from './source.ts';

/** How a module is loaded, and how it waits. */
export interface InstantiateOptions extends LoadOptions, EngineOptions {}

/** An instance, and the module that it was made from. */
export interface AsyncSource<Exports = AsyncExports> extends AsyncInstance<Exports> {
  /** Can be instantiated again, also in a worker. */
  readonly module: WebAssembly.Module;
}

/**
 * Instantiates `source`. Imported functions may be plain or async: the module is suspended while one waits. Exported
 * functions become async.
 * @typeParam Exports the exports, with their types: `{ add(a: number, b: number): Promise<number> }`. It is believed
 * @param imports by module and name, as for `WebAssembly.instantiate`
 * @throws WebAssembly.CompileError it is no module; WebAssembly.LinkError, TypeError an import is missing;
 *   WebAssembly.RuntimeError its start function trapped; Error its address does not answer, or no engine can run it
 */
export async function instantiate<Exports extends object = AsyncExports>(
  source: Source,
  imports: AsyncImports = {},
  options: InstantiateOptions = {},
): Promise<AsyncSource<Exports>> {
  const module = await load(source, options);
  const engine = chooseEngine(module, options.engine);
  const { instance, exports } = await instantiateOn(engine, module, imports, options);
  return { module, instance, exports: exports as Exports };
}

/**
 * `instantiate`, with the arguments of `WebAssembly.instantiateStreaming`.
 * @typeParam Exports the exports, with their types; it is believed
 * @throws as `instantiate`
 */
export function instantiateStreaming<Exports extends object = AsyncExports>(
  source: Response | PromiseLike<Response>,
  imports: AsyncImports = {},
  options: InstantiateOptions = {},
): Promise<AsyncSource<Exports>> {
  return instantiate<Exports>(source, imports, options);
}

/** What surrounds an instantiation that is somebody else's. */
export interface Wrapped<Exports = AsyncExports> {
  /** The engine that was chosen. */
  readonly engine: EngineName;
  /** The imports to instantiate with: functions may be async. Call it once. */
  imports(imports: AsyncImports): WebAssembly.Imports;
  /**
   * The exports of the instance that was made with these imports: functions are async. Call it once.
   * @throws Error the instance has no room for the Asyncify stack
   */
  exports(instance: WebAssembly.Instance): Exports;
}

/**
 * For those who compile and instantiate themselves, such as the loader that a toolchain generates: wraps the imports
 * before, and the exports after. One call is for one instance.
 * @typeParam Exports the exports, with their types; it is believed
 * @param options without `instrument`: it is too late for that
 * @throws Error no engine can run the module
 */
export function wrap<Exports extends object = AsyncExports>(
  module: WebAssembly.Module,
  options: EngineOptions & { readonly engine?: EngineName } = {},
): Wrapped<Exports> {
  const engine = chooseEngine(module, options.engine);
  const wrapping = engine.wrap(module, options);
  return {
    engine: engine.name,
    imports: (imports) => wrapping.imports(imports),
    exports: (instance) => wrapping.exports(instance) as Exports,
  };
}
