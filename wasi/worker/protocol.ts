// The messages between runInWorker and its worker. What is no data stays with the caller as an object, and the worker calls it.
import type { EngineName } from '../engine/engine.ts';
import { isSystemError, SystemError, type Code } from '../vfs/error.ts';

/** To the worker, once. */
export interface StartMessage {
  readonly module: WebAssembly.Module;
  readonly settings: Settings;
  readonly port: MessagePort;
}

/** The options of a run, as they travel. */
export interface Settings {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly engine?: EngineName;
  readonly stackSize?: number;
  readonly preopens: Readonly<Record<string, FileSystemDirectoryHandle | ObjectMessage>>;
  readonly stdin: ObjectMessage;
  readonly stdout: ObjectMessage;
  readonly stderr: ObjectMessage;
  readonly trace?: ObjectMessage;
}

/** What a file system says of itself, without a call. */
export interface FileSystemState {
  readonly readOnly: boolean;
  /** Whether it holds symbolic links. */
  readonly links: boolean;
}

/** An object of the caller's, by its number. */
export type ObjectMessage =
  | { readonly object: number; readonly kind: 'file' | 'listing' | 'trace' }
  | { readonly object: number; readonly kind: 'file system'; readonly state: FileSystemState }
  | {
      readonly object: number;
      readonly kind: 'stream';
      readonly type: 'pipe' | 'terminal' | 'character-device';
      /** Whether it is an entry that can be compared with others. */
      readonly entry: boolean;
    };

/** From the worker. */
export type FromWorker =
  | CallMessage
  /** The answer to a call is not needed any more, where it has not come. */
  | { readonly withdraw: number }
  /** `stop` was heard: the program ends by itself. */
  | { readonly heard: true }
  | { readonly status: number }
  /** The program could not be run. */
  | { readonly failed: Failure };

/** Calls a method of an object of the caller's. Calls of one object are begun in the order in which they are sent. */
export interface CallMessage {
  readonly call: number;
  readonly object: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** To the worker, after the first. */
export type ToWorker =
  | AnswerMessage
  /** Stop at the next call, with this exit status. */
  | { readonly stop: number };

/** What a call came to. */
export type AnswerMessage =
  | {
      readonly answer: number;
      readonly value: unknown;
      /** Of the file system that was called. */
      readonly state?: FileSystemState;
    }
  | { readonly answer: number; readonly failure: Failure };

/** An error as it travels: with a code, where it is one of the file systems'. */
export interface Failure {
  readonly code?: Code;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** `error` as it travels. */
export function failureOf(error: unknown): Failure {
  if (isSystemError(error)) {
    return { code: error.code, name: error.name, message: error.reason, stack: '' };
  }
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}

/** The error that travelled. */
export function revived({ code, name, message, stack }: Failure): Error {
  if (code !== undefined) return new SystemError(code, message);
  const kinds: Readonly<Record<string, new (message: string) => Error>> = {
    TypeError,
    LinkError: WebAssembly.LinkError,
    RuntimeError: WebAssembly.RuntimeError,
  };
  const error = new (kinds[name] ?? Error)(message);
  error.stack = stack;
  return error;
}
