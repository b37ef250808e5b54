// `tree`: a directory, with what is in it, as a drawing.
import type { Call } from './call.ts';
import type { Command } from './command.ts';
import { globMatcher } from './glob.ts';
import { modeOf, modeText } from './mode.ts';
import type { Options } from './options.ts';
import { localTime } from './strftime.ts';
import { entriesOf, statsIn } from './walk.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { Stat } from '../../wasi/vfs/filesystem.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { visible } from '../tty/visible.ts';

export const tree: Command = {
  help: `usage: tree [-adfhinpQrstuxCDFU] [-L level] [-P pattern] [-I pattern] [--dirsfirst]
            [--filelimit #] [--ignore-case] [--noreport] [--prune] [--] [directory ...]

  -a            All files are listed.
  -d            List directories only.
  -f            Print the full path prefix for each file.
  -x            Stay on current filesystem only.
  -L level      Descend only level directories deep.
  -P pattern    List only those files that match the pattern given.
  -I pattern    Do not list files that match the given pattern.
  --ignore-case Ignore case when pattern matching.
  --prune       Prune empty directories from the output.
  --noreport    Turn off file/directory count at end of tree listing.
  --filelimit # Do not descend dirs with more than # files in them.
  -Q            Quote filenames with double quotes.
  -p            Print the protections for each file.
  -u            Displays file owner.
  -s            Print the size in bytes of each file.
  -h            Print the size in a more human readable way.
  -D            Print the date of last modification.
  -F            Appends '/' to directories, '*' to programs.
  -t            Sort files by last modification time.
  -U            Leave files unsorted.
  -r            Reverse the order of the sort.
  --dirsfirst   List directories before files.
  -i            Don't print indentation lines.
  -n            Turn colorization off always (-C overrides).
  -C            Turn colorization on always.
`,
  options: {
    '-a': 'all',
    '-d': 'directories',
    '-f': 'full',
    '-x': 'one',
    '-L': 'level:',
    '-P': 'only:',
    '-I': 'without:',
    '--ignore-case': 'ignore-case',
    '--prune': 'prune',
    '--noreport': 'no-report',
    '--filelimit': 'limit:',
    '-Q': 'quote',
    '-p': 'mode',
    '-u': 'owner',
    '-s': 'size',
    '-h': 'human',
    '-D': 'date',
    '-F': 'classify',
    '-t': 'by-time',
    '-U': 'unsorted',
    '-r': 'reverse',
    '--dirsfirst': 'directories-first',
    '-i': 'no-lines',
    '-n': 'no-colour',
    '-C': 'colour',
    // Names are shown as the terminal can, and no link is followed.
    '-N': '',
    '-q': '',
    '-l': '',
    '-A': '',
  },
  run,
};

async function run(call: Call, options: Options): Promise<number> {
  const level = options.value('level');
  if (level !== undefined && !/^[1-9]\d*$/.test(level)) {
    await call.printError('tree: Invalid level, must be greater than 0.\n');
    return 1;
  }
  const drawing = new Drawing(call, options);
  for (const operand of options.operands.length > 0 ? options.operands : ['.'])
    await drawing.root(operand);
  if (!options.has('no-report')) await drawing.report();
  return drawing.failed ? 2 : 0;
}

/** An entry that is drawn, with what is in it. */
interface Node {
  readonly name: string;
  readonly path: Path;
  readonly stat: Stat;
  /** Behind the name: why it is not opened. */
  readonly note: string;
  readonly children: readonly Node[];
}

class Drawing {
  readonly #call: Call;
  readonly #options: Options;
  readonly #depth: number;
  readonly #limit: number;
  readonly #isOnly: (name: string) => boolean;
  readonly #isWithout: (name: string) => boolean;
  readonly #colours: boolean;
  #directories = 0;
  #files = 0;
  failed = false;

  constructor(call: Call, options: Options) {
    this.#call = call;
    this.#options = options;
    this.#depth = Number(options.value('level') ?? Infinity);
    this.#limit = Number(options.value('limit') ?? Infinity);
    const ignoreCase = options.has('ignore-case');
    const any = (name: 'only' | 'without'): ((text: string) => boolean) => {
      const patterns = options.values(name).flatMap((pattern) => pattern.split('|'));
      const matchers = patterns.map((pattern) => globMatcher(pattern, { ignoreCase }));
      return (text) => matchers.some((matches) => matches(text));
    };
    this.#isOnly = options.has('only') ? any('only') : () => true;
    this.#isWithout = any('without');
    this.#colours = options.has('colour') || (call.stdout.isTerminal && !options.has('no-colour'));
  }

