// `watch`: a command line again and again, its output on the whole screen.
import type { Call } from './call.ts';
import { complainUsage, type Command } from './command.ts';
import type { Options } from './options.ts';
import { keyWithin, onScreen } from './full-screen.ts';
import { runLine } from './shell-line.ts';
import { localTime } from './strftime.ts';
import { cellsOf } from './less/cells.ts';
import type { Keys } from './less/keys.ts';
import { type Match, rowsOf } from './less/rows.ts';
import { Screen } from './less/screen.ts';
import { quoteWord } from '../shell/quote.ts';
import { visible } from '../tty/visible.ts';
import { width } from '../tty/width.ts';

export const watch: Command = {
  help: `Usage: watch [options] command

Run a command line again and again, and show what it prints on the whole screen.
q and Ctrl-C end it; any other key runs the command at once.

  -c, --color           interpret ANSI color sequences
  -d, --differences     highlight changes between updates
  -e, --errexit         exit if command has a non-zero exit
  -g, --chgexit         exit when output from command changes
  -n, --interval <secs> seconds to wait between updates (2)
  -t, --no-title        turn off header
  -x, --exec            run the words as they are, and no shell's command line
      --help            display this help and exit
`,
  options: {
    '-c': 'colours',
    '--color': 'colours',
    '-d': 'differences',
    '--differences': 'differences',
    '-e': 'error',
    '--errexit': 'error',
    '-g': 'change',
    '--chgexit': 'change',
    '-n': 'interval:',
    '--interval': 'interval:',
    '-t': 'no-title',
    '--no-title': 'no-title',
    '-x': 'exec',
    '--exec': 'exec',
  },
  form: { optionsFirst: true },
  run,
};

/** The shortest interval, in seconds, as of the real one. */
const shortest = 0.1;

async function run(call: Call, options: Options): Promise<number> {
  const given = options.value('interval') ?? '2';
  const seconds = Number(given.replace(',', '.'));
  if (given === '' || Number.isNaN(seconds) || seconds < 0) {
    await call.complain(`failed to parse argument: '${visible(given)}'`);
    return 1;
  }
  if (options.operands.length === 0) return complainUsage(call, 'no command was given', watch);
  const line = options.has('exec')
    ? options.operands.map((word) => quoteWord(word)).join(' ')
    : options.operands.join(' ');
  const screen = new Screen(call.session.tty, true);
  return await onScreen(call, screen, (keys) =>
    new Watch(call, options, line, Math.max(shortest, seconds), screen, keys).run(),
  );
}

class Watch {
  readonly #call: Call;
  readonly #options: Options;
  readonly #line: string;
  readonly #seconds: number;
  readonly #screen: Screen;
  readonly #keys: Keys;
  #before: readonly string[] | undefined;

  constructor(
    call: Call,
    options: Options,
    line: string,
    seconds: number,
    screen: Screen,
    keys: Keys,
  ) {
    this.#call = call;
    this.#options = options;
    this.#line = line;
    this.#seconds = seconds;
    this.#screen = screen;
    this.#keys = keys;
  }

  async run(): Promise<number> {
    for (;;) {
      const variables = {
        COLUMNS: String(this.#screen.columns),
        LINES: String(this.#screen.height - 1),
      };
      const { output, status } = await runLine(this.#call, this.#line, variables);
      const isOther = await this.#draw(output);
      if (this.#options.has('error') && status !== 0) return 8;
      if (this.#options.has('change') && isOther) return 0;
      const key = await keyWithin(this.#call, this.#keys, this.#seconds);
      if (key === 'q' || key === '\u0003') return 0;
    }
  }

  /** @returns whether the output is another one than before */
  async #draw(output: Uint8Array): Promise<boolean> {
    const { columns } = this.#screen;
    const rows = this.#options.has('no-title') ? [] : [this.#title(), ''];
    const height = this.#screen.height + 1;
    const layout = { columns, chop: false, shift: 0, tabs: 8 };
    const lines: string[] = [];
    let isOther = false;
    for (const bytes of linesOf(output, height)) {
      const cells = cellsOf(bytes, this.#options.has('colours'));
      const old = this.#before?.[lines.length];
      const changes = this.#before === undefined ? [] : differences(old ?? '', cells.text);
      isOther ||= this.#before !== undefined && old !== cells.text;
      rows.push(...rowsOf(cells, layout, this.#options.has('differences') ? changes : []));
      lines.push(cells.text);
    }
    isOther ||= this.#before !== undefined && this.#before.length !== lines.length;
    this.#before = lines;
    // The last row has no end, which would scroll the screen.
    const shown = rows.slice(0, height);
    const last = shown.length === height ? (shown.pop() ?? '') : '';
    await this.#screen.draw(shown, last);
    return isOther;
  }

  #title(): string {
    const { year, month, day, hour, minute, second } = localTime(
      this.#call,
      BigInt(Date.now()) * 1_000_000n,
    );
    const left = `Every ${this.#seconds.toFixed(1)}s: ${visible(this.#line)}`;
    const right = `${year}-${month}-${day} ${hour}:${minute}:${second}`;
    const room = this.#screen.columns - right.length - 1;
    if (room < 1) return '';
    const text =
      width(left) <= room ? left : `${[...left].slice(0, Math.max(0, room - 3)).join('')}...`;
    return `${text}${' '.repeat(Math.max(1, room + 1 - width(text)))}${right}`;
  }
}

/** The first `count` lines. */
function linesOf(output: Uint8Array, count: number): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < output.length && lines.length < count;) {
    const end = output.indexOf(0x0a, from);
    const to = end < 0 ? output.length : end;
    lines.push(output.subarray(from, to));
    from = to + 1;
  }
  return lines;
}

/** Where `now` has other characters than `before` had in the same places. */
function differences(before: string, now: string): Match[] {
  const found: Match[] = [];
  for (let at = 0; at < now.length; at += 1) {
    if (now[at] !== before[at]) found.push([at, at + 1]);
  }
  return found;
}
