// A file that the session has open for appending: commands send it their bytes, one write after another, so that
// no line of several that append at once is lost. A command that writes to the file from its beginning as well
// (`> f 2>> f`) sends that too, as there can be one writer only.
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
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

  /**
   * A new user, or undefined where the last one has closed it; each stream's `close` takes one away.
   * @param start whether it appends, or writes at a position of its own that begins at the file's
   */
  use(start: 'end' | 'beginning' = 'end'): Stream | undefined {
    if (this.closing !== undefined) return undefined;
    this.#users++;
    let closed = false;
    let position: number | 'end' = start === 'end' ? 'end' : 0;
    return {
      kind: 'stream',
      type: 'pipe',
      read: () => {
        throw new SystemError('EBADF');
      },
      readable: () => 0,
      write: (bytes) => {
        const copy = bytes.slice();
        return this.#next(async () => {
          const end = await this.#file.write(position, copy);
          if (position !== 'end') position = end;
          return copy.length;
        });
      },
      close: async () => {
        if (closed) return;
        closed = true;
        await this.#release();
      },
    };
  }

  /** Cuts it to nothing, behind what was written before. */
  cut(): Promise<void> {
    return this.#next(() => this.#file.truncate(0));
  }

  #next<T>(step: () => MaybePromise<T>): Promise<T> {
    const done = this.#last.then(step);
    this.#last = done.catch(() => {}); // whoever asked for it meets it
    return done;
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
