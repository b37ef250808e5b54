// `du`: what directories take, added up.
import type { Call } from './call.ts';
import { complainUsage, type Command } from './command.ts';
import { globMatcher } from './glob.ts';
import type { Options } from './options.ts';
import { quoteName } from './quote-name.ts';
import { blockSizeOf, humanSize } from './sizes.ts';
import { entriesOf, statsIn } from './walk.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { Stat } from '../../wasi/vfs/filesystem.ts';
import type { Path } from '../../wasi/vfs/path.ts';

/** What a disk gives out at a time, in bytes: of ext4, NTFS and APFS. */
const diskBlock = 4096;

export const du: Command = {
  help: `Usage: du [OPTION]... [FILE]...
Summarize device usage of the set of FILEs, recursively for directories.

  -0, --null             end each output line with NUL, not newline
  -a, --all              write counts for all files, not just directories
      --apparent-size    print apparent sizes rather than device usage
  -B, --block-size=SIZE  scale sizes by SIZE before printing them
  -b, --bytes            equivalent to '--apparent-size --block-size=1'
  -c, --total            produce a grand total
  -d, --max-depth=N      print the total for a directory (or file, with --all)
                         only if it is N or fewer levels below the argument
  -h, --human-readable   print sizes in human readable format (e.g., 1K 234M 2G)
      --si               like -h, but use powers of 1000 not 1024
  -k, -m                 like --block-size=1K, --block-size=1M
  -S, --separate-dirs    for directories do not include size of subdirectories
  -s, --summarize        display only a total for each argument
  -t, --threshold=SIZE   exclude entries smaller than SIZE
  -x, --one-file-system  skip directories on different file systems
      --exclude=PATTERN  exclude files that match PATTERN
      --help             display this help and exit

The browser tells the sizes of files, and not what they take on the disk: that
is their size in blocks of 4 KiB, and 4 KiB for each directory.
`,
  options: {
    '-0': 'null',
    '--null': 'null',
    '-a': 'all',
    '--all': 'all',
    '--apparent-size': 'apparent',
    '-B': 'block-size:',
    '--block-size': 'block-size:',
    '-b': 'bytes',
    '--bytes': 'bytes',
    '-c': 'total',
    '--total': 'total',
    '-d': 'depth:',
    '--max-depth': 'depth:',
    '-h': 'human',
    '--human-readable': 'human',
    '--si': 'si',
    '-k': 'kilo',
    '-m': 'mega',
    '-S': 'separate',
    '--separate-dirs': 'separate',
    '-s': 'summarize',
    '--summarize': 'summarize',
    '-t': 'threshold:',
    '--threshold': 'threshold:',
    '-x': 'one',
    '--one-file-system': 'one',
    '--exclude': 'exclude:',
    // Links are not followed, and no file has two names.
    '-D': '',
    '-H': '',
    '-L': '',
    '-l': '',
    '-P': '',
  },
  run,
};

/** What the options ask for. */
interface Request {
  readonly apparent: boolean;
  readonly all: boolean;
  readonly depth: number;
  readonly separate: boolean;
  readonly oneDevice: boolean;
  readonly threshold: number;
  readonly excludes: (name: string, path: string) => boolean;
  readonly print: (bytes: number, name: string) => void | Promise<void>;
}

async function run(call: Call, options: Options): Promise<number> {
  const depthText = options.value('depth');
  const depth = depthText === undefined ? Infinity : Number(depthText);
  if (depthText !== undefined && !/^\d+$/.test(depthText))
    return complainUsage(call, `invalid maximum depth ${quoteName(depthText)}`, du);
  if (options.has('summarize') && options.has('all'))
    return complainUsage(call, 'cannot both summarize and show all entries', du);
  const unit = unitOf(options);
  if (typeof unit === 'string') return complainUsage(call, unit, du);
  const patterns = options.values('exclude').map((pattern) => globMatcher(pattern));
  const end = options.has('null') ? '\0' : '\n';
  const request: Request = {
    apparent: options.has('apparent') || options.has('bytes'),
    all: options.has('all'),
    depth: options.has('summarize') ? 0 : depth,
    separate: options.has('separate'),
    oneDevice: options.has('one'),
    threshold: blockSizeOf(options.value('threshold') ?? '') ?? 0,
    excludes: (name, path) => patterns.some((matches) => matches(name) || matches(path)),
    print: (bytes, name) => call.stdout.print(`${unit(bytes)}\t${name}${end}`),
  };
  const walk = new Walk(call, request);
  for (const operand of options.operands.length > 0 ? options.operands : ['.'])
    await walk.operand(operand);
  if (options.has('total')) await request.print(walk.total, 'total');
  return walk.failed ? 1 : 0;
}

