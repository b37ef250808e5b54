// The lines that were entered, and a walk through them that keeps what was edited.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** Where history is kept between visits. */
export interface HistoryStore {
  /** The entries, the oldest first. */
  load(): Promise<string[]>;
  append(line: string): MaybePromise<void>;
}

export interface HistoryOptions {
  readonly store?: HistoryStore;
  /** How many entries are kept in memory. */
  readonly limit?: number;
  /** Told when the store fails: history goes on without it. */
  readonly onError?: (error: unknown) => void;
}

/** The entered lines of a session, the oldest first. */
export class History {
  readonly #options: HistoryOptions;
  readonly #limit: number;
  readonly #entries: string[] = [];

  constructor(options: HistoryOptions = {}) {
    this.#options = options;
    this.#limit = options.limit ?? 10_000;
  }

  get entries(): readonly string[] {
    return this.#entries;
  }

  /** Puts what is stored before what was entered meanwhile: the first prompt need not wait for it. */
  async load(): Promise<void> {
    try {
      const stored = (await this.#options.store?.load()) ?? [];
      const room = Math.max(0, this.#limit - this.#entries.length);
      this.#entries.unshift(...(room === 0 ? [] : stored.slice(-room)));
    } catch (error) {
      this.#options.onError?.(error);
    }
  }

  /** Adds a line, unless it is blank, begins with a space or repeats the last one. Storing goes on behind. */
  add(line: string): void {
    if (line.trim() === '' || line.startsWith(' ') || line === this.#entries.at(-1)) return;
    this.#entries.push(line);
    if (this.#entries.length > this.#limit) this.#entries.shift();
    void this.#store(line);
  }

  /** Begins a walk at the line that is not yet entered. */
  walk(): HistoryWalk {
    return new HistoryWalk([...this.#entries]);
  }

  async #store(line: string): Promise<void> {
    try {
      await this.#options.store?.append(line);
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}

/** The place in the history of one line's editing. Entries that were edited stay so until the line is entered. */
export class HistoryWalk {
  readonly #entries: string[];
  #at: number;

  constructor(entries: readonly string[]) {
    this.#entries = [...entries, ''];
    this.#at = entries.length;
  }

  /** The entry `by` steps on, leaving `current` as the text of this one; undefined where there is none. */
  step(by: number, current: string): string | undefined {
    return this.go(this.#at + by, current);
  }

  /** The oldest entry. */
  first(current: string): string | undefined {
    return this.#at === 0 ? undefined : this.go(0, current);
  }

  /** The line that is not yet entered. */
  last(current: string): string | undefined {
    return this.#at === this.#entries.length - 1
      ? undefined
      : this.go(this.#entries.length - 1, current);
  }

  go(index: number, current: string): string | undefined {
    const entry = this.#entries[index];
    if (entry === undefined) return undefined;
    this.#entries[this.#at] = current;
    this.#at = index;
    return entry;
  }

  /** The last word of the `back`th line before the one that is not yet entered, as it was typed; 1 is the last line. */
  lastArgument(back: number): string | undefined {
    const entry = this.#entries[this.#entries.length - 1 - back];
    return entry === undefined ? undefined : lastWord(entry);
  }
}

/** The last blank-separated word of a line; quotes and backslashes hold blanks. */
function lastWord(line: string): string {
  const words = line.match(/(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"\\]|['"\\])+/gsu);
  return words?.at(-1) ?? '';
}
