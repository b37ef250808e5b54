// The page in which the programs run, one at a time in a worker: the runner calls it, and drops a folder on it.
import { takeDrops } from '../../../src/workspace/drop.ts';
import type { Ended, Request, WorkerRequest } from './messages.ts';

export interface Conformance {
  /** The folder that was dropped. */
  folder: FileSystemDirectoryHandle | undefined;
  run(request: Request): Promise<Ended>;
}

declare global {
  var conformance: Conformance;
}

const begin = (): Worker => new Worker(new URL('worker.ts', import.meta.url), { type: 'module' });
let worker = begin();

function run(request: Request): Promise<Ended> {
  return new Promise((resolve) => {
    const done = (ended: Ended): void => {
      clearTimeout(timer);
      resolve(ended);
    };
    /** Nothing else ends a program that hangs. */
    const giveUp = (status: string): void => {
      worker.terminate();
      worker = begin();
      done({ status, stdout: '', stderr: '' });
    };
    const timer = setTimeout(
      () => giveUp(`no end within ${request.limit / 1000} s`),
      request.limit,
    );
    worker.onmessage = ({ data }: MessageEvent<Ended>) => done(data);
    worker.onerror = (event) => giveUp(`the worker failed: ${event.message}`);
    const message: WorkerRequest = { ...request, folder: globalThis.conformance.folder };
    worker.postMessage(message);
  });
}

globalThis.conformance = { folder: undefined, run };

takeDrops(document.documentElement, {
  dropped: ([folder]) => (globalThis.conformance.folder = folder),
  refused: (sentence) => {
    throw new Error(sentence);
  },
});
