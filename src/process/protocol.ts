// The messages between the session and a process's worker: types only.
import type { DescriptorKey, Signal, TraceOptions } from './world.ts';
import type { EngineName } from '../../wasi/index.ts';
import type { Code } from '../../wasi/vfs/error.ts';

/** A mount as it travels: handles are structured-cloneable, file systems are not. */
export interface MountMessage {
  /** Where in the tree. */
  readonly point: readonly string[];
  /** Mounts of one device share a file system. */
  readonly device: string;
  readonly handle: FileSystemDirectoryHandle;
  /** Where below the handle the mount begins. */
  readonly prefix: readonly string[];
  readonly readOnly: boolean;
  /** Of the private storage: the directory for a `ScratchDirectory`. */
  readonly scratch?: FileSystemDirectoryHandle;
}

/** The programs of /bin: each command's name, and its program's file. */
export interface CommandMessage {
  readonly name: string;
  readonly url: string;
  /** In bytes. */
  readonly size: number;
}

/** What descriptors refer to. All in `fds` share it, and its place in the order of output. */
export interface DescriptorMessage {
  readonly fds: readonly DescriptorKey[];
  readonly target: TargetMessage;
}

export type TargetMessage =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'pipe-reader' | 'pipe-writer';
      readonly id: number;
      readonly port: MessagePort;
    }
  | { readonly kind: 'remote'; readonly type: 'terminal' | 'pipe'; readonly port: MessagePort }
  | {
      readonly kind: 'file';
      readonly path: readonly string[];
      readonly mode: 'read' | 'write' | 'read-write';
    };

/** What a child's numbers refer to: its parent's worker serves it at `port`. */
export interface InheritedMessage {
  readonly fds: readonly number[];
  readonly type: 'terminal' | 'pipe';
  readonly port: MessagePort;
}

/** When a program is ended that has not ended by itself; in milliseconds. */
export interface TimeLimit {
  readonly after: number;
  readonly signal: Signal;
  /** How long after the signal it is killed. */
  readonly grace: number | undefined;
}

/** A program that a program starts. */
export interface ChildMessage {
  /** Of its parent's choice. */
  readonly id: number;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: readonly string[];
  readonly descriptors: readonly InheritedMessage[];
  /** Whether its standard input is `/dev/null`, whatever its parent's is. */
  readonly nullInput: boolean;
  readonly limit: TimeLimit | undefined;
}

/** How a child ended, or why it was never begun. */
export interface ChildEnd {
  readonly status?: number;
  /** Whether a signal ended it. */
  readonly signalled?: boolean;
  /** Whether it was still running when its time was over. */
  readonly late?: boolean;
  readonly code?: Code;
}

export interface SpawnMessage {
  readonly type: 'spawn';
  /** The program's address: what a worker has prepared is known by it. */
  readonly program: string;
  readonly module: WebAssembly.Module;
  readonly engine: EngineName;
  /** Whether it is a build of ours: these know the working directory by `$PWD`, and may start programs. */
  readonly own: boolean;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: readonly string[];
  /** The cwd's handle, so that nothing has to walk there. */
  readonly cwdHandle: FileSystemDirectoryHandle | undefined;
  readonly descriptors: readonly DescriptorMessage[];
  /** The terminal for /dev/tty. */
  readonly terminal: MessagePort | undefined;
  /** Whether, and how, its calls are traced. */
  readonly trace: TraceOptions | undefined;
}

/** From the session to a process's worker. */
export type ToProcess =
  | {
      readonly type: 'tree';
      readonly mounts: readonly MountMessage[];
      readonly commands: readonly CommandMessage[];
    }
  /** Instantiate this while nothing runs: the next spawn is likely to want it. */
  | {
      readonly type: 'prepare';
      readonly program: string;
      readonly module: WebAssembly.Module;
      readonly engine: EngineName;
      readonly own: boolean;
    }
  | SpawnMessage
  /** Stop at the next call, with this exit status. */
  | { readonly type: 'stop'; readonly status: number }
  /** Whoever was told to stop with this one has heard: it may close the pipes between them. */
  | { readonly type: 'proceed' }
  /** Go no further than the next call, and go on: SIGTSTP and SIGCONT. */
  | { readonly type: 'pause' | 'continue' }
  /** `memory` answers. */
  | { readonly type: 'measure' }
  /** The other end of a pipe ended without closing it. */
  | { readonly type: 'peer-gone'; readonly pipe: number }
  /** What it started has ended. */
  | { readonly type: 'child-ended'; readonly id: number; readonly end: ChildEnd }
  /** Whether a file that was to be acquired is another's. */
  | { readonly type: 'answer'; readonly id: number; readonly busy: boolean }
  /** What others write now: their keys in the registry of writers. */
  | { readonly type: 'writers'; readonly keys: readonly string[] }
  /** Another has taken a file, or released it. */
  | { readonly type: 'writer'; readonly key: string; readonly written: boolean }
  /** Is anything open at this path, or below? `uses` answers, in the order of the questions. */
  | { readonly type: 'uses'; readonly path: readonly string[] };

/** From a process's worker to the session. */
export type FromProcess =
  | { readonly type: 'ready' }
  /** `stop` was heard: the program is waiting for something, and ends with that. */
  | { readonly type: 'stopping' }
  /** `pause` was heard: the program is in a call, and does not come back from it. */
  | { readonly type: 'paused' }
  | { readonly type: 'uses'; readonly uses: boolean }
  | {
      readonly type: 'exited';
      readonly status: number;
      readonly signalled: boolean;
      readonly reusable: boolean;
      /** A sentence that came too late for its standard error. */
      readonly said?: string;
    }
  /** How large the program's memory is, in bytes; undefined before it was instantiated. */
  | { readonly type: 'memory'; readonly bytes: number | undefined }
  /** A redirection could not be opened; the program was not begun. */
  | {
      readonly type: 'not-opened';
      readonly fd: DescriptorKey;
      readonly code: Code;
      readonly reason: string;
    }
  /** The program could not be begun. */
  | { readonly type: 'not-begun'; readonly reason: string }
  /** Start a program: `child-ended` answers. */
  | { readonly type: 'start'; readonly child: ChildMessage }
  /** A question to the registry of writers, answered by `answer`. */
  | { readonly type: 'acquire'; readonly id: number; readonly key: string }
  /** What do others write? Answered by `writers`, and from then on by `writer`. */
  | { readonly type: 'watch-writers' }
  /** News for the registry of writers. */
  | { readonly type: 'created' | 'stored' | 'released'; readonly key: string }
  /** The browser refused for lack of permission. */
  | { readonly type: 'denied'; readonly device: string };
