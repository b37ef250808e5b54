// What a pager shows: the document, the place in it, the screen; and how one moves.
import { Document, type Place, type Rows } from './document.ts';
import type { Keys } from './keys.ts';
import { LineInput } from './line-input.ts';
import type { Pattern } from './pattern.ts';
import { promptOf, type Status } from './prompt.ts';
import { type Screen, standout, tilde } from './screen.ts';
import type { Settings } from './settings.ts';
import type { Source } from './source.ts';
import { visible } from '../../tty/visible.ts';

/** What of the files stands in the prompt. */
export interface Context {
  /** Undefined for standard input. */
  readonly name: string | undefined;
  /** The how many-th it is. */
  readonly number: number;
  readonly count: number;
  /** The name of the file behind it. */
  readonly next: string | undefined;
  /** Whether the help is shown. */
  readonly isHelp: boolean;
}

export interface ViewerOptions {
  readonly screen: Screen;
  readonly keys: Keys;
  readonly settings: Settings;
  /** Lets others go on, from time to time. */
  readonly turn: () => void | Promise<void>;
  /** What is typed at the beginning. */
  readonly initial: string;
}

/** The view of one document at a time. */
export class Viewer {
  readonly screen: Screen;
  readonly keys: Keys;
  readonly settings: Settings;
  readonly #turn: () => void | Promise<void>;
  readonly #context: () => Context;
  readonly #beforeJump: () => void;
  document: Document;
  top: Place = { line: 0, row: 0 };
  /** What is on the screen. */
  rows: Rows = { rows: [], isEnd: false };
  /** The rows as they were drawn last. */
  #texts: readonly string[] = [];
  pattern: Pattern | undefined;
  direction: 'forward' | 'backward' = 'forward';
  filter: Pattern | undefined;
  #shift = 0;
  /** Whether the next prompt is the first one for this file. */
  isFirst = true;
  /** Whether a file that is shorter than the screen is drawn without rows behind it, as it is at first. */
  isCompact = true;
  /** Whether it was tried to go on behind the end. */
  wasAtEnd = false;
  /** Keys that come before those of the terminal. */
  readonly typed: string[];

  /** @param beforeJump is called while the place is still the one before */
  constructor(
    options: ViewerOptions,
    source: Source,
    context: () => Context,
    beforeJump: () => void,
  ) {
    this.#beforeJump = beforeJump;
    this.screen = options.screen;
    this.keys = options.keys;
    this.settings = options.settings;
    this.#turn = options.turn;
    this.#context = context;
    this.typed = Array.from(options.initial);
    this.document = this.documentOf(source);
  }

  async key(): Promise<string> {
    return this.typed.shift() ?? (await this.keys.next());
  }

