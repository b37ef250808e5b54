// The line discipline: what each key means in cooked mode, as in Linux's n_tty.
import { CookedLine } from './cooked.ts';
import { type Keystroke, KeystrokeReader } from './keystrokes.ts';
import { harmlessPaste } from './paste.ts';
import { visible } from './visible.ts';
import type { TtyMode } from './mode.ts';

/** What comes of a key. */
export type LineEvent =
  | { readonly kind: 'echo'; readonly text: string }
  /** A line is finished; empty `bytes` are an end of file. `raw` is for a reader in raw mode. */
  | { readonly kind: 'line'; readonly bytes: Uint8Array; readonly raw: Uint8Array }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'signal'; readonly signal: 'INT' | 'QUIT' | 'TSTP' };

/** What the discipline sees of the terminal while it handles input. */
export interface TerminalView {
  readonly mode: TtyMode;
  readonly echo: boolean;
  readonly columns: number;
  readonly column: () => number;
}

const signals = new Map<number, 'INT' | 'QUIT' | 'TSTP'>([
  [0x03, 'INT'],
  [0x1c, 'QUIT'],
  [0x1a, 'TSTP'],
]);

const EOF = 0x04;
const ERASE = 0x7f;
const BACKSPACE = 0x08;
const KILL = 0x15;
const WERASE = 0x17;
const LNEXT = 0x16;
const REPRINT = 0x12;
const LF = 0x0a;
const CR = 0x0d;

/** Turns input into lines, echoes and signals. */
export class LineDiscipline {
  readonly #keystrokes = new KeystrokeReader();
  readonly #emit: (event: LineEvent) => void;
  #line = new CookedLine();
  /** LNEXT was typed: the next key is taken as it is. */
  #literal = false;

  constructor(emit: (event: LineEvent) => void) {
    this.#emit = emit;
  }

  /** Whether there is no unfinished line. */
  get isEmpty(): boolean {
    return this.#line.isEmpty;
  }

  /** Input in cooked mode. */
  type(bytes: Uint8Array, terminal: TerminalView): void {
    this.#keystrokes.push(bytes);
    for (let key = this.#keystrokes.next(); key !== undefined; key = this.#keystrokes.next()) {
      this.#key(key, terminal);
    }
  }

  /** Input without line editing: signals where they are on, an echo where it is. */
  typeRaw(bytes: Uint8Array, terminal: TerminalView): void {
    const { mode, echo } = terminal;
    let from = 0;
    const flush = (to: number) => {
      if (to === from) return;
      const part = bytes.slice(from, to);
      if (mode.inputNewlines)
        part.forEach((byte, index) => (part[index] = byte === CR ? LF : byte));
      if (echo) this.#echo(echoOf(new TextDecoder().decode(part)));
      this.#emit({ kind: 'bytes', bytes: part });
    };
    for (let index = 0; mode.signals && index < bytes.length; index++) {
      if (!signals.has(bytes[index] ?? 0)) continue;
      // What came before it is flushed with the rest of the queue.
      this.#signal(bytes[index] ?? 0, echo);
      from = index + 1;
    }
    flush(bytes.length);
  }

  /** Takes the unfinished line as it was typed, a sequence that has not ended too. */
  takeAll(): Uint8Array {
    const line = this.#line.bytes(true);
    const rest = this.#keystrokes.rest();
    this.#reset();
    const all = new Uint8Array(line.length + rest.length);
    all.set(line);
    all.set(rest, line.length);
    return all;
  }

  /** What takes the echo of the unfinished line off the screen. The line stays. */
  takeBack(columns: number): string {
    return this.#line.hide(columns);
  }

  #reset(): void {
    this.#line = new CookedLine();
    this.#literal = false;
  }

  #echo(text: string): void {
    if (text !== '') this.#emit({ kind: 'echo', text });
  }

  #key(key: Keystroke, terminal: TerminalView): void {
    if (key.kind === 'paste') {
      this.#paste(harmlessPaste(key.text), terminal);
    } else if (this.#literal) {
      this.#literal = false;
      this.#takeLiterally(key, terminal);
    } else if (key.kind === 'text') {
      this.#echo(
        this.#line.add({ kind: 'text', text: key.text }, terminal.echo, terminal.column()),
      );
    } else if (key.kind === 'control') {
      this.#control(key.code, terminal);
    } else if (key.text === '\x1b\x7f' || key.text === '\x1b\x08') {
      this.#echo(this.#line.eraseWord(terminal.columns));
    } else if (key.bytes.length === 2 && (key.bytes[1] ?? 0) < 0x20) {
      // ESC, and then a key that has a meaning of its own here: Enter, Ctrl-D.
      this.#line.add({ kind: 'key', bytes: key.bytes.subarray(0, 1) }, false, terminal.column());
      this.#control(key.bytes[1] ?? 0, terminal);
    } else {
      this.#line.add({ kind: 'key', bytes: key.bytes }, false, terminal.column());
    }
  }

  #takeLiterally(key: Exclude<Keystroke, { kind: 'paste' }>, terminal: TerminalView): void {
    const add = (code: number) =>
      this.#echo(this.#line.add({ kind: 'control', code }, terminal.echo, terminal.column()));
    if (key.kind === 'control') {
      add(key.code);
    } else if (key.kind === 'sequence') {
      add(0x1b);
      this.type(key.bytes.subarray(1), terminal);
    } else {
      this.#key(key, terminal);
    }
  }

  #paste(text: string, terminal: TerminalView): void {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) this.#finish('\n', terminal);
      for (const [field, plain] of part.split('\t').entries()) {
        if (field > 0) this.#control(0x09, terminal);
        if (plain !== '')
          this.#key({ kind: 'text', text: plain, bytes: new Uint8Array(0) }, terminal);
      }
    }
  }

  #control(code: number, terminal: TerminalView): void {
    const { mode, columns, echo } = terminal;
    if (mode.signals && signals.has(code)) this.#signal(code, echo);
    else if (code === LF || (code === CR && mode.inputNewlines)) this.#finish('\n', terminal);
    else if (code === EOF) this.#finish('', terminal);
    else if (code === ERASE || code === BACKSPACE) this.#echo(this.#line.erase(columns));
    else if (code === WERASE) this.#echo(this.#line.eraseWord(columns));
    else if (code === KILL) this.#echo(this.#line.kill(columns));
    else if (code === REPRINT) this.#echo(echo ? `^R\r\n${this.#line.reprint()}` : '');
    else if (code === LNEXT) this.#literal = true;
    else this.#echo(this.#line.add({ kind: 'control', code }, echo, terminal.column()));
  }

  #finish(end: '\n' | '', terminal: TerminalView): void {
    const line = this.#line;
    this.#reset();
    if (end === '\n' && terminal.echo) this.#echo('\r\n');
    const finish = (bytes: Uint8Array) => {
      const finished = new Uint8Array(bytes.length + end.length);
      finished.set(bytes);
      if (end !== '') finished[bytes.length] = LF;
      return finished;
    };
    this.#emit({ kind: 'line', bytes: finish(line.bytes(false)), raw: finish(line.bytes(true)) });
  }

  #signal(code: number, echo: boolean): void {
    const signal = signals.get(code);
    if (signal === undefined) return;
    this.#reset();
    if (echo) this.#echo(visible(String.fromCharCode(code)));
    this.#emit({ kind: 'signal', signal });
  }
}

/** How `text` echoes without line editing: controls other than line ends and tabs as `^X`. */
function echoOf(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\r\n');
}
