// The columns of `ps` and `top`: procps' names for them, and what of a process each shows.
import type { Call } from '../call.ts';
import { humanSize } from '../sizes.ts';
import { localTime } from '../strftime.ts';
import type { ListedProcess } from '../../process/process-table.ts';
import { visible } from '../../tty/visible.ts';

/** A process, and what its columns are computed with. */
export interface Shown {
  readonly process: ListedProcess;
  readonly call: Call;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is shown of each process. */
export interface Column {
  readonly header: string;
  /** What is wider is cut, unless it is the last column or a number. */
  readonly width: number;
  readonly align: 'left' | 'right';
  text(shown: Shown): string;
  /** What `--sort` goes by, where that is not the text. */
  key?(process: ListedProcess): number;
}

/** What the browser does not tell. */
const untold = '-';

const letters = { running: 'R', sleeping: 'S', stopped: 'T' } as const;

/** `R`, `S` or `T`; `s` leads the session, `+` may read the terminal. */
function stat({ pid, state, foreground }: ListedProcess): string {
  return `${letters[state]}${pid === 1 ? 's' : ''}${foreground ? '+' : ''}`;
}

/** The name of the program, without its directory. */
export function nameOf({ args }: ListedProcess): string {
  return visible((args[0] ?? '').replace(/:$/, '').replace(/^.*\//, ''));
}

/** The command with its arguments, on one line. */
export function commandOf({ args }: ListedProcess): string {
  return args.map((arg) => visible(arg)).join(' ');
}

/** Bytes of memory for people; what has none of its own shows a dash. */
export function memoryOf({ memory }: ListedProcess): string {
  return memory === undefined ? untold : humanSize(memory);
}

/** `[[DAYS-]HOURS:]MINUTES:SECONDS` */
export function elapsedTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const minutes = `${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  if (seconds < 3600) return minutes;
  const hours = `${two((seconds / 3600) % 24)}:${minutes}`;
  return seconds < 86_400 ? hours : `${Math.floor(seconds / 86_400)}-${hours}`;
}

function kibibytes({ memory }: ListedProcess): string {
  return memory === undefined ? untold : String(Math.ceil(memory / 1024));
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** When it began: the time of day; the day, where that is a day ago. */
function started(withSeconds: boolean): Column['text'] {
  return ({ process, call, now }) => {
    const { month, day, hour, minute, second } = localTime(call, nanoseconds(process));
    if (now - process.began < 86_400_000)
      return withSeconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
    const name = months.substr((Number(month) - 1) * 3, 3);
    return withSeconds ? `${name} ${day}` : `${name}${day}`;
  };
}

/** As date(1) has it. */
function wholeDate({ process, call }: Shown): string {
  const { year, month, day, hour, minute, second } = localTime(call, nanoseconds(process));
  const weekday = new Date(`${year}-${month}-${day}T00:00:00Z`).toUTCString().slice(0, 3);
  const name = months.substr((Number(month) - 1) * 3, 3);
  return `${weekday} ${name} ${String(Number(day)).padStart(2)} ${hour}:${minute}:${second} ${year}`;
}

function nanoseconds({ began }: ListedProcess): bigint {
  return BigInt(Math.round(began)) * 1_000_000n;
}

function left(header: string, width: number, text: Column['text'], key?: Column['key']): Column {
  return { header, width, align: 'left', text, ...(key === undefined ? {} : { key }) };
}

function right(header: string, width: number, text: Column['text'], key?: Column['key']): Column {
  return { ...left(header, width, text, key), align: 'right' };
}

const pid = right(
  'PID',
  5,
  ({ process }) => String(process.pid),
  (process) => process.pid,
);
const ppid = right(
  'PPID',
  5,
  ({ process }) => String(process.parent),
  ({ parent }) => parent,
);
const user = left('USER', 8, ({ call }) => call.env.get('USER') ?? 'user');
const uid = right('UID', 5, () => '1000');
const tty = left('TTY', 8, () => 'tty');
const state = left('S', 1, ({ process }) => letters[process.state]);
const elapsed = (process: ListedProcess): number => -process.began;
const etime = right('ELAPSED', 11, ({ process, now }) => elapsedTime(now - process.began), elapsed);
const etimes = right(
  'ELAPSED',
  7,
  ({ process, now }) => String(Math.max(0, Math.floor((now - process.began) / 1000))),
  elapsed,
);
const began = (process: ListedProcess): number => process.began;
const start = right('STARTED', 8, started(true), began);
const stime = left('STIME', 5, started(false), began);
const memory = ({ memory: bytes = -1 }: ListedProcess): number => bytes;
const rss = right('RSS', 6, ({ process }) => kibibytes(process), memory);
const mem = right('MEM', 6, ({ process }) => memoryOf(process), memory);
const comm = left('COMMAND', 15, ({ process }) => nameOf(process));
const args = left('COMMAND', 27, ({ process }) => commandOf(process));

/** By name, and by the other names that procps has for it. */
const columns: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['pid', pid],
  ['tgid', pid],
  ['ppid', ppid],
  ['user', user],
  ['euser', { ...user, header: 'EUSER' }],
  ['uname', user],
  ['uid', uid],
  ['euid', { ...uid, header: 'EUID' }],
  ['tty', { ...tty, header: 'TT' }],
  ['tt', { ...tty, header: 'TT' }],
  ['tname', tty],
  ['stat', left('STAT', 4, ({ process }) => stat(process))],
  ['state', state],
  ['s', state],
  ['etime', etime],
  ['etimes', etimes],
  ['start', start],
  ['lstart', right('STARTED', 24, wholeDate, began)],
  ['stime', stime],
  ['start_time', { ...stime, header: 'START' }],
  ['bsdstart', { ...stime, header: 'START' }],
  ['rss', rss],
  ['rssize', rss],
  ['rsz', rss],
  ['vsz', { ...rss, header: 'VSZ' }],
  ['vsize', { ...rss, header: 'VSZ' }],
  ['mem', mem],
  ['comm', comm],
  ['ucomm', comm],
  ['ucmd', { ...comm, header: 'CMD' }],
  ['args', args],
  ['command', args],
  ['cmd', { ...args, header: 'CMD' }],
  ['time', right('TIME', 8, () => untold)],
  ['cputime', right('TIME', 8, () => untold)],
  ['pcpu', right('%CPU', 4, () => untold)],
  ['%cpu', right('%CPU', 4, () => untold)],
  ['pmem', right('%MEM', 4, () => untold)],
  ['%mem', right('%MEM', 4, () => untold)],
]);

/** The column of that name. */
export function columnOf(name: string): Column | undefined {
  return columns.get(name);
}

/** A name of a column that is none. */
export class UnknownColumn extends Error {
  override readonly name = 'UnknownColumn';
}

/** The columns of `pid`, `comm=HEADER`, `args:WIDTH`. @throws UnknownColumn with the name as its message */
export function format(...items: readonly string[]): readonly Column[] {
  return items.map((item) => {
    const [, name = '', width, header] = /^([^:=]*)(?::(\d+))?(?:=(.*))?$/.exec(item) ?? [];
    const column = columnOf(name);
    if (column === undefined) throw new UnknownColumn(name);
    return {
      ...column,
      ...(width === undefined ? {} : { width: Number(width) }),
      ...(header === undefined ? {} : { header }),
    };
  });
}
