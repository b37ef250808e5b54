// Prompt and text laid out in rows of cells, wrapped as xterm.js wraps them. Pure.
import { clusters } from '../tty/width.ts';
import { isVisible, visible } from '../tty/visible.ts';

export interface Cell {
  readonly text: string;
  /** In columns, 1 or 2. */
  readonly width: number;
  /** The SGR sequences before it, after a reset; '' for none. */
  readonly style: string;
  /** Which place of the text it shows, -1 for a prompt. */
  readonly offset: number;
  /** It must not join the cell before it, though the terminal would join them. */
  readonly apart: boolean;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** The columns that its cells take. */
  readonly width: number;
  /** It goes on from the row above because that was full, not after a newline. */
  readonly wrapped: boolean;
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

export interface Layout {
  readonly rows: readonly Row[];
  readonly cursor: Position;
  readonly columns: number;
}

export interface LayoutInput {
  /** May hold SGR sequences, and newlines. */
  readonly prompt: string;
  /** The prompt of each further line of the text. */
  readonly continuation: string;
  readonly text: string;
  readonly cursor: number;
  readonly columns: number;
  /** Lines laid out before for the same columns, and where those of this layout are put. */
  readonly memo?: {
    readonly known: ReadonlyMap<string, readonly Row[]>;
    readonly used: Map<string, readonly Row[]>;
  };
}

interface Piece {
  readonly text: string;
  readonly style: string;
  readonly offset: number;
  /** The whole piece shows one place of the text (`^[`). */
  readonly fixed: boolean;
}

// CSI … final, and OSC up to BEL or ST: what a prompt may hold beside text. readline's \[ \] marks, \1 and \2, too.
// oxlint-disable-next-line no-control-regex -- these are what it is for
const escapes = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x01\x02]/g;

/** Lays out `input`. */
export function layout(input: LayoutInput): Layout {
  const { text, columns, memo } = input;
  const rows: Row[] = [];
  let cursor: Position = { row: 0, column: 0 };
  const heads = input.prompt.split('\n');
  const lastHead = heads.pop() ?? '';
  for (const head of heads) rows.push(...wrap(promptPieces(head), columns));
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const prompt = index === 0 ? lastHead : input.continuation;
    const key = `${prompt}\n${line}`;
    const lineRows =
      memo?.known.get(key) ?? wrap([...promptPieces(prompt), ...textPieces(line)], columns);
    memo?.used.set(key, lineRows);
    const place = input.cursor - start;
    if (place >= 0 && place <= line.length) {
      const at = place === line.length ? lastPlace(lineRows) : find(lineRows, place);
      // At the end of a full row the cursor goes to a row of its own.
      const beyond = at.column === columns && start + place === text.length;
      cursor = { row: rows.length + at.row, column: Math.min(at.column, columns - 1) };
      rows.push(...lineRows);
      if (beyond) {
        cursor = { row: rows.length, column: 0 };
        rows.push({ cells: [], width: 0, wrapped: true });
      }
    } else {
      rows.push(...lineRows);
    }
    start += line.length + 1;
  }
  return { rows, cursor, columns };
}

function promptPieces(prompt: string): Piece[] {
  const pieces: Piece[] = [];
  let style = '';
  let from = 0;
  const add = (text: string) => {
    if (text !== '') pieces.push({ text: visible(text), style, offset: -1, fixed: true });
  };
  for (const match of prompt.matchAll(escapes)) {
    add(prompt.slice(from, match.index));
    from = match.index + match[0].length;
    // Only colours are kept: anything else would move the cursor behind the layout's back.
    if (/^.\[[\d;:]*m$/.test(match[0])) style = /^.\[0*m$/.test(match[0]) ? '' : style + match[0];
  }
  add(prompt.slice(from));
  return pieces;
}

function textPieces(line: string): Piece[] {
  if (isVisible(line))
    return line === '' ? [] : [{ text: line, style: '', offset: 0, fixed: false }];
  const pieces: Piece[] = [];
  let plain = 0;
  let offset = 0;
  const flush = () => {
    if (offset > plain)
      pieces.push({ text: line.slice(plain, offset), style: '', offset: plain, fixed: false });
  };
  for (const char of line) {
    if (!isVisible(char)) {
      flush();
      plain = offset + char.length;
      pieces.push({ text: char === '\t' ? '\t' : visible(char), style: '', offset, fixed: true });
    }
    offset += char.length;
  }
  flush();
  return pieces;
}

/** Wraps the pieces of one line. */
function wrap(pieces: readonly Piece[], columns: number): Row[] {
  const rows: Row[] = [];
  let cells: Cell[] = [];
  let column = 0;
  const put = (cell: Cell) => {
    if (column + cell.width > columns) {
      rows.push({ cells, width: column, wrapped: rows.length > 0 });
      cells = [];
      column = 0;
    }
    cells.push(cell);
    column += cell.width;
  };
  for (const run of runsOf(pieces)) {
    let index = 0;
    for (const { text, width } of clusters(run.text)) {
      const offset = run.offsets[index] ?? -1;
      index += text.length;
      put({ text, width, style: run.style, offset, apart: index === text.length });
    }
    if (!run.isTab) continue;
    const blank = { text: ' ', width: 1, style: '', offset: run.offsets[0] ?? -1, apart: false };
    do put(blank);
    while (column % 8 !== 0 && column < columns);
  }
  rows.push({ cells, width: column, wrapped: rows.length > 0 });
  return rows;
}

interface Run {
  text: string;
  readonly style: string;
  readonly offsets: number[];
  readonly isTab: boolean;
}

/** Joins pieces of one style: characters join across them on the screen too, where no escape stands between. */
function runsOf(pieces: readonly Piece[]): Run[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    if (piece.text === '\t') {
      runs.push({ text: '', style: '', offsets: [piece.offset], isTab: true });
      continue;
    }
    let run = runs.at(-1);
    if (run === undefined || run.isTab || run.style !== piece.style) {
      run = { text: '', style: piece.style, offsets: [], isTab: false };
      runs.push(run);
    }
    run.text += piece.text;
    for (let index = 0; index < piece.text.length; index++) {
      run.offsets.push(piece.fixed ? piece.offset : piece.offset + index);
    }
  }
  return runs;
}

/** The place of the text at `offset`: of the last cell that begins there or before. */
function find(rows: readonly Row[], offset: number): Position {
  let found: Position | undefined;
  let nearest = -1;
  for (const [row, { cells }] of rows.entries()) {
    let column = 0;
    for (const cell of cells) {
      if (cell.offset > offset) return found ?? { row, column };
      if (cell.offset > nearest) {
        nearest = cell.offset;
        found = { row, column };
      }
      column += cell.width;
    }
  }
  return found ?? lastPlace(rows);
}

/** After the last cell. */
function lastPlace(rows: readonly Row[]): Position {
  return { row: rows.length - 1, column: rows.at(-1)?.width ?? 0 };
}
