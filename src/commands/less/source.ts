// What a pager shows, as bytes at positions: a file, read where it is looked at, or a stream, which is kept as it comes.
import { SystemError } from '../../../wasi/vfs/error.ts';
import type { OpenFile } from '../../../wasi/vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';

/** Bytes are read in pieces that begin at multiples of this. */
export const blockSize = 64 * 1024;

/** How many blocks of a file are kept. */
const keptBlocks = 64;

/** The most of a stream that is kept, in bytes: what comes after it is not shown. */
export const maximumStream = 256 * 1024 * 1024;

/** Bytes at positions. */
export interface Source {
  /** How many bytes there are; undefined as long as nobody knows. */
  readonly size: number | undefined;
  /** Bytes from `position` on, at least one, or none at the end. They do not reach over the end of a block. */
  read(position: number, signal: AbortSignal): MaybePromise<Uint8Array>;
  /** Looks whether there is more than before. */
  refresh(): MaybePromise<void>;
  close(): MaybePromise<void>;
}

/** An open file. */
export class FileSource implements Source {
  readonly #file: OpenFile;
  #size: number;
  readonly #blocks = new Map<number, Uint8Array>();

  /** @param size as it is now */
  constructor(file: OpenFile, size: number) {
    this.#file = file;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  async refresh(): Promise<void> {
    const { size } = await this.#file.stat();
    // What was cut may be other bytes now; what grew leaves whole blocks as they are.
    if (size < this.#size) this.#blocks.clear();
    this.#size = size;
  }

  read(position: number): MaybePromise<Uint8Array> {
    if (position >= this.#size) return new Uint8Array();
    const start = position - (position % blockSize);
    const length = Math.min(blockSize, this.#size - start);
    const known = this.#blocks.get(start);
    const block = known !== undefined && known.length >= length ? known : this.#load(start, length);
    return andThen(block, (bytes) => bytes.subarray(position - start));
  }

  async #load(start: number, length: number): Promise<Uint8Array> {
    const block = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const bytes = await this.#file.read(start + filled, length - filled);
      if (bytes.length === 0) break;
      block.set(bytes, filled);
      filled += bytes.length;
    }
    const bytes = block.subarray(0, filled);
    this.#blocks.delete(start);
    this.#blocks.set(start, bytes);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > keptBlocks && oldest !== undefined) this.#blocks.delete(oldest);
    return bytes;
  }

  close(): MaybePromise<void> {
    return this.#file.close();
  }
}

/** A stream, or bytes that are there. */
export class StreamSource implements Source {
  readonly #stream: Stream | undefined;
  readonly #blocks: Uint8Array[] = [];
  #length = 0;
  #ended: boolean;
  #reading: Promise<void> | undefined;

  constructor(stream: Stream | undefined, bytes: Uint8Array = new Uint8Array()) {
    this.#stream = stream;
    this.#ended = stream === undefined;
    this.#append(bytes);
  }

  get size(): number | undefined {
    return this.#ended ? this.#length : undefined;
  }

  /** How many bytes have come. */
  get length(): number {
    return this.#length;
  }

  /** Whether there was more than is kept. */
  get isCut(): boolean {
    return this.#length >= maximumStream;
  }

  refresh(): void {}

  read(position: number, signal: AbortSignal): MaybePromise<Uint8Array> {
    if (position < this.#length) {
      const block = this.#blocks[Math.floor(position / blockSize)] ?? new Uint8Array();
      const at = position % blockSize;
      return block.subarray(at, Math.min(blockSize, at + this.#length - position));
    }
    if (this.#ended) return new Uint8Array();
    // A read that was given up goes on: what it brings is kept for the next one.
    this.#reading ??= this.#readMore();
    const more = this.#reading;
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(new SystemError('EINTR'));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      more
        .then(() => this.read(position, signal))
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', stop));
    });
  }

  async #readMore(): Promise<void> {
    try {
      const bytes = await this.#stream?.read(blockSize);
      if (bytes === undefined || bytes.length === 0) this.#ended = true;
      else this.#append(bytes);
      if (this.isCut) this.#ended = true;
    } finally {
      this.#reading = undefined;
    }
  }

  #append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const at = this.#length % blockSize;
      if (at === 0) this.#blocks.push(new Uint8Array(blockSize));
      const part = bytes.subarray(from, from + blockSize - at);
      this.#blocks.at(-1)?.set(part, at);
      from += part.length;
      this.#length += part.length;
    }
  }

  close(): void {}
}
