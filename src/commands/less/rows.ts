// The rows that a line takes on the screen: folded at the edge or chopped there, with matches in reverse video.
import type { Cell, Cells, Style } from './cells.ts';

/** How lines are laid out. */
export interface Layout {
  readonly columns: number;
  /** Whether a line takes one row, which is moved to the left by `shift` columns. */
  readonly chop: boolean;
  readonly shift: number;
  readonly tabs: number;
}

/** A range of `Cells.text` that is shown in reverse video. */
export type Match = readonly [start: number, end: number];

/** A cell at its place: a tab has become spaces. */
interface Placed {
  readonly text: string;
  readonly width: number;
  readonly style: Style;
}

/** What is drawn for a line: each row's text, with the sequences of its styles. */
export function rowsOf(line: Cells, layout: Layout, matches: readonly Match[]): string[] {
  const placed = place(line.cells, layout.tabs, matches);
  return layout.chop ? [chopped(placed, layout)] : folded(placed, layout.columns);
}

function place(cells: readonly Cell[], tabs: number, matches: readonly Match[]): Placed[] {
  const placed: Placed[] = [];
  let column = 0;
  let next = 0;
  for (const { text, width, style, at } of cells) {
    while ((matches[next]?.[1] ?? Infinity) <= at) next += 1;
    const matched = at >= (matches[next]?.[0] ?? Infinity);
    // A match amid what stands out anyway is seen as what it is not.
    const shown = matched ? { ...style, standout: style.standout !== true } : style;
    if (text === '\t') {
      const spaces = tabs - (column % tabs);
      for (let index = 0; index < spaces; index += 1)
        placed.push({ text: ' ', width: 1, style: shown });
      column += spaces;
      continue;
    }
    // What is written out for a control may be cut at the edge like any other text.
    if (width === text.length && width > 2) {
      for (const char of text) placed.push({ text: char, width: 1, style: shown });
    } else placed.push({ text, width, style: shown });
    column += width;
  }
  return placed;
}

function folded(placed: readonly Placed[], columns: number): string[] {
  const rows: string[] = [];
  let row: Placed[] = [];
  let used = 0;
  for (const cell of placed) {
    if (used + cell.width > columns) {
      rows.push(drawn(row));
      row = [];
      used = 0;
    }
    row.push(cell);
    used += cell.width;
  }
  rows.push(drawn(row));
  return rows;
}

const rightMark: Placed = { text: '>', width: 1, style: { standout: true } };
const space: Placed = { text: ' ', width: 1, style: {} };
const standoutSpace: Placed = { ...space, style: { standout: true } };

function chopped(placed: readonly Placed[], { columns, shift }: Layout): string {
  const row: Placed[] = [];
  let column = 0;
  let used = 0;
  let isCut = false;
  for (const cell of placed) {
    const begin = column - shift;
    column += cell.width;
    if (begin < 0) {
      // The right half of a wide character stands as a space.
      for (let rest = begin + cell.width; rest > 0; rest -= 1, used += 1) row.push(space);
      continue;
    }
    if (used + cell.width > columns) {
      isCut = true;
      break;
    }
    row.push(cell);
    used += cell.width;
  }
  if (isCut) {
    while (used >= columns) used -= row.pop()?.width ?? used;
    for (; used < columns - 1; used += 1) row.push(standoutSpace);
    row.push(rightMark);
  }
  return drawn(row);
}

/** Text with the sequences that draw it. */
function drawn(row: readonly Placed[]): string {
  let text = '';
  let current = '';
  for (const cell of row) {
    const wanted = sequenceOf(cell.style);
    if (wanted !== current) {
      text += (current === '' ? '' : '\x1b[m') + wanted;
      current = wanted;
    }
    text += cell.text;
  }
  return current === '' ? text : `${text}\x1b[m`;
}

function sequenceOf({ bold, underline, standout, colours = '' }: Style): string {
  let sequence = colours;
  if (bold === true) sequence += '\x1b[1m';
  if (underline === true) sequence += '\x1b[4m';
  if (standout === true) sequence += '\x1b[7m';
  return sequence;
}
