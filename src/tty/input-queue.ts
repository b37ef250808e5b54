// What was typed and not yet read: bytes, and behind them the lines that cooked mode finished.

interface Line {
  /** What a cooked reader gets; empty is an end of file. */
  readonly cooked: Uint8Array;
  /** What a raw reader gets: with the keys that a cooked one never sees, without the end of file. */
  readonly raw: Uint8Array;
}

/** From here on a key rings the bell (Linux's n_tty holds 4 KiB). */
const capacity = 65_536;

/** The input that waits for a reader. */
export class InputQueue {
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #lines: Line[] = [];

  /** In bytes. */
  get size(): number {
    return this.#lines.reduce((sum, line) => sum + line.raw.length, this.#bytes.length);
  }

  get isFull(): boolean {
    return this.size >= capacity;
  }

  pushBytes(bytes: Uint8Array): void {
    this.#bytes = concat(this.#bytes, bytes);
  }

  unshiftBytes(bytes: Uint8Array): void {
    this.#bytes = concat(bytes, this.#bytes);
  }

  pushLine(cooked: Uint8Array, raw: Uint8Array): void {
    this.#lines.push({ cooked, raw });
  }

  /** At most `max` bytes, of one line at most; undefined where there are none; empty once for an end of file. */
  read(max: number): Uint8Array | undefined {
    if (this.#bytes.length === 0) {
      const line = this.#lines.shift();
      if (line === undefined || line.cooked.length === 0) return line?.cooked;
      this.#bytes = line.cooked;
    }
    const taken = this.#bytes.slice(0, max);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken;
  }

  /** How many bytes a read would give; 0 at an end of file; undefined where it would wait. */
  readable(): number | undefined {
    return this.#bytes.length > 0 ? this.#bytes.length : this.#lines[0]?.cooked.length;
  }

  /** Turns the lines into the bytes that were typed. */
  uncook(): void {
    for (const line of this.#lines.splice(0)) this.pushBytes(line.raw);
  }

  /** Takes the bytes that belong to no line. */
  takeBytes(): Uint8Array {
    const bytes = this.#bytes;
    this.#bytes = new Uint8Array(0);
    return bytes;
  }

  clear(): void {
    this.#bytes = new Uint8Array(0);
    this.#lines.length = 0;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
