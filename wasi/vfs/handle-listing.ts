// The listing of a directory handle.
import type { SystemError } from './error.ts';
import type { Entry, Listing } from './filesystem.ts';
import type { Found } from './handle-tree.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** How many entries are handed on at once: as many as Chromium sends in a message. */
const batch = 100;
const swapFile = /^(.*?)(\.\d+)?\.crswap$/s;

export interface HandleListingContext {
  failed(error: unknown): SystemError;
  entry(name: string, handle: Found): Entry;
  /** Is told what was read: nothing, at the end. */
  read(entries: readonly Entry[]): void;
  /** Whether a process of ours writes the file of that name. */
  isWritten(name: string): MaybePromise<boolean>;
}

/** Entries as the browser gives them, without its own swap files and without what has no name. */
export class HandleListing implements Listing {
  readonly #entries: AsyncIterator<[string, Found]>;
  readonly #context: HandleListingContext;

  constructor(directory: FileSystemDirectoryHandle, context: HandleListingContext) {
    this.#entries = directory.entries();
    this.#context = context;
  }

  async next(): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    try {
      while (entries.length < batch) {
        const { done, value } = await this.#entries.next();
        if (done === true) break;
        const [name, handle] = value;
        // A name that is not Unicode comes as '', which no path can name.
        if (name === '' || (await this.#isSwapFile(name))) continue;
        entries.push(this.#context.entry(name, handle));
      }
    } catch (error) {
      throw this.#context.failed(error);
    }
    this.#context.read(entries);
    return entries;
  }

  /** `X.crswap` is hidden while X is written by us, and shown otherwise: then it is a file like any other. */
  #isSwapFile(name: string): MaybePromise<boolean> {
    const written = swapFile.exec(name)?.[1];
    return written === undefined ? false : this.#context.isWritten(written);
  }
}
