// The terminal as the session has it: the page's bytes come in, programs and the line editor read and write.
import { SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { type TtyMode, cooked } from './mode.ts';
import { InputQueue } from './input-queue.ts';
import { type LineEvent, LineDiscipline } from './discipline.ts';
import { Output } from './output.ts';

export type TtySignal = 'INT' | 'QUIT' | 'TSTP';

export interface TtyOptions {
  /** Sends bytes to the screen, `lazily` where they need not be seen before what follows. It may wait; the bytes are its own. */
  readonly write: (bytes: Uint8Array, lazily: boolean) => MaybePromise<void>;
  /** A key that is a signal for the foreground programs. The input queue is already flushed. */
  readonly onSignal: (signal: TtySignal) => void;
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * Takes the first of `bytes`, as many as it returns; the rest stays in the terminal's queue. It is not called
 * while it runs.
 */
export type Capture = (bytes: Uint8Array) => number;

interface Reader {
  readonly max: number;
  readonly resolve: (bytes: Uint8Array) => void;
}

const encoder = new TextEncoder();
const bell = Uint8Array.of(0x07);

/** A terminal: line discipline, type-ahead, window size. One for a session; all foreground programs share it. */
export class Tty implements Stream {
  readonly kind = 'stream';
  readonly type = 'terminal';

  readonly #options: TtyOptions;
  readonly #output = new Output();
  readonly #queue = new InputQueue();
  readonly #discipline: LineDiscipline;
  readonly #readers = new Set<Reader>();
  readonly #watchers = new Set<(count: number) => void>();
  readonly #resizeListeners = new Set<() => void>();
  #capture: Capture | undefined;
  #capturing = false;
  #mode: TtyMode = cooked;
  #columns: number;
  #rows: number;
  #lastWrite: 'program' | 'echo' = 'program';
  /** A program wrote amid the echo of the unfinished line. */
  #isBroken = false;

  constructor(options: TtyOptions) {
    this.#options = options;
    this.#columns = Math.max(2, options.columns ?? 80);
    this.#rows = Math.max(1, options.rows ?? 24);
    this.#discipline = new LineDiscipline((event) => this.#handle(event));
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  get mode(): TtyMode {
    return this.#mode;
  }

  /**
   * Changes the mode. Type-ahead goes along: what was typed for a cooked reader is there for a raw one, keys
   * included, and the other way round.
   */
  setMode(mode: TtyMode): void {
    const was = this.#mode;
    this.#mode = mode;
    if (this.#capture !== undefined || was.canonical === mode.canonical) return;
    if (was.canonical) this.#uncook();
    else this.#cook();
    this.#deliver();
  }

  /** Whether something was typed that nobody has read, an unfinished line too (the page asks before it is left). */
  get hasTypeAhead(): boolean {
    return this.#queue.size > 0 || !this.#discipline.isEmpty;
  }

  /** Takes what was typed, as xterm.js gives it, in UTF-8. */
  input(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#capture !== undefined) {
      this.#queue.pushBytes(bytes);
      this.#feedCapture();
      return;
    }
    // A paste comes in one piece: what counts is whether there was room before it. A signal is always heard.
    if (this.#queue.isFull && !(bytes.length === 1 && this.#isSignal(bytes[0] ?? 0))) {
      this.#send(bell);
      return;
    }
    this.#type(bytes, this.#mode.echo);
    this.#deliver();
  }

  /** Tells the window's new size. */
  resize(columns: number, rows: number): void {
    this.#columns = Math.max(2, columns);
    this.#rows = Math.max(1, rows);
    for (const listener of this.#resizeListeners) listener();
  }

  /** Calls `listener` after each resize, until the function that it returns is called. */
  onResize(listener: () => void): () => void {
    this.#resizeListeners.add(listener);
    return () => this.#resizeListeners.delete(listener);
  }

  /**
   * Gives all input to `capture`, at once when it is typed and byte for byte, beginning with the type-ahead: for
   * the line editor. Other readers wait meanwhile. What was echoed of an unfinished line is taken off the screen.
   * @returns ends it; what was not taken is there for the next reader
   */
  capture(capture: Capture): () => void {
    if (this.#capture !== undefined) throw new Error('the terminal is already captured');
    if (this.#mode.canonical) {
      if (!this.#isBroken) this.#echo(this.#discipline.takeBack(this.#columns));
      this.#uncook();
    }
    this.#capture = capture;
    this.#feedCapture();
    return () => {
      if (this.#capture !== capture) return;
      this.#capture = undefined;
      // Released by what it was just given: the rest of that is put back first.
      if (!this.#capturing) this.#released();
    };
  }

  /**
   * Stream. With a `signal`, a read under way can be withdrawn: no byte is lost by it.
   * @throws EINTR withdrawn
   */
  read(max: number, signal?: AbortSignal): MaybePromise<Uint8Array> {
    if (signal?.aborted === true) throw new SystemError('EINTR');
    if (max === 0) return new Uint8Array(0);
    if (this.#capture === undefined && this.#readers.size === 0) {
      const bytes = this.#queue.read(max);
      if (bytes !== undefined) return bytes;
    }
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        this.#readers.delete(reader);
        reject(new SystemError('EINTR'));
      };
      const reader: Reader = {
        max,
        resolve: (bytes) => {
          signal?.removeEventListener('abort', withdraw);
          resolve(bytes);
        },
      };
      this.#readers.add(reader);
      signal?.addEventListener('abort', withdraw, { once: true });
    });
  }

  /** Stream. @throws EINTR withdrawn */
  readable(signal: AbortSignal): MaybePromise<number> {
    if (signal.aborted) throw new SystemError('EINTR');
    const count = this.#capture === undefined ? this.#queue.readable() : undefined;
    if (count !== undefined) return count;
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        this.#watchers.delete(watcher);
        reject(new SystemError('EINTR'));
      };
      const watcher = (ready: number) => {
        signal.removeEventListener('abort', withdraw);
        resolve(ready);
      };
      this.#watchers.add(watcher);
      signal.addEventListener('abort', withdraw, { once: true });
    });
  }

  /** Stream. It waits where the screen does. */
  write(bytes: Uint8Array): MaybePromise<number> {
    if (bytes.length === 0) return 0;
    this.#lastWrite = 'program';
    this.#isBroken ||= !this.#discipline.isEmpty;
    const { length } = bytes;
    const sent = this.#send(bytes);
    return sent instanceof Promise ? sent.then(() => length) : length;
  }

  /** Stream. Programs share the terminal: nothing is closed. */
  close(): void {}

  /**
   * Brings the cursor to column 0, on a new row if it is not there: after `mark` where a program's output lacked
   * its last newline, without one after an echo (`^C`).
   */
  freshLine(mark: string): MaybePromise<void> {
    if (this.#output.column === 0) return;
    return this.#send(encoder.encode(this.#lastWrite === 'program' ? `${mark}\r\n` : '\r\n'));
  }

  /**
   * For the editor: what it draws is no output that could lack a newline.
   * @param lazily whether it need not be seen before what follows
   */
  writeScreen(bytes: Uint8Array, lazily = false): MaybePromise<void> {
    this.#lastWrite = 'echo';
    return this.#send(bytes, lazily);
  }

  #send(bytes: Uint8Array, lazily = false): MaybePromise<void> {
    const shown = this.#output.take(bytes, this.#mode.outputNewlines, this.#columns);
    return this.#options.write(shown, lazily);
  }

  #echo(text: string): void {
    if (text === '') return;
    this.#lastWrite = 'echo';
    // An echo waits for nobody; the screen keeps the order.
    void this.#send(encoder.encode(text));
  }

  #isSignal(byte: number): boolean {
    return this.#mode.signals && (byte === 0x03 || byte === 0x1c || byte === 0x1a);
  }

  #type(bytes: Uint8Array, echo: boolean): void {
    if (this.#discipline.isEmpty) this.#isBroken = false;
    const terminal = {
      mode: this.#mode,
      echo,
      columns: this.#columns,
      column: () => this.#output.column,
    };
    if (this.#mode.canonical) this.#discipline.type(bytes, terminal);
    else this.#discipline.typeRaw(bytes, terminal);
  }

  #handle(event: LineEvent): void {
    if (event.kind === 'echo') {
      this.#echo(event.text);
    } else if (event.kind === 'line') {
      this.#queue.pushLine(event.bytes, event.raw);
    } else if (event.kind === 'bytes') {
      this.#queue.pushBytes(event.bytes);
    } else {
      this.#queue.clear();
      this.#options.onSignal(event.signal);
    }
  }

  /** Type-ahead of cooked mode becomes bytes. */
  #uncook(): void {
    this.#queue.uncook();
    this.#queue.pushBytes(this.#discipline.takeAll());
  }

  /** Bytes that came in another mode become lines, without an echo: they came when there was none. */
  #cook(): void {
    const bytes = this.#queue.takeBytes();
    if (bytes.length > 0) this.#type(bytes, false);
  }

  #deliver(): void {
    if (this.#capture !== undefined) return;
    for (const reader of this.#readers) {
      const bytes = this.#queue.read(reader.max);
      if (bytes === undefined) break;
      this.#readers.delete(reader);
      reader.resolve(bytes);
    }
    const count = this.#queue.readable();
    if (count === undefined) return;
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher(count);
  }

  #feedCapture(): void {
    // The editor may write or be given more input while it handles some: that waits for its turn.
    if (this.#capturing) return;
    this.#capturing = true;
    try {
      while (this.#capture !== undefined) {
        const bytes = this.#queue.takeBytes();
        if (bytes.length === 0) return;
        const taken = this.#capture(bytes);
        if (taken < bytes.length) this.#queue.unshiftBytes(bytes.subarray(taken));
        if (taken === 0) return;
      }
    } finally {
      this.#capturing = false;
      if (this.#capture === undefined) this.#released();
    }
  }

  #released(): void {
    if (this.#mode.canonical) this.#cook();
    this.#deliver();
  }
}
