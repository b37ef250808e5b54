// The programs that a program starts (`find -exec`, `xargs`): the worker's side of the call `dirsh.spawn`.
//
// A child gets the very descriptions that 0, 1 and 2 of its parent refer to: the parent's worker, which waits for it
// anyway, reads and writes for it. So its output comes behind what the parent wrote, and what it does not read is left.
import type {
  ChildEnd,
  ChildMessage,
  FromProcess,
  InheritedMessage,
  TimeLimit,
} from './protocol.ts';
import { serveStream } from './remote.ts';
import { signalOfNumber } from './signals.ts';
import type { AsyncImports } from '../../wasi/engine/engine.ts';
import { fdflags } from '../../wasi/preview1/structs.ts';
import type { FileDescription } from '../../wasi/fd/file.ts';
import type { DescriptorTable, Slot } from '../../wasi/fd/table.ts';
import type { Host } from '../../wasi/host/host.ts';
import { errnos } from '../../wasi/preview1/errno.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import { andThen } from '../../wasi/vfs/maybe-promise.ts';
import { resolveLexically } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** Flag of `spawn`: there is nothing on standard input. */
const nullInput = 1;
/** Is added to the status of a program that was still running when its time was over. */
const limitReached = 256;
/** The longest that a timer waits, in milliseconds: what is longer is no limit. */
const longest = 2 ** 31 - 1;

type Post = (message: FromProcess, transfer: Transferable[]) => void;

/** What a process has started, and waits for. */
export class Children {
  readonly #post: Post;
  readonly #waiting = new Map<number, (end: ChildEnd) => void>();
  #next = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** A child has ended, or could not be begun. */
  ended(id: number, end: ChildEnd): void {
    this.#waiting.get(id)?.(end);
    this.#waiting.delete(id);
  }

  /**
   * Runs a program to its end, with the descriptors 0, 1 and 2 of `table`.
   * @returns its exit status
   * @throws SystemError ENOENT, ENOEXEC
   */
  async run(
    child: Omit<ChildMessage, 'id' | 'descriptors'>,
    table: DescriptorTable,
  ): Promise<number> {
    const descriptors: InheritedMessage[] = [];
    const known = new Map<Inherited, number[]>();
    const services: (() => Promise<void>)[] = [];
    for (const fd of child.nullInput ? [1, 2] : [0, 1, 2]) {
      const description = descriptionOf(table, fd);
      if (description === undefined) continue;
      const same = known.get(description);
      if (same !== undefined) {
        same.push(fd); // one port, so that output keeps its order
        continue;
      }
      const stream = description.kind === 'file' ? atOffset(description) : description.stream;
      const { port1, port2 } = new MessageChannel();
      services.push(serveStream(port1, stream, () => {}));
      const fds = [fd];
      known.set(description, fds);
      descriptors.push({
        fds,
        port: port2,
        type: stream.type === 'terminal' ? 'terminal' : 'pipe',
      });
    }
    const id = this.#next++;
    const end = new Promise<ChildEnd>((resolve) => this.#waiting.set(id, resolve));
    const ports = descriptors.map(({ port }) => port);
    this.#post({ type: 'start', child: { ...child, id, descriptors } }, ports);
    const { status = 0, late = false, code } = await end;
    await Promise.all(services.map((stop) => stop()));
    if (code !== undefined) throw new SystemError(code);
    return late ? status + limitReached : status;
  }
}

type Inherited = Exclude<Slot['description'], { readonly kind: 'directory' }>;

function descriptionOf(table: DescriptorTable, fd: number): Inherited | undefined {
  try {
    const { description } = table.get(fd);
    return description.kind === 'directory' ? undefined : description;
  } catch (error) {
    if (!isSystemError(error, 'EBADF')) throw error;
    return undefined; // closed: the child has none either
  }
}

/** A file as a stream: its offset is the parent's and the child's. */
function atOffset(description: FileDescription): Stream {
  return {
    kind: 'stream',
    type: 'pipe',
    read: (max) => andThen(description.read(max), (bytes) => bytes.slice()),
    write: (bytes) => description.write(bytes, (description.flags & fdflags.append) !== 0),
    readable: () => Infinity,
    close: () => {},
  };
}

/**
 * The import by which our builds start programs. What its arguments are tells
 * programs/shared/src/process.rs.
 * @param current the run's host: an instance is made before it is known what it runs for
 * @param children what that run has started
 */
export function spawnImport(current: () => Host, children: () => Children): AsyncImports {
  const spawn = async (
    argv: number,
    argvLength: number,
    env: number,
    envLength: number,
    cwd: number,
    cwdLength: number,
    flags: number,
    limit: number,
    signal: number,
    grace: number,
  ): Promise<number> => {
    const host = current();
    host.checkStopped();
    try {
      const { memory } = host;
      const child = {
        args: strings(memory.text(argv, argvLength)),
        env: strings(memory.text(env, envLength)),
        cwd: resolveLexically([], memory.text(cwd, cwdLength)),
        limit: timeLimit(limit, signal, grace),
        nullInput: (flags & nullInput) !== 0,
      };
      await host.late.settled(); // it may look at what was closed
      return await children().run(child, host.table);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return -errnos[error.code];
    } finally {
      host.checkStopped();
    }
  };
  return { dirsh: { spawn } };
}

/** Strings that end with a NUL each. */
function strings(text: string): string[] {
  return text.split('\0').slice(0, -1);
}

function timeLimit(after: number, number: number, grace: number): TimeLimit | undefined {
  const wait = milliseconds(after);
  return wait === undefined
    ? undefined
    : { after: wait, signal: signalOfNumber(number), grace: milliseconds(grace) };
}

/** A u32, which arrives as a signed number; none where it is longer than a timer waits. */
function milliseconds(value: number): number | undefined {
  const time = value >>> 0;
  return time > longest ? undefined : time;
}
