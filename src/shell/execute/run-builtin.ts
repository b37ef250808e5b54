// Builtins: run inside the shell, on streams of the command's descriptors.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Builtin, Builtins, Call } from '../builtins/builtin.ts';
import { readText, resolvePath } from '../files.ts';
import type { History } from '../history/history.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import { printable } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { AssignmentError } from '../variables.ts';
import type { ArrayItem } from './array-value.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { deeper } from './execution.ts';
import { inputOf } from './input.ts';
import type { Job } from './job.ts';
import { complain, printError } from './message.ts';
import { treeOf } from './own-descriptors.ts';
import { withDescriptors } from './overlay.ts';
import type { SharedStream } from './shared.ts';
import { executeText } from './text.ts';
import { runTrap } from './trap.ts';

/** The status of what ended because nobody reads its output any more: 128 + SIGPIPE. */
/** As of a program that SIGPIPE ended. */
export const brokenPipeStatus = 141;

/** One for all: to make one takes longer than to encode a line. */
const encoder = new TextEncoder();

/** Runs `builtin`; `args` begins with its name. */
export function* runBuiltin(
  builtin: Builtin,
  args: readonly string[],
  arrays: ReadonlyMap<number, readonly ArrayItem[]>,
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  try {
    const result = builtin.run(new BuiltinCall(args, arrays, table, execution));
    return typeof result === 'number' ? result : yield* result;
  } catch (error) {
    const { state } = execution;
    if (error instanceof AssignmentError) {
      yield* complain(table, state, error.message);
      return 1;
    }
    if (!(error instanceof OutputError)) throw error;
    if (error.error.code === 'EPIPE') {
      // The signal ends the whole subshell, which is the process that wrote.
      if (state.subshells > 0) state.leaving = { kind: 'exit', status: brokenPipeStatus };
      return brokenPipeStatus;
    }
    const name = printable(args[0] ?? builtin.name);
    yield* complain(table, state, `${name}: write error: ${error.error.message}`);
    return 1;
  }
}

/** What a builtin prints cannot be written: that ends it. */
class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly error: SystemError;

  constructor(error: SystemError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

/** A class, as there is one for each call: its methods are made once. */
class BuiltinCall implements Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly #arrays: ReadonlyMap<number, readonly ArrayItem[]>;
  readonly #table: DescriptorTable;
  readonly #execution: Execution;

  constructor(
    [name = '', ...args]: readonly string[],
    arrays: ReadonlyMap<number, readonly ArrayItem[]>,
    table: DescriptorTable,
    execution: Execution,
  ) {
    this.name = name;
    this.args = args;
    this.#arrays = arrays;
    this.#table = table;
    this.#execution = execution;
  }

  get arrays(): ReadonlyMap<number, readonly ArrayItem[]> {
    // The places are those of the arguments, which the words begin with the command's name before.
    return new Map(Array.from(this.#arrays, ([index, items]) => [index - 1, items]));
  }

  get state(): State {
    return this.#execution.state;
  }

  get fs(): ReadableFileSystem {
    return treeOf(this.#execution);
  }

  get programs(): ReadonlySet<string> {
    return this.#execution.world.programs;
  }

  get builtins(): Builtins {
    return this.#execution.builtins;
  }

  get signal(): AbortSignal {
    return this.#execution.job.signal;
  }

  get job(): Job {
    return this.#execution.job;
  }

  get history(): History {
    return this.#execution.history;
  }

  *readFile(name: string): Steps<string> {
    const { fs, state } = this;
    return yield* readText(fs, yield* resolvePath(fs, state.cwd, name));
  }

  *writeFile(name: string, text: string, mode: 'write' | 'append'): Steps<void> {
    const { world } = this.#execution;
    const path = yield* resolvePath(this.fs, this.state.cwd, name);
    const stream = yield* wait(world.stream(yield* wait(world.open(path, mode))));
    try {
      for (let rest = encoder.encode(text); rest.length > 0;)
        rest = rest.subarray(yield* wait(stream.write(rest)));
    } finally {
      yield* wait(stream.close());
    }
  }

  *removeFile(name: string): Steps<void> {
    try {
      const path = yield* resolvePath(this.fs, this.state.cwd, name);
      yield* wait(this.#execution.world.fs.unlink(path));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  isTerminal(descriptor: number): boolean {
    return this.#table.get(descriptor)?.kind === 'terminal';
  }

  *print(output: string | Uint8Array): Steps<void> {
    const bytes = typeof output === 'string' ? encoder.encode(output) : output;
    if (bytes.length === 0) return;
    try {
      yield* this.#table.write(1, bytes);
    } catch (error) {
      if (isSystemError(error)) throw new OutputError(error);
      throw error;
    }
  }

  *printError(text: string): Steps<void> {
    try {
      yield* this.#table.write(2, encoder.encode(text));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  complain(message: string): Steps<void> {
    return complain(this.#table, this.state, message);
  }

  printUsage(usage: string): Steps<void> {
    return printError(this.#table, usage);
  }

  input(descriptor: number): Steps<SharedStream> {
    return inputOf(this.#table, descriptor, this.job);
  }

  *execute(text: string, file?: string): Steps<number> {
    const execution = { ...this.#execution, traceDepth: this.#execution.traceDepth + 1 };
    return yield* deeper(this.name, execution, (inner) =>
      withDescriptors(this.#table, inner, () => executeText(text, inner, file)),
    );
  }

  runTrap(name: string): Steps<number> {
    return runTrap(name, this.#execution);
  }
}
