// What one run of a command sees and does: its arguments, its streams, the tree, the terminal.
import { Output } from './output.ts';
import type { Session } from './session.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { OpenFile, OpenOptions, Stat } from '../../wasi/vfs/filesystem.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { resolve } from '../../wasi/vfs/resolve.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';
import type { TerminalGate } from '../process/terminal-gate.ts';
import type { SessionCall } from '../process/session-process.ts';
import { Turns } from '../shell/turns.ts';

/** Where a descriptor leads that is closed. */
const closed: Stream = {
  kind: 'stream',
  type: 'pipe',
  read: () => {
    throw new SystemError('EBADF');
  },
  write: () => {
    throw new SystemError('EBADF');
  },
  readable: () => 0,
  close: () => {},
};

/** One run of a command. Every wait of it ends with EINTR when it is to end. */
export class Call {
  /** As it was called. */
  readonly name: string;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: Path;
  /** Its number among the processes of the session. */
  readonly pid: number;
  /** Before the session's tty: `enter` waits until the command is in the foreground. */
  readonly terminal: TerminalGate;
  readonly signal: AbortSignal;
  readonly session: Session;
  readonly stdin: Stream;
  readonly stdout: Output;
  readonly #stderr: Output;
  readonly #turns = new Turns();

  constructor({ args, env, cwd, pid, terminal, streams, signal }: SessionCall, session: Session) {
    this.name = args[0] ?? '';
    this.env = env;
    this.cwd = cwd;
    this.pid = pid;
    this.terminal = terminal;
    this.signal = signal;
    this.session = session;
    this.stdin = streams.get(0) ?? closed;
    this.stdout = new Output(streams.get(1) ?? closed, signal);
    this.#stderr = new Output(streams.get(2) ?? closed, signal);
  }

  /** Prints `NAME: message` on standard error, behind what was printed before. */
  async complain(message: string): Promise<void> {
    await this.stdout.flush();
    await this.printError(`${this.name}: ${message}\n`);
  }

  /** Writes to standard error as it is. What cannot be written there is lost, as everywhere. */
  async printError(text: string): Promise<void> {
    try {
      await this.#stderr.print(text);
      await this.#stderr.flush();
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** Lets the session hear what has arrived, every few milliseconds; for loops over much that is there. */
  turn(): MaybePromise<void> {
    if (this.signal.aborted) throw new SystemError('EINTR');
    if (this.#turns.isDue) return this.#turns.next();
  }

  /** Where `text` leads from the cwd. @throws SystemError ENOENT, ENOTDIR, ELOOP, … */
  async path(text: string, links: 'follow' | 'keep' = 'follow'): Promise<Path> {
    const options = { follow: links === 'follow', floor: 0, clamp: true };
    const { path, directory } = await this.until(
      resolve(this.session.tree, this.cwd, text, options),
    );
    if (directory && (await this.statAt(path)).type !== 'directory')
      throw new SystemError('ENOTDIR');
    return path;
  }

  /** What is at `path`. @throws SystemError */
  statAt(path: Path): MaybePromise<Stat> {
    return this.until(this.session.tree.stat(path));
  }

  /** @throws SystemError */
  async open(path: Path, options: Partial<OpenOptions> = {}): Promise<OpenFile | Stream> {
    return await this.until(this.session.tree.open(path, { read: true, write: false, ...options }));
  }

  /** `value`, or EINTR as soon as the command is to end. */
  until<T>(value: MaybePromise<T>): MaybePromise<T> {
    return untilAborted(value, this.signal);
  }
}
