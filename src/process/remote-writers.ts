// The session's registry of writers, as a process sees it.
import type { FromProcess } from './protocol.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { WriterRegistry } from '../../wasi/vfs/writers.ts';

export class RemoteWriters implements WriterRegistry {
  readonly #post: (message: FromProcess) => void;
  readonly #asked = new Map<number, (busy: boolean) => void>();
  /** What this process writes: no question is needed for that. */
  readonly #own = new Set<string>();
  #next = 0;

  constructor(post: (message: FromProcess) => void) {
    this.#post = post;
  }

  /** An answer of the session. */
  answered(id: number, busy: boolean): void {
    this.#asked.get(id)?.(busy);
    this.#asked.delete(id);
  }

  #ask(type: 'acquire' | 'is-written', key: string): Promise<boolean> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#post({ type, id, key });
    });
  }

  async acquire(key: string): Promise<void> {
    if (await this.#ask('acquire', key)) throw new SystemError('EBUSY');
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

  has(key: string): boolean | Promise<boolean> {
    return this.#own.has(key) || this.#ask('is-written', key);
  }
}
