// The bytes that turn one view of the line into another on the screen. Pure.
import type { Cell, Layout, Position, Row } from './layout.ts';

/** The rows of a layout that are on the screen: all, unless they are more than the screen has. */
export interface View {
  readonly rows: readonly Row[];
  readonly cursor: Position;
  readonly columns: number;
  /** Which row of the layout is the first one. */
  readonly top: number;
}

/** A prompt's place before anything is drawn: the cursor in column 0, nothing below. */
export function blankView(columns: number): View {
  const rows = [{ cells: [], width: 0, wrapped: false }];
  return { rows, cursor: { row: 0, column: 0 }, columns, top: 0 };
}

/** Shows the part of a layout that holds the cursor; `top` is where it began before, and stays if it can. */
export function viewOf(layout: Layout, height: number, top = 0): View {
  const { rows, cursor, columns } = layout;
  const lowest = Math.max(0, rows.length - height);
  const first = Math.max(cursor.row - height + 1, Math.min(top, lowest, cursor.row));
  return {
    rows: first === 0 && rows.length <= height ? rows : rows.slice(first, first + height),
    cursor: { row: cursor.row - first, column: cursor.column },
    columns,
    top: first,
  };
}

/** What to write so that the screen, which shows `from`, shows `to`. Both have the same width. */
export function redraw(from: View, to: View): string {
  const pen = new Pen(from.cursor, from.columns);
  if (from.top !== to.top) {
    pen.move({ row: 0, column: 0 });
    pen.write('\x1b[J');
    draw(pen, blankView(from.columns).rows, to.rows, { row: 0, index: 0 });
  } else {
    const difference = firstDifference(from.rows, to.rows);
    if (difference !== undefined) draw(pen, from.rows, to.rows, difference);
  }
  pen.move(to.cursor);
  return pen.out;
}

/**
 * After a change of width: how many rows the cursor stands below the first row of `from`. xterm.js wraps anew every
 * group of wrapped rows but the one with the cursor, which it leaves to us. It goes upwards, and moves the cursor by
 * the rows that it adds or takes even below it; when it narrows, it takes the moved cursor for the place of the group
 * to leave (Buffer.ts, `_reflowSmaller` and `_reflowLargerAdjustViewport`). So the result can be negative.
 */
export function rowsAboveAfterResize(from: View, columns: number): number {
  let cursor = from.cursor.row;
  for (let end = from.rows.length; end > 0;) {
    let start = end - 1;
    while (start > 0 && from.rows[start]?.wrapped === true) start--;
    const left = columns < from.columns ? cursor : from.cursor.row;
    if (left < start || left >= end) {
      const width = from.rows.slice(start, end).reduce((sum, row) => sum + row.width, 0);
      cursor += Math.max(1, Math.ceil(width / columns)) - (end - start);
    }
    end = start;
  }
  return cursor;
}

/** Moves the cursor by `rows`, downwards where it is positive. */
export function vertically(rows: number): string {
  if (rows === 0) return '';
  return rows < 0 ? `\x1b[${-rows}A` : `\x1b[${rows}B`;
}

interface CellPlace {
  readonly row: number;
  readonly index: number;
}

function sameCell(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.text === b?.text && a?.style === b?.style;
}

function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.cells.length !== b.cells.length) return false;
  return a.cells.every((cell, index) => sameCell(cell, b.cells[index]));
}

/** Where drawing must begin; undefined where nothing differs. */
function firstDifference(from: readonly Row[], to: readonly Row[]): CellPlace | undefined {
  for (let row = 0; row < Math.max(from.length, to.length); row++) {
    const was = from[row];
    const is = to[row];
    if (was !== undefined && is !== undefined && (row === 0 || was.wrapped === is.wrapped)) {
      if (sameRow(was, is)) continue;
      let index = 0;
      while (index < is.cells.length && sameCell(was.cells[index], is.cells[index])) index++;
      return { row, index };
    }
    // A row begins or ends: drawing goes on from the one above.
    return { row: row - 1, index: to[row - 1]?.cells.length ?? 0 };
  }
  return undefined;
}

