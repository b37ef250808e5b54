// A descriptor that several commands use one after another: that of `{ …; } > f`, of a loop's `< f`, of `exec 3< f`. The
// shell keeps the stream; a program gets it lent.
import type { Stream } from '../../../wasi/vfs/stream.ts';
import type { MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import type { Descriptor, World } from '../../process/world.ts';

/** A stream to which what was read too much can be given back. */
export class SharedStream implements Stream {
  readonly kind = 'stream';
  readonly source: Stream;
  #unread: Uint8Array = new Uint8Array();
  #users = 1;

  constructor(source: Stream) {
    this.source = source;
  }

  get type(): Stream['type'] {
    return this.source.type;
  }

  /** Whether anything was given back that nobody has read again yet. */
  get hasUnread(): boolean {
    return this.#unread.length > 0;
  }

  read(max: number, signal?: AbortSignal): MaybePromise<Uint8Array> {
    if (this.#unread.length === 0) return this.source.read(max, signal);
    const bytes = this.#unread.slice(0, max);
    this.#unread = this.#unread.subarray(bytes.length);
    return bytes;
  }

  /** Gives back what was read last: it is read again, before everything else. */
  unread(bytes: Uint8Array): void {
    if (this.#unread.length === 0) {
      this.#unread = bytes;
      return;
    }
    const all = new Uint8Array(bytes.length + this.#unread.length);
    all.set(bytes);
    all.set(this.#unread, bytes.length);
    this.#unread = all;
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    return this.source.write(bytes);
  }

  readable(signal: AbortSignal): MaybePromise<number> {
    return this.#unread.length > 0 ? this.#unread.length : this.source.readable(signal);
  }

  /** One more uses it, and closes it: a background job. @returns false where it is closed already */
  use(): boolean {
    if (this.#users === 0) return false;
    this.#users += 1;
    return true;
  }

  /** The last user's close is that of the stream. */
  close(): MaybePromise<void> {
    this.#users -= 1;
    if (this.#users === 0) return this.source.close();
  }
}

/** The descriptor; whoever made it closes its stream. */
export class Shared implements Descriptor {
  readonly kind = 'lent';
  readonly stream: SharedStream;
  /** The file's name, for messages; empty for a pipe. */
  readonly label: string;
  /** Whether a program gets it only as one of 0, 1 and 2. */
  readonly closesOnExec: boolean;

  constructor(stream: SharedStream, label: string, closesOnExec = false) {
    this.stream = stream;
    this.label = label;
    this.closesOnExec = closesOnExec;
  }

  /** A descriptor for one program. */
  lend(world: World): Descriptor {
    return world.lend(this.stream);
  }
}
