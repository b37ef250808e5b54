// The pager: what each key does to the place that is shown, and to the files.
import type { Document, Place } from './document.ts';
import { askFilter, askSearch, search } from './finding.ts';
import { follow } from './following.ts';
import { helpText } from './help.ts';
import { summaryOf } from './prompt.ts';
import { toggle } from './settings.ts';
import { type Source, StreamSource } from './source.ts';
import { type Context, Viewer, type ViewerOptions } from './viewer.ts';
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { visible } from '../../tty/visible.ts';

/** A file that can be shown. */
export interface PagerFile {
  /** Undefined for standard input. */
  readonly name: string | undefined;
  /** @throws SystemError */
  open(): Promise<Source>;
}

export interface PagerOptions extends ViewerOptions {
  /** Makes a file of a name that is typed. */
  readonly file: (name: string) => PagerFile;
}

/** A pager for some files. */
export class Pager {
  readonly #options: PagerOptions;
  readonly #viewer: Viewer;
  readonly #files: PagerFile[];
  /** Where one was in the files that are not shown now. */
  readonly #left = new Map<PagerFile, Place>();
  readonly #marks = new Map<string, { readonly file: PagerFile; readonly top: Place }>();
  #file: PagerFile;
  #half: number | undefined;
  #window: number | undefined;
  #help: { readonly document: Document; readonly top: Place } | undefined;

  /** @param source the first file's, which is open */
  constructor(options: PagerOptions, files: readonly PagerFile[], source: Source) {
    this.#options = options;
    this.#files = [...files];
    this.#file = this.#files[0] ?? { name: undefined, open: async () => source };
    const context = (): Context => {
      const index = this.#files.indexOf(this.#file);
      const next = this.#files[index + 1];
      return {
        name: this.#file.name,
        number: index + 1,
        count: this.#files.length,
        next: next === undefined ? undefined : (next.name ?? '-'),
        isHelp: this.#help !== undefined,
      };
    };
    this.#viewer = new Viewer(options, source, context, () => this.#remember());
  }

