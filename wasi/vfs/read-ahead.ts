// Reading a File: whole if it is small, in growing blocks with the next one asked for if it is read in order.

/** A file up to this size is read at once, in bytes. */
export const wholeFile = 256 * 1024;
/** The largest block that is read ahead, in bytes. */
export const maximumBlock = 4 * 1024 * 1024;
const firstBlock = 256 * 1024;
/** The least that a random reader gets at once, in bytes. */
const smallBlock = 64 * 1024;

interface Block {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads one snapshot of a file. */
export interface SnapshotReader {
  /**
   * At most `max` bytes at `position`, which lies before the end; at once where they are there. They are lent until the
   * next call.
   * @throws DOMException NotReadableError: the file has changed since
   */
  read(position: number, max: number): Uint8Array | Promise<Uint8Array>;
  /** Nothing more is read. */
  end?(): void;
}

/** It holds at most two blocks. */
export class ReadAhead implements SnapshotReader {
  readonly #file: File;
  /** The bytes that are there, and where in the file they begin. */
  #bytes = new Uint8Array(0);
  #start = 0;
  #ahead: Block | undefined;
  /** Where a sequential reader would go on. */
  #expected = 0;
  #sequential = true;
  #block = firstBlock;

  /** @param bytes all of it, where it was read already */
  constructor(file: File, bytes?: Uint8Array<ArrayBuffer>) {
    this.#file = file;
    if (bytes !== undefined) this.#bytes = bytes;
  }

  read(position: number, max: number): Uint8Array | Promise<Uint8Array> {
    this.#sequential = position === this.#expected;
    const from = position - this.#start;
    if (from >= 0 && from < this.#bytes.length) return this.#take(from, max);
    return this.#fetch(position, max).then(() => this.#take(position - this.#start, max));
  }

  #take(from: number, max: number): Uint8Array {
    const bytes = this.#bytes.subarray(from, from + max);
    this.#expected = this.#start + from + bytes.length;
    // The last of the block is about to be used: ask for the next one before it is needed.
    if (this.#sequential && from + bytes.length > this.#bytes.length / 2) this.#askAhead();
    return bytes;
  }

  /** Makes the bytes at `position` those that are there. */
  async #fetch(position: number, max: number): Promise<void> {
    const { size } = this.#file;
    const ahead = this.#ahead;
    if (ahead !== undefined && position >= ahead.start && position < ahead.end) {
      this.#ahead = undefined;
      this.#hold(ahead.start, await ahead.bytes);
      if (ahead.start + this.#bytes.length < size)
        this.#block = Math.min(2 * this.#block, maximumBlock);
    } else if (size <= wholeFile) {
      this.#hold(0, await slice(this.#file, 0, size));
    } else {
      // A jump: little more than was asked for, nothing ahead, and small blocks again.
      if (!this.#sequential) this.#block = firstBlock;
      this.#ahead = undefined;
      const length = Math.max(max, this.#sequential ? this.#block : smallBlock);
      const end = Math.min(position + Math.min(length, maximumBlock), size);
      this.#hold(position, await slice(this.#file, position, end));
    }
  }

  #hold(start: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#start = start;
    this.#bytes = bytes;
  }

  #askAhead(): void {
    const start = this.#start + this.#bytes.length;
    if (this.#ahead !== undefined || start >= this.#file.size || this.#bytes.length === 0) return;
    const end = Math.min(start + this.#block, this.#file.size);
    const bytes = slice(this.#file, start, end);
    bytes.catch(() => {}); // whoever uses the block meets the error
    this.#ahead = { start, end, bytes };
  }
}

async function slice(file: File, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}
