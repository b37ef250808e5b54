// What stands before the terminal for one job: in the foreground it reads, in the background whoever reads stops it, SIGTTIN.
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

export class TerminalGate {
  readonly #refused: () => void;
  #closed: PromiseWithResolvers<void> | undefined;
  #closing = new AbortController();
  #waiting = 0;

  /** @param refused is called when somebody would read while it is closed */
  constructor(refused: () => void) {
    this.#refused = refused;
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  /** The background. Who reads already is refused when the job goes on there. */
  close(): void {
    this.#closed ??= Promise.withResolvers();
    this.#closing.abort();
  }

  /** The foreground. */
  open(): void {
    if (this.#closed === undefined) return;
    this.#closing = new AbortController();
    this.#closed.resolve();
    this.#closed = undefined;
  }

  /** The job goes on in the background: those who wait are refused anew. */
  refuse(): void {
    if (this.#waiting > 0) this.#refused();
  }

  /** Waits until the job may read. @throws SystemError EINTR `signal` was aborted */
  async enter(signal?: AbortSignal): Promise<void> {
    while (this.#closed !== undefined) {
      const { promise } = this.#closed;
      this.#waiting += 1;
      this.#refused();
      try {
        await (signal === undefined ? promise : untilAborted(promise, signal));
      } finally {
        this.#waiting -= 1;
      }
    }
  }

  /** `stream`, the terminal, as the job has it. A read that waits when the gate is closed is withdrawn, and made anew. */
  guard(stream: Stream): Stream {
    const take = async <T>(
      signal: AbortSignal | undefined,
      action: (both: AbortSignal) => MaybePromise<T>,
    ): Promise<T> => {
      for (;;) {
        await this.enter(signal);
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
