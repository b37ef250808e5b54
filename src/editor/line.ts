// The edits of a line as functions: a text and a cursor in, a text and a cursor out.

/** A text and a place in it, in UTF-16 units; edits leave the cursor between graphemes. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
}

/** Where the cursor would go. */
export type Motion = (line: Line) => number;

export const emptyLine: Line = { text: '', cursor: 0 };

const segmenter = new Intl.Segmenter();
/** How far a grapheme may reach; it bounds the work of a key in a long text. */
const longestGrapheme = 128;

/** `text` with the cursor at its end. */
export function lineOf(text: string): Line {
  return { text, cursor: text.length };
}

export const graphemeLeft: Motion = ({ text, cursor }) => {
  if (cursor <= 0) return 0;
  // Two printable ASCII characters never join.
  if (isAscii(text, cursor - 1) && (cursor < 2 || isAscii(text, cursor - 2))) return cursor - 1;
  const from = Math.max(0, cursor - longestGrapheme);
  let last = from;
  for (const { index } of segmenter.segment(text.slice(from, cursor))) last = from + index;
  return last;
};

export const graphemeRight: Motion = ({ text, cursor }) => {
  if (cursor >= text.length) return text.length;
  const [first] = segmenter.segment(text.slice(cursor, cursor + longestGrapheme));
  return cursor + (first?.segment.length ?? 1);
};

/** The beginning of the cursor's row of a text with newlines. */
export const lineStart: Motion = ({ text, cursor }) =>
  text.lastIndexOf('\n', cursor - 1) + (cursor === 0 ? 0 : 1);

export const lineEnd: Motion = ({ text, cursor }) => {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
};

export const textStart: Motion = () => 0;

export const textEnd: Motion = ({ text }) => text.length;

/** readline's forward-word: the end of the word here or after; words are letters and digits. */
export const wordRight: Motion = ({ text, cursor }) =>
  skip(text, skip(text, cursor, 1, false), 1, true);

/** readline's backward-word. */
export const wordLeft: Motion = ({ text, cursor }) =>
  skip(text, skip(text, cursor, -1, false), -1, true);

/** readline's unix-word-rubout: words are what stands between white space. */
export const blankWordLeft: Motion = ({ text, cursor }) => {
  let at = cursor;
  while (at > 0 && isBlank(text, at - 1)) at--;
  while (at > 0 && !isBlank(text, at - 1)) at--;
  return at;
};

export function move(line: Line, motion: Motion): Line {
  return { text: line.text, cursor: motion(line) };
}

export function insert({ text, cursor }: Line, inserted: string): Line {
  return {
    text: text.slice(0, cursor) + inserted + text.slice(cursor),
    cursor: cursor + inserted.length,
  };
}

/** `text` instead of what is between `start` and `end`, the cursor after it. */
export function replace(line: Line, start: number, end: number, text: string): Line {
  return {
    text: line.text.slice(0, start) + text + line.text.slice(end),
    cursor: start + text.length,
  };
}

/** Takes away what is between the cursor and where `motion` leads. */
export function cut(line: Line, motion: Motion): { readonly line: Line; readonly cut: string } {
  const target = motion(line);
  const start = Math.min(line.cursor, target);
  const end = Math.max(line.cursor, target);
  return { line: replace(line, start, end, ''), cut: line.text.slice(start, end) };
}

/** readline's transpose-chars: the grapheme before the cursor goes over the one at it; at the end, the last two. */
export function transpose(line: Line): Line {
  if (line.cursor === 0) return line;
  const end = graphemeRight(line);
  const middle = end === line.cursor ? graphemeLeft(line) : line.cursor;
  const start = graphemeLeft({ text: line.text, cursor: middle });
  if (start === middle) return line;
  return replace(line, start, end, line.text.slice(middle, end) + line.text.slice(start, middle));
}

/** Rewrites from the cursor to the end of the word (upcase-word and its like). */
export function changeWord(line: Line, change: (word: string) => string): Line {
  const end = wordRight(line);
  return replace(line, line.cursor, end, change(line.text.slice(line.cursor, end)));
}

/** The same column in the row above or below, or undefined where there is none. Columns are counted in graphemes. */
export function vertical(line: Line, direction: -1 | 1): Line | undefined {
  const start = lineStart(line);
  const column = [...segmenter.segment(line.text.slice(start, line.cursor))].length;
  const target = direction === -1 ? start - 1 : lineEnd(line) + 1;
  if (target < 0 || target > line.text.length) return undefined;
  const targetStart = lineStart({ text: line.text, cursor: target });
  const row = line.text.slice(targetStart, lineEnd({ text: line.text, cursor: targetStart }));
  const before = [...segmenter.segment(row)].slice(0, column);
  return {
    text: line.text,
    cursor: targetStart + before.reduce((sum, { segment }) => sum + segment.length, 0),
  };
}

function isAscii(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x20 && code < 0x7f;
}

function isBlank(text: string, index: number): boolean {
  return /\s/u.test(text.charAt(index));
}

/** Goes over characters that are, or are not, of words. */
function skip(text: string, from: number, direction: -1 | 1, words: boolean): number {
  let at = from;
  for (;;) {
    const char = direction === 1 ? characterAt(text, at) : characterBefore(text, at);
    if (char === '' || /[\p{L}\p{N}\p{M}]/u.test(char) !== words) return at;
    at += direction * char.length;
  }
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  if (index <= 0) return '';
  const low = text.charCodeAt(index - 1);
  return text.slice(low >= 0xdc00 && low <= 0xdfff && index > 1 ? index - 2 : index - 1, index);
}
