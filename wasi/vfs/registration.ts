// One file's place in the registry of writers: taken when it is first written, given back once.
import { isPromise, type MaybePromise } from './maybe-promise.ts';
import type { WriterRegistry } from './writers.ts';

/** Its calls follow one another: whoever uses it waits for one before the next. */
export class Registration {
  readonly #writers: WriterRegistry;
  #key: string;
  #held: boolean;

  /** @param held whether the registry has the file for us already */
  constructor(writers: WriterRegistry, key: string, held: boolean) {
    this.#writers = writers;
    this.#key = key;
    this.#held = held;
  }

  /** Whether the file is ours to write. */
  get held(): boolean {
    return this.#held;
  }

  /** Takes the file for writing, where it is not ours yet. @throws EBUSY another process writes it */
  acquire(): MaybePromise<void> {
    if (this.#held) return;
    const acquired = this.#writers.acquire(this.#key);
    const done = (): void => void (this.#held = true);
    return isPromise(acquired) ? acquired.then(done) : done();
  }

  /** Something was stored in it. */
  stored(): void {
    this.#writers.stored(this.#key);
  }

  release(): void {
    if (this.#held) this.#writers.release(this.#key);
    this.#held = false;
  }

  /** The file has another key. @throws EBUSY another process writes what has it: the file is not ours any more */
  moved(key: string): MaybePromise<void> {
    const held = this.#held;
    this.release();
    this.#key = key;
    if (held) return this.acquire();
  }
}