function draw(pen: Pen, from: readonly Row[], to: readonly Row[], start: CellPlace): void {
  // The last cell is written again where the terminal must wrap after it, or erase nothing but what is below.
  const first = to[start.row];
  const isEnd = first !== undefined && start.index === first.cells.length;
  const wraps = to[start.row + 1]?.wrapped === true || (first?.width ?? 0) >= pen.columns;
  const index = isEnd && wraps ? Math.max(0, start.index - 1) : start.index;
  const skipped = first?.cells.slice(0, index) ?? [];
  pen.move({ row: start.row, column: skipped.reduce((sum, cell) => sum + cell.width, 0) });
  for (let row = start.row; row < to.length; row++) {
    const current = to[row];
    if (current === undefined) break;
    const isLast = row === to.length - 1;
    const cells = row === start.row ? current.cells.slice(index) : current.cells;
    // An empty row that goes on from a full one: a blank makes the terminal wrap.
    const fillsIn = current.wrapped && current.cells.length === 0;
    pen.cells(
      fillsIn ? [{ text: ' ', width: 1, style: '', offset: -1, apart: false }] : cells,
      row,
    );
    const end = fillsIn ? 1 : current.width;
    pen.reset();
    if (isLast && from.length > to.length) pen.write('\x1b[J');
    else if ((from[row]?.width ?? 0) > end) pen.write('\x1b[K');
    if (fillsIn) pen.move({ row, column: 0 });
    if (isLast) return;
    if (to[row + 1]?.wrapped !== true) {
      const rest =
        to.length === from.length &&
        to.slice(row + 1).every((next, below) => sameAsBefore(from[row + 1 + below], next));
      if (rest) return;
      pen.write('\r\n');
      pen.at = { row: row + 1, column: 0 };
      // A row that went on from the one above no longer does: erasing it from its first cell says so.
      if (from[row + 1]?.wrapped === true) pen.write('\x1b[K');
    }
  }
}

function sameAsBefore(from: Row | undefined, to: Row): boolean {
  return from?.wrapped === to.wrapped && sameRow(from, to);
}

/** Collects what is written, and knows where the cursor is by it. */
class Pen {
  out = '';
  at: Position;
  #style = '';
  readonly columns: number;

  constructor(at: Position, columns: number) {
    this.at = at;
    this.columns = columns;
  }

  write(text: string): void {
    this.out += text;
  }

  cells(cells: readonly Cell[], row: number): void {
    let { column } = row === this.at.row ? this.at : { column: 0 };
    for (const cell of cells) {
      if (cell.style !== this.#style) {
        this.write(`\x1b[0m${cell.style}`);
        this.#style = cell.style;
      } else if ((this.out === '' || cell.apart) && !/^[\x20-\x7e]/.test(cell.text)) {
        // An escape keeps it from joining what was written before it.
        this.write('\x1b[0m');
      }
      this.write(cell.text);
      column += cell.width;
    }
    this.at = { row, column };
  }

  reset(): void {
    if (this.#style !== '') this.write('\x1b[0m');
    this.#style = '';
  }

  move(to: Position): void {
    const { row, column } = this.at;
    this.write(vertically(to.row - row));
    // After a row's last cell the cursor stands on it: a relative motion would be one off.
    const from = column >= this.columns ? undefined : column;
    if (from !== to.column) {
      if (to.column === 0) this.write('\r');
      else if (from === undefined) this.write(`\r\x1b[${to.column}C`);
      else if (to.column > from) this.write(`\x1b[${to.column - from}C`);
      else if (from - to.column <= 3) this.write('\b'.repeat(from - to.column));
      else this.write(`\x1b[${from - to.column}D`);
    }
    this.at = to;
  }
}
