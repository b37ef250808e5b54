// The browser's writer of one file: opened when it is first needed, at most one at a time, one write under way.
import { SystemError } from './error.ts';
import { lockGone } from './lock-gone.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Block } from './write-buffer.ts';

/** The longest name of a file that can be written, in bytes: the browser writes to `NAME.crswap` beside it. */
export const maximumWritableName = 255 - '.crswap'.length;
/** How many swap files of one file are looked at. */
const maximumSwaps = 16;

/** Where the bytes go: a FileSystemWritableFileStream is one, a file of `Scratch` another. All throw DOMException. */
export interface Sink {
  /** Writes a piece of the file. */
  write(chunk: { readonly type: 'write' } & Block): Promise<void>;
  /** Cuts or extends to so many bytes. */
  truncate(size: number): Promise<void>;
  /** What was written becomes the file; where it throws, the file is as it was. */
  close(): Promise<void>;
  /** The file is as it was. */
  abort(): Promise<void>;
}

/** Writes large files of the private storage (OPFS) beside the tree, by sync access handles (`scratch-file.ts`). */
export interface Scratch {
  /**
   * @param key of the file in the registry of writers
   * @param parent gives the directory that the file belongs to
   * @throws DOMException NoModificationAllowedError: another tab writes the file
   */
  open(
    target: FileSystemFileHandle,
    key: string,
    parent: () => MaybePromise<FileSystemDirectoryHandle>,
  ): Promise<Sink>;

  /**
   * Removes what a process that was ended has written of a file, and not stored, if there is anything.
   * @param key of the file in the registry of writers
   * @throws EBUSY the browser has not let go of it yet
   */
  remove(key: string): Promise<void>;
}

/**
 * From which size on a file of the private storage is written by a sync access handle, in bytes: it takes 78 ms for 64 MiB
 * where a writable stream takes 219, 6.6 instead of 7.8 for one, and 2.8 instead of 2.2 for a small file.
 */
const large = 1024 * 1024;

/** What it writes becomes the file at `close`, all at once; until then the file is as it was. */
export class FileWriter {
  readonly #handle: FileSystemFileHandle;
  readonly #openScratch: (() => Promise<Sink>) | undefined;
  #sink: Sink | undefined;
  /** A write under way; its failure belongs to whoever comes next. */
  #flight: Promise<void> | undefined;
  /** A writer that was given up and still has its lock. */
  #leaving: Promise<void> | undefined;

  /** @param openScratch opens another writer for a large file that keeps nothing, where there is one */
  constructor(handle: FileSystemFileHandle, openScratch?: () => Promise<Sink>) {
    this.#handle = handle;
    this.#openScratch = openScratch;
  }

  /** Whether it has anything of the file. */
  get open(): boolean {
    return this.#sink !== undefined;
  }

  /**
   * What is asked counts only for the first call.
   * @param keep whether what the file holds is the beginning
   * @param size how many bytes are known to come
   */
  async #opened(keep: boolean, size: number): Promise<Sink> {
    if (this.#sink !== undefined) return this.#sink;
    await this.#leaving;
    this.#leaving = undefined;
    this.#sink =
      this.#openScratch !== undefined && !keep && size >= large
        ? await this.#openScratch()
        : await this.#openStream(keep);
    return this.#sink;
  }

  #openStream(keep: boolean): Promise<FileSystemWritableFileStream> {
    // `exclusive` guards against other tabs: of two siloed writers the first one's bytes vanish, silently. It is not yet in
    // TypeScript's library. https://github.com/whatwg/fs/blob/main/proposals/MultipleReadersWriters.md
    const options = { keepExistingData: keep, mode: 'exclusive' };
    return this.#handle.createWritable(options);
  }

  async #landed(): Promise<void> {
    const flight = this.#flight;
    this.#flight = undefined;
    await flight;
  }

  /** Returns when the write is under way; the next call meets its failure. @throws DOMException */
  async write(block: Block, keep: boolean): Promise<void> {
    await this.#landed();
    const sink = await this.#opened(keep, block.data.length);
    this.#flight = sink.write({ type: 'write', ...block });
    this.#flight.catch(() => {}); // #landed meets it
  }

  /** @throws DOMException */
  async truncate(size: number, keep: boolean): Promise<void> {
    await this.#landed();
    await (await this.#opened(keep, size)).truncate(size);
  }

  /** What was written becomes the file. @throws DOMException the file is as it was */
  async close(keep: boolean): Promise<void> {
    await this.#landed();
    const sink = await this.#opened(keep, 0);
    this.#sink = undefined;
    await sink.close();
  }

  /**
   * What `close` would store, while it is open: the browser has it beside the file, in `NAME.crswap` or, where there is
   * such a file, in `NAME.1.crswap` and so on. In OPFS it shows it to nobody.
   * @param directory where the file is
   * @param size how large it is with all that was written, in bytes
   * @throws EIO it is not to be seen; DOMException
   */
  async image(directory: FileSystemDirectoryHandle, size: number): Promise<File> {
    await this.#landed();
    let newest: File | undefined;
    for (let index = 0; index < maximumSwaps; index++) {
      const name = `${this.#handle.name}${index === 0 ? '' : `.${index}`}.crswap`;
      let file: File;
      try {
        file = await (await directory.getFileHandle(name)).getFile();
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') break;
        throw error;
      }
      // A browser that was killed may have left others.
      const newer = newest === undefined || file.lastModified >= newest.lastModified;
      if (file.size === size && newer) newest = file;
    }
    if (newest === undefined) throw new SystemError('EIO', 'the browser does not show it');
    return newest;
  }

  /** Gives up: the file is as it was. */
  abandon(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    this.#flight = undefined;
    if (sink !== undefined) this.#leaving = this.#leave(sink);
  }

  async #leave(sink: Sink): Promise<void> {
    // One that failed is closed already; aborting it again tells nothing new.
    await sink.abort().catch(() => {});
    await lockGone(this.#handle);
  }

  /** Returns when nothing that was given up has the lock any more. */
  abandoned(): MaybePromise<void> {
    return this.#leaving;
  }
}
