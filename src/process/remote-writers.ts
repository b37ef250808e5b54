// The session's registry of writers, as a process sees it.
import type { FromProcess } from './protocol.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { WriterRegistry } from '../../wasi/vfs/writers.ts';

export class RemoteWriters implements WriterRegistry {
  readonly #post: (message: FromProcess) => void;
  readonly #asked = new Map<number, (busy: boolean) => void>();
  /** What this process writes: no question is needed for that. */
  readonly #own = new Set<string>();
  /** What others write, as far as the session has told; undefined where it must be asked. */
  #others: Set<string> | undefined;
  /** Whoever asked the session what others write, and waits for its answers, in order. */
  readonly #questions: PromiseWithResolvers<ReadonlySet<string>>[] = [];
  /** The last question, where it is good: none where this process has heard from others since. */
  #asking: PromiseWithResolvers<ReadonlySet<string>> | undefined;
  #next = 0;

  constructor(post: (message: FromProcess) => void) {
    this.#post = post;
  }

  /** An answer of the session. */
  answered(id: number, busy: boolean): void {
    this.#asked.get(id)?.(busy);
    this.#asked.delete(id);
  }

  /** What others write, in answer to the question. What follows is told by `changed`. */
  told(keys: readonly string[]): void {
    const question = this.#questions.shift();
    const others = new Set(keys);
    question?.resolve(others);
    if (question !== this.#asking) return;
    this.#others = others;
    this.#asking = undefined;
  }

  /** Another has taken a file, or released it. */
  changed(key: string, written: boolean): void {
    if (written) this.#others?.add(key);
    else this.#others?.delete(key);
  }

  async acquire(key: string): Promise<void> {
    const id = this.#next++;
    const busy = await new Promise<boolean>((resolve) => {
      this.#asked.set(id, resolve);
      this.#post({ type: 'acquire', id, key });
    });
    if (busy) throw new SystemError('EBUSY');
    this.#own.add(key);
  }

  created(key: string): void {
    this.#post({ type: 'created', key });
  }

  stored(key: string): void {
    this.#post({ type: 'stored', key });
  }

  release(key: string): void {
    this.#own.delete(key);
    this.#post({ type: 'released', key });
  }

  /**
   * At once, where the session was asked before: a message that another takes the file is heard before the next answer of
   * the browser, much as an answer to a question would be.
   */
  has(key: string): MaybePromise<boolean> {
    if (this.#own.has(key)) return true;
    return andThen(this.#others ?? this.#ask(), (others) => others.has(key));
  }

  /** Whoever this process has heard from may have taken files before, and the message of that may come later. */
  expire(): void {
    this.#others = undefined;
    this.#asking = undefined;
  }

  #ask(): Promise<ReadonlySet<string>> {
    if (this.#asking === undefined) {
      this.#asking = Promise.withResolvers();
      this.#questions.push(this.#asking);
      this.#post({ type: 'watch-writers' });
    }
    return this.#asking.promise;
  }
}
