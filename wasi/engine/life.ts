// The life of one instance: one call into it at a time, and none after its end.

import { abortable } from '../abortable.ts';

/** An exported function as the engines hand it out. */
export type AsyncExport = (...args: (number | bigint)[]) => Promise<unknown>;

/** Says who may call into an instance, and ends it. */
export class InstanceLife {
  /** Ends the instance when it is aborted. */
  readonly signal: AbortSignal | undefined;
  /** The export whose call has not returned. */
  #current: string | undefined;
  #end: { readonly cause: unknown } | undefined;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /**
   * Begins a call; `leave` or `end` follows.
   * @throws Error another call has not returned, or the instance has ended; the signal's reason
   */
  enter(name: string): void {
    if (this.#current !== undefined) {
      throw new Error(
        `'${name}' was called while the instance is suspended in '${this.#current}': one call at a time`,
      );
    }
    if (this.#end !== undefined) {
      const { cause } = this.#end;
      throw new Error(`'${name}' was called, but the instance has ended: ${textOf(cause)}`, {
        cause,
      });
    }
    this.check();
    this.#current = name;
  }

  leave(): void {
    this.#current = undefined;
  }

  /** A trap, what an import threw, or the signal: what the instance's memory and stack hold now, nobody knows. */
  end(cause: unknown): void {
    this.#current = undefined;
    this.#end ??= { cause };
  }

  /** Before an import is called. @throws the signal's reason, where it is aborted */
  check(): void {
    if (this.signal?.aborted) {
      this.end(this.signal.reason);
      throw this.signal.reason;
    }
  }

  /** `promise`, or the signal's reason as soon as it is aborted. */
  untilAborted<T>(promise: PromiseLike<T>): PromiseLike<T> {
    const { signal } = this;
    return signal === undefined ? promise : abortable(promise, signal, () => signal.reason);
  }

  /** `promise`, which never settles once the signal is aborted: what waits for it never runs again. */
  unlessAborted<T>(promise: PromiseLike<T>): PromiseLike<T> {
    const { signal } = this;
    if (signal === undefined) return promise;
    return new Promise<T>((resolve, reject) => {
      promise.then(
        (value) => {
          if (!signal.aborted) resolve(value);
        },
        (error: unknown) => {
          if (!signal.aborted) reject(error);
        },
      );
    });
  }
}

/** Whether an import must be waited for. It need not be a promise of this realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
  );
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
