// What goes to the screen: line ends mapped, and the column followed roughly, so that a prompt knows where it begins.
import { width } from './width.ts';

const LF = 0x0a;
const CR = 0x0d;
/** How much of a chunk without line ends is looked at: enough for any screen's row. */
const furthestBack = 4096;

/** Maps line ends and follows the cursor's column. */
export class Output {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #last = 0;
  #state: 'ground' | 'escape' | 'sequence' | 'string' = 'ground';
  #parameters = '';
  #column = 0;

  /** The cursor's column, from 0; `columns` after a row's last cell. It is right for all but exotic cursor motions. */
  get column(): number {
    return this.#column;
  }

  /** The bytes to send for `bytes`: a copy, with `\n` as `\r\n` (ONLCR) where `mapNewlines` and no `\r` precedes. */
  take(bytes: Uint8Array, mapNewlines: boolean, columns: number): Uint8Array {
    const mapped = mapNewlines ? this.#map(bytes) : bytes.slice();
    this.#last = bytes.at(-1) ?? this.#last;
    this.#follow(mapped, columns);
    return mapped;
  }

  #map(bytes: Uint8Array): Uint8Array {
    // Plain loops: lines are short, and a call for each would cost more than its bytes.
    let bare = 0;
    let last = this.#last;
    for (const byte of bytes) {
      if (byte === LF && last !== CR) bare++;
      last = byte;
    }
    if (bare === 0) return bytes.slice();
    const mapped = new Uint8Array(bytes.length + bare);
    let to = 0;
    last = this.#last;
    for (const byte of bytes) {
      if (byte === LF && last !== CR) mapped[to++] = CR;
      mapped[to++] = byte;
      last = byte;
    }
    return mapped;
  }

  #follow(bytes: Uint8Array, columns: number): void {
    // Only what follows the last line end counts, so following costs nothing for a flood of output.
    const newline = bytes.lastIndexOf(LF);
    let from = newline + 1;
    if (newline !== -1) {
      this.#state = 'ground';
      if (bytes[newline - 1] === CR) this.#column = 0;
      this.#decoder.decode();
    }
    from = Math.max(from, bytes.length - furthestBack);
    const text = this.#decoder.decode(bytes.subarray(from), { stream: true });
    let run = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const prints = this.#state === 'ground' && code >= 0x20 && (code < 0x7f || code > 0x9f);
      if (prints) continue;
      this.#advance(text.slice(run, at), columns);
      this.#control(code, columns);
      run = at + 1;
    }
    this.#advance(text.slice(run), columns);
  }

  #advance(text: string, columns: number): void {
    if (text === '' || this.#state !== 'ground') return;
    const end = this.#column + width(text);
    this.#column = end <= columns ? end : ((end - 1) % columns) + 1;
  }

  #control(code: number, columns: number): void {
    if (this.#state === 'string') {
      if (code === 0x07 || code === 0x9c) this.#state = 'ground';
      else if (code === 0x1b) this.#state = 'escape';
      return;
    }
    if (code === 0x1b) {
      this.#state = 'escape';
    } else if (code < 0x20 || this.#state === 'ground') {
      if (code === CR) this.#column = 0;
      else if (code === 0x08) this.#column = Math.max(0, Math.min(this.#column, columns - 1) - 1);
      else if (code === 0x09) this.#column = Math.min(columns - 1, (this.#column & ~7) + 8);
    } else if (this.#state === 'escape') {
      this.#parameters = '';
      if (code === 0x5b) this.#state = 'sequence';
      else if ([0x50, 0x58, 0x5d, 0x5e, 0x5f].includes(code)) this.#state = 'string';
      else if (code >= 0x30) this.#state = 'ground';
    } else if (code < 0x40) {
      this.#parameters += String.fromCharCode(code);
    } else {
      this.#state = 'ground';
      this.#move(String.fromCharCode(code), columns);
    }
  }

  #move(final: string, columns: number): void {
    const [first, second] = this.#parameters
      .split(';')
      .map((parameter) => Math.max(1, Number(parameter) || 1));
    const column = Math.min(this.#column, columns - 1);
    if (final === 'C') this.#column = Math.min(columns - 1, column + (first ?? 1));
    else if (final === 'D') this.#column = Math.max(0, column - (first ?? 1));
    else if (final === 'G' || final === '`') this.#column = Math.min(columns, first ?? 1) - 1;
    else if (final === 'H' || final === 'f') this.#column = Math.min(columns, second ?? 1) - 1;
    else if (final === 'E' || final === 'F') this.#column = 0;
  }
}
