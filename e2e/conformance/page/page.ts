// The page in which the suites run in workers, a program or a file system at a time: the runners call it, and drop a folder
// on it.
import { takeDrops } from '../../../src/workspace/drop.ts';
import type {
  Case,
  Ended,
  FileSystemRequest,
  FileSystemWorkerRequest,
  Request,
  WorkerRequest,
} from './messages.ts';

export interface Conformance {
  /** The folder that was dropped. */
  folder: FileSystemDirectoryHandle | undefined;
  run(request: Request): Promise<Ended>;
  /** Holds a file system to the suite of all file systems. */
  holdToSuite(request: FileSystemRequest): Promise<readonly Case[]>;
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

function holdToSuite(request: FileSystemRequest): Promise<readonly Case[]> {
  const holder = new Worker(new URL('file-system-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<readonly Case[]>((resolve, reject) => {
    holder.onmessage = ({ data }: MessageEvent<readonly Case[]>) => resolve(data);
    holder.onerror = (event) => reject(new Error(event.message));
    const message: FileSystemWorkerRequest = { ...request, folder: globalThis.conformance.folder };
    holder.postMessage(message);
  }).finally(() => holder.terminate());
}

globalThis.conformance = { folder: undefined, run, holdToSuite };

takeDrops(document.documentElement, {
  dropped: ([folder]) => (globalThis.conformance.folder = folder),
  refused: (sentence) => {
    throw new Error(sentence);
  },
});
