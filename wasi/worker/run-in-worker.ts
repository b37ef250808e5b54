// runInWorker(): a WASI program in a worker of its own.
import { isHandle, type RunOptions } from '../run.ts';
import { load, type Source } from '../source.ts';
import { inputStream, outputStream } from '../stdio.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import {
  failureOf,
  revived,
  type CallMessage,
  type FromWorker,
  type ObjectMessage,
  type Settings,
  type StartMessage,
  type ToWorker,
} from './protocol.ts';
import { SharedObjects } from './shared-objects.ts';

/** What a program in a worker runs with. Its memory is there, too, so that it takes no imports of functions that are here. */
export interface WorkerRunOptions extends Omit<RunOptions, 'imports'> {
  /** Makes the worker, where the bundler does not find it: its script is `@dirsh/wasi/worker`, a module. */
  readonly worker?: () => Worker;
}

/** How long a program that is told to stop may compute before its worker is terminated, in milliseconds. */
const grace = 100;

/**
 * `run`, in a worker of its own: the page stays live while the program computes. Directory handles go with it. A file
 * system of any other kind, and the functions and streams of its standard input and output, stay here, and the worker
 * calls them by messages: each call then takes some 0.1 ms more. An abort stops the program at its next call; one that
 * computes on for 100 ms is terminated, and what it had not stored is lost.
 * @returns its exit status; 134 where it trapped, with a message on its standard error
 * @throws as `run`; Error the worker could not be begun
 */
export async function runInWorker(
  program: Source,
  options: WorkerRunOptions = {},
): Promise<number> {
  const module = await load(program, options);
  const shared = new SharedObjects();
  const worker = (options.worker ?? ownWorker)();
  const { port1: port, port2 } = new MessageChannel();
  const post = (message: ToWorker): void => port.postMessage(message);
  const answer = async (message: CallMessage): Promise<void> => {
    const answered = await shared.call(message);
    try {
      post(answered);
    } catch (error) {
      // A file system of the caller's answered with what cannot be sent.
      post({ answer: message.call, failure: failureOf(error) });
    }
  };
  const ended = new AbortController();
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.addEventListener('error', ({ message }) => {
        reject(new Error(`the worker of the program failed: ${message ?? 'it was not loaded'}`));
      });
      port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if ('call' in data) {
          void answer(data);
        } else if ('withdraw' in data) shared.withdraw(data.withdraw);
        else if ('heard' in data) clearTimeout(patience);
        else if ('status' in data) resolve(data.status);
        else reject(revived(data.failed));
      };
      let patience: ReturnType<typeof setTimeout> | undefined;
      const stop = (): void => {
        const status = statusOf(options.signal);
        post({ stop: status });
        patience = setTimeout(() => resolve(status), grace);
      };
      const settings = settingsOf(options, shared);
      worker.postMessage({ module, settings, port: port2 } satisfies StartMessage, [port2]);
      if (options.signal?.aborted) stop();
      else options.signal?.addEventListener('abort', stop, { signal: ended.signal });
    });
  } finally {
    ended.abort();
    worker.terminate();
    port.close();
    await shared.closeAll();
  }
}

function ownWorker(): Worker {
  return new Worker(new URL('./program-worker.ts', import.meta.url), { type: 'module' });
}

/** As the host has it: the number that is the reason, else SIGTERM's. */
function statusOf(signal: AbortSignal | undefined): number {
  return typeof signal?.reason === 'number' ? signal.reason : 143;
}

function settingsOf(options: RunOptions, shared: SharedObjects): Settings {
  const { args, env, cwd, engine, stackSize, trace } = options;
  const directory = (
    given: FileSystemDirectoryHandle | FileSystem,
  ): FileSystemDirectoryHandle | ObjectMessage => (isHandle(given) ? given : shared.add(given));
  return {
    ...(args === undefined ? {} : { args }),
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(engine === undefined ? {} : { engine }),
    ...(stackSize === undefined ? {} : { stackSize }),
    ...(trace === undefined ? {} : { trace: shared.add(trace) }),
    preopens: Object.fromEntries(
      Object.entries(options.preopens ?? {}).map(([name, given]) => [name, directory(given)]),
    ),
    stdin: shared.add(inputStream(options.stdin ?? '')),
    stdout: shared.add(outputStream(options.stdout ?? (() => {}))),
    stderr: shared.add(outputStream(options.stderr ?? (() => {}))),
  };
}
