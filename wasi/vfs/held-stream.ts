// A pipe whose bytes leave behind the closes before them: whoever reads them may look at what was closed.
import type { Stat } from './filesystem.ts';
import type { LateCloses } from './late-closes.ts';
import { andThen, isPromise, type MaybePromise } from './maybe-promise.ts';
import type { Stream } from './stream.ts';

/** How much is held back at most, in bytes; a writer then waits. */
export const maximumHeld = 1024 * 1024;
/** How long a program that is told to stop waits for a reader to take what is held back, in milliseconds. */
const patience = 100;

/** Holds back what is written while closes are under way; the program goes on meanwhile. */
export class HeldStream implements Stream {
  readonly kind = 'stream';
  readonly #stream: Stream;
  readonly #late: LateCloses;
  readonly #stop: AbortSignal;
  /** The last of what is held back, when it has left. */
  #last: Promise<void> | undefined;
  #held = 0;
  /** Why something that was held back was not taken: whoever comes next meets it. */
  #failure: { readonly error: unknown } | undefined;

  /** @param stop its abort tells the program to stop: from then on its end waits for no reader */
  constructor(stream: Stream, late: LateCloses, stop: AbortSignal) {
    this.#stream = stream;
    this.#late = late;
    this.#stop = stop;
  }

  get type(): Stream['type'] {
    return this.#stream.type;
  }

  stat(): MaybePromise<Stat> | undefined {
    return this.#stream.stat?.();
  }

  read(max: number, signal?: AbortSignal): MaybePromise<Uint8Array> {
    return this.#stream.read(max, signal);
  }

  readable(signal: AbortSignal): MaybePromise<number> {
    return this.#stream.readable(signal);
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    this.#throwFailure();
    const before = this.#late.settled();
    if (!isPromise(before) && this.#last === undefined) return this.#stream.write(bytes);
    const own = bytes.slice();
    this.#hold(own, before);
    const taken = (): number => own.length;
    return this.#held > maximumHeld ? this.#leave().then(taken) : taken();
  }

  #hold(bytes: Uint8Array, before: MaybePromise<void>): void {
    this.#held += bytes.length;
    const sent = Promise.all([this.#last, before]).then(() => this.#send(bytes));
    const done: Promise<void> = sent
      .catch((error: unknown) => void (this.#failure ??= { error }))
      .finally(() => {
        this.#held -= bytes.length;
        if (this.#last === done) this.#last = undefined;
      });
    this.#last = done;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return; // nothing goes behind what was not taken
    for (let at = 0; at < bytes.length;) at += await this.#stream.write(bytes.subarray(at));
  }

  /** Returns when all that is held back has left. */
  async #leave(): Promise<void> {
    await this.#last;
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** As `#leave`, but what nobody takes is lost once the program is told to stop. */
  async #leaveUnlessStopped(): Promise<void> {
    const givenUp = Promise.withResolvers<void>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => void (timer = setTimeout(givenUp.resolve, patience));
    this.#stop.addEventListener('abort', stop);
    if (this.#stop.aborted) stop();
    try {
      await Promise.race([this.#leave(), givenUp.promise]);
    } finally {
      clearTimeout(timer);
      this.#stop.removeEventListener('abort', stop);
    }
  }

  /** The end of a pipe is news as well: it never comes before what was closed. */
  close(): MaybePromise<void> {
    return andThen(this.#late.settled(), () => {
      if (this.#last === undefined && this.#failure === undefined) return this.#stream.close();
      return this.#leaveUnlessStopped().finally(() => this.#stream.close());
    });
  }
}
