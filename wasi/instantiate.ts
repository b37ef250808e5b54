// Any module, any imports, async or not, on either engine.
import {
  chooseEngine,
  type AsyncImports,
  type AsyncInstance,
  type EngineName,
} from './engine/engine.ts';

/** A module, its bytes, or a response that holds them. */
export type Source = WebAssembly.Module | BufferSource | Response | PromiseLike<Response>;

export interface InstantiateOptions {
  /** JSPI or Asyncify; otherwise what the module and the browser offer. */
  readonly engine?: EngineName;
  /** Which imported functions can return a promise; all, where it is not given. */
  readonly waits?: (module: string, name: string) => boolean;
}

/** Compiles a source: while it arrives, where it is served as `application/wasm`. */
export async function compile(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    return WebAssembly.compile(source as BufferSource);
  }
  const response = await (source as Response | PromiseLike<Response>);
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Instantiates `source`. Imported functions may be plain or async: the module is suspended while one waits. Exported
 * functions become async; calling one while another is suspended throws. A rejected import ends the instance.
 * @throws WebAssembly.CompileError, WebAssembly.LinkError; Error no engine can run it
 */
export async function instantiate(
  source: Source,
  imports: AsyncImports = {},
  options: InstantiateOptions = {},
): Promise<AsyncInstance & { readonly module: WebAssembly.Module }> {
  const module = await compile(source);
  const engine = chooseEngine(module, options.engine);
  const waits = options.waits === undefined ? {} : { waits: options.waits };
  return { module, ...(await engine.instantiate(module, imports, waits)) };
}
