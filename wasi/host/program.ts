// One program, from its instantiation to its exit status.
import {
  chooseEngine,
  instantiateOn,
  type AsyncImports,
  type EngineName,
} from '../engine/engine.ts';
import type { DescriptorTable, Slot } from '../fd/table.ts';
import { GuestMemory } from '../preview1/memory.ts';
import { waiting } from '../preview1/waiting.ts';
import { quoted } from '../vfs/dom-error.ts';
import { isSystemError, sentences, type SystemError } from '../vfs/error.ts';
import { Host, ProgramExit, type HostOptions } from './host.ts';
import { createImports } from './imports.ts';
import { ImportFailure, stoppable, type OwnImports } from './own-imports.ts';
import type { Trace } from './trace.ts';
import { Turns } from './turns.ts';

/** The exit status of a program that trapped: 128 + SIGABRT. */
export const trapped = 134;

const wasi = 'wasi_snapshot_preview1';

/** How a program is instantiated. */
export interface PrepareOptions {
  readonly engine?: EngineName | undefined;
  readonly trace?: Trace | undefined;
  /** Bytes for the Asyncify stack, where the program brings no place for it. */
  readonly stackSize?: number | undefined;
  /** What the program imports beside WASI. */
  readonly imports?: OwnImports | undefined;
  /**
   * Imports that know the run's host, which there is from the program's first call on, and that end by themselves when it
   * is told to stop.
   */
  readonly hostImports?: ((current: () => Host) => AsyncImports) | undefined;
}

export interface ProgramOptions extends HostOptions {
  /** Is told what was wrong with a program that trapped: a sentence. */
  readonly complain: (sentence: string) => void;
  /** Is waited for before the descriptors of a program that `signal` stopped are closed: others may see its end then. */
  readonly othersHeard?: Promise<void>;
  /** Resolves when nobody else uses its descriptors, as programs that it started do: they are closed then. */
  readonly lastUse?: () => Promise<void>;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly status: number;
  /** Whether a signal ended it: it was told to stop, or wrote to a pipe that nobody reads. */
  readonly signalled: boolean;
  /** Whether it trapped: its instance, and the worker's memory, are not used again. */
  readonly trapped: boolean;
  /** Bytes of its memory at the end. */
  readonly memory: number;
  /** How often the event loop was turned for it. */
  readonly turns: number;
}

/** A program whose instance stands ready: instantiating takes milliseconds that nobody need wait for. */
export class PreparedProgram {
  readonly #start: () => Promise<unknown>;
  readonly #memory: WebAssembly.Memory;
  readonly #attach: (host: Host) => void;
  readonly #turns: Turns;

  private constructor(
    start: () => Promise<unknown>,
    memory: WebAssembly.Memory,
    attach: (host: Host) => void,
    turns: Turns,
  ) {
    this.#start = start;
    this.#memory = memory;
    this.#attach = attach;
    this.#turns = turns;
  }

  /**
   * Instantiates a command.
   * @throws Error the module cannot be run at all: it imports what does not exist, or exports no `_start` or memory
   */
  static async prepare(
    module: WebAssembly.Module,
    { engine, trace, stackSize, imports, hostImports }: PrepareOptions = {},
  ): Promise<PreparedProgram> {
    let host: Host | undefined;
    const current = (): Host => {
      if (host === undefined) throw new Error('the program called its host before it was begun');
      return host;
    };
    const turns = new Turns();
    const program = {
      get memory() {
        return current().memory.memory;
      },
    };
    const own = stoppable(imports?.(program) ?? {}, current);
    const { exports } = await instantiateOn(
      chooseEngine(module, engine),
      module,
      { ...own, ...hostImports?.(current), [wasi]: createImports(current, turns, trace) },
      {
        waits: (from, name) => from !== wasi || waiting.includes(name),
        ...(stackSize === undefined ? {} : { stackSize }),
      },
    );
    const { memory, _start: start } = exports;
    if (!(memory instanceof WebAssembly.Memory)) throw new Error('the program exports no memory');
    if (typeof start !== 'function') {
      throw new Error('the program exports no _start: it is not a command');
    }
    const attach = (begun: Host): void => {
      host = begun;
    };
    return new PreparedProgram(start as () => Promise<unknown>, memory, attach, turns);
  }

