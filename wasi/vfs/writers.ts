// The registry of open writers: one writer for a file at a time, over all processes of a session.
import { SystemError } from './error.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** Who may write which file. Keys are canonical: device and path. */
export interface WriterRegistry {
  /**
   * Takes the file for writing, at once or never: waiting would deadlock with pipes.
   * @throws EBUSY another process writes it
   */
  acquire(key: string): MaybePromise<void>;

  /** Says that the holder of `key` has just created the file, so that it can be removed if it is never stored. */
  created(key: string): void;

  /** Says that something was stored in the file. */
  stored(key: string): void;

  /** Gives the file back. */
  release(key: string): void;

  /** Whether anyone writes it: its `.crswap` is then the browser's and not the person's. */
  has(key: string): MaybePromise<boolean>;

  /** Says that others may have taken or released files, of which it has not heard yet. */
  expire?(): void;
}

/** The registry of a page that runs one process at a time, where each file's own state is enough. */
export class LocalWriters implements WriterRegistry {
  readonly #open = new Set<string>();

  acquire(key: string): void {
    if (this.#open.has(key)) throw new SystemError('EBUSY');
    this.#open.add(key);
  }

  created(): void {}

  stored(): void {}

  release(key: string): void {
    this.#open.delete(key);
  }

  has(key: string): boolean {
    return this.#open.has(key);
  }
}
