// What a builtin is, and what it is called with.
import type { ArrayItem } from '../execute/array-value.ts';
import type { Job } from '../execute/job.ts';
import type { SharedStream } from '../execute/shared.ts';
import type { History } from '../history/history.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';

/** The builtins by name. */
export type Builtins = ReadonlyMap<string, Builtin>;

/** A command that the shell itself runs. */
export interface Builtin {
  readonly name: string;
  /** How it is called, in one line, as `help` and usage messages show it. */
  readonly synopsis: string;
  /** What it does: a first sentence, and the rest after an empty line. */
  readonly help: string;
  /** Runs it. @returns its status, without a promise where nothing has to be waited for */
  run(call: Call): number | Steps<number>;
}

/** One call of a builtin: all that it may see and do. */
export interface Call {
  /** As it was typed: `[` is `test` too. */
  readonly name: string;
  /** Without the name. */
  readonly args: readonly string[];
  /** The elements of `name=(…)`, by the place of the argument. */
  readonly arrays: ReadonlyMap<number, readonly ArrayItem[]>;
  readonly state: State;
  readonly fs: ReadableFileSystem;
  readonly programs: ReadonlySet<string>;
  readonly builtins: Builtins;
  /** Is aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What it is run in. */
  readonly job: Job;
  readonly history: History;
  isTerminal(descriptor: number): boolean;
  /** Writes to standard output. An error ends the builtin; whoever runs it says what it was. */
  print(output: string | Uint8Array): Steps<void>;
  /** Writes to standard error as it is: a prompt. */
  printError(text: string): Steps<void>;
  /** Prints `dirsh: message` on standard error. Names in it go through `printable`. */
  complain(message: string): Steps<void>;
  /** Prints a usage line on standard error, which bash begins without the shell's name. */
  printUsage(usage: string): Steps<void>;
  /** The text of a file. @throws SystemError */
  readFile(name: string): Steps<string>;
  /** Stores a text as a file, or behind what is in it. @throws SystemError */
  writeFile(name: string, text: string, mode: 'write' | 'append'): Steps<void>;
  /** Removes a file, where it is there. */
  removeFile(name: string): Steps<void>;
  /** What a descriptor reads. @throws SystemError EBADF */
  input(descriptor: number): Steps<SharedStream>;
  /**
   * Runs a command text in this shell, with the builtin's descriptors.
   * @param file its name, where it is a file
   */
  execute(text: string, file?: string): Steps<number>;
  /** Runs a trap, if there is one. */
  runTrap(name: string): Steps<number>;
}

/** Says what is wrong and how it is called. @returns 2, the status of wrong usage */
export function* complainUsage(call: Call, builtin: Builtin, message: string): Steps<number> {
  yield* call.complain(`${call.name}: ${message}`);
  yield* call.printUsage(`${call.name}: usage: ${builtin.synopsis}`);
  return 2;
}
