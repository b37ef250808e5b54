// A file as the pager goes through it: its lines, without those that a filter hides, and the rows of each.
import { cellsOf, type Cells } from './cells.ts';
import { type Line, Lines } from './lines.ts';
import type { Pattern } from './pattern.ts';
import { type Layout, type Match, rowsOf } from './rows.ts';
import type { Source } from './source.ts';
import { isSystemError } from '../../../wasi/vfs/error.ts';

/** A row: of which line, and the how many-th. */
export interface Place {
  /** Where the line begins; the end of the file where there is no more. */
  readonly line: number;
  readonly row: number;
}

/** A line as it is shown. */
export interface Shown extends Line {
  readonly rows: readonly string[];
  readonly text: string;
}

/** A row on the screen. */
export interface Row {
  readonly line: Shown;
  readonly row: number;
}

/** Rows that follow each other. */
export interface Rows {
  readonly rows: readonly Row[];
  /** Whether nothing is behind them, as far as is known. */
  readonly isEnd: boolean;
}

/** How a document is shown. */
export interface View {
  readonly layout: Layout;
  readonly colours: boolean;
  /** What is shown in reverse video. */
  readonly highlight: Pattern | undefined;
  /** What lines must match to be shown. */
  readonly filter: Pattern | undefined;
}

/** Lines that were laid out are kept as long as the view is the same. */
const keptLines = 500;

/** How many lines a loop goes through until others have their turn. */
const linesPerTurn = 2000;

export class Document {
  readonly lines: Lines;
  #view: View;
  readonly #shown = new Map<number, Shown>();
  readonly #turn: () => void | Promise<void>;

  /** @param turn lets others go on, from time to time */
  constructor(source: Source, view: View, turn: () => void | Promise<void>) {
    this.lines = new Lines(source);
    this.#view = view;
    this.#turn = turn;
  }

  get source(): Source {
    return this.lines.source;
  }

  set view(view: View) {
    this.#view = view;
    this.#shown.clear();
  }

  /** Forgets how lines look: the file has changed. */
  forget(): void {
    this.#shown.clear();
  }

  #cells(bytes: Uint8Array): Cells {
    return cellsOf(bytes, this.#view.colours);
  }

  /** The line that begins at `start`, or the next one that the filter shows; undefined at the end. */
  async at(start: number, signal: AbortSignal): Promise<Shown | undefined> {
    const known = this.#shown.get(start);
    if (known !== undefined) return known;
    const { filter, highlight, layout } = this.#view;
    let count = 0;
    for (let line = await this.lines.at(start, signal); line !== undefined;) {
      const cells = this.#cells(line.bytes);
      if (filter === undefined || filter.accepts(cells.text)) {
        const matches: readonly Match[] = highlight?.matches(cells.text) ?? [];
        const shown = { ...line, text: cells.text, rows: rowsOf(cells, layout, matches) };
        // A last line without an end may yet go on.
        if (this.#shown.size >= keptLines) this.#shown.clear();
        if (line.next !== this.source.size) this.#shown.set(line.start, shown);
        return shown;
      }
      if (++count % linesPerTurn === 0) await this.#turn();
      line = await this.lines.at(line.next, signal);
    }
    return undefined;
  }

  /** The line before the one that begins at `start`. */
  async before(start: number, signal: AbortSignal): Promise<Shown | undefined> {
    let count = 0;
    for (
      let before = await this.lines.startBefore(start, signal);
      before !== undefined;
      before = await this.lines.startBefore(before, signal)
    ) {
      const line = await this.at(before, signal);
      if (line?.start === before) return line;
      if (++count % linesPerTurn === 0) await this.#turn();
    }
    return undefined;
  }

  /** The place `count` rows further; undefined where the document has no so many. */
  async forward(from: Place, count: number, signal: AbortSignal): Promise<Place | undefined> {
    let line = await this.at(from.line, signal);
    let row = from.row + count;
    while (line !== undefined && row >= line.rows.length) {
      row -= line.rows.length;
      const next: Shown | undefined = await this.at(line.next, signal);
      if (next === undefined) return row === 0 ? { line: line.next, row: 0 } : undefined;
      line = next;
    }
    return line === undefined ? undefined : { line: line.start, row };
  }

  /** The place `count` rows back, or the first one. */
  async back(from: Place, count: number, signal: AbortSignal): Promise<Place> {
    let { line, row } = from;
    let left = count;
    while (left > row) {
      const before = await this.before(line, signal);
      if (before === undefined) return { line, row: 0 };
      left -= row + 1;
      line = before.start;
      row = before.rows.length - 1;
    }
    return { line, row: row - left };
  }

  /** The rows from `top` on, at most `count`. One that is given up has what was there. */
  async rows(top: Place, count: number, signal: AbortSignal): Promise<Rows> {
    const rows: Row[] = [];
    let { line: start, row } = top;
    try {
      for (;;) {
        const line = await this.at(start, signal);
        if (line === undefined) return { rows, isEnd: true };
        for (; row < line.rows.length; row += 1) {
          if (rows.length === count) return { rows, isEnd: false };
          rows.push({ line, row });
        }
        start = line.next;
        row = 0;
        if (rows.length === count) return { rows, isEnd: await this.#isEnd(start, signal) };
      }
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      return { rows, isEnd: false };
    }
  }

  /** Whether nothing is shown from `start` on, as far as can be told without waiting for more of a stream. */
  async #isEnd(start: number, signal: AbortSignal): Promise<boolean> {
    if (start === this.source.size) return true;
    return this.#view.filter !== undefined && (await this.at(start, signal)) === undefined;
  }

  /** The `count`-th line after (or before) the one at `start` that the pattern accepts; undefined where there is none. */
  async search(
    pattern: Pattern,
    start: number,
    direction: 'forward' | 'backward',
    count: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    let left = count;
    let steps = 0;
    const { filter } = this.#view;
    const step = async (from: number): Promise<Line | undefined> => {
      if (direction === 'forward') return await this.lines.at(from, signal);
      const before = await this.lines.startBefore(from, signal);
      return before === undefined ? undefined : await this.lines.at(before, signal);
    };
    for (let line = await step(start); line !== undefined;) {
      const { text } = this.#cells(line.bytes);
      if (pattern.accepts(text) && (filter === undefined || filter.accepts(text))) {
        left -= 1;
        if (left === 0) return line.start;
      }
      if (++steps % linesPerTurn === 0) await this.#turn();
      line = await step(direction === 'forward' ? line.next : line.start);
    }
    return undefined;
  }
}
