// What a module can be loaded from, and which build of it.
import { isInstrumented } from './engine/asyncify.ts';
import type { EngineName } from './engine/engine.ts';
import { jspiSupported } from './engine/jspi.ts';

/**
 * A module in two builds, each at its address: as it is, for JSPI, and instrumented, for Asyncify. Only the one that
 * the browser needs is loaded. It is what `import program from './tool.wasm?asyncify'` gives, and can be sent to a worker.
 */
export type Program = Readonly<Record<EngineName, string>>;

/** A compiled module, its bytes, a response that holds them, or a module in two builds. */
export type Source = WebAssembly.Module | BufferSource | Response | PromiseLike<Response> | Program;

/** Adds Asyncify's code to a module, and gives the new one: `instrument` of `@dirsh/wasi/instrument` does. */
export type Instrument = (module: Uint8Array<ArrayBuffer>) => Promise<BufferSource>;

/** How a source is loaded. */
export interface LoadOptions {
  /** JSPI or Asyncify; otherwise what the module and the browser offer. */
  readonly engine?: EngineName;
  /** Is called where the engine is Asyncify and the module is not instrumented. */
  readonly instrument?: Instrument;
}

/**
 * The compiled module of `source`.
 * @throws WebAssembly.CompileError it is no module; Error its address does not answer; what `instrument` throws
 */
export async function load(
  source: Source,
  { engine, instrument }: LoadOptions,
): Promise<WebAssembly.Module> {
  const name = engine ?? (jspiSupported() ? 'jspi' : 'asyncify');
  if (isProgram(source)) return compile(fetch(source[name]));
  if (instrument === undefined || name === 'jspi' || source instanceof WebAssembly.Module) {
    return compile(source);
  }
  const bytes = await bytesOf(source);
  const module = await WebAssembly.compile(bytes);
  return isInstrumented(module) ? module : WebAssembly.compile(await instrument(bytes));
}

/**
 * Compiles a source: while it arrives, where it is served as `application/wasm`.
 * @throws WebAssembly.CompileError it is no module; Error the server answers with a status of failure
 */
export async function compile(source: Exclude<Source, Program>): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (isBytes(source)) return WebAssembly.compile(source);
  const response = await succeeded(source);
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function bytesOf(
  source: BufferSource | Response | PromiseLike<Response>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (isBytes(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  return new Uint8Array(await (await succeeded(source)).arrayBuffer());
}

function isProgram(source: Source): source is Program {
  return 'jspi' in source && 'asyncify' in source;
}

function isBytes(source: BufferSource | Response | PromiseLike<Response>): source is BufferSource {
  return source instanceof ArrayBuffer || ArrayBuffer.isView(source);
}

async function succeeded(source: Response | PromiseLike<Response>): Promise<Response> {
  const response = await source;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
  return response;
}
