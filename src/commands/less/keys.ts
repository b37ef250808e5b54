// The keys of a person at the pager, read from the terminal, and Ctrl-C amid what takes long.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';
import type { Tty } from '../../tty/tty.ts';

/** What a person did: a key, by its character or name; the window has another size; nothing comes any more. */
export type Event = string;

const names: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  '1~': 'home',
  '2~': 'insert',
  '3~': 'delete',
  '4~': 'end',
  '5~': 'page-up',
  '6~': 'page-down',
  '7~': 'home',
  '8~': 'end',
  '1;5C': 'ctrl-right',
  '1;5D': 'ctrl-left',
};

const interrupt = '\u0003';
const escape = '\u001b';

/** Reads keys. The terminal is in raw mode meanwhile. */
export class Keys {
  readonly #input: Stream;
  readonly #signal: AbortSignal;
  readonly #decoder = new TextDecoder();
  #text = '';
  #resized = false;
  #wake: AbortController | undefined;
  readonly #unlisten: () => void;

  /** @param input what is read of the terminal, in the foreground alone */
  constructor(tty: Pick<Tty, 'onResize'>, input: Stream, signal: AbortSignal) {
    this.#input = input;
    this.#signal = signal;
    this.#unlisten = tty.onResize(() => {
      this.#resized = true;
      this.#wake?.abort();
    });
  }

  end(): void {
    this.#unlisten();
  }

  /**
   * The next key; `resize` first, where the window has another size.
   * @param until gives the wait up
   * @throws SystemError EINTR the command is to end, or it was given up
   */
  async next(until?: AbortSignal): Promise<Event> {
    for (;;) {
      if (this.#resized) {
        this.#resized = false;
        return 'resize';
      }
      const key = this.#take();
      if (key !== undefined) return key;
      await this.#read(until);
    }
  }

  async #read(until: AbortSignal = this.#signal): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    try {
      const signal = AbortSignal.any([wake.signal, until, this.#signal]);
      const bytes = await this.#input.read(1024, signal);
      this.#text += this.#decoder.decode(bytes, { stream: true });
    } catch (error) {
      if (!isSystemError(error, 'EINTR') || until.aborted || this.#signal.aborted) throw error;
    } finally {
      this.#wake = undefined;
    }
  }

  #take(): string | undefined {
    // oxlint-disable-next-line no-control-regex -- ESC begins them
    const sequence = /^\u001b[[O]([0-9;]*[A-Za-z~])/.exec(this.#text);
    if (sequence !== null) {
      this.#text = this.#text.slice(sequence[0].length);
      return names[sequence[1] ?? ''] ?? sequence[0];
    }
    if (this.#text === '') return undefined;
    // A terminal sends the sequence of a key in one piece: ESC before another character is Alt with it.
    const length = this.#text.startsWith(escape) ? 2 : 1;
    const key = Array.from(this.#text).slice(0, length).join('');
    this.#text = this.#text.slice(key.length);
    return key;
  }

  /**
   * Does what may take long; Ctrl-C gives it up.
   * @returns its result; `undefined` where it was given up
   */
  async during<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const given = new AbortController();
    const ended = new AbortController();
    const signal = AbortSignal.any([given.signal, this.#signal]);
    const listening = this.#listen(given, AbortSignal.any([ended.signal, this.#signal]));
    try {
      return await step(signal);
    } catch (error) {
      if (!isSystemError(error, 'EINTR') || this.#signal.aborted) throw error;
      return undefined;
    } finally {
      ended.abort();
      await listening;
    }
  }

  /** Keeps what is typed, and gives `given` up at Ctrl-C. */
  async #listen(given: AbortController, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const bytes = await this.#input.read(1024, signal);
        this.#text += this.#decoder.decode(bytes, { stream: true });
        if (!this.#text.includes(interrupt)) continue;
        this.#text = '';
        given.abort();
      }
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
  }
}