/** How a size is printed; or what is wrong with what was asked for. */
function unitOf(options: Options): ((bytes: number) => string) | string {
  const last = options.last('block-size', 'bytes', 'human', 'si', 'kilo', 'mega');
  if (last === 'human') return (bytes) => humanSize(bytes);
  if (last === 'si') return (bytes) => humanSize(bytes, 1000);
  const text = options.value('block-size') ?? '';
  const sizes = { 'block-size': blockSizeOf(text), bytes: 1, kilo: 1024, mega: 1024 ** 2 };
  const size = last === undefined ? 1024 : sizes[last as keyof typeof sizes];
  if (size === undefined) return `invalid --block-size argument ${quoteName(text)}`;
  // A letter without a number is printed behind each.
  const letter = last === 'block-size' && !/^\d/.test(text) ? text : '';
  return (bytes) => `${Math.ceil(bytes / size)}${letter}`;
}

class Walk {
  readonly #call: Call;
  readonly #request: Request;
  total = 0;
  failed = false;

  constructor(call: Call, request: Request) {
    this.#call = call;
    this.#request = request;
  }

  async operand(name: string): Promise<void> {
    try {
      const path = await this.#call.path(name, 'keep');
      const stat = await this.#call.statAt(path);
      this.total += await this.#entry(path, name, stat, 0, stat.device);
    } catch (error) {
      await this.#failed(`cannot access ${quoteName(name)}`, error);
    }
  }

  async #failed(what: string, error: unknown): Promise<void> {
    if (!isSystemError(error) || error.code === 'EPIPE' || this.#call.signal.aborted) throw error;
    await this.#call.complain(`${what}: ${error.message}`);
    this.failed = true;
  }

  #taken({ size, type }: Stat): number {
    if (this.#request.apparent) return type === 'directory' ? diskBlock : size;
    return type === 'directory' ? diskBlock : Math.ceil(size / diskBlock) * diskBlock;
  }

  /** Adds up and prints an entry. @returns what it takes, with what is in it */
  async #entry(
    path: Path,
    name: string,
    stat: Stat,
    depth: number,
    device: bigint,
  ): Promise<number> {
    const { all, separate, threshold } = this.#request;
    const own = this.#taken(stat);
    if (stat.type !== 'directory') {
      if ((all || depth === 0) && depth <= this.#request.depth && own >= threshold)
        await this.#request.print(own, name);
      return own;
    }
    const { files, directories } = await this.#inside(path, name, depth, device);
    const shown = own + files + (separate ? 0 : directories);
    if (depth <= this.#request.depth && shown >= threshold) await this.#request.print(shown, name);
    return own + files + directories;
  }

  async #inside(
    path: Path,
    name: string,
    depth: number,
    device: bigint,
  ): Promise<{ readonly files: number; readonly directories: number }> {
    let files = 0;
    let directories = 0;
    try {
      const entries = await entriesOf(this.#call, path);
      for (const { entry, stat } of await statsIn(this.#call, path, entries)) {
        const below = `${name === '/' ? '' : name.replace(/\/+$/, '')}/${entry.name}`;
        if (this.#request.excludes(entry.name, below)) continue;
        if (stat instanceof Error) {
          await this.#failed(`cannot access ${quoteName(below)}`, stat);
          continue;
        }
        if (this.#request.oneDevice && stat.device !== device) continue;
        const size = await this.#entry([...path, entry.name], below, stat, depth + 1, device);
        if (stat.type === 'directory') directories += size;
        else files += size;
      }
    } catch (error) {
      await this.#failed(`cannot read directory ${quoteName(name)}`, error);
    }
    return { files, directories };
  }
}
