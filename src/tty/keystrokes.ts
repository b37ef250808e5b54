// What the terminal sends, cut into keystrokes: text, control characters, escape sequences and pastes.

/** One thing that a person did. `bytes` is it as it was sent. */
export type Keystroke =
  /** Printable characters, as many as came together; never a control character. */
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array }
  /** A C0 control or DEL. */
  | { readonly kind: 'control'; readonly code: number; readonly bytes: Uint8Array }
  /** A key that sends more: `text` begins with ESC. Alt-b is `ESC b`. */
  | { readonly kind: 'sequence'; readonly text: string; readonly bytes: Uint8Array }
  /** Pasted text without its markers, as it came. */
  | { readonly kind: 'paste'; readonly text: string; readonly bytes: Uint8Array };

const ESC = 0x1b;
/** Ctrl-C, Ctrl-\\ and Ctrl-Z. */
const signalKeys = new Set([0x03, 0x1c, 0x1a]);
const pasteBegin = '\x1b[200~';
const pasteEnd = Uint8Array.from('\x1b[201~', (char) => char.charCodeAt(0));
/** Where a sequence that does not end is given up. */
const longestSequence = 4096;
const none = new Uint8Array(0);

/** How many bytes the UTF-8 character that begins with `lead` has; 1 for a byte that cannot begin one. */
function characterLength(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 1;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/**
 * Cuts bytes into keystrokes. A sequence or a character that is split over two inputs is held until the rest comes;
 * there is no timer: ESC alone waits for the next key, as readline does.
 */
export class KeystrokeReader {
  // A BOM in the middle of input is a character like others.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #bytes: Uint8Array = none;
  #at = 0;
  /** The parts of a paste under way. */
  #paste: Uint8Array[] | undefined;

  /** Adds what came. */
  push(bytes: Uint8Array): void {
    const cancels = bytes.length === 1 && bytes[0] === 0x03 && this.#paste !== undefined;
    this.#bytes = concat(this.#bytes.subarray(this.#at), bytes);
    this.#at = 0;
    // A paste whose end marker was lost must not swallow the keyboard: Ctrl-C typed alone ends it.
    if (cancels) {
      this.#paste = undefined;
      this.#bytes = bytes;
    }
  }

  /** The next keystroke, or undefined until more is pushed. */
  next(): Keystroke | undefined {
    if (this.#paste !== undefined) return this.#nextOfPaste(this.#paste);
    const lead = this.#bytes[this.#at];
    if (lead === undefined) return undefined;
    if (lead === ESC) return this.#sequence();
    if (lead < 0x20 || lead === 0x7f) return { kind: 'control', code: lead, bytes: this.#take(1) };
    return this.#text();
  }

  /** What was pushed and not yet returned; the reader is empty after it. */
  rest(): Uint8Array {
    const rest = this.#bytes.slice(this.#at);
    const parts = this.#paste ?? [];
    this.#bytes = none;
    this.#at = 0;
    this.#paste = undefined;
    return concat(parts.reduce(concat, none), rest);
  }

  #take(length: number): Uint8Array {
    const taken = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  #text(): Keystroke | undefined {
    const bytes = this.#bytes;
    let end = this.#at;
    while (end < bytes.length) {
      const byte = bytes[end] ?? 0;
      if (byte < 0x20 || byte === 0x7f) break;
      const next = end + characterLength(byte);
      if (next > bytes.length) break;
      end = next;
    }
    if (end === this.#at) {
      // An unfinished character waits for its rest, unless what follows can never be it.
      const tail = bytes.subarray(this.#at + 1);
      if (tail.every((byte) => byte >= 0x80 && byte < 0xc0)) return undefined;
      end = this.#at + 1;
    }
    const taken = this.#take(end - this.#at);
    return { kind: 'text', text: this.#decoder.decode(taken), bytes: taken };
  }

  #sequence(): Keystroke | undefined {
    const end = this.#sequenceEnd();
    if (end === undefined) {
      if (this.#bytes.length - this.#at > longestSequence) this.#at = this.#bytes.length;
      return undefined;
    }
    const bytes = this.#take(end - this.#at);
    const text = this.#decoder.decode(bytes);
    if (text === pasteBegin) {
      this.#paste = [];
      return this.next();
    }
    return { kind: 'sequence', text, bytes };
  }

  /** Where the sequence at the current place ends, exclusive; a control character inside cuts it off. */
  #sequenceEnd(): number | undefined {
    const bytes = this.#bytes;
    const start = this.#at;
    const second = bytes[start + 1];
    if (second === undefined) return undefined;
    // ESC and a control character: Alt with it (Alt-Backspace, Alt-Enter); ESC ESC: the first one is dropped.
    // A signal is never part of a sequence, as in n_tty.
    if (second === ESC || signalKeys.has(second)) return start + 1;
    if (second === 0x5b) return this.#csiEnd(start + 2);
    if (second === 0x4f) return this.#ss3End(start + 2);
    // Answers of the terminal (DCS, OSC, PM, APC, SOS) come in one piece; a key alone is Alt-].
    const isString = [0x50, 0x58, 0x5d, 0x5e, 0x5f].includes(second);
    if (isString && start + 2 < bytes.length) return this.#stringEnd(start + 2);
    const next = start + 1 + characterLength(second);
    return next <= bytes.length ? next : undefined;
  }

  /** `ESC [ parameters intermediates final` */
  #csiEnd(from: number): number | undefined {
    const bytes = this.#bytes;
    for (let index = from; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (byte < 0x20 || byte >= 0x7f) return index;
      if (byte < 0x40) continue;
      // X10 mouse report: three bytes follow. The Linux console's F1–F5: `ESC [ [ A`.
      if (index === from && byte === 0x4d) return index + 4 <= bytes.length ? index + 4 : undefined;
      if (index === from && byte === 0x5b) continue;
      return index + 1;
    }
    return undefined;
  }

  /** `ESC O final`, with digits for the modifiers in some terminals. */
  #ss3End(from: number): number | undefined {
    const bytes = this.#bytes;
    for (let index = from; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (byte < 0x20 || byte >= 0x7f) return index;
      if (byte < 0x30 || byte > 0x3b) return index + 1;
    }
    return undefined;
  }

  /** Up to BEL or `ESC \`. */
  #stringEnd(from: number): number | undefined {
    const bytes = this.#bytes;
    for (let index = from; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (byte === 0x07) return index + 1;
      if (byte === ESC) {
        if (index + 1 === bytes.length) return undefined;
        return bytes[index + 1] === 0x5c ? index + 2 : index;
      }
      if (byte === 0x03 || byte === 0x0d) return index;
    }
    return undefined;
  }

  #nextOfPaste(parts: Uint8Array[]): Keystroke | undefined {
    const end = indexOfBytes(this.#bytes, pasteEnd, this.#at);
    if (end === -1) {
      // All but what may be the beginning of the end marker is put aside, so that a long paste is scanned once.
      const keep = Math.min(pasteEnd.length - 1, this.#bytes.length - this.#at);
      parts.push(this.#take(this.#bytes.length - this.#at - keep));
      return undefined;
    }
    parts.push(this.#take(end - this.#at));
    this.#take(pasteEnd.length);
    this.#paste = undefined;
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { kind: 'paste', text: this.#decoder.decode(bytes), bytes };
  }
}
