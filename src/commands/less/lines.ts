// Where lines begin and end in a source, without reading more of it than the way there.
import { blockSize, type Source } from './source.ts';

const newline = 0x0a;

/** A line, or a piece of one that is longer than any screen: see `Lines`. */
export interface Line {
  /** Where it begins. */
  readonly start: number;
  /** Where the next one begins. */
  readonly next: number;
  /** Without its newline. */
  readonly bytes: Uint8Array;
}

/**
 * The lines of a source. So that a file without newlines can be shown, a line also ends where a whole block has gone by
 * in which there was none: it can be seen from that block alone.
 */
export class Lines {
  readonly source: Source;
  /** How many newlines are before each multiple of the block size, as far as they were counted. */
  readonly #counts: number[] = [0];

  constructor(source: Source) {
    this.source = source;
  }

  /** The line that begins at `start`; undefined at the end. */
  async at(start: number, signal: AbortSignal): Promise<Line | undefined> {
    const parts: Uint8Array[] = [];
    for (let position = start; ;) {
      const bytes = await this.source.read(position, signal);
      if (bytes.length === 0)
        return position === start ? undefined : { start, next: position, bytes: joined(parts) };
      const index = bytes.indexOf(newline);
      if (index >= 0) {
        parts.push(bytes.subarray(0, index));
        return { start, next: position + index + 1, bytes: joined(parts) };
      }
      parts.push(bytes);
      position += bytes.length;
      if (position % blockSize === 0 && position - start >= blockSize)
        return { start, next: position, bytes: joined(parts) };
    }
  }

  /** Where the line begins that ends at `end`, which is the beginning of another or the end. */
  async startBefore(end: number, signal: AbortSignal): Promise<number | undefined> {
    if (end === 0) return undefined;
    const last = end - 1;
    const block = last - (last % blockSize);
    const bytes = await this.source.read(block, signal);
    // The byte before `end` is that line's own newline, if it is one.
    const index = last === block ? -1 : bytes.lastIndexOf(newline, last - block - 1);
    if (index >= 0) return block + index + 1;
    if (block === 0) return 0;
    // A block without a newline ends a line; otherwise this one begins in it.
    const before = (await this.#block(block - blockSize, signal)).lastIndexOf(newline);
    return before >= 0 ? block - blockSize + before + 1 : block;
  }

  /** Where the line begins that has `position`. */
  async startOf(position: number, signal: AbortSignal): Promise<number> {
    return (await this.startBefore(position + 1, signal)) ?? 0;
  }

  /** Reads to the end. @returns the number of bytes */
  async end(signal: AbortSignal): Promise<number> {
    let { size } = this.source;
    for (let position = 0; size === undefined; { size } = this.source)
      position += (await this.source.read(position, signal)).length;
    return size;
  }

  /** The number of the line that begins at `start`, the first being 1. */
  async numberOf(start: number, signal: AbortSignal): Promise<number> {
    const block = Math.floor(start / blockSize);
    await this.#countTo(block, signal);
    let number = 1 + (this.#counts[block] ?? 0);
    if (start % blockSize === 0) return number;
    const bytes = await this.#block(block * blockSize, signal);
    for (const byte of bytes.subarray(0, start % blockSize)) if (byte === newline) number += 1;
    return number;
  }

  /** Where line `number` begins; undefined where there are fewer. */
  async startOfNumber(number: number, signal: AbortSignal): Promise<number | undefined> {
    let block = this.#counts.findLastIndex((count) => count < number - 1);
    if (block < 0) return 0;
    for (; ; block += 1) {
      await this.#countTo(block, signal);
      let left = number - 1 - (this.#counts[block] ?? 0);
      const bytes = await this.#block(block * blockSize, signal);
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
        left -= 1;
        if (left > 0) continue;
        const start = block * blockSize + at + 1;
        return start < (this.source.size ?? Infinity) ? start : undefined;
      }
      if (bytes.length < blockSize) return undefined;
    }
  }

  async #countTo(block: number, signal: AbortSignal): Promise<void> {
    while (this.#counts.length <= block) {
      const done = this.#counts.length - 1;
      let count = this.#counts[done] ?? 0;
      const bytes = await this.#block(done * blockSize, signal);
      for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1))
        count += 1;
      this.#counts.push(count);
    }
  }

  /** All of a block; less than its size only at the end. */
  async #block(start: number, signal: AbortSignal): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let position = start;
    while (position < start + blockSize) {
      const bytes = await this.source.read(position, signal);
      if (bytes.length === 0) break;
      parts.push(bytes);
      position += bytes.length;
    }
    return joined(parts);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
