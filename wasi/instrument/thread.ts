// In a thread of its own: one module, instrumented.
import { parentPort, workerData } from 'node:worker_threads';
import { collectComplaints } from './complaints.ts';
import type { InstrumentOptions } from './options.ts';
import { addAsyncify } from './pass.ts';

/** What the thread is given. */
export interface Task {
  readonly module: Uint8Array;
  readonly options: InstrumentOptions;
}

const { module, options } = workerData as Task;
const complaints = collectComplaints();
const { default: binaryen } = await import('binaryen');
const bytes = addAsyncify(binaryen, module, options, complaints);
parentPort?.postMessage(bytes, [bytes.buffer]);
