// What a file held when its first change was made: that belongs on top of it, or in its place, and of nothing else.
import { soon } from './stored-file.ts';

export class Basis {
  /** In bytes. */
  readonly size: number;
  /** In milliseconds since 1970; undefined where it is not known: in a new file, and after a rename. */
  readonly #modified: number | undefined;
  /** When that was known, in milliseconds of `performance.now()`. */
  readonly #taken: number;

  constructor(size: number, modified?: number, taken = performance.now()) {
    this.size = size;
    this.#modified = modified;
    this.#taken = taken;
  }

  /**
   * Of a file that did not exist, and was made. "Make it" also gives what somebody else made just before: only where
   * it was to be cut anyway does that not matter.
   */
  static made(cut: boolean): Basis {
    return cut ? new Basis(0) : new Basis(0, undefined, -Infinity);
  }

  static of({ size, lastModified }: File): Basis {
    return new Basis(size, lastModified);
  }

  /** Whether that was so a moment ago: to make a file and write it costs no look at it. */
  get justNow(): boolean {
    return performance.now() - this.#taken < soon;
  }

  /** Whether the file is as it was. */
  is({ size, lastModified }: File): boolean {
    return size === this.size && (this.#modified ?? lastModified) === lastModified;
  }

  /** The same content, stored with another time. */
  renamed(): Basis {
    return new Basis(this.size);
  }
}
