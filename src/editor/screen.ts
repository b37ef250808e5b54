// The editor's part of the screen: what is shown of the line, and how it changes.
import type { Tty } from '../tty/tty.ts';
import { type LayoutInput, type Row, layout } from './layout.ts';
import type { Line } from './line.ts';
import {
  type View,
  blankView,
  redraw,
  rowsAboveAfterResize,
  vertically,
  viewOf,
} from './redraw.ts';

const encoder = new TextEncoder();
const pasteOn = '\x1b[?2004h';
const pasteOff = '\x1b[?2004l';

/** Draws a prompt and a line, and only what changed of them. */
export class Screen {
  readonly #tty: Tty;
  readonly #prompt: string;
  readonly #continuation: string;
  #view: View;
  #memo = new Map<string, readonly Row[]>();

  constructor(tty: Tty, prompt: string, continuation: string) {
    this.#tty = tty;
    this.#prompt = prompt;
    this.#continuation = continuation;
    this.#view = blankView(tty.columns);
  }

  /** Begins on a row of its own; `mark` says that a program left the last one unfinished. */
  begin(mark: string): void {
    void this.#tty.freshLine(mark);
    this.#view = blankView(this.#tty.columns);
    this.#write(pasteOn, true);
  }

  draw(line: Line): void {
    const next = viewOf(this.#layout(line), this.#tty.rows, this.#view.top);
    this.#write(redraw(this.#view, next));
    this.#view = next;
  }

  bell(): void {
    this.#write('\x07');
  }

  /** Clears the screen; the next draw begins at its top. */
  clear(): void {
    this.#write('\x1b[H\x1b[2J');
    this.#view = blankView(this.#tty.columns);
  }

  /** Leaves the whole line on the screen and goes below it. */
  end(line: Line, mark: string): void {
    this.#drawWhole(line);
    // A command that ends soon has its output, and the next prompt, drawn in one frame with this.
    this.#write(`${mark}\r\n${pasteOff}`, true);
  }

  /** Shows `rows` below the line; the next draw begins below them. */
  below(line: Line, rows: readonly string[]): void {
    if (this.#view.rows.length > 0) this.#drawWhole(line);
    this.#write(`\r\n${rows.map((row) => `${row}\r\n`).join('')}`);
    this.#view = blankView(this.#tty.columns);
  }

  /** Asks something below the line. */
  ask(line: Line, question: string): void {
    this.#drawWhole(line);
    this.#write(`\r\n${question}`);
    this.#view = { ...blankView(this.#tty.columns), rows: [] };
  }

  /** Draws again after the window changed its size. */
  resize(line: Line): void {
    const { columns } = this.#tty;
    if (this.#view.rows.length === 0) return;
    const above = rowsAboveAfterResize(this.#view, columns);
    this.#memo = new Map();
    this.#view = blankView(columns);
    this.#write(`${vertically(-above)}\r\x1b[J`);
    this.draw(line);
  }

  #drawWhole(line: Line): void {
    if (this.#view.rows.length === 0) return;
    const whole = this.#layout({ text: line.text, cursor: line.text.length });
    const next = viewOf(whole, Infinity);
    if (this.#view.top === 0 && whole.rows.length <= this.#tty.rows) {
      this.#write(redraw(this.#view, next));
    } else {
      // What did not fit on the screen is written in full, so that it stands in the scrollback.
      this.#write(redraw({ ...this.#view, top: -1 }, next));
    }
    this.#view = next;
  }

  #layout(line: Line) {
    const used = new Map<string, readonly Row[]>();
    const input: LayoutInput = {
      prompt: this.#prompt,
      continuation: this.#continuation,
      text: line.text,
      cursor: line.cursor,
      columns: this.#tty.columns,
      memo: { known: this.#memo, used },
    };
    const result = layout(input);
    this.#memo = used;
    return result;
  }

  #write(text: string, lazily = false): void {
    if (text !== '') void this.#tty.writeScreen(encoder.encode(text), lazily);
  }
}
