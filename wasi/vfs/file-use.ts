// One open of a file of a handle tree: it answers for what was changed through it.
import type { OpenFile, Stat, Times } from './filesystem.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { HandleFile } from './open-file.ts';

export class FileUse implements OpenFile {
  readonly kind = 'file';
  readonly #file: HandleFile;
  /** Whether anything was written or cut through it. */
  #changed: boolean;

  /** @param changed whether the open itself has cut the file */
  constructor(file: HandleFile, changed: boolean) {
    this.#file = file;
    this.#changed = changed;
  }

  get fresh(): boolean {
    return this.#file.fresh;
  }

  stat(): MaybePromise<Stat> {
    return this.#file.stat();
  }

  read(position: number, max: number): MaybePromise<Uint8Array> {
    return this.#file.read(position, max);
  }

  write(position: number | 'end', bytes: Uint8Array): MaybePromise<number> {
    this.#changed = true;
    return this.#file.write(position, bytes);
  }

  truncate(size: number): MaybePromise<void> {
    this.#changed = true;
    return this.#file.truncate(size);
  }

  sync(): MaybePromise<void> {
    return this.#file.sync();
  }

  setTimes(times: Times): MaybePromise<void> {
    return this.#file.setTimes(times);
  }

  close(abandon = false): MaybePromise<void> {
    return this.#file.close(abandon, this.#changed);
  }
}
