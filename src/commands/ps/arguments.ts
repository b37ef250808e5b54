// What `ps` is asked for: options of three families, with a dash, with two, and, as in BSD, with none.
import { columnOf, format, UnknownColumn, type Column } from './columns.ts';
import type { ListedProcess } from '../../process/process-table.ts';

/** Whether a process is one of those that were asked for. */
type Selector = (process: ListedProcess) => boolean;

/** One key of `--sort`. */
export interface SortKey {
  readonly column: Column;
  readonly descending: boolean;
}

/** What was asked for. */
export interface Request {
  /** What is listed. */
  readonly selected: Selector;
  readonly columns: readonly Column[];
  readonly sort: readonly SortKey[];
  readonly headers: boolean;
  /** Whether lines may be longer than the terminal is wide. */
  readonly wide: boolean;
}

/** What is wrong with the arguments, in procps' words. */
export class PsArgumentError extends Error {
  override readonly name = 'PsArgumentError';
}

const formats = {
  usual: format('pid', 'stat', 'etime', 'mem', 'args'),
  full: format('user=UID', 'pid', 'ppid', 'stime', 'tname', 'etime', 'cmd'),
  user: format('user', 'pid', 'rss', 'tname', 'stat', 'start_time', 'etime', 'args'),
  long: format('s', 'user', 'pid', 'ppid', 'rss', 'tname', 'etime', 'ucmd'),
} as const;

/** Those of a dash that take an argument, and what that is. */
const withArgument: Readonly<Record<string, string>> = {
  o: 'format',
  p: 'pid',
  q: 'pid',
  C: 'command',
  u: 'user',
  U: 'user',
  t: 'tty',
  k: 'sort',
  '--format': 'format',
  '--pid': 'pid',
  '--quick-pid': 'pid',
  '--ppid': 'ppid',
  '--user': 'user',
  '--User': 'user',
  '--tty': 'tty',
  '--sort': 'sort',
};

/** Reads the arguments of `ps`. @throws PsArgumentError */
export function readRequest(args: readonly string[]): Request {
  const reading = new Reading();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('--')) {
      const [name = '', ...value] = word.split('=');
      const kind = withArgument[name];
      if (kind === undefined) reading.long(word);
      else reading.take(kind, value.length > 0 ? value.join('=') : rest.shift());
      continue;
    }
    if (/^\d/.test(word)) {
      reading.take('pid', word);
      continue;
    }
    const isBsd = !word.startsWith('-');
    let letters = isBsd ? word : word.slice(1);
    while (letters !== '') {
      const [letter = ''] = letters;
      letters = letters.slice(letter.length);
      const kind = isBsd && letter === 'u' ? undefined : withArgument[letter];
      if (kind === undefined) {
        reading.letter(letter, isBsd);
        continue;
      }
      reading.take(kind, letters === '' ? rest.shift() : letters);
      letters = '';
    }
  }
  return reading.request();
}

class Reading {
  readonly #selectors: Selector[] = [];
  #filters: Selector[] = [];
  #columns: Column[] = [];
  #format: readonly Column[] = formats.usual;
  #sort: SortKey[] = [];
  #headers = true;
  #wide = false;
  #negated = false;

  /** An option of one letter without an argument. */
  letter(letter: string, isBsd: boolean): void {
    const leads = ({ pid }: ListedProcess): boolean => pid === 1;
    if (letter === 'w') this.#wide = true;
    else if (letter === 'l') this.#format = formats.long;
    else if ((letter === 'f' || letter === 'F') && !isBsd) this.#format = formats.full;
    else if (letter === 'u' && isBsd) this.#format = formats.user;
    else if (letter === 'h' && isBsd) this.#headers = false;
    else if (letter === 'r' && isBsd) this.#filters.push(({ state }) => state === 'running');
    else if (letter === 'N' && !isBsd) this.#negated = true;
    else if ((letter === 'a' || letter === 'd') && !isBsd)
      this.#selectors.push((process) => !leads(process));
    else if (!isBsd && 'Ae'.includes(letter)) this.#selectors.push(() => true);
    // Of what BSD's letters add all is there in any case: on this terminal, and the user's.
    else if (!isBsd || !'axTgf'.includes(letter))
      throw new PsArgumentError(`unsupported ${isBsd ? 'option (BSD syntax)' : 'SysV option'}`);
  }

  /** An option of two dashes without an argument. */
  long(name: string): void {
    if (/^--no-head(?:er|ing)s?$/.test(name)) this.#headers = false;
    else if (name === '--deselect') this.#negated = true;
    else if (!/^--head(?:er|ing)s?$/.test(name))
      throw new PsArgumentError('unknown gnu long option');
  }

  /** An option with its argument. */
  take(kind: string, value: string | undefined): void {
    if (value === undefined || value === '')
      throw new PsArgumentError(
        kind === 'format'
          ? 'format specification must follow -o'
          : 'list of process IDs must follow -p',
      );
    const list = value.split(/[\s,]+/).filter((item) => item !== '');
    if (kind === 'format') this.#columns.push(...columnsOf(value));
    else if (kind === 'sort') this.#sort.push(...list.map(sortKeyOf));
    else if (kind === 'pid') this.#among(list, ({ pid }) => pid);
    else if (kind === 'ppid') this.#among(list, ({ parent }) => parent);
    else if (kind === 'command')
      this.#selectors.push(({ args }) =>
        list.includes((args[0] ?? '').replace(/:$/, '').replace(/^.*\//, '')),
      );
    else if (kind === 'user')
      this.#selectors.push(() => list.some((name) => name === 'user' || name === '1000'));
    else this.#selectors.push(() => list.some((name) => name.replace('/dev/', '') === 'tty'));
  }

  #among(list: readonly string[], numberOf: (process: ListedProcess) => number): void {
    if (!list.every((item) => /^\d+$/.test(item)))
      throw new PsArgumentError('process ID list syntax error');
    const numbers = new Set(list.map(Number));
    this.#selectors.push((process) => numbers.has(numberOf(process)));
  }

  request(): Request {
    const selectors = this.#selectors;
    const filters = this.#filters;
    const isChosen: Selector = (process) =>
      selectors.length === 0 || selectors.some((select) => select(process));
    return {
      selected: (process) =>
        filters.every((filter) => filter(process)) && isChosen(process) !== this.#negated,
      columns: this.#columns.length > 0 ? this.#columns : this.#format,
      sort: this.#sort,
      headers: this.#headers,
      wide: this.#wide,
    };
  }
}

function columnsOf(list: string): readonly Column[] {
  try {
    return format(...list.split(/[\s,]+/));
  } catch (error) {
    if (!(error instanceof UnknownColumn)) throw error;
    throw new PsArgumentError(`unknown user-defined format specifier "${error.message}"`);
  }
}

function sortKeyOf(item: string): SortKey {
  const column = columnOf(item.replace(/^[+-]/, ''));
  if (column === undefined) throw new PsArgumentError('unknown sort specifier');
  return { column, descending: item.startsWith('-') };
}
