// What a stopped process waits at: closed by SIGTSTP and SIGSTOP, opened by SIGCONT.
import { isSystemError } from '../../wasi/vfs/error.ts';
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

/** Open at first. */
export class StopGate {
  #closed: PromiseWithResolvers<void> | undefined;
  #closing = new AbortController();

  /** A promise, where it is closed, that resolves when it is opened. */
  get passage(): Promise<void> | undefined {
    return this.#closed?.promise;
  }

  close(): void {
    this.#closed ??= Promise.withResolvers();
    this.#closing.abort();
  }

  open(): void {
    if (this.#closed === undefined) return;
    this.#closing = new AbortController();
    this.#closed.resolve();
    this.#closed = undefined;
  }

  /** `stream` as behind the gate: nothing is read or written while it is closed. */
  guard(stream: Stream): Stream {
    return {
      ...this.guardReads(stream),
      write: (bytes) => {
        if (this.passage === undefined) return stream.write(bytes);
        const copy = bytes.slice();
        return andThen(this.passage, () => stream.write(copy));
      },
    };
  }

  /**
   * `stream`, of which nothing is read while the gate is closed. A read that waits then is withdrawn, and made anew.
   * @param enter waits until it is opened, or `signal` is aborted
   */
  guardReads(
    stream: Stream,
    enter = (signal?: AbortSignal): MaybePromise<void> =>
      signal === undefined ? this.passage : untilAborted(this.passage, signal),
  ): Stream {
    const take = async <T>(
      signal: AbortSignal | undefined,
      action: (both: AbortSignal) => MaybePromise<T>,
    ): Promise<T> => {
      for (;;) {
        while (this.passage !== undefined) await enter(signal);
        const closing = this.#closing.signal;
        try {
          return await action(signal === undefined ? closing : AbortSignal.any([signal, closing]));
        } catch (error) {
          if (!isSystemError(error, 'EINTR') || !closing.aborted || signal?.aborted === true)
            throw error;
        }
      }
    };
    const own = stream.stat === undefined ? {} : { stat: () => stream.stat?.() };
    return {
      ...own,
      kind: 'stream',
      type: stream.type,
      read: (max, signal) => take(signal, (both) => stream.read(max, both)),
      readable: (signal) => take(signal, (both) => stream.readable(both)),
      write: (bytes) => stream.write(bytes),
      close: () => stream.close(),
    };
  }
}
