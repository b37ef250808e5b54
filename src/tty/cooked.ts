// The line that is being typed in cooked mode: what it holds, and what its editing echoes. Nothing else is known here.
import { clusters, width } from './width.ts';
import { isVisible, visible } from './visible.ts';

type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'control'; readonly code: number }
  /** A key such as an arrow: a cooked reader never gets it, but a line editor that reads the type-ahead does. */
  | { readonly kind: 'key'; readonly bytes: Uint8Array };

/** A part of a line. `shown`: it was echoed. */
type Piece = Content & { readonly shown: boolean };

const encoder = new TextEncoder();
const segmenter = new Intl.Segmenter();

/** What a cooked reader gets of `pieces`, or, with `keys`, what a raw one does. */
function bytesOf(pieces: readonly Piece[], keys: boolean): Uint8Array {
  const parts = pieces.map((piece) => {
    if (piece.kind === 'text') return encoder.encode(piece.text);
    if (piece.kind === 'control') return Uint8Array.of(piece.code);
    return keys ? piece.bytes : new Uint8Array(0);
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The last thing that ERASE takes away of `text`: a grapheme. */
function lastGrapheme(text: string): string {
  // The line is bounded, but a look at its last characters is enough for every real grapheme.
  const tail = text.length > 64 ? text.slice(-64) : text;
  return [...segmenter.segment(tail)].at(-1)?.segment ?? '';
}

/** A line of input under way (Linux's n_tty with ICANON). Methods return what to echo. */
export class CookedLine {
  #pieces: Piece[] = [];
  /** The column where its echo began. */
  #origin = 0;

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** The line's bytes. `keys`: for a raw reader. */
  bytes(keys: boolean): Uint8Array {
    return bytesOf(this.#pieces, keys);
  }

  /** Adds text, or a control character that is taken as it is. `column` is where the cursor is. */
  add(content: Content, echo: boolean, column: number): string {
    if (this.#pieces.every((piece) => !piece.shown)) this.#origin = column;
    const shown = echo && content.kind !== 'key';
    const last = this.#pieces.at(-1);
    if (content.kind === 'text' && last?.kind === 'text' && last.shown === shown) {
      this.#pieces[this.#pieces.length - 1] = {
        kind: 'text',
        text: last.text + content.text,
        shown,
      };
    } else {
      this.#pieces.push({ ...content, shown });
    }
    if (!shown) return '';
    if (content.kind === 'text')
      return isVisible(content.text) ? content.text : visible(content.text);
    if (content.kind === 'control')
      return content.code === 0x09 ? '\t' : visible(String.fromCharCode(content.code));
    return '';
  }

  /** ERASE: takes the last grapheme away. */
  erase(columns: number): string {
    return this.#shrink(columns, () => this.#pop());
  }

  /** WERASE: spaces and punctuation, then the word before them. */
  eraseWord(columns: number): string {
    return this.#shrink(columns, () => {
      let inWord = false;
      for (let last = this.#last(); last !== undefined; last = this.#last()) {
        const isWord = /^[\p{L}\p{N}\p{M}_]/u.test(last);
        if (inWord && !isWord) return;
        inWord ||= isWord;
        this.#pop();
      }
    });
  }

  /** KILL: takes all away. */
  kill(columns: number): string {
    return this.#shrink(columns, () => {
      this.#pieces = [];
    });
  }

  /** Takes the echo off the screen and keeps the line. */
  hide(columns: number): string {
    return this.#shrink(columns, () => {
      this.#pieces = this.#pieces.map((piece) => ({ ...piece, shown: false }));
    });
  }

  /** REPRINT: the line again, at the beginning of a row. */
  reprint(): string {
    this.#origin = 0;
    this.#pieces = this.#pieces.map((piece) => ({ ...piece, shown: piece.kind !== 'key' }));
    return this.#pieces.map(shownText).join('');
  }

  /** What ERASE would take away, as text; '' for a key. */
  #last(): string | undefined {
    const last = this.#pieces.at(-1);
    if (last === undefined) return undefined;
    return last.kind === 'text' ? lastGrapheme(last.text) : '';
  }

  #pop(): void {
    const last = this.#pieces.pop();
    if (last?.kind !== 'text') return;
    const text = last.text.slice(0, last.text.length - lastGrapheme(last.text).length);
    if (text !== '') this.#pieces.push({ ...last, text });
  }

  #shrink(columns: number, change: () => void): string {
    const before = this.#end(columns);
    change();
    return eraseCells(before, this.#end(columns), columns);
  }

  /** How far from the beginning of its first row the echo ends, in cells. */
  #end(columns: number): number {
    let end = this.#origin;
    for (const piece of this.#pieces) {
      const text = shownText(piece);
      if (text === '\t') {
        const column = end % columns;
        end += Math.min(columns - 1, (column & ~7) + 8) - column;
      } else {
        end = advance(end, text, columns);
      }
    }
    return end;
  }
}

function shownText(piece: Piece): string {
  if (!piece.shown || piece.kind === 'key') return '';
  if (piece.kind === 'control')
    return piece.code === 0x09 ? '\t' : visible(String.fromCharCode(piece.code));
  return visible(piece.text);
}

/** Where `text` ends that begins at `from`: a wide character never stands across two rows. */
function advance(from: number, text: string, columns: number): number {
  const plain = width(text);
  if (plain === text.length) return from + plain;
  let end = from;
  for (const cluster of clusters(text)) {
    if ((end % columns) + cluster.width > columns) end += columns - (end % columns);
    end += cluster.width;
  }
  return end;
}

/** Blanks the cells from `to` up to `from`, where the cursor is, and leaves it at `to`. */
function eraseCells(from: number, to: number, columns: number): string {
  if (from <= to) return '';
  const fromRow = Math.floor((from - 1) / columns);
  const toRow = Math.floor(to / columns);
  // After a row's last cell the cursor still stands on it, and `\b` cannot climb to the row above.
  if (fromRow === toRow && from % columns !== 0) return '\b \b'.repeat(from - to);
  const up = fromRow > toRow ? `\x1b[${fromRow - toRow}A` : '';
  const right = to % columns === 0 ? '' : `\x1b[${to % columns}C`;
  return `${up}\r${right}\x1b[J`;
}
