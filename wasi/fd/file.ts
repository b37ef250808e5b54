// The open file description of a regular file: an offset and flags over an open file.
import { SystemError } from '../vfs/error.ts';
import type { OpenFile, Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { Sequence } from '../vfs/sequence.ts';

/** A regular file, opened once. Two opens of a file never share an offset. */
export class FileDescription {
  readonly kind = 'file';
  readonly file: OpenFile;
  /** `fdflags` */
  flags: number;
  /** The offset, in bytes. */
  position = 0;
  /** How many descriptors refer to it. */
  users = 0;
  /** Whether it was opened for the program, by a redirection: what was written to it is kept even if it is stopped. */
  readonly #redirection: boolean;
  /** The path by which the program opened it, for a message. */
  readonly name: string | undefined;
  /** Reads and writes, of which none begins where the one before it does: several processes may share the offset. */
  readonly #steps = new Sequence();

  constructor(file: OpenFile, flags: number, redirection = false, name?: string) {
    this.file = file;
    this.flags = flags;
    this.#redirection = redirection;
    this.name = name;
  }

  /** Bytes from the offset, which moves behind them; empty at the end. */
  read(max: number): MaybePromise<Uint8Array> {
    return this.#steps.run(() =>
      andThen(this.file.read(this.position, max), (bytes) => {
        this.position += bytes.length;
        return bytes;
      }),
    );
  }

  /** Writes at the offset, or at the end with `append`; the offset moves behind the last byte. */
  write(bytes: Uint8Array, append: boolean): MaybePromise<number> {
    // They are only lent: what waits, and memory that grows, takes them away.
    const own = this.#steps.idle ? bytes : bytes.slice();
    const { length } = own;
    return this.#steps.run(() =>
      andThen(this.file.write(append ? 'end' : this.position, own), (position) => {
        this.position = position;
        return length;
      }),
    );
  }

  /** @throws EINVAL before the beginning, EOVERFLOW */
  seek(from: 'start' | 'current' | 'end', offset: bigint): MaybePromise<number> {
    const base =
      from === 'start'
        ? 0
        : from === 'current'
          ? this.position
          : andThen(this.file.stat(), ({ size }) => size);
    return andThen(base, (origin) => {
      const position = BigInt(origin) + offset;
      if (position < 0n) throw new SystemError('EINVAL');
      if (position > BigInt(Number.MAX_SAFE_INTEGER)) throw new SystemError('EOVERFLOW');
      this.position = Number(position);
      return this.position;
    });
  }

  stat(): MaybePromise<Stat> {
    return this.file.stat();
  }

  close(abandon: boolean): MaybePromise<void> {
    return this.file.close(abandon && !this.#redirection);
  }
}
