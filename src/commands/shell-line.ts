// A command line that a command has run: by a shell of its own, its output gathered.
import type { Call } from './call.ts';
import { Shell } from '../shell/shell.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { SystemError } from '../../wasi/vfs/error.ts';

/** What a line printed, on standard output and standard error together, and its status. */
export interface LineResult {
  readonly output: Uint8Array;
  readonly status: number;
}

/** The most that is kept of what it prints, in bytes: then it ends as if nobody read on. */
const maximumOutput = 16 * 1024 * 1024;

/** Runs `line` as `sh -c` does, without anything on standard input. */
export async function runLine(
  call: Call,
  line: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<LineResult> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const gathering: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => {
      throw new SystemError('EBADF');
    },
    write: (bytes) => {
      if (size >= maximumOutput) throw new SystemError('EPIPE');
      parts.push(bytes.slice());
      size += bytes.length;
      return bytes.length;
    },
    readable: () => 0,
    close: () => {},
  };
  const world = call.session.world();
  const output = world.lend(gathering);
  const shell = new Shell(world, {
    env: new Map([...call.env, ...Object.entries(variables)]),
    cwd: call.cwd,
    descriptors: { stdin: { kind: 'null' }, stdout: output, stderr: output },
    interactive: false,
  });
  const stop = (): void => shell.interrupt();
  call.signal.addEventListener('abort', stop);
  try {
    const status = await shell.run(line);
    await shell.end();
    return { output: joined(parts, size), status };
  } finally {
    call.signal.removeEventListener('abort', stop);
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
