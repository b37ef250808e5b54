// The pager: what each key does to the place that is shown.
import { Document, type Place, type Rows } from './document.ts';
import { helpText } from './help.ts';
import type { Keys } from './keys.ts';
import { LineInput } from './line-input.ts';
import { Pattern } from './pattern.ts';
import { promptOf, type Status, summaryOf } from './prompt.ts';
import type { Screen } from './screen.ts';
import { tilde } from './screen.ts';
import { type Settings, toggle } from './settings.ts';
import { type Source, StreamSource } from './source.ts';
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { visible } from '../../tty/visible.ts';

/** A file that can be shown. */
export interface PagerFile {
  /** Undefined for standard input. */
  readonly name: string | undefined;
  /** @throws SystemError */
  open(): Promise<Source>;
}

export interface PagerOptions {
  readonly screen: Screen;
  readonly keys: Keys;
  readonly settings: Settings;
  /** Makes a file of a name that is typed. */
  readonly file: (name: string) => PagerFile;
  /** Lets others go on, from time to time. */
  readonly turn: () => void | Promise<void>;
  /** What is typed at the beginning of each file. */
  readonly initial: string;
}

/** How often a file is looked at that is followed, in milliseconds. */
const followInterval = 500;

/** Where one is in a file that is not shown now. */
interface Left {
  readonly top: Place;
}

export class Pager {
  readonly #options: PagerOptions;
  readonly #settings: Settings;
  readonly #files: PagerFile[];
  readonly #left = new Map<PagerFile, Left>();
  readonly #marks = new Map<string, { readonly file: PagerFile; readonly top: Place }>();
  #file: PagerFile;
  #document: Document;
  #top: Place = { line: 0, row: 0 };
  #rows: Rows = { rows: [], isEnd: false };
  /** The rows as they were drawn last. */
  #texts: readonly string[] = [];
  #pattern: Pattern | undefined;
  #direction: 'forward' | 'backward' = 'forward';
  #filter: Pattern | undefined;
  #shift = 0;
  #half: number | undefined;
  #window: number | undefined;
  /** Whether the next prompt is the first one for this file. */
  #isFirst = true;
  /** Whether a file that is shorter than the screen is drawn without rows behind it, as it is at first. */
  #isCompact = true;
  #wasAtEnd = false;
  #typed: string[];
  #help: { readonly file: PagerFile; readonly document: Document; readonly top: Place } | undefined;

  /** @param source the first file's, which is open */
  constructor(options: PagerOptions, files: readonly PagerFile[], source: Source) {
    this.#options = options;
    this.#settings = options.settings;
    this.#files = [...files];
    this.#file = this.#files[0] ?? { name: undefined, open: async () => source };
    this.#document = this.#documentOf(source);
    this.#typed = Array.from(options.initial);
  }

