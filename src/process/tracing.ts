// The trace of a program (`strace`): lines as its calls return, in order with what it writes itself, or a table at its end.
import type { TraceOptions } from './world.ts';
import type { FileDescription } from '../../wasi/fd/file.ts';
import type { StreamDescription } from '../../wasi/fd/stream.ts';
import { brokenPipe, ProgramExit } from '../../wasi/host/host.ts';
import { formatCall, TraceSummary, type TracedCall } from '../../wasi/host/trace.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { andThen, isPromise, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

/** Where the lines go: the program may have the same description, and then its own output and they keep their order. */
export type TraceOutput = FileDescription | StreamDescription;

const encoder = new TextEncoder();

export class Tracing {
  readonly #only: ReadonlySet<string> | undefined;
  readonly #summary: TraceSummary | undefined;
  readonly #signal: AbortSignal;
  #output: TraceOutput | undefined;
  /** What waits until `#writing` is done. */
  #queue = '';
  #writing: Promise<void> | undefined;

  /** @param signal its abort ends every wait for whoever reads the trace */
  constructor({ summary, only }: TraceOptions, signal: AbortSignal) {
    this.#only = only === undefined ? undefined : new Set(only);
    this.#summary = summary ? new TraceSummary() : undefined;
    this.#signal = signal;
  }

  /** Sends the lines to a description, which stays open until `end`, whatever the program closes. */
  begin(output: TraceOutput): void {
    output.users++;
    this.#output = output;
  }

  /** Takes a call. @throws ProgramExit nobody reads the trace any more: as SIGPIPE would end strace, and its program */
  readonly take = (call: TracedCall): MaybePromise<void> => {
    if (this.#only?.has(call.name) === false) return;
    if (this.#summary === undefined) return this.#write(`${formatCall(call)}\n`);
    this.#summary.add(call);
  };

  /** Writes what is last, and lets go of the description. @throws SystemError a file that could not be stored */
  async end(status: number): Promise<void> {
    try {
      await this.#write(this.#summary?.format() ?? `+++ exited with ${status} +++\n`);
    } catch (error) {
      if (!(error instanceof ProgramExit)) throw error; // it has ended
    }
    await this.close();
  }

  /** Lets go of the description. @throws SystemError a file that could not be stored */
  async close(): Promise<void> {
    const output = this.#output;
    this.#output = undefined;
    if (output === undefined || --output.users > 0) return;
    try {
      await output.close(false);
    } catch (error) {
      if (!isSystemError(error, 'EPIPE')) throw error;
    }
  }

  #write(text: string): MaybePromise<void> {
    if (this.#writing !== undefined) {
      this.#queue += text;
      return this.#writing;
    }
    try {
      const written = this.#put(encoder.encode(text));
      if (isPromise(written)) {
        this.#writing = this.#drain(written);
        return this.#writing;
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  async #drain(first: Promise<void>): Promise<void> {
    try {
      await first;
      while (this.#queue !== '') {
        const text = this.#queue;
        this.#queue = '';
        await this.#put(encoder.encode(text));
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#writing = undefined;
    }
  }

  #put(bytes: Uint8Array): MaybePromise<void> {
    const output = this.#output;
    if (output === undefined) return;
    const rest = (taken: number): MaybePromise<void> =>
      taken < bytes.length ? this.#put(bytes.subarray(taken)) : undefined;
    // A stream's reader may never read; a file's write ends, and must before it is closed.
    const taken =
      output.kind === 'file'
        ? output.write(bytes, false)
        : untilAborted(output.write(bytes), this.#signal);
    return andThen(taken, rest);
  }

  /** @throws ProgramExit */
  #failed(error: unknown): void {
    if (!isSystemError(error)) throw error;
    this.#queue = '';
    if (error.code === 'EPIPE') throw new ProgramExit(brokenPipe, true);
    // There is no place to tell it: a full disk, say, loses lines of the trace, not the program.
  }
}
