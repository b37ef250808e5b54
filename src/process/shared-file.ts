// A file that the session has open for appending: commands send it their bytes, one write after another, so that
// no line of several that append at once is lost.
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

export class SharedFile {
  readonly #file: OpenFile;
  readonly #forget: () => void;
  /** The last write; the next one follows it. */
  #last: Promise<unknown> = Promise.resolve();
  #users = 0;
  /** The last close, once it has begun: who wants the file then opens it anew behind it. */
  closing: Promise<void> | undefined;

  /** @param forget is called after the last close: who opens the file meanwhile waits for that */
  constructor(file: OpenFile, forget: () => void) {
    this.#file = file;
    this.#forget = forget;
  }

  /** A new user, or undefined where the last one has closed it; each stream's `close` takes one away. */
  use(): Stream | undefined {
    if (this.closing !== undefined) return undefined;
    this.#users++;
    let closed = false;
    return {
      kind: 'stream',
      type: 'pipe',
      read: () => {
        throw new SystemError('EBADF');
      },
      readable: () => 0,
      write: (bytes) => this.#append(bytes.slice()),
      close: async () => {
        if (closed) return;
        closed = true;
        await this.#release();
      },
    };
  }

  #append(bytes: Uint8Array): Promise<number> {
    const written = this.#last.then(() => this.#file.write('end', bytes));
    this.#last = written.catch(() => {}); // whoever wrote it meets it
    return written.then(() => bytes.length);
  }

  async #release(): Promise<void> {
    this.#users--;
    await this.#last;
    if (this.#users > 0) return;
    this.closing ??= this.#close();
    await this.closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#file.close();
    } finally {
      this.#forget();
    }
  }
}
