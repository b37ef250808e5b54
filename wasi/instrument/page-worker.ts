// In a worker of the page: one module, instrumented.
import { collectComplaints } from './complaints.ts';
import type { InstrumentOptions } from './options.ts';
import { addAsyncify } from './pass.ts';

/** To the worker. */
export interface ToInstrumenter {
  readonly module: Uint8Array;
  readonly options: InstrumentOptions;
}

/** From the worker. */
export type FromInstrumenter =
  /** Binaryen is loaded: what is sent before that is lost. */
  | { readonly ready: true }
  | { readonly module: Uint8Array<ArrayBuffer> }
  | { readonly error: string };

const complaints = collectComplaints();
const { default: binaryen } = await import('binaryen');

function answer({ module, options }: ToInstrumenter): FromInstrumenter {
  try {
    return { module: addAsyncify(binaryen, module, options, complaints) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<ToInstrumenter>) => postMessage(answer(data)));
postMessage({ ready: true } satisfies FromInstrumenter);
