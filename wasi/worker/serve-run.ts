// The worker's side of a run: from the first message to the exit status.
import { Trace } from '../host/trace.ts';
import { run, type RunOptions } from '../run.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { Caller } from './caller.ts';
import {
  failureOf,
  type FromWorker,
  type ObjectMessage,
  type Settings,
  type StartMessage,
  type ToWorker,
} from './protocol.ts';
import { RemoteFileSystem, RemoteStream } from './remote-objects.ts';

/** Runs the program of `message`, and tells its status. */
export async function serveRun({ module, settings, port }: StartMessage): Promise<void> {
  const post = (message: FromWorker): void => port.postMessage(message);
  const stop = new AbortController();
  const caller = new Caller(port, stop.signal);
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ('answer' in data) return caller.answered(data);
    post({ heard: true });
    stop.abort(data.stop);
  };
  try {
    post({ status: await run(module, { ...optionsOf(settings, caller), signal: stop.signal }) });
  } catch (error) {
    post({ failed: failureOf(error) });
  }
}

function optionsOf(settings: Settings, caller: Caller): RunOptions {
  const { preopens, stdin, stdout, stderr, trace, ...data } = settings;
  const directory = (
    given: FileSystemDirectoryHandle | ObjectMessage,
  ): FileSystemDirectoryHandle | FileSystem => {
    if (!('object' in given)) return given;
    if (given.kind !== 'file system') throw new TypeError(`a ${given.kind} is no file system`);
    return new RemoteFileSystem(caller, given.object, given.state);
  };
  return {
    ...data,
    preopens: Object.fromEntries(
      Object.entries(preopens).map(([name, given]) => [name, directory(given)]),
    ),
    stdin: streamOf(stdin, caller),
    stdout: streamOf(stdout, caller),
    stderr: streamOf(stderr, caller),
    ...(trace === undefined
      ? {}
      : { trace: new Trace((call) => caller.call(trace.object, 'sink', [call])) }),
  };
}

function streamOf(message: ObjectMessage, caller: Caller): RemoteStream {
  if (message.kind !== 'stream') throw new TypeError(`a ${message.kind} is no stream`);
  return new RemoteStream(caller, message);
}
