// The programs that a program starts (`find -exec`, `xargs`): the worker's side of the calls `spawn`, `start` and `wait`
// of `dirsh`.
//
// A child gets the very descriptions that 0, 1 and 2 of its parent refer to: the parent's worker reads and writes for it. So
// its output comes behind what the parent wrote, and what it does not read is left.
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
import { untilPassed, untilStopped } from '../../wasi/host/stop.ts';
import { errnos } from '../../wasi/preview1/errno.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import { resolveLexically } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** Flag of `spawn`: there is nothing on standard input. */
const nullInput = 1;
/** Is added to the status of a program that was still running when its time was over. */
const limitReached = 256;
/** Is added to the status of a program that a signal ended. */
const signalled = 512;
/** The longest that a timer waits, in milliseconds: what is longer is no limit. */
const longest = 2 ** 31 - 1;

/** How many programs a program may have running beside it: each is a worker, with tens of megabytes. */
export const maximumStarted = 64;

type Post = (message: FromProcess, transfer: Transferable[]) => void;

/** What a process has started, and waits for. */
export class Children {
  readonly #post: Post;
  readonly #waiting = new Map<number, (end: ChildEnd) => void>();
  #next = 0;
  /** The ends of what was started, in their order, each once: `wait` has not told of them. */
  readonly #ends: (() => number)[] = [];
  /** What was started and has not ended. */
  readonly #running = new Set<Promise<void>>();

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
  async run(child: NewChild, table: DescriptorTable): Promise<number> {
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
    const { status = 0, late = false, signalled: bySignal = false, code } = await end;
    await Promise.all(services.map((stop) => stop()));
    if (code !== undefined) throw new SystemError(code);
    return status + (late ? limitReached : 0) + (bySignal ? signalled : 0);
  }

  /** Begins a program, and waits for nothing: `wait` tells how it ended, or why it could not be begun. @throws SystemError EAGAIN too many run */
  start(child: NewChild, table: DescriptorTable): void {
    if (this.#running.size >= maximumStarted) throw new SystemError('EAGAIN');
    const told = this.run(child, table).then(
      (status) => this.#ends.push(() => status),
      (error: unknown) =>
        this.#ends.push(() => {
          throw error;
        }),
    );
    const running: Promise<void> = told.then(() => void this.#running.delete(running));
    this.#running.add(running);
  }

  /**
   * Waits for the end of any that was started.
   * @returns its exit status
   * @throws SystemError EINVAL there is none, ENOENT, ENOEXEC
   */
  async wait(): Promise<number> {
    if (this.#ends.length === 0 && this.#running.size > 0) await Promise.race(this.#running);
    const end = this.#ends.shift();
    if (end === undefined) throw new SystemError('EINVAL');
    return end();
  }

  /** Resolves when all that was started has ended. */
  async allEnded(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

type NewChild = Omit<ChildMessage, 'id' | 'descriptors'>;

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
 * The imports by which our builds start programs. What their arguments are tells programs/shared/src/process.rs.
 * @param current the run's host: an instance is made before it is known what it runs for
 * @param children what that run has started
 */
export function childImports(current: () => Host, children: () => Children): AsyncImports {
  /** What `action` comes to, or an errno below zero. */
  const answer = async (action: (host: Host) => MaybePromise<number>): Promise<number> => {
    const host = current();
    await untilPassed(host);
    try {
      return await action(host);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return -errnos[error.code];
    } finally {
      await untilPassed(host);
    }
  };
  const begin =
    (action: (child: NewChild, table: DescriptorTable) => MaybePromise<number>) =>
    (...args: ChildArguments): Promise<number> =>
      answer(async (host) => {
        const child = childOf(host, args);
        await host.late.settled(); // it may look at what was closed
        return action(child, host.table);
      });
  return {
    dirsh: {
      spawn: begin((child, table) => children().run(child, table)),
      start: begin((child, table) => {
        children().start(child, table);
        return 0;
      }),
      wait: () => answer((host) => untilStopped(host, children().wait())),
    },
  };
}

type ChildArguments = [
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
];

/** What a call of `spawn` or `start` asks for. @throws SystemError EFAULT */
function childOf({ memory }: Host, args: ChildArguments): NewChild {
  const [argv, argvLength, env, envLength, cwd, cwdLength, flags, limit, signal, grace] = args;
  return {
    args: strings(memory.text(argv, argvLength)),
    env: strings(memory.text(env, envLength)),
    cwd: resolveLexically([], memory.text(cwd, cwdLength)),
    limit: timeLimit(limit, signal, grace),
    nullInput: (flags & nullInput) !== 0,
  };
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
