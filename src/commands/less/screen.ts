// The screen of a pager: rows of text, and the last one for the prompt.
import { clusters, width } from '../../tty/width.ts';
import type { Tty } from '../../tty/tty.ts';

const alternate = { enter: '\x1b[?1049h', leave: '\x1b[?1049l' };

/** What is drawn of a row that has no text. */
export const tilde = '\x1b[1m~\x1b[m';

/** A screen that one command has to itself. */
export class Screen {
  readonly #tty: Tty;
  readonly #usesAlternate: boolean;

  /** @param usesAlternate whether what was on the screen comes back at the end */
  constructor(tty: Tty, usesAlternate: boolean) {
    this.#tty = tty;
    this.#usesAlternate = usesAlternate;
  }

  get columns(): number {
    return this.#tty.columns;
  }

  /** How many rows there are for text. */
  get height(): number {
    return Math.max(1, this.#tty.rows - 1);
  }

  enter(): Promise<void> {
    return this.#write(this.#usesAlternate ? alternate.enter : '\n'.repeat(this.height));
  }

  leave(): Promise<void> {
    return this.#write(`\r\x1b[K${this.#usesAlternate ? alternate.leave : ''}\x1b[?25h`);
  }

  /**
   * Draws `rows` from the top on, and the prompt behind them, all at once.
   * @param cursor how many columns the cursor stands before the prompt's end
   */
  draw(rows: readonly string[], prompt: string, cursor = 0): Promise<void> {
    const back = cursor === 0 ? '' : `\x1b[${cursor}D`;
    // A row that fills the screen leaves the cursor on its last column, which must not be erased.
    const text = rows.map((row) => `\x1b[K${row}\r\n`).join('');
    return this.#write(`\x1b[?25l\x1b[H${text}\x1b[J${prompt}${back}\x1b[?25h`);
  }

  bell(): Promise<void> {
    return this.#write('\x07');
  }

  /** The end of `text`, as much as there is room for in the last row. */
  fit(text: string): string {
    const room = this.columns - 1;
    if (width(text) <= room) return text;
    const found = clusters(text);
    let used = 0;
    let from = found.length;
    while (from > 0 && used + (found[from - 1]?.width ?? 0) <= room) {
      from -= 1;
      used += found[from]?.width ?? 0;
    }
    return found
      .slice(from)
      .map((cluster) => cluster.text)
      .join('');
  }

  async #write(text: string): Promise<void> {
    await this.#tty.write(new TextEncoder().encode(text));
  }
}

/** In reverse video. */
export function standout(text: string): string {
  return `\x1b[7m${text}\x1b[m`;
}
