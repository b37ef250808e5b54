// A command that runs in the session's own worker, as a process: it is begun, signalled and waited for as a program is.
import type { OwnDescriptor } from './descriptors.ts';
import { endStatuses } from './signals.ts';
import { StopGate } from './stop-gate.ts';
import type { TerminalGate } from './terminal-gate.ts';
import type { Condition, DescriptorKey, Exit, Process, Signal } from './world.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import { startsWith, type Path } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

/** What one run of such a command is given. */
export interface SessionCall {
  /** `argv`, the name it was called by first. */
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: Path;
  /** Its number among the processes of the session. */
  readonly pid: number;
  /** Before the terminal, which only the foreground reads: for what has it otherwise than by its streams. */
  readonly terminal: TerminalGate;
  /** What its descriptors refer to, by number. They are closed for it. */
  readonly streams: ReadonlyMap<number, Stream>;
  /** Is aborted when it is to end: nobody waits for it from then on. */
  readonly signal: AbortSignal;
  /** Is called with what is to be told when the process stops, besides its streams, which stop by themselves. */
  readonly heed: Heed;
}

/** What is told of SIGTSTP and SIGCONT. */
export interface Stoppable {
  pause(): void;
  continue(): void;
}

type Heed = (stoppable: Stoppable) => void;

/** The commands that are no program files. */
export interface SessionCommands {
  readonly names: ReadonlySet<string>;
  /** Runs one of them. @returns its exit status. What it throws is a defect, but EPIPE: it ended by SIGPIPE. */
  run(name: string, call: SessionCall): Promise<number>;
}

/** The shell, and the scripts that run in it, as programs start them. */
export interface ShellCommands {
  /** Those of it in /bin. */
  readonly names: ReadonlySet<string>;
  /** Whether the first argument is the name of one. */
  starts(command: Pick<SessionCall, 'args' | 'env' | 'cwd' | 'pid'>): Promise<boolean>;
  /** Runs it. @returns its exit status */
  run(call: SessionCall): Promise<number>;
}

/** What one process of a group needs, to be signalled as a part of it. */
export interface Signalled {
  /** Tells it to end. @returns when it has heard */
  signal(signal: Signal): Promise<void>;
  /** All that were signalled with it have heard: they may see that it ends. */
  proceed(): void;
  /** Has it go no further: SIGTSTP. @returns when it stands */
  pause(): Promise<void>;
  /** What it does. */
  inspect(): MaybePromise<Condition>;
  /** Has it go on. */
  resume(): void;
  /** It, what it has started and waits for, and what that has. */
  family(): Signalled[];
}

const brokenPipeStatus = 141;
/** As of a program that trapped. */
const defectStatus = 134;

export interface SessionProcessContext {
  readonly cwd: Path;
  readonly descriptors: ReadonlyMap<DescriptorKey, OwnDescriptor>;
  /** Opens one of them. @throws SystemError */
  readonly open: (descriptor: OwnDescriptor) => MaybePromise<Stream>;
  readonly run: (
    streams: ReadonlyMap<number, Stream>,
    signal: AbortSignal,
    heed: Heed,
  ) => MaybePromise<number>;
  /** Says a sentence to the person. */
  readonly say: (sentence: string) => void;
}

/** One run of a command of the session. */
export class SessionProcess implements Process, Signalled {
  readonly exited: Promise<Exit>;
  readonly #context: SessionProcessContext;
  readonly #stop = new AbortController();
  /** Others of its group have heard that they are to end. */
  readonly #mayShowItsEnd = Promise.withResolvers<void>();
  /** Before its streams: that is where it stops. */
  readonly #gate = new StopGate();
  /** What runs in it, where that is to be told of a stop. */
  #inner: Stoppable | undefined;
  #endedBy: Signal | undefined;

  constructor(context: SessionProcessContext) {
    this.#context = context;
    this.exited = this.#live();
  }

  signal(signal: Signal): Promise<void> {
    this.#endedBy ??= signal;
    this.#stop.abort();
    return Promise.resolve();
  }

  proceed(): void {
    this.#mayShowItsEnd.resolve();
  }

  pause(): Promise<void> {
    this.#gate.close();
    this.#inner?.pause();
    return Promise.resolve();
  }

  /** It has no memory of its own: that is the session's. */
  inspect(): Condition {
    return { state: this.#gate.passage === undefined ? 'sleeping' : 'stopped', memory: undefined };
  }

  resume(): void {
    this.#gate.open();
    this.#inner?.continue();
  }

  family(): Signalled[] {
    return [this];
  }

  /** Whether its directory is at `path` or below, or what its descriptors refer to. What it opens by itself is not known. */
  uses(path: Path): boolean {
    const { cwd, descriptors } = this.#context;
    const files = [...descriptors.values()].filter((one) => one.kind === 'file');
    return [cwd, ...files.map((one) => one.path)].some((used) => startsWith(used, path));
  }

  async #live(): Promise<Exit> {
    const { descriptors, open } = this.#context;
    const opened = new Map<OwnDescriptor, Stream>();
    const streams = new Map<number, Stream>();
    for (const [key, descriptor] of descriptors) {
      try {
        const stream = opened.get(descriptor) ?? this.#guarded(await open(descriptor));
        opened.set(descriptor, stream);
        if (key !== 'trace') streams.set(key, stream);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        await this.#close(opened.values());
        return { status: 1, failure: { descriptor, error } };
      }
    }
    const exit = await this.#run(streams);
    // Whoever reads its output must not take its stop for an end.
    if (this.#endedBy !== undefined) await this.#mayShowItsEnd.promise;
    const failure = await this.#close(opened.values());
    if (failure !== undefined) this.#context.say(failure.message);
    const signal = this.#endedBy;
    if (signal !== undefined) return { status: endStatuses[signal], signal };
    return failure === undefined ? exit : { status: 1 };
  }

  /** One that is stopped goes on until its next wait, and nobody sees to it: it writes nothing more. */
  #guarded(stream: Stream): Stream {
    const guarded = this.#gate.guard(stream);
    const write = (bytes: Uint8Array): MaybePromise<number> => {
      if (this.#stop.signal.aborted) throw new SystemError('EINTR');
      return guarded.write(bytes);
    };
    return { ...guarded, write };
  }

  readonly #heed = (inner: Stoppable): void => {
    this.#inner = inner;
    if (this.#gate.passage !== undefined) inner.pause();
  };

  async #run(streams: ReadonlyMap<number, Stream>): Promise<Exit> {
    const { signal } = this.#stop;
    try {
      return { status: await untilAborted(this.#context.run(streams, signal, this.#heed), signal) };
    } catch (error) {
      if (signal.aborted) return { status: defectStatus }; // the signal's status is told instead
      if (isSystemError(error, 'EPIPE')) return { status: brokenPipeStatus, signal: 'PIPE' };
      // oxlint-disable-next-line no-console -- with its stack, for the report
      console.error(error);
      this.#context.say(
        `internal error: ${error instanceof Error ? error.message : String(error)}`,
      );
      return { status: defectStatus };
    }
  }

  /** @returns what could not be stored */
  async #close(streams: Iterable<Stream>): Promise<SystemError | undefined> {
    let failure: SystemError | undefined;
    for (const stream of streams) {
      try {
        await stream.close();
      } catch (error) {
        if (!isSystemError(error)) throw error;
        failure ??= error;
      }
    }
    return failure;
  }
}