  /** Bytes of its memory now. */
  get memory(): number {
    return this.#memory.buffer.byteLength;
  }

  /**
   * Runs `_start` to its end, once, and closes the descriptors.
   * @throws what an import of the caller's threw
   */
  async run(options: ProgramOptions): Promise<ProgramEnd> {
    const host = new Host(options);
    host.memory = new GuestMemory(this.#memory);
    this.#attach(host);
    this.#turns.begin();
    // Stopped before it began: a program that makes no call would never hear of it.
    const start = (): Promise<unknown> => {
      host.checkStopped();
      return this.#start();
    };
    const end = await ended(start, options.complain);
    this.#turns.end();
    if (end.status !== 0) host.explainWithheld();
    if (host.signal.aborted) await options.othersHeard;
    await options.lastUse?.();
    const status = await closeAll(host, end);
    if (end.failure !== undefined) throw end.failure.cause;
    const signalled = end.stopped && !end.trapped;
    const { memory } = this;
    return { status, signalled, trapped: end.trapped, memory, turns: this.#turns.count };
  }
}

interface End {
  readonly status: number;
  readonly trapped: boolean;
  readonly stopped: boolean;
  /** Not the program's fault, nor the host's. */
  readonly failure?: ImportFailure;
}

async function ended(
  start: () => Promise<unknown>,
  complain: (sentence: string) => void,
): Promise<End> {
  try {
    await start();
    return { status: 0, trapped: false, stopped: false };
  } catch (error) {
    if (error instanceof ProgramExit) {
      return { status: error.status, trapped: false, stopped: error.stopped };
    }
    if (error instanceof ImportFailure) {
      return { status: trapped, trapped: true, stopped: true, failure: error };
    }
    complain(`the program was aborted: ${reasonOf(error)}`);
    return { status: trapped, trapped: true, stopped: true };
  }
}

/** Why a program ended that did not exit. */
function reasonOf(error: unknown): string {
  if (error instanceof WebAssembly.RuntimeError) return error.message;
  // "Maximum call stack size exceeded" of V8 and JavaScriptCore, "too much recursion" of SpiderMonkey.
  if (error instanceof Error && /call stack|recursion/.test(error.message)) return 'stack overflow';
  // Not the program's fault: a defect of the host, shown as one.
  return `an error of its host: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/**
 * Closes what the program left open, and tells what could not be stored. A program that failed has told of its own
 * closes; one that ended well has not looked, and its status changes. Of late closes no program knows.
 * @throws what a stream of the caller's threw that is no SystemError, when all is closed, unless the program trapped
 */
async function closeAll(host: Host, end: End): Promise<number> {
  const { table, late } = host;
  let { status } = end;
  const tellOf = (name: string | undefined, error: SystemError): void => {
    const file = name === undefined ? 'a file' : quoted(name);
    host.explain(error);
    host.report(`${sentences[error.code]}: what was written to ${file} could not be stored`);
    if (status === 0) status = 1;
  };
  const tell = (): void => {
    for (const { description, error } of table.unstored.splice(0))
      tellOf(description.kind === 'file' ? description.name : undefined, error);
  };
  const tellLate = async (): Promise<void> => {
    await late.settled();
    for (const [name, error] of late.takeFailures()) tellOf(name, error);
  };
  if (status !== 0) table.unstored.length = 0;
  tell();
  const defects: unknown[] = [];
  for (const fd of inClosingOrder(table)) {
    if (fd === 2) await tellLate();
    try {
      await table.close(fd, end.stopped);
    } catch (error) {
      if (!isSystemError(error)) defects.push(error);
    }
    tell();
  }
  await tellLate();
  if (defects.length > 0 && !end.trapped) throw defects[0]; // else the first error has been told
  return status;
}

/**
 * Files before streams: who sees the end of a pipe may look at what was written. Standard error last: that is where it
 * is told what could not be stored.
 */
function inClosingOrder(table: DescriptorTable): number[] {
  const rank = ([fd, { description }]: [number, Slot]): number =>
    fd === 2 ? 2 : Number(description.kind === 'stream');
  return [...table.entries()].toSorted((a, b) => rank(a) - rank(b)).map(([fd]) => fd);
}
