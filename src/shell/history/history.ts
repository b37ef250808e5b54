// The lines that were typed, numbered, and what is kept of them between visits.
import type { MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import { erasesEqual, historySize, isKept, type Lookup } from './history-rules.ts';

/** Where history is kept between visits. */
export interface HistoryStore {
  /** The entries, the oldest first. @throws SystemError */
  load(): Promise<string[]>;
  /** @throws SystemError */
  append(line: string): MaybePromise<void>;
  /** Whether it is another place than the one that was loaded: HISTFILE has changed. */
  hasMoved(): boolean;
  /** Resolves when all that was asked for so far is done. */
  readonly settled: Promise<void>;
  /** Keeps `lines`, and nothing else. @throws SystemError */
  replace(lines: readonly string[]): Promise<void>;
  /** Forgets, for each of `lines`, the last entry that is equal. @throws SystemError */
  remove(lines: readonly string[]): Promise<void>;
}

export interface HistoryOptions {
  /** The shell's variables: HISTCONTROL, HISTIGNORE, HISTSIZE. */
  readonly lookup?: Lookup;
  readonly store?: HistoryStore;
  /** Told when the store fails: history goes on without it. */
  readonly onError?: (error: unknown) => void;
}

/** The lines of a session, the oldest first. */
export class History {
  readonly store: HistoryStore | undefined;
  readonly #lookup: Lookup;
  readonly #onError: (error: unknown) => void;
  #entries: string[] = [];
  /** The number of the first entry. */
  #first = 1;
  /** Whether the last entry is the line that runs. */
  #endsWithCurrent = false;
  /** How many entries of a file `history -n` and `-r` have read. */
  read = 0;
  /** How many entries there are that `history -a` has not put into a file. */
  #added = 0;

  constructor({ lookup, store, onError }: HistoryOptions = {}) {
    this.#lookup = lookup ?? (() => undefined);
    this.store = store;
    this.#onError = onError ?? (() => {});
  }

  get entries(): readonly string[] {
    const size = historySize('HISTSIZE', this.#lookup);
    if (this.#entries.length > size) this.#entries.splice(0, this.#entries.length - size);
    return this.#entries;
  }

  /** The number of the first entry: those before it were more than HISTSIZE. */
  get first(): number {
    return this.#first;
  }

  /** Whether the last entry is the line that runs, which `fc` passes over. */
  get endsWithCurrent(): boolean {
    return this.#endsWithCurrent;
  }

  /** Those that were added since this was asked for the last time. */
  takeAdded(): readonly string[] {
    const { entries } = this;
    const added = entries.slice(Math.max(0, entries.length - this.#added));
    this.#added = 0;
    return added;
  }

  /** Puts what is stored before what was entered meanwhile: the first prompt need not wait for it. */
  async load(): Promise<void> {
    try {
      this.#entries = [...((await this.store?.load()) ?? []), ...this.#entries];
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Takes what is stored in the place that HISTFILE names by now, where that is another one. */
  async follow(): Promise<void> {
    if (this.store?.hasMoved() !== true) return;
    await this.store.settled;
    this.clear();
    await this.load();
  }

  /** A line that was typed, and runs now. A blank one is none. Storing goes on behind. */
  add(line: string): void {
    this.#endsWithCurrent = line.trim() !== '' && this.#keep(line);
  }

  /** A line that takes the place of the one that runs: `history -s`, `fc -s`. */
  enter(line: string): void {
    const last = this.#entries.length - 1;
    if (this.#endsWithCurrent) this.remove(last, last);
    this.#keep(line);
  }

  /** Lines of a file: `history -r`. */
  append(lines: readonly string[]): void {
    for (const line of lines) this.#push(line);
    this.#added = 0;
  }

  /** Removes entries, by their places. */
  remove(from: number, to: number): void {
    if (to === this.#entries.length - 1) this.#endsWithCurrent = false;
    const lines = this.#entries.splice(from, to - from + 1);
    this.#added = Math.max(0, this.#added - lines.length);
    this.#stored((store) => store.remove(lines));
  }

  /** Forgets all, but for what is stored. */
  clear(): void {
    this.#entries = [];
    this.#first = 1;
    this.#added = 0;
    this.#endsWithCurrent = false;
  }

  /** @returns whether it is kept */
  #keep(line: string): boolean {
    if (!isKept(line, this.#entries.at(-1), this.#lookup)) return false;
    if (erasesEqual(this.#lookup)) this.#entries = this.#entries.filter((entry) => entry !== line);
    this.#push(line);
    this.#added += 1;
    this.#stored((store) => store.append(line));
    return true;
  }

  #push(line: string): void {
    const size = historySize('HISTSIZE', this.#lookup);
    this.#entries.push(line);
    while (this.#entries.length > size) {
      this.#entries.shift();
      this.#first += 1;
    }
  }

  #stored(action: (store: HistoryStore) => MaybePromise<void>): void {
    const { store } = this;
    if (store === undefined) return;
    void (async () => {
      try {
        await action(store);
      } catch (error) {
        this.#onError(error);
      }
    })();
  }
}
