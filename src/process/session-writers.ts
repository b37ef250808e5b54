// The session's registry of open writers: one writer for a file at a time, over all its processes.
import { SystemError } from '../../wasi/vfs/error.ts';
import type { WriterRegistry } from '../../wasi/vfs/writers.ts';

/** A file that somebody writes. */
interface Writing {
  readonly owner: object;
  /** Created by the owner, and nothing was stored in it yet. */
  unstored: boolean;
}

/** Is told that somebody else has taken a file, or released it. */
export type WriterNews = (key: string, written: boolean) => void;

export class SessionWriters {
  readonly #files = new Map<string, Writing>();
  readonly #watchers = new Map<object, WriterNews>();

  /** Takes a file for `owner`; false where another has it. */
  acquire(key: string, owner: object): boolean {
    const writing = this.#files.get(key);
    if (writing !== undefined) return writing.owner === owner;
    this.#files.set(key, { owner, unstored: false });
    this.#tell(key, owner, true);
    return true;
  }

  created(key: string, owner: object): void {
    const writing = this.#files.get(key);
    if (writing?.owner === owner) writing.unstored = true;
  }

  stored(key: string, owner: object): void {
    const writing = this.#files.get(key);
    if (writing?.owner === owner) writing.unstored = false;
  }

  release(key: string, owner: object): void {
    if (this.#files.get(key)?.owner !== owner) return;
    this.#files.delete(key);
    this.#tell(key, owner, false);
  }

  #tell(key: string, owner: object, written: boolean): void {
    for (const [watcher, news] of this.#watchers) if (watcher !== owner) news(key, written);
  }

  /** Tells `watcher` from now on what others take and release. @returns what they have now */
  watch(watcher: object, news: WriterNews): readonly string[] {
    this.#watchers.set(watcher, news);
    return [...this.#files].filter(([, { owner }]) => owner !== watcher).map(([key]) => key);
  }

  has(key: string): boolean {
    return this.#files.has(key);
  }

  /** The keys of all that `owner` writes, and whether it created the file and stored nothing in it yet. */
  heldBy(owner: object): { readonly key: string; readonly unstored: boolean }[] {
    return [...this.#files]
      .filter(([, writing]) => writing.owner === owner)
      .map(([key, { unstored }]) => ({ key, unstored }));
  }

  /** Takes all from an owner that is gone, and tells it nothing more. */
  releaseAll(owner: object): void {
    this.#watchers.delete(owner);
    for (const { key } of this.heldBy(owner)) this.release(key, owner);
  }

  /** The registry as one owner in the session itself sees it: a builtin's redirection. */
  for(owner: object): WriterRegistry {
    return {
      acquire: (key) => {
        if (!this.acquire(key, owner)) throw new SystemError('EBUSY');
      },
      created: (key) => this.created(key, owner),
      stored: (key) => this.stored(key, owner),
      release: (key) => this.release(key, owner),
      has: (key) => this.has(key),
    };
  }
}
