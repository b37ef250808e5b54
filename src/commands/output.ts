// What a command prints: gathered, so that a line costs no message, and sent when it is much or the command waits.
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

/** How much is gathered, in bytes. */
const capacity = 64 * 1024;

const encoder = new TextEncoder();

/** One output stream of a command. */
export class Output {
  readonly #stream: Stream;
  readonly #signal: AbortSignal;
  #gathered = new Uint8Array(256);
  #length = 0;

  constructor(stream: Stream, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
  }

  get isTerminal(): boolean {
    return this.#stream.type === 'terminal';
  }

  /**
   * Prints it, soon. It returns nothing where nothing must be waited for.
   * @throws SystemError EPIPE, ENOSPC, … what of before could not be written
   */
  print(output: string | Uint8Array): MaybePromise<void> {
    const bytes = typeof output === 'string' ? encoder.encode(output) : output;
    if (this.#length + bytes.length <= capacity) return this.#gather(bytes);
    return andThen(this.flush(), () =>
      bytes.length > capacity ? this.#write(bytes) : this.#gather(bytes),
    );
  }

  #gather(bytes: Uint8Array): void {
    const end = this.#length + bytes.length;
    if (end > this.#gathered.length) {
      const larger = new Uint8Array(Math.min(capacity, 2 * end));
      larger.set(this.#gathered.subarray(0, this.#length));
      this.#gathered = larger;
    }
    this.#gathered.set(bytes, this.#length);
    this.#length = end;
  }

  /** Writes all that was printed. @throws SystemError as `print` */
  flush(): MaybePromise<void> {
    if (this.#length === 0) return;
    const bytes = this.#gathered.subarray(0, this.#length);
    this.#gathered = new Uint8Array(256);
    this.#length = 0;
    return this.#write(bytes);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      from += await untilAborted(this.#stream.write(bytes.subarray(from)), this.#signal);
    }
  }
}
