// A walk through the lines that were entered, which keeps what was edited.

/** The lines that were entered, the oldest first. */
export interface LineHistory {
  readonly entries: readonly string[];
  /** Told of each line that is entered. */
  add(line: string): void;
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
