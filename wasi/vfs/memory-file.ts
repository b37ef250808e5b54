// A regular file in memory. It is its own open file: what one descriptor writes every other reads at once.
import { SystemError } from './error.ts';
import type { OpenFile, Stat, Times } from './filesystem.ts';
import { nanoseconds, setTimes } from './times.ts';

/** The largest file in memory, in bytes: what one ArrayBuffer takes everywhere. */
export const maximumMemoryFile = 0x7fff_ffff;

/** Bytes that grow. */
export class MemoryFile implements OpenFile {
  readonly kind = 'file';
  readonly type = 'file';
  readonly inode: bigint;
  readonly #device: bigint;
  links = 1;
  accessed = nanoseconds();
  modified = this.accessed;
  changed = this.accessed;
  /** At least as long as the file; zeros behind its end. */
  #bytes = new Uint8Array(0);
  #size = 0;

  constructor(device: bigint, inode: bigint) {
    this.#device = device;
    this.inode = inode;
  }

  stat(): Stat {
    const { type, inode, links, accessed, modified, changed } = this;
    return {
      type,
      device: this.#device,
      inode,
      links,
      size: this.#size,
      accessed,
      modified,
      changed,
    };
  }

  read(position: number, max: number): Uint8Array {
    return this.#bytes.subarray(position, Math.min(position + max, this.#size));
  }

  write(position: number | 'end', bytes: Uint8Array): number {
    const start = position === 'end' ? this.#size : position;
    const end = start + bytes.length;
    if (bytes.length === 0) return start;
    this.#reserve(end);
    this.#bytes.set(bytes, start);
    this.#size = Math.max(this.#size, end);
    this.modified = this.changed = nanoseconds();
    return end;
  }

  #reserve(size: number): void {
    if (size > maximumMemoryFile) throw new SystemError('EFBIG');
    if (size <= this.#bytes.length) return;
    const grown = allocate(
      Math.min(maximumMemoryFile, Math.max(size, 2 * this.#bytes.length)),
      size,
    );
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }

  truncate(size: number): void {
    this.#reserve(size);
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#size = size;
    this.modified = this.changed = nanoseconds();
  }

  sync(): void {}

  setTimes(times: Times): void {
    setTimes(this, times);
  }

  close(): void {}
}

/** `wanted` zeros, or `needed` ones. @throws ENOSPC */
function allocate(wanted: number, needed: number): Uint8Array<ArrayBuffer> {
  for (const size of [wanted, needed]) {
    try {
      return new Uint8Array(size);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // "Array buffer allocation failed"
    }
  }
  throw new SystemError('ENOSPC');
}
