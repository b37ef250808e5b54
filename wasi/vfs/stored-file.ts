// A file as the browser has it: a snapshot to read from, asked for anew when it may be out of date.
import { isSystemError, SystemError } from './error.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { SnapshotReader } from './read-ahead.ts';

/** How old a snapshot may be that answers a stat, or after a pause a read, in milliseconds; each answers one stat. */
export const soon = 100;

/** What reads a snapshot. */
export type ReaderOf = (file: File) => SnapshotReader;

interface StoredFileContext {
  readonly handle: FileSystemFileHandle;
  readonly readerOf: ReaderOf;
  /** The error of something that the handle threw. */
  failed(error: unknown): SystemError;
}

export class StoredFile {
  readonly #handle: FileSystemFileHandle;
  readonly #failed: (error: unknown) => SystemError;
  readonly #readerOf: ReaderOf;
  #file: File | undefined;
  #reader: SnapshotReader | undefined;
  #taken = 0;
  /** When it was last read from. */
  #lastRead = 0;
  /** Whether the snapshot has answered a stat: the next one asks the browser. */
  #used = false;
  /** The handle leads to another file now. */
  #orphan = false;
  /** An end of file was reported: whoever reads again asks the browser (`tail -f`). */
  #ended = false;

  constructor({ handle, failed, readerOf }: StoredFileContext) {
    this.#handle = handle;
    this.#failed = failed;
    this.#readerOf = readerOf;
  }

  /** Takes over a snapshot that was made just now, and what reads it. */
  adopt(file: File, reader?: SnapshotReader): void {
    const same = this.#file?.size === file.size && this.#file.lastModified === file.lastModified;
    if (!same) {
      this.forget();
      this.#file = file;
      this.#reader = reader ?? this.#readerOf(file);
    }
    this.#taken = performance.now();
    this.#used = false;
    this.#ended = false;
  }

  /** The snapshot answers no stat any more. */
  expire(): void {
    this.#used = true;
  }

  /** The file has changed, or will. */
  forget(): void {
    this.#reader?.end?.();
    this.#file = undefined;
    this.#reader = undefined;
  }

  /** What its handle leads to is another file now: only the bytes that are there can be read. */
  orphan(): void {
    this.#orphan = true;
  }

  /** @throws ENOENT, EACCES, EIO */
  async renew(): Promise<File> {
    if (this.#orphan) throw new SystemError('ENOENT', 'somebody else removed the file');
    let file: File;
    try {
      file = await this.#handle.getFile();
    } catch (error) {
      throw this.#failed(error);
    }
    this.adopt(file);
    return file;
  }

  /** What it is now, where that can be told; nothing else is read from it. */
  async look(): Promise<File | undefined> {
    try {
      return await this.#handle.getFile();
    } catch {
      return undefined; // whoever needs the file will meet it
    }
  }

  /** All of it, as it is now. @throws EBUSY it is larger than `most` bytes; ENOENT, EACCES, EIO */
  async whole(most: number): Promise<Uint8Array> {
    const file = await this.renew();
    if (file.size > most)
      throw new SystemError('EBUSY', 'it is open, and too large to go on without a name');
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Size and time as they are now. @throws ENOENT, EACCES, EIO */
  current(): MaybePromise<File> {
    const fresh = !this.#used && !this.#ended && performance.now() - this.#taken < soon;
    if (this.#file === undefined || !fresh) return this.renew().then((file) => this.#use(file));
    return this.#use(this.#file);
  }

  #use(file: File): File {
    this.#used = true;
    return file;
  }

  /** At most `max` bytes at `position`; empty at the end. @throws ENOENT, EACCES, EIO */
  read(position: number, max: number): MaybePromise<Uint8Array> {
    return andThen(this.#upToDate(position), ({ size }) => this.#readAt(position, max, size));
  }

  /**
   * The snapshot to read from. Somebody else may have stored the file since it was taken, and the bytes that are there
   * already would not tell: it is asked for anew at the end of the file and after a pause. Who reads steadily pays nothing.
   */
  #upToDate(position: number): MaybePromise<File> {
    const file = this.#file;
    const now = performance.now();
    const paused = now - this.#lastRead >= soon;
    this.#lastRead = now;
    if (file === undefined || this.#ended) return this.renew();
    if (now - this.#taken < soon || (position < file.size && !paused)) return file;
    return this.renew().catch((error: unknown) => {
      // Removed: what is there of it stays readable, as on Unix.
      if (isSystemError(error, 'ENOENT')) return file;
      throw error;
    });
  }

  #readAt(position: number, max: number, size: number): MaybePromise<Uint8Array> {
    if (position >= size) {
      this.#ended = true;
      return new Uint8Array(0);
    }
    const bytes = this.#reader?.read(position, max) ?? new Uint8Array(0);
    if (!(bytes instanceof Promise)) return bytes;
    return bytes.catch((error: unknown) => this.#readChanged(error, position, max));
  }

  /** Somebody else stored the file since: its new content, if it still reaches so far. */
  async #readChanged(cause: unknown, position: number, max: number): Promise<Uint8Array> {
    this.forget();
    const { size } = await this.renew();
    if (position > size) throw this.#failed(cause);
    if (position === size) return new Uint8Array(0);
    try {
      return (await this.#reader?.read(position, max)) ?? new Uint8Array(0);
    } catch (error) {
      throw this.#failed(error);
    }
  }
}
