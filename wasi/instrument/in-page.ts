// Instruments modules in the browser: Binaryen runs in a worker, which is begun only then.
import type { FromInstrumenter, ToInstrumenter } from './page-worker.ts';
import type { InstrumentOptions } from './options.ts';

export type { InstrumentOptions } from './options.ts';

/** The name of the Cache Storage in which instrumented modules are kept. */
export const cacheName = '@dirsh/wasi';

/** Changes where the same options make another module than before. */
const format = 2;

/**
 * The instrumented module. It is made once for its content and the options, and kept in Cache Storage, where the
 * page may use that (a secure context). The first time loads Binaryen, some 2 MB, and takes a second for each megabyte.
 * Give it to `run` and `instantiate` as `instrument`: they call it only in a browser without JSPI.
 * @throws Error Binaryen could not be loaded, such as where it is not installed, or cannot instrument the module
 */
export async function instrument(
  module: Uint8Array<ArrayBuffer>,
  options: InstrumentOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  // Unoptimised by default: somebody waits for it.
  const complete: InstrumentOptions = { optimizeLevel: 0, ...options };
  if (!('caches' in globalThis)) return inWorker(module, complete);
  const address = await addressOf(module, complete);
  // Without a cache, as in some private windows, and where the disk is full, the next visit makes it anew.
  const cache = await caches.open(cacheName).catch(() => undefined);
  const known = await cache?.match(address).catch(() => undefined);
  if (known !== undefined) return new Uint8Array(await known.arrayBuffer());
  const made = await inWorker(module, complete);
  await cache?.put(address, new Response(made)).catch(() => {});
  return made;
}

/** What the module is kept by: no server is asked for it. */
async function addressOf(
  module: Uint8Array<ArrayBuffer>,
  options: InstrumentOptions,
): Promise<string> {
  const hash = async (bytes: BufferSource): Promise<string> => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const settings = new TextEncoder().encode(JSON.stringify([format, options]));
  return `https://asyncify.invalid/${await hash(module)}/${await hash(settings)}.wasm`;
}

function inWorker(
  module: Uint8Array,
  options: InstrumentOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), { type: 'module' });
  const made = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromInstrumenter>) => {
      if ('ready' in data) worker.postMessage({ module, options } satisfies ToInstrumenter);
      else if ('module' in data) resolve(data.module);
      else reject(new Error(data.error));
    });
    worker.addEventListener('error', ({ message }) => {
      reject(
        new Error(
          `Binaryen could not be loaded; is the npm package 'binaryen' installed? ${message ?? ''}`,
        ),
      );
    });
  });
  return made.finally(() => worker.terminate());
}
