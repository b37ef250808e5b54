// What the shell needs of the world, handed in as functions: it knows no worker, no message and no browser.
import type { FileSystem } from '../../wasi/vfs/filesystem.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import type { SystemError } from '../../wasi/vfs/error.ts';
import type { ProcessState, ProcessTable } from './process-table.ts';
import type { TerminalGate } from './terminal-gate.ts';

/**
 * What a file descriptor of a command refers to. The shell only passes it on: to `spawn`, or to `stream` for a
 * builtin. The same object under two numbers is one open file description (`2>&1`).
 */
export interface Descriptor {
  readonly kind:
    | 'terminal'
    | 'pipe-reader'
    | 'pipe-writer'
    | 'file'
    | 'shared-file'
    | 'lent'
    | 'inherited'
    | 'null';
}

/** What can be run: a program of `/bin`, by its name, or a WebAssembly file of the user's, by its path. */
export type Executable = string | Path;

/** How a redirection opens its file. */
export type RedirectionMode = 'read' | 'write' | 'append' | 'read-write';

/** A number of a command's descriptors; or `trace`: where the trace of its calls goes. */
export type DescriptorKey = number | 'trace';

/** What a traced program shows of its calls: a line each, or a table at its end. */
export interface TraceOptions {
  readonly summary: boolean;
  /** The functions of preview1 that are shown; all, where it is not given. */
  readonly only?: readonly string[] | undefined;
}

/** What a program is a part of: it is stopped with it, and with it reads the terminal. */
export interface ProgramJob {
  /** It reads the terminal through this. */
  readonly terminal: TerminalGate;
  /** @param signal the one that stops it: STOP, TSTP, TTIN or TTOU */
  pause(signal: string): void;
  /** @param foreground whether it may read the terminal from now on */
  continue(foreground: boolean): void;
}

export interface SpawnOptions {
  /** `argv`, the name it was called by first. */
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: Path;
  /** What each open descriptor refers to: 0, 1 and 2, where they are open, and `trace`. */
  readonly descriptors: ReadonlyMap<DescriptorKey, Descriptor>;
  /** Its abort gives up a program that has not begun yet: one that is still being loaded, say. */
  readonly signal: AbortSignal;
  /** Its number among the processes of the session, which nobody has, and that of what begins it. */
  readonly pid: number;
  readonly parent: number;
  readonly job: ProgramJob;
  /** Traces the program, to the descriptor `trace`; without one the trace is thrown away. */
  readonly trace?: TraceOptions | undefined;
}

/** How a process ended. */
export interface Exit {
  /** 0–255; 128 + the signal's number for a process that a signal ended. */
  readonly status: number;
  /** The signal that ended it. */
  readonly signal?: Signal | 'PIPE';
  /** Set where the process was never begun because one of its redirections could not be opened. */
  readonly failure?: { readonly descriptor: Descriptor; readonly error: SystemError };
}

export interface Process {
  readonly exited: Promise<Exit>;
}

/** What a process does, and how many bytes of memory it has, as far as it could be asked. */
export interface Condition {
  readonly state: ProcessState;
  readonly memory: number | undefined;
}

/** Asks a process to end, or ends it (KILL). */
export type Signal = 'HUP' | 'INT' | 'QUIT' | 'TERM' | 'KILL';

export interface World {
  /** The tree: `/bin`, `/dev`, `/home`, `/mnt/NAME`, `/tmp`. For globs, `cd`, tests. */
  readonly fs: FileSystem & { readOnlyAt(path: Path): boolean };

  /** The names of the programs in `/bin`. */
  readonly programs: ReadonlySet<string>;

  /** What runs in the session; `spawn` enters its programs. */
  readonly processes: ProcessTable;

  /** A new pipe. Each end goes to exactly one command, or is closed. */
  pipe(): { readonly reader: Descriptor; readonly writer: Descriptor };

  /**
   * What a redirection refers to. A file for a program is opened by the program's own process, so that an error
   * may come at once or as `Exit.failure`; `append` is opened here. `write` truncates and creates, `append` and
   * `read-write` create.
   * @throws SystemError
   */
  open(path: Path, mode: RedirectionMode): MaybePromise<Descriptor>;

  /**
   * The descriptor as a stream that the shell itself reads or writes, for a builtin or to perform a redirection that no
   * program will use (`> f`). The stream's `close` ends what it opened; the descriptor is spent by it.
   * @throws SystemError as for `open`
   */
  stream(descriptor: Descriptor): MaybePromise<Stream>;

  /**
   * A descriptor for one program that reads and writes `stream`, which the shell has open and keeps: that of a loop, say.
   * The program's close of it closes nothing.
   */
  lend(stream: Stream): Descriptor;

  /** Gives back a descriptor that neither `spawn` nor `stream` took. */
  close(descriptor: Descriptor): MaybePromise<void>;

  /**
   * Begins a program, and takes over its descriptors other than the terminal, even if it throws. They are
   * opened in the order in which they are given.
   * @throws SystemError ENOEXEC, ENOENT: the program's file is broken, no program, or missing; the reason is a sentence. EINTR given up
   */
  spawn(program: Executable, options: SpawnOptions): MaybePromise<Process>;

  /**
   * Signals processes of `spawn` as one, as `kill(2)` does a group: none of them takes another's end for the end of its
   * input before it has heard itself. A program that does not answer is ended all the same.
   */
  signal(processes: Iterable<Process>, signal: Signal): void;

  /** Has processes, and what they started, go no further than their next call: SIGTSTP. @returns when all stand, or have ended */
  pause(processes: Iterable<Process>): Promise<void>;

  /** What a process of `spawn` does. One that computes cannot be asked: its memory is what it told last. */
  inspect(process: Process): MaybePromise<Condition>;

  /** Has them go on: SIGCONT. */
  resume(processes: Iterable<Process>): void;
}