  /** Shows the files until the person has enough. */
  async run(): Promise<void> {
    try {
      for (;;) {
        if (this.#viewer.typed.length === 0) await this.#viewer.draw();
        let key = await this.#viewer.key();
        let count: number | undefined;
        while (/^[0-9]$/.test(key)) {
          count = 10 * (count ?? 0) + Number(key);
          await this.#viewer.drawWith(`:${count}`);
          key = await this.#viewer.key();
        }
        if (await this.#press(key, count)) return;
      }
    } finally {
      await this.#viewer.document.source.close();
      await this.#help?.document.source.close();
    }
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
        return (await this.#viewer.key()) === 'Z';
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
        await this.#viewer.back(count ?? 1);
        return false;
      case ' ':
      case 'f':
      case '\u0006':
      case '\u0016':
      case 'page-down':
        return await this.#forward(count ?? this.#window ?? this.#viewer.height);
      case 'z':
        this.#window = count ?? this.#window;
        return await this.#forward(this.#window ?? this.#viewer.height);
      case 'b':
      case '\u0002':
      case '\u001bv':
      case 'page-up':
        await this.#viewer.back(count ?? this.#window ?? this.#viewer.height);
        return false;
      case 'w':
        this.#window = count ?? this.#window;
        await this.#viewer.back(this.#window ?? this.#viewer.height);
        return false;
      case 'd':
      case '\u0004':
        this.#half = count ?? this.#half;
        return await this.#forward(this.#half ?? this.#viewer.halfWindow);
      case 'u':
      case '\u0015':
        this.#half = count ?? this.#half;
        await this.#viewer.back(this.#half ?? this.#viewer.halfWindow);
        return false;
      case 'g':
      case '<':
      case '\u001b<':
      case 'home':
        await this.#viewer.toNumber(count ?? 1);
        return false;
      case 'G':
      case '>':
      case '\u001b>':
      case 'end':
        if (count !== undefined) await this.#viewer.toNumber(count);
        else await this.#viewer.toEnd();
        return false;
      case 'p':
      case '%':
        await this.#viewer.toPercent(count ?? 0);
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
        return this.#viewer.moveSideways(count ?? Math.floor(this.#viewer.screen.columns / 2));
      case 'left':
      case '\u001b(':
        return this.#viewer.moveSideways(-(count ?? Math.floor(this.#viewer.screen.columns / 2)));
      case 'ctrl-left':
        return this.#viewer.moveSideways(-Infinity);
      case '/':
      case '?':
        return await askSearch(this.#viewer, key, count ?? 1);
      case 'n':
        return await search(this.#viewer, this.#viewer.direction, count ?? 1, 'next');
      case 'N':
        return await search(this.#viewer, opposite(this.#viewer.direction), count ?? 1, 'next');
      case '&':
        return await askFilter(this.#viewer);
      case '\u001bu':
        this.#viewer.settings.highlights = !this.#viewer.settings.highlights;
        return this.#viewer.lookAnew();
      case 'F':
        return await follow(this.#viewer);
      case 'R':
        await this.#viewer.document.source.refresh();
        return this.#viewer.lookAnew();
      case 'resize':
        return this.#viewer.lookAnew();
      case 'r':
      case '\u0012':
      case '\u000c':
        this.#viewer.isCompact = false;
        return;
      case '=':
      case '\u0007':
        return await this.#viewer.say(summaryOf(await this.#viewer.status(true)));
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
        return await this.#viewer.say('There is no editor');
      case '!':
      case '|':
      case 's':
        return await this.#viewer.say('Command not available');
      default:
        await this.#viewer.screen.bell();
    }
  }

  /** @returns whether that was the end, as `-e` has it */
  async #forward(count: number): Promise<boolean> {
    if (this.#viewer.rows.isEnd && this.#viewer.rows.rows.length <= this.#viewer.height) {
      const { quitsAtEnd } = this.#viewer.settings;
      if (quitsAtEnd === 'first' || (quitsAtEnd === 'second' && this.#viewer.wasAtEnd)) {
        if (this.#files.at(-1) === this.#file) return true;
        await this.#otherFile(1);
        return false;
      }
      this.#viewer.wasAtEnd = true;
      await this.#viewer.screen.bell();
      return false;
    }
    const top = await this.#viewer.keys.during(async (signal) => {
      const wanted = await this.#viewer.document.forward(this.#viewer.top, count, signal);
      if (wanted !== undefined) {
        const { rows } = await this.#viewer.document.rows(wanted, this.#viewer.height, signal);
        if (rows.length === this.#viewer.height) return wanted;
      }
      return await this.#viewer.lastTop(signal);
    });
    if (top !== undefined) this.#viewer.top = top;
    this.#viewer.isCompact = false;
    return false;
  }

  async #mark(): Promise<void> {
    await this.#viewer.drawWith('mark: ');
    const name = await this.#viewer.key();
    if (/^[a-zA-Z]$/.test(name)) this.#marks.set(name, { file: this.#file, top: this.#viewer.top });
    else await this.#viewer.say('Invalid mark letter');
  }

  async #toMark(): Promise<void> {
    await this.#viewer.drawWith('goto mark: ');
    const name = await this.#viewer.key();
    if (name === '^') return await this.#viewer.toNumber(1);
    if (name === '$') return await this.#viewer.toEnd();
    const mark = this.#marks.get(name);
    if (mark === undefined) {
      if (name === "'") return await this.#viewer.toNumber(1);
      return await this.#viewer.say(
        /^[a-zA-Z]$/.test(name) ? 'Mark not set' : 'Invalid mark letter',
      );
    }
    const before = { file: this.#file, top: this.#viewer.top };
    if (mark.file !== this.#file && !(await this.#show(mark.file))) return;
    this.#viewer.top = mark.top;
    this.#viewer.isCompact = false;
    this.#marks.set("'", before);
  }

  async #toggle(): Promise<void> {
    await this.#viewer.drawWith('-');
    const letter = await this.#viewer.key();
    const said = toggle(this.#viewer.settings, letter);
    if (said === undefined) {
      return letter === '\u0003' || letter === '\u001b'
        ? undefined
        : await this.#viewer.say(`There is no ${visible(letter)} option ("less --help" for help)`);
    }
    await this.#viewer.say(said);
    this.#viewer.isCompact = false;
    this.#viewer.lookAnew();
  }

  /** @returns whether that was the end */
  async #colon(count: number | undefined): Promise<boolean> {
    await this.#viewer.drawWith(' :');
    switch (await this.#viewer.key()) {
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
        await this.#viewer.say(summaryOf(await this.#viewer.status(true)));
        break;
      case 'd':
        await this.#removeFile();
        break;
      case 'e': {
        const name = await this.#viewer.ask('Examine: ');
        if (name === undefined || name === '') break;
        const file = this.#options.file(name);
        if (await this.#show(file))
          this.#files.splice(this.#files.indexOf(this.#file) + 1, 0, file);
        break;
      }
      default:
        await this.#viewer.screen.bell();
    }
    return false;
  }

  async #otherFile(steps: number): Promise<void> {
    const file = this.#files[this.#files.indexOf(this.#file) + steps];
    if (file === undefined)
      await this.#viewer.say(
        steps > 0 ? `No ${nth(steps)}next file` : `No ${nth(-steps)}previous file`,
      );
    else if (file !== this.#file && !(await this.#show(file)))
      this.#files.splice(this.#files.indexOf(file), 1);
  }

  async #removeFile(): Promise<void> {
    const index = this.#files.indexOf(this.#file);
    const other = this.#files[index + 1] ?? this.#files[index - 1];
    if (other === undefined) return await this.#viewer.screen.bell();
    if (await this.#show(other)) this.#files.splice(index, 1);
  }

  /** Shows another file. @returns whether it could be opened */
  async #show(file: PagerFile): Promise<boolean> {
    let source: Source;
    try {
      source = await file.open();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#viewer.say(`${visible(file.name ?? '-')}: ${error.message}`);
      return false;
    }
    await this.#endHelp();
    this.#left.set(this.#file, this.#viewer.top);
    // A stream is kept: it cannot be read again.
    if (this.#file.name !== undefined) await this.#viewer.document.source.close();
    this.#file = file;
    this.#viewer.document = this.#viewer.documentOf(source);
    this.#viewer.top = this.#left.get(file) ?? { line: 0, row: 0 };
    this.#viewer.isFirst = true;
    this.#viewer.isCompact = false;
    this.#viewer.wasAtEnd = false;
    return true;
  }

  async #beginHelp(): Promise<void> {
    if (this.#help !== undefined) return;
    this.#help = { document: this.#viewer.document, top: this.#viewer.top };
    const source = new StreamSource(undefined, new TextEncoder().encode(helpText));
    this.#viewer.document = this.#viewer.documentOf(source);
    this.#viewer.top = { line: 0, row: 0 };
    this.#viewer.isCompact = false;
  }

  async #endHelp(): Promise<void> {
    if (this.#help === undefined) return;
    this.#viewer.document = this.#help.document;
    this.#viewer.top = this.#help.top;
    this.#help = undefined;
    this.#viewer.isFirst = true;
    this.#viewer.lookAnew();
  }

  /** What is shown will be another place: what was before can be gone back to by `''`. */
  #remember(): void {
    this.#marks.set("'", { file: this.#file, top: this.#viewer.top });
  }
}

function opposite(direction: 'forward' | 'backward'): 'forward' | 'backward' {
  return direction === 'forward' ? 'backward' : 'forward';
}

/** Before `next file`. */
function nth(number: number): string {
  return number === 1 ? '' : `${number}-th `;
}
