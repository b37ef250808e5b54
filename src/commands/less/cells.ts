// A line's bytes as what is drawn: characters with their columns, controls written out, overstrikes and colours as styles.
import { clusters } from '../../tty/width.ts';

/** How a cell is drawn. */
export interface Style {
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly standout?: boolean;
  /** What sets the colours, as it was in the text. */
  readonly colours?: string;
}

/** One character on the screen. */
export interface Cell {
  readonly text: string;
  /** Columns; 0 for a tab, which is as wide as its place asks for. */
  readonly width: number;
  readonly style: Style;
  /** Where in `Cells.text` it begins. */
  readonly at: number;
}

export interface Cells {
  readonly cells: readonly Cell[];
  /** What a search looks at. */
  readonly text: string;
}

const plain: Style = {};
const controlStyle: Style = { standout: true };
const tab = '\t';
// oxlint-disable-next-line no-control-regex -- these are what it is for
const special = /[\u0000-\u001f\u007f-\u009f]/;
// oxlint-disable-next-line no-control-regex -- ESC begins them
const colourSequence = /^\u001b\[[0-9;:]*m/;
// oxlint-disable-next-line no-control-regex -- ESC begins it
const hyperlink = /^\u001b\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\)/;

/** Reads a line. @param colours whether ANSI colours are kept as such (`-R`) */
export function cellsOf(bytes: Uint8Array, colours: boolean): Cells {
  const cells: Cell[] = [];
  let searched = '';
  let colour = '';
  const put = (text: string, width: number, style: Style, source = text): void => {
    cells.push({ text, width, style, at: searched.length });
    searched += source;
  };
  const putText = (text: string): void => {
    const style = colour === '' ? plain : { colours: colour };
    for (const cluster of clusters(text)) put(cluster.text, cluster.width, style);
  };
  for (const part of decoded(bytes)) {
    if (typeof part === 'number') {
      const text = `<${part.toString(16).toUpperCase().padStart(2, '0')}>`;
      put(text, text.length, controlStyle, '\ufffd');
      continue;
    }
    let rest = part;
    while (rest !== '') {
      const index = rest.search(special);
      if (index !== 0) {
        putText(index < 0 ? rest : rest.slice(0, index));
        rest = index < 0 ? '' : rest.slice(index);
        continue;
      }
      const sequence = colours
        ? (colourSequence.exec(rest) ?? hyperlink.exec(rest))?.[0]
        : undefined;
      if (sequence !== undefined) {
        if (sequence.endsWith('m')) colour = afterSequence(colour, sequence);
        rest = rest.slice(sequence.length);
        continue;
      }
      const over = rest.startsWith('\b') ? overstrike(cells, rest.slice(1)) : undefined;
      if (over !== undefined) {
        searched = searched.slice(0, cells.at(-1)?.at ?? 0);
        cells.pop();
        put(over.text, over.width, over.style);
        rest = rest.slice(1 + over.length);
        continue;
      }
      const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      if (char === tab) put(tab, 0, plain);
      else {
        const text = controlText(char);
        put(text, text.length, controlStyle, char);
      }
      rest = rest.slice(char.length);
    }
  }
  return { cells, text: searched };
}

/** The colours that are set after a sequence: nothing, where it resets them. */
function afterSequence(colours: string, sequence: string): string {
  const reset = /^\S\[0*(;|m)/.exec(sequence);
  return reset === null ? colours + sequence : reset[1] === 'm' ? '' : sequence;
}

/** `x\bx` is bold, `_\bx` and `x\b_` are underlined. What comes after the backspace decides. */
function overstrike(
  cells: readonly Cell[],
  rest: string,
):
  | {
      readonly text: string;
      readonly width: number;
      readonly style: Style;
      readonly length: number;
    }
  | undefined {
  const before = cells.at(-1);
  const [after] = clusters(rest.slice(0, 16).split(special)[0] ?? '');
  if (before === undefined || after === undefined || before.style.standout === true)
    return undefined;
  const { length } = after.text;
  if (before.text === after.text) {
    const style = { ...before.style, bold: true };
    return { ...after, style, length };
  }
  if (before.text === '_') return { ...after, style: { ...before.style, underline: true }, length };
  if (after.text === '_')
    return {
      text: before.text,
      width: before.width,
      style: { ...before.style, underline: true },
      length,
    };
  return { ...after, style: before.style, length };
}

function controlText(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x1b) return 'ESC';
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text, and bytes that are none. */
function decoded(bytes: Uint8Array): (string | number)[] {
  try {
    return [strict.decode(bytes)];
  } catch {
    // Some of it is not UTF-8: it is looked at piece by piece.
  }
  const parts: (string | number)[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > from) parts.push(strict.decode(bytes.subarray(from, at)));
    parts.push(bytes[at] ?? 0);
    at += 1;
    from = at;
  }
  if (from < bytes.length) parts.push(strict.decode(bytes.subarray(from)));
  return parts;
}

/** How many bytes the character at `at` has; 0 where there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  try {
    strict.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}
