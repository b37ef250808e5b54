// The open file description of a stream: a pipe, the terminal, a device.
import type { FileType, Stat } from '../vfs/filesystem.ts';
import { hash64 } from '../vfs/hash.ts';
import type { MaybePromise } from '../vfs/maybe-promise.ts';
import type { Stream } from '../vfs/stream.ts';

/** The device number of streams that are no entries. */
const streams = hash64('streams');

/** A stream that is open. */
export class StreamDescription {
  readonly kind = 'stream';
  readonly stream: Stream;
  flags: number;
  users = 0;
  readonly #own: Stat;

  constructor(stream: Stream, flags = 0) {
    this.stream = stream;
    this.flags = flags;
    this.#own = {
      type: this.type,
      device: streams,
      inode: crypto.getRandomValues(new BigUint64Array(1))[0] || 1n,
      links: 1,
      size: 0,
      accessed: 0n,
      modified: 0n,
      changed: 0n,
    };
  }

  get type(): FileType {
    return this.stream.type === 'pipe' ? 'pipe' : 'character-device';
  }

  read(max: number): MaybePromise<Uint8Array> {
    return this.stream.read(max);
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    return this.stream.write(bytes);
  }

  /** Two descriptors of one stream have the same inode, and nothing else has it. */
  stat(): MaybePromise<Stat> {
    return this.stream.stat?.() ?? this.#own;
  }

  close(): MaybePromise<void> {
    return this.stream.close();
  }
}
