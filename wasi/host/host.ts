// What a program's calls work on: its arguments, its descriptors, the tree, and whether it was told to stop.
import type { DescriptorTable } from '../fd/table.ts';
import type { GuestMemory } from '../preview1/memory.ts';
import { SystemError } from '../vfs/error.ts';
import type { Tree } from '../vfs/filesystem.ts';
import { LateCloses } from '../vfs/late-closes.ts';

/** Ends a program from within one of its calls. It is thrown through the program, which has no means to catch it. */
export class ProgramExit extends Error {
  override readonly name = 'ProgramExit';
  readonly status: number;
  /** Whether the program was stopped, rather than ending by itself. */
  readonly stopped: boolean;

  constructor(status: number, stopped: boolean) {
    super(`exit ${status}`);
    this.status = status;
    this.stopped = stopped;
  }
}

/** The exit status of a program that wrote to a pipe that nobody reads: 128 + SIGPIPE. */
export const brokenPipe = 141;

export interface HostOptions {
  /** `argv`, and `NAME=value` each. @throws EINVAL by the constructor: a NUL in one */
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly table: DescriptorTable;
  readonly tree: Tree;
  /** The closes that `tree` leaves under way; none, where it is not given. */
  readonly late?: LateCloses;
  /** Its abort stops the program at its next call; `reason` is the exit status as a number, else 143. */
  readonly signal: AbortSignal;
  /** Holds the program at its calls while it gives a promise: it is stopped, as by SIGTSTP. */
  readonly passage?: () => Promise<void> | undefined;
  /** Is told, once each, sentences that a person should read beyond the program's own message. */
  readonly explain: (sentence: string) => void;
  /** Whether a write to a pipe that nobody reads gives EPIPE instead of ending the program (`trap '' PIPE`). */
  readonly ignoreBrokenPipe?: boolean;
}

const encoder = new TextEncoder();

/** The state of one run of a program. */
export class Host {
  readonly args: readonly Uint8Array[];
  readonly env: readonly Uint8Array[];
  readonly table: DescriptorTable;
  readonly tree: Tree;
  readonly late: LateCloses;
  readonly signal: AbortSignal;
  readonly ignoreBrokenPipe: boolean;
  /** What a call waits for before it goes on. */
  readonly passage: () => Promise<void> | undefined;
  readonly #explain: (sentence: string) => void;
  readonly #explained = new Set<string>();
  readonly #withheld: SystemError[] = [];
  #memory: GuestMemory | undefined;

  constructor(options: HostOptions) {
    this.args = options.args.map(terminated);
    this.env = options.env.map(terminated);
    this.table = options.table;
    this.tree = options.tree;
    this.late = options.late ?? new LateCloses();
    this.signal = options.signal;
    this.ignoreBrokenPipe = options.ignoreBrokenPipe ?? false;
    this.passage = options.passage ?? (() => undefined);
    this.#explain = options.explain;
  }

  /** The program's memory, once it is instantiated. */
  get memory(): GuestMemory {
    if (this.#memory === undefined) throw new Error('a call before the program has its memory');
    return this.#memory;
  }

  set memory(memory: GuestMemory) {
    this.#memory = memory;
  }

  /** Tells the person a sentence. */
  report(sentence: string): void {
    this.#explain(sentence);
  }

  /** Says what `error` knows beyond its code, once for each sentence. */
  explain(error: SystemError): void {
    if (error.reason === '' || this.#explained.has(error.reason)) return;
    this.#explained.add(error.reason);
    this.#explain(error.reason);
  }

  /** Keeps what `error` knows until it is clear that the program failed: who asks whether there is an entry need not care. */
  withhold(error: SystemError): void {
    this.#withheld.push(error);
  }

  /** Says what was withheld. */
  explainWithheld(): void {
    for (const error of this.#withheld.splice(0)) this.explain(error);
  }

  /** @throws ProgramExit where the program was told to stop */
  checkStopped(): void {
    if (this.signal.aborted) throw this.stopped();
  }

  /** How a program ends that was told to stop. */
  stopped(): ProgramExit {
    const reason: unknown = this.signal.reason;
    return new ProgramExit(typeof reason === 'number' ? reason : 143, true);
  }
}

/** UTF-8 with the NUL that ends a C string. */
function terminated(text: string): Uint8Array {
  if (text.includes('\0')) throw new SystemError('EINVAL');
  return encoder.encode(`${text}\0`);
}