  /** Shows the files until the person has enough. */
  async run(): Promise<void> {
    try {
      for (;;) {
        if (this.#typed.length === 0) await this.#draw();
        let key = await this.#key();
        let count: number | undefined;
        while (/^[0-9]$/.test(key)) {
          count = 10 * (count ?? 0) + Number(key);
          await this.#drawWith(`:${count}`);
          key = await this.#key();
        }
        if (await this.#press(key, count)) return;
      }
    } finally {
      await this.#document.source.close();
      await this.#help?.document.source.close();
    }
  }

  async #key(): Promise<string> {
    return this.#typed.shift() ?? (await this.#options.keys.next());
  }

  #documentOf(source: Source): Document {
    return new Document(source, this.#view(), this.#options.turn);
  }

  #view(): Document['view'] {
    const { chop, numbers, colours, tabs, highlights } = this.#settings;
    const columns = Math.max(1, this.#options.screen.columns - (numbers ? 8 : 0));
    return {
      layout: { columns, chop: chop || this.#shift > 0, shift: this.#shift, tabs },
      colours,
      highlight: highlights ? this.#pattern : undefined,
      filter: this.#help === undefined ? this.#filter : undefined,
    };
  }

  #lookAnew(): void {
    this.#document.view = this.#view();
    // A row of a line that has become another one is no place any more.
    this.#top = { line: this.#top.line, row: 0 };
  }

  get #halfWindow(): number {
    return Math.ceil((this.#height + 1) / 2);
  }

  get #height(): number {
    return this.#options.screen.height;
  }

  /** Draws the screen and the prompt. */
  async #draw(): Promise<void> {
    const { keys } = this.#options;
    const rows = await keys.during((signal) =>
      this.#document.rows(this.#top, this.#height, signal),
    );
    this.#rows = rows ?? { rows: [], isEnd: false };
    const texts: string[] = [];
    for (const { line, row } of this.#rows.rows) {
      texts.push((await this.#numberBefore(line.start)) + (line.rows[row] ?? ''));
    }
    if (!this.#isCompact) while (texts.length < this.#height) texts.push(tilde);
    this.#texts = texts;
    await this.#drawWith(await this.#prompt());
    this.#isFirst = false;
  }

  /** Draws the last row anew. @param cursor how many columns the cursor stands before its end */
  async #drawWith(prompt: string, cursor = 0): Promise<void> {
    await this.#options.screen.draw(this.#texts, prompt, cursor);
  }

  async #numberBefore(start: number): Promise<string> {
    if (!this.#settings.numbers) return '';
    const number = await this.#options.keys.during((signal) =>
      this.#document.lines.numberOf(start, signal),
    );
    if (number === undefined) this.#settings.numbers = false; // it would take long at each row
    return `${String(number ?? '').padStart(7)} `;
  }

  async #prompt(): Promise<string> {
    const { screen } = this.#options;
    if (this.#help !== undefined) {
      const text = this.#rows.isEnd
        ? 'HELP -- END -- Press g to see it again, or q when done'
        : 'HELP -- Press RETURN for more, or q when done';
      return standout(screen.fit(text));
    }
    const status = await this.#status(this.#settings.prompt === 'long');
    const text = promptOf(status, this.#settings.prompt);
    const filtered = this.#filter === undefined ? '' : '& ';
    return text === '' ? `${filtered}:` : filtered + standout(screen.fit(text));
  }

  async #status(withLines: boolean): Promise<Status> {
    const { rows, isEnd } = this.#rows;
    const { lines, source } = this.#document;
    const bottom = rows.at(-1)?.line;
    const index = this.#files.indexOf(this.#file);
    const numbers = withLines
      ? await this.#options.keys.during(async (signal) => ({
          top: await lines.numberOf(rows[0]?.line.start ?? 0, signal),
          bottom: await lines.numberOf(bottom?.start ?? 0, signal),
          last: source.size === undefined ? undefined : await this.#lastNumber(source.size, signal),
        }))
      : undefined;
    const next = this.#files[index + 1];
    return {
      name: this.#file.name === undefined ? undefined : visible(this.#file.name),
      file: index + 1,
      files: this.#files.length,
      nextName: next === undefined ? undefined : visible(next.name ?? '-'),
      isEnd,
      isFirst: this.#isFirst,
      lines: rows.length === 0 ? undefined : numbers,
      bytes: { bottom: bottom?.next ?? 0, size: source.size },
    };
  }

  /** The number of the last line of a file of `size` bytes. */
  async #lastNumber(size: number, signal: AbortSignal): Promise<number> {
    const start = (await this.#document.lines.startBefore(size, signal)) ?? 0;
    return await this.#document.lines.numberOf(start, signal);
  }

  /** Says something in the last row, until a key is pressed. One that means something is not lost. */
  async #say(message: string): Promise<void> {
    await this.#drawWith(standout(this.#options.screen.fit(`${message}  (press RETURN)`)));
    const key = await this.#key();
    if (!['\r', '\n', ' ', '\u0003'].includes(key)) this.#typed.unshift(key);
  }

  /** Does what a key means. @returns whether that was the end */
  async #press(key: string, count: number | undefined): Promise<boolean> {
    switch (key) {
      case 'q':
      case 'Q':
        if (this.#help === undefined) return true;
        await this.#endHelp();
        return false;
      case 'Z':
        return (await this.#key()) === 'Z';
      case ':':
        return await this.#colon(count);
      case 'j':
      case 'J':
      case 'e':
      case '\u0005':
      case '\u000e':
      case '\r':
      case '\n':
      case 'down':
        return await this.#forward(count ?? 1);
      case 'k':
      case 'K':
      case 'y':
      case '\u0019':
      case '\u000b':
      case '\u0010':
      case 'up':
        await this.#back(count ?? 1);
        return false;
      case ' ':
      case 'f':
      case '\u0006':
      case '\u0016':
      case 'page-down':
        return await this.#forward(count ?? this.#window ?? this.#height);
      case 'z':
        this.#window = count ?? this.#window;
        return await this.#forward(this.#window ?? this.#height);
      case 'b':
      case '\u0002':
      case '\u001bv':
      case 'page-up':
        await this.#back(count ?? this.#window ?? this.#height);
        return false;
      case 'w':
        this.#window = count ?? this.#window;
        await this.#back(this.#window ?? this.#height);
        return false;
      case 'd':
      case '\u0004':
        this.#half = count ?? this.#half;
        return await this.#forward(this.#half ?? this.#halfWindow);
      case 'u':
      case '\u0015':
        this.#half = count ?? this.#half;
        await this.#back(this.#half ?? this.#halfWindow);
        return false;
      case 'g':
      case '<':
      case '\u001b<':
      case 'home':
        await this.#toNumber(count ?? 1);
        return false;
      case 'G':
      case '>':
      case '\u001b>':
      case 'end':
        if (count !== undefined) await this.#toNumber(count);
        else await this.#toEnd();
        return false;
      case 'p':
      case '%':
        await this.#toPercent(count ?? 0);
        return false;
      default:
        await this.#pressOther(key, count);
        return false;
    }
  }

  async #pressOther(key: string, count: number | undefined): Promise<void> {
    switch (key) {
      case 'right':
      case '\u001b)':
        return this.#moveSideways(count ?? Math.floor(this.#options.screen.columns / 2));
      case 'left':
      case '\u001b(':
        return this.#moveSideways(-(count ?? Math.floor(this.#options.screen.columns / 2)));
      case 'ctrl-left':
        return this.#moveSideways(-this.#shift);
      case '/':
      case '?':
        return await this.#askSearch(key, count ?? 1);
      case 'n':
        return await this.#search(this.#direction, count ?? 1, 'next');
      case 'N':
        return await this.#search(opposite(this.#direction), count ?? 1, 'next');
      case '&':
        return await this.#askFilter();
      case '\u001bu':
        this.#settings.highlights = !this.#settings.highlights;
        return this.#lookAnew();
      case 'F':
        return await this.#follow();
      case 'R':
        await this.#document.source.refresh();
        return this.#lookAnew();
      case 'resize':
        return this.#lookAnew();
      case 'r':
      case '\u0012':
      case '\u000c':
        this.#isCompact = false;
        return;
      case '=':
      case '\u0007':
        return await this.#say(summaryOf(await this.#status(true)));
      case 'm':
        return await this.#mark();
      case "'":
        return await this.#toMark();
      case '-':
        return await this.#toggle();
      case 'h':
      case 'H':
        return await this.#beginHelp();
      case 'v':
        return await this.#say('There is no editor');
      case '!':
      case '|':
      case 's':
        return await this.#say('Command not available');
      default:
        await this.#options.screen.bell();
    }
  }

  /** Goes to `top`; what was before can be gone back to by `''`. */
  #jump(top: Place): void {
    this.#marks.set("'", { file: this.#file, top: this.#top });
    this.#top = top;
    this.#isCompact = false;
  }

  /** @returns whether that was the end, as `-e` has it */
  async #forward(count: number): Promise<boolean> {
    if (this.#rows.isEnd && this.#rows.rows.length <= this.#height) {
      const { quitsAtEnd } = this.#settings;
      if (quitsAtEnd === 'first' || (quitsAtEnd === 'second' && this.#wasAtEnd)) {
        if (this.#files.at(-1) === this.#file) return true;
        await this.#otherFile(1);
        return false;
      }
      this.#wasAtEnd = true;
      await this.#options.screen.bell();
      return false;
    }
    const top = await this.#options.keys.during(async (signal) => {
      const wanted = await this.#document.forward(this.#top, count, signal);
      if (wanted !== undefined) {
        const { rows } = await this.#document.rows(wanted, this.#height, signal);
        if (rows.length === this.#height) return wanted;
      }
      return await this.#lastTop(signal);
    });
    if (top !== undefined) this.#top = top;
    this.#isCompact = false;
    return false;
  }

  async #back(count: number): Promise<void> {
    this.#wasAtEnd = false;
    this.#isCompact = false;
    const { line, row } = this.#top;
    const top = await this.#options.keys.during((signal) =>
      this.#document.back(this.#top, count, signal),
    );
    if (top?.line === line && top.row === row) await this.#options.screen.bell();
    if (top !== undefined) this.#top = top;
  }

  /** The place from which the last rows fill the screen. */
  async #lastTop(signal: AbortSignal): Promise<Place> {
    const line = await this.#document.lines.end(signal);
    return await this.#document.back({ line, row: 0 }, this.#height, signal);
  }

  async #toEnd(): Promise<void> {
    await this.#document.source.refresh();
    this.#document.forget();
    const top = await this.#options.keys.during((signal) => this.#lastTop(signal));
    if (top !== undefined) this.#jump(top);
  }

  async #toNumber(number: number): Promise<void> {
    const { lines } = this.#document;
    const line = await this.#options.keys.during(async (signal) => [
      await lines.startOfNumber(number, signal),
    ]);
    if (line === undefined) return;
    const [start] = line;
    if (start === undefined) await this.#say(`Cannot seek to line number ${number}`);
    else this.#jump({ line: start, row: 0 });
  }

  async #toPercent(percent: number): Promise<void> {
    const line = await this.#options.keys.during(async (signal) => {
      const size = await this.#document.lines.end(signal);
      const position = Math.floor((Math.min(percent, 100) * size) / 100);
      return await this.#document.lines.startOf(Math.min(position, Math.max(0, size - 1)), signal);
    });
    if (line !== undefined) this.#jump({ line, row: 0 });
  }

  #moveSideways(columns: number): void {
    this.#shift = Math.max(0, this.#shift + columns);
    this.#isCompact = false;
    this.#lookAnew();
  }

  /** Asks for a line of text in the last row; undefined where it is given up. */
  async #ask(prompt: string): Promise<string | undefined> {
    const input = new LineInput();
    for (;;) {
      const { text, cursor } = input.shown();
      if (this.#typed.length === 0)
        await this.#drawWith(this.#options.screen.fit(prompt + text), cursor);
      const result = input.press(await this.#key());
      if (result !== 'more') return result === 'done' ? input.text : undefined;
    }
  }

  async #askSearch(key: '/' | '?', count: number): Promise<void> {
    const text = await this.#ask(key);
    if (text === undefined) return;
    this.#direction = key === '/' ? 'forward' : 'backward';
    if (text !== '' && !(await this.#setPattern(text))) return;
    await this.#search(this.#direction, count, text === '' ? 'next' : 'screen');
  }

  async #setPattern(text: string): Promise<boolean> {
    try {
      this.#pattern = new Pattern(text, this.#settings.letters);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await this.#say('Invalid pattern');
      return false;
    }
    this.#settings.highlights = true;
    const { row } = this.#top;
    this.#lookAnew();
    this.#top = { line: this.#top.line, row };
    return true;
  }

  /** @param from whether the whole screen is looked at, or what comes after the first row */
  async #search(
    direction: 'forward' | 'backward',
    count: number,
    from: 'screen' | 'next',
  ): Promise<void> {
    const pattern = this.#pattern;
    if (pattern === undefined) return await this.#say('No previous regular expression');
    const found = await this.#options.keys.during(async (signal) => {
      const first = await this.#document.at(this.#top.line, signal);
      const { line } = this.#top;
      const forward = direction === 'forward';
      const bottom = this.#rows.rows.at(-1)?.line.next ?? line;
      const start =
        from === 'screen' ? (forward ? line : bottom) : forward ? (first?.next ?? line) : line;
      return [await this.#document.search(pattern, start, direction, count, signal)];
    });
    if (found === undefined) return;
    const [line] = found;
    if (line === undefined) await this.#say('Pattern not found');
    else this.#jump({ line, row: 0 });
  }

  async #askFilter(): Promise<void> {
    const text = await this.#ask('&/');
    if (text === undefined) return;
    try {
      this.#filter = text === '' ? undefined : new Pattern(text, this.#settings.letters);
      this.#isCompact = false;
      // What is in the first row stays there.
      const [first] = this.#rows.rows;
      this.#top = { line: first?.line.start ?? this.#top.line, row: 0 };
      this.#lookAnew();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await this.#say('Invalid pattern');
    }
  }

  /** Shows the end, and what comes to it, until Ctrl-C. */
  async #follow(): Promise<void> {
    const { keys, screen } = this.#options;
    await keys.during(async (signal) => {
      for (;;) {
        await this.#document.source.refresh();
        this.#document.forget();
        const top = await this.#lastTopNow(signal);
        this.#top = top;
        const { rows } = await this.#document.rows(top, this.#height, signal);
        const texts = rows.map(({ line, row }) => line.rows[row] ?? '');
        const waiting = 'Waiting for data... (interrupt to abort)';
        await screen.draw(texts, standout(screen.fit(waiting)));
        await this.#more(signal);
      }
    });
    this.#isCompact = false;
  }

  async #lastTopNow(signal: AbortSignal): Promise<Place> {
    const { source } = this.#document;
    let end = 0;
    while (source instanceof StreamSource ? end < source.length : end < (source.size ?? 0))
      end += (await source.read(end, signal)).length;
    return await this.#document.back({ line: end, row: 0 }, this.#height, signal);
  }

  /** Waits until there may be more than was shown. */
  async #more(signal: AbortSignal): Promise<void> {
    const { source } = this.#document;
    if (source instanceof StreamSource && source.size === undefined) {
      await source.read(source.length, signal);
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, followInterval);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    signal.throwIfAborted();
  }

  async #mark(): Promise<void> {
    await this.#drawWith('mark: ');
    const name = await this.#key();
    if (/^[a-zA-Z]$/.test(name)) this.#marks.set(name, { file: this.#file, top: this.#top });
    else await this.#say('Invalid mark letter');
  }

  async #toMark(): Promise<void> {
    await this.#drawWith('goto mark: ');
    const name = await this.#key();
    if (name === '^') return await this.#toNumber(1);
    if (name === '$') return await this.#toEnd();
    const mark = this.#marks.get(name);
    if (mark === undefined) {
      if (name === "'") return await this.#toNumber(1);
      return await this.#say(/^[a-zA-Z]$/.test(name) ? 'Mark not set' : 'Invalid mark letter');
    }
    const before = { file: this.#file, top: this.#top };
    if (mark.file !== this.#file && !(await this.#show(mark.file))) return;
    this.#top = mark.top;
    this.#isCompact = false;
    this.#marks.set("'", before);
  }

  async #toggle(): Promise<void> {
    await this.#drawWith('-');
    const letter = await this.#key();
    const said = toggle(this.#settings, letter);
    if (said === undefined) {
      return letter === '\u0003' || letter === '\u001b'
        ? undefined
        : await this.#say(`There is no ${visible(letter)} option ("less --help" for help)`);
    }
    await this.#say(said);
    this.#isCompact = false;
    this.#lookAnew();
  }

  /** @returns whether that was the end */
  async #colon(count: number | undefined): Promise<boolean> {
    await this.#drawWith(' :');
    switch (await this.#key()) {
      case 'q':
      case 'Q':
        return true;
      case 'n':
        await this.#otherFile(count ?? 1);
        break;
      case 'p':
        await this.#otherFile(-(count ?? 1));
        break;
      case 'x':
        await this.#otherFile((count ?? 1) - 1 - this.#files.indexOf(this.#file));
        break;
      case 'f':
        await this.#say(summaryOf(await this.#status(true)));
        break;
      case 'd':
        await this.#removeFile();
        break;
      case 'e': {
        const name = await this.#ask('Examine: ');
        if (name === undefined || name === '') break;
        const file = this.#options.file(name);
        if (await this.#show(file))
          this.#files.splice(this.#files.indexOf(this.#file) + 1, 0, file);
        break;
      }
      default:
        await this.#options.screen.bell();
    }
    return false;
  }

  async #otherFile(steps: number): Promise<void> {
    const file = this.#files[this.#files.indexOf(this.#file) + steps];
    if (file === undefined)
      await this.#say(steps > 0 ? `No ${nth(steps)}next file` : `No ${nth(-steps)}previous file`);
    else if (file !== this.#file && !(await this.#show(file)))
      this.#files.splice(this.#files.indexOf(file), 1);
  }

  async #removeFile(): Promise<void> {
    const index = this.#files.indexOf(this.#file);
    const other = this.#files[index + 1] ?? this.#files[index - 1];
    if (other === undefined) return await this.#options.screen.bell();
    if (await this.#show(other)) this.#files.splice(index, 1);
  }

  /** Shows another file. @returns whether it could be opened */
  async #show(file: PagerFile): Promise<boolean> {
    let source: Source;
    try {
      source = await file.open();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#say(`${visible(file.name ?? '-')}: ${error.message}`);
      return false;
    }
    await this.#endHelp();
    this.#left.set(this.#file, { top: this.#top });
    // A stream is kept: it cannot be read again.
    if (this.#file.name !== undefined) await this.#document.source.close();
    this.#file = file;
    this.#document = this.#documentOf(source);
    this.#top = this.#left.get(file)?.top ?? { line: 0, row: 0 };
    this.#isFirst = true;
    this.#isCompact = false;
    this.#wasAtEnd = false;
    return true;
  }

  async #beginHelp(): Promise<void> {
    if (this.#help !== undefined) return;
    this.#help = { file: this.#file, document: this.#document, top: this.#top };
    const source = new StreamSource(undefined, new TextEncoder().encode(helpText));
    this.#document = this.#documentOf(source);
    this.#top = { line: 0, row: 0 };
    this.#isCompact = false;
  }

  async #endHelp(): Promise<void> {
    if (this.#help === undefined) return;
    this.#document = this.#help.document;
    this.#top = this.#help.top;
    this.#help = undefined;
    this.#isFirst = true;
    this.#lookAnew();
  }
}

function standout(text: string): string {
  return `\x1b[7m${text}\x1b[m`;
}

function opposite(direction: 'forward' | 'backward'): 'forward' | 'backward' {
  return direction === 'forward' ? 'backward' : 'forward';
}

/** Before `next file`. */
function nth(number: number): string {
  return number === 1 ? '' : `${number}-th `;
}