  async root(name: string): Promise<void> {
    try {
      const path = await this.#call.path(name);
      const stat = await this.#call.statAt(path);
      if (stat.type !== 'directory') throw new SystemErrorOfRoot();
      const entries = await this.#inside(path, stat, 1);
      const { children, note } = entries;
      this.#directories += 1;
      await this.#print({ name, path, stat, note, children }, '', '', name);
    } catch (error) {
      if (
        !(error instanceof SystemErrorOfRoot) &&
        (!isSystemError(error) || error.code === 'EPIPE')
      )
        throw error;
      if (this.#call.signal.aborted) throw error;
      this.failed = true;
      await this.#call.stdout.print(`${visible(name)}  [error opening dir]\n`);
    }
  }

  async #inside(
    path: Path,
    { device }: Stat,
    depth: number,
  ): Promise<{ readonly children: readonly Node[]; readonly note: string }> {
    const options = this.#options;
    if (depth > this.#depth) return { children: [], note: '' };
    let found: { name: string; stat: Stat }[];
    try {
      const entries = (await entriesOf(this.#call, path)).filter(({ name, type }) =>
        this.#isListed(name, type === 'directory'),
      );
      if (entries.length > this.#limit)
        return {
          children: [],
          note: `  [${entries.length} entries exceeds filelimit, not opening dir]`,
        };
      found = (await statsIn(this.#call, path, entries)).flatMap(({ entry, stat }) =>
        stat instanceof Error ? [] : [{ name: entry.name, stat }],
      );
    } catch (error) {
      if (!isSystemError(error) || this.#call.signal.aborted) throw error;
      return { children: [], note: '  [error opening dir]' };
    }
    const children: Node[] = [];
    for (const { name, stat } of this.#sorted(found)) {
      const below = [...path, name];
      const isOpened = stat.type === 'directory' && (!options.has('one') || stat.device === device);
      const inside = isOpened
        ? await this.#inside(below, stat, depth + 1)
        : { children: [], note: '' };
      if (options.has('prune') && stat.type === 'directory' && inside.children.length === 0)
        continue;
      children.push({ name, path: below, stat, ...inside });
    }
    return { children, note: '' };
  }

  #isListed(name: string, isDirectory: boolean): boolean {
    if (name.startsWith('.') && !this.#options.has('all')) return false;
    if (this.#isWithout(name)) return false;
    return isDirectory || (!this.#options.has('directories') && this.#isOnly(name));
  }

  #sorted<T extends { readonly name: string; readonly stat: Stat }>(found: T[]): T[] {
    const options = this.#options;
    if (!options.has('unsorted')) {
      found.sort((a, b) => {
        const times = options.has('by-time') ? Number(a.stat.modified - b.stat.modified) : 0;
        const order = times || (a.name < b.name ? -1 : 1);
        return options.has('reverse') ? -order : order;
      });
      if (options.has('directories-first')) found.sort((a, b) => rank(a.stat) - rank(b.stat));
    }
    return found;
  }

  /** @param line what is drawn before the entry, and @param below before what is in it */
  async #print(node: Node, line: string, below: string, shown: string): Promise<void> {
    const { path, stat, note, children } = node;
    const facts = this.#facts(path, stat);
    const quoted = this.#options.has('quote') ? `"${visible(shown)}"` : visible(shown);
    const name = this.#coloured(quoted, path, stat) + this.#suffix(path, stat);
    await this.#call.stdout.print(`${line}${facts}${name}${note}\n`);
    const lines = !this.#options.has('no-lines');
    for (const [index, child] of children.entries()) {
      const isLast = index === children.length - 1;
      if (child.stat.type === 'directory') this.#directories += 1;
      else this.#files += 1;
      const text = this.#options.has('full')
        ? `${shown.replace(/\/$/, '')}/${child.name}`
        : child.name;
      const branch = lines ? `${below}${isLast ? '└── ' : '├── '}` : '';
      await this.#print(child, branch, `${below}${isLast ? '    ' : '│\u00a0\u00a0 '}`, text);
      const turning = this.#call.turn();
      if (turning !== undefined) await turning;
    }
  }

  /** What stands in brackets before a name. */
  #facts(path: Path, { type, size, modified }: Stat): string {
    const options = this.#options;
    const facts: string[] = [];
    if (options.has('mode')) facts.push(modeText(modeOf(this.#call, path, type), type));
    if (options.has('owner')) facts.push((this.#call.env.get('USER') ?? 'user').padEnd(8));
    if (options.has('human')) facts.push(treeSize(size).padStart(4));
    else if (options.has('size')) facts.push(String(size).padStart(11));
    if (options.has('date')) {
      facts.push(dateText(this.#call, modified));
    }
    return facts.length === 0 ? '' : `[${facts.join(' ')}]  `;
  }

  #coloured(text: string, path: Path, { type }: Stat): string {
    if (!this.#colours) return text;
    const runs = (modeOf(this.#call, path, type) & 0o100) !== 0;
    const code = type === 'directory' ? '01;34' : type === 'file' && runs ? '01;32' : '00';
    return `\x1b[${code}m${text}\x1b[0m`;
  }

  #suffix(path: Path, { type }: Stat): string {
    if (!this.#options.has('classify')) return '';
    if (type === 'directory') return '/';
    return type === 'file' && (modeOf(this.#call, path, type) & 0o100) !== 0 ? '*' : '';
  }

  async report(): Promise<void> {
    const directories = `${this.#directories} ${this.#directories === 1 ? 'directory' : 'directories'}`;
    const files = `${this.#files} ${this.#files === 1 ? 'file' : 'files'}`;
    const text = this.#options.has('directories') ? directories : `${directories}, ${files}`;
    await this.#call.stdout.print(`\n${text}\n`);
  }
}

/** How long ago a time may be to be shown with its hour, in milliseconds: half a year. */
const recent = 15_552_000_000;

function dateText(call: Call, time: bigint): string {
  const { year, month, day, hour, minute } = localTime(call, time);
  const date = `${months[Number(month) - 1] ?? ''} ${day.replace(/^0/, ' ')}`;
  const isRecent = Date.now() - Number(time / 1_000_000n) < recent;
  return `${date} ${isRecent ? `${hour}:${minute}` : ` ${year}`}`;
}

/** What was given is no directory. */
class SystemErrorOfRoot extends Error {}

function rank({ type }: Stat): number {
  return type === 'directory' ? 0 : 1;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As tree rounds: to the nearest, with a digit behind the point below 10. */
function treeSize(bytes: number): string {
  let value = bytes;
  let power = 0;
  for (; value >= 1024; value /= 1024) power += 1;
  if (power === 0) return String(bytes);
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)}${'KMGTP'.charAt(power - 1)}`;
}