  documentOf(source: Source): Document {
    return new Document(source, this.#view(), this.#turn);
  }

  #view(): Document['view'] {
    const { chop, numbers, colours, tabs, highlights } = this.settings;
    const columns = Math.max(1, this.screen.columns - (numbers ? 8 : 0));
    return {
      layout: { columns, chop: chop || this.#shift > 0, shift: this.#shift, tabs },
      colours,
      highlight: highlights ? this.pattern : undefined,
      filter: this.#context().isHelp ? undefined : this.filter,
    };
  }

  lookAnew(): void {
    this.document.view = this.#view();
    // A row of a line that has become another one is no place any more.
    this.top = { line: this.top.line, row: 0 };
  }

  get halfWindow(): number {
    return Math.ceil((this.height + 1) / 2);
  }

  get height(): number {
    return this.screen.height;
  }

  /** Draws the screen and the prompt. */
  async draw(): Promise<void> {
    const { keys } = this;
    const rows = await keys.during((signal) => this.document.rows(this.top, this.height, signal));
    this.rows = rows ?? { rows: [], isEnd: false };
    const texts: string[] = [];
    for (const { line, row } of this.rows.rows) {
      texts.push((await this.#numberBefore(line.start)) + (line.rows[row] ?? ''));
    }
    if (!this.isCompact) while (texts.length < this.height) texts.push(tilde);
    this.#texts = texts;
    await this.drawWith(await this.#prompt());
    this.isFirst = false;
  }

  /** Draws the last row anew. @param cursor how many columns the cursor stands before its end */
  async drawWith(prompt: string, cursor = 0): Promise<void> {
    await this.screen.draw(this.#texts, prompt, cursor);
  }

  async #numberBefore(start: number): Promise<string> {
    if (!this.settings.numbers) return '';
    const number = await this.keys.during((signal) => this.document.lines.numberOf(start, signal));
    if (number === undefined) this.settings.numbers = false; // it would take long at each row
    return `${String(number ?? '').padStart(7)} `;
  }

  async #prompt(): Promise<string> {
    const { screen } = this;
    if (this.#context().isHelp) {
      const text = this.rows.isEnd
        ? 'HELP -- END -- Press g to see it again, or q when done'
        : 'HELP -- Press RETURN for more, or q when done';
      return standout(screen.fit(text));
    }
    const status = await this.status(this.settings.prompt === 'long');
    const text = promptOf(status, this.settings.prompt);
    const filtered = this.filter === undefined ? '' : '& ';
    return text === '' ? `${filtered}:` : filtered + standout(screen.fit(text));
  }

  async status(withLines: boolean): Promise<Status> {
    const { rows, isEnd } = this.rows;
    const { lines, source } = this.document;
    const bottom = rows.at(-1)?.line;
    const { name, number, count, next } = this.#context();
    const numbers = withLines
      ? await this.keys.during(async (signal) => ({
          top: await lines.numberOf(rows[0]?.line.start ?? 0, signal),
          bottom: await lines.numberOf(bottom?.start ?? 0, signal),
          last: source.size === undefined ? undefined : await this.#lastNumber(source.size, signal),
        }))
      : undefined;
    return {
      name: name === undefined ? undefined : visible(name),
      file: number,
      files: count,
      nextName: next === undefined ? undefined : visible(next),
      isEnd,
      isFirst: this.isFirst,
      lines: rows.length === 0 ? undefined : numbers,
      bytes: { bottom: bottom?.next ?? 0, size: source.size },
    };
  }

  /** The number of the last line of a file of `size` bytes. */
  async #lastNumber(size: number, signal: AbortSignal): Promise<number> {
    const start = (await this.document.lines.startBefore(size, signal)) ?? 0;
    return await this.document.lines.numberOf(start, signal);
  }

  /** Says something in the last row, until a key is pressed. One that means something is not lost. */
  async say(message: string): Promise<void> {
    await this.drawWith(standout(this.screen.fit(`${message}  (press RETURN)`)));
    const key = await this.key();
    if (!['\r', '\n', ' ', '\u0003'].includes(key)) this.typed.unshift(key);
  }

  /** Asks for a line of text in the last row; undefined where it is given up. */
  async ask(prompt: string): Promise<string | undefined> {
    const input = new LineInput();
    for (;;) {
      const { text, cursor } = input.shown();
      if (this.typed.length === 0) await this.drawWith(this.screen.fit(prompt + text), cursor);
      const result = input.press(await this.key());
      if (result !== 'more') return result === 'done' ? input.text : undefined;
    }
  }

  /** Goes to `top`; what was before can be gone back to by `''`. */
  jump(top: Place): void {
    this.#beforeJump();
    this.top = top;
    this.isCompact = false;
  }

  /** The place from which the last rows fill the screen. */
  async lastTop(signal: AbortSignal): Promise<Place> {
    const line = await this.document.lines.end(signal);
    return await this.document.back({ line, row: 0 }, this.height, signal);
  }

  async back(count: number): Promise<void> {
    this.wasAtEnd = false;
    this.isCompact = false;
    const { line, row } = this.top;
    const top = await this.keys.during((signal) => this.document.back(this.top, count, signal));
    if (top?.line === line && top.row === row) await this.screen.bell();
    if (top !== undefined) this.top = top;
  }

  async toEnd(): Promise<void> {
    await this.document.source.refresh();
    this.document.forget();
    const top = await this.keys.during((signal) => this.lastTop(signal));
    if (top !== undefined) this.jump(top);
  }

  async toNumber(number: number): Promise<void> {
    const { lines } = this.document;
    const line = await this.keys.during(async (signal) => [
      await lines.startOfNumber(number, signal),
    ]);
    if (line === undefined) return;
    const [start] = line;
    if (start === undefined) await this.say(`Cannot seek to line number ${number}`);
    else this.jump({ line: start, row: 0 });
  }

  async toPercent(percent: number): Promise<void> {
    const line = await this.keys.during(async (signal) => {
      const size = await this.document.lines.end(signal);
      const position = Math.floor((Math.min(percent, 100) * size) / 100);
      return await this.document.lines.startOf(Math.min(position, Math.max(0, size - 1)), signal);
    });
    if (line !== undefined) this.jump({ line, row: 0 });
  }

  moveSideways(columns: number): void {
    this.#shift = Math.max(0, this.#shift + columns);
    this.isCompact = false;
    this.lookAnew();
  }
}
