// Small writes gathered into one block: the browser is asked once for many of them.

/** The size up to which a block grows, in bytes. A larger write is a block of its own. */
export const writeBlock = 2 * 1024 * 1024;
const firstBlock = 64 * 1024;

/** Bytes that are one piece of a file. */
export interface Block {
  /** Where in the file it begins, in bytes. */
  readonly position: number;
  /** What is there. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Bytes that were written and given to nobody yet: always one piece, always the newest. */
export class WriteBuffer {
  #bytes = new Uint8Array(0);
  #start = 0;
  #length = 0;

  get empty(): boolean {
    return this.#length === 0;
  }

  /** Where in the file the piece begins, in bytes; of an empty one it means nothing. */
  get start(): number {
    return this.#start;
  }

  /** The piece. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  get end(): number {
    return this.#start + this.#length;
  }

  /** Copies `bytes` behind or into the piece; false where they do not join, or would make it too large. */
  add(start: number, bytes: Uint8Array): boolean {
    if (this.#length === 0) this.#start = start;
    const from = start - this.#start;
    if (from < 0 || from > this.#length) return false;
    const end = from + bytes.length;
    if (this.#length > 0 && end > writeBlock && end > this.#length) return false;
    this.#reserve(end);
    this.#bytes.set(bytes, from);
    this.#length = Math.max(this.#length, end);
    return true;
  }

  /** The piece belongs so many bytes further on, or back. */
  shift(by: number): void {
    this.#start += by;
  }

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return;
    const grown = new Uint8Array(
      Math.max(size, Math.min(writeBlock, Math.max(firstBlock, 4 * this.#bytes.length))),
    );
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  /** At most `max` bytes of the file at `position`, which lies in the piece; undefined where it does not. */
  read(position: number, max: number): Uint8Array | undefined {
    const from = position - this.#start;
    if (from < 0 || from >= this.#length) return undefined;
    return this.#bytes.subarray(from, Math.min(from + max, this.#length));
  }

  /** Takes the piece out; undefined where there is none. */
  take(): Block | undefined {
    if (this.#length === 0) return undefined;
    const block = { position: this.#start, data: this.#bytes.subarray(0, this.#length) };
    // The block belongs to whoever took it. As large a one is likely to follow.
    this.#bytes = new Uint8Array(Math.min(this.#bytes.length, writeBlock));
    this.#length = 0;
    return block;
  }

  /** Throws the piece away, and the memory. */
  clear(): void {
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
  }
}
