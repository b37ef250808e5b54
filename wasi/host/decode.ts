// A call's arguments and its result as text, in the manner of Linux's strace: what goes in stands in the parentheses,
// what comes out behind the `=`. No pointers: they say nothing, and differ between two builds of one program.
import type { GuestMemory } from '../preview1/memory.ts';
import * as rights from '../preview1/rights.ts';
import { fdflags, fstflags, lookupflags, oflags } from '../preview1/structs.ts';
import { isSystemError } from '../vfs/error.ts';

/** One call as the program made it. */
interface Raw {
  readonly args: readonly (number | bigint)[];
  readonly memory: GuestMemory;
}

/** An argument, or a result, as text. */
type Part = (raw: Raw) => string;

/** How one function is shown. */
interface Shown {
  readonly given: readonly Part[];
  /** What it leaves in the memory; `0` where it leaves nothing that can be said shortly. */
  readonly result?: Part;
}

/** The most characters of a text and elements of an array that are shown. */
const [longestText, longestArray] = [4096, 16];

const int = ({ args }: Raw, index: number): number => Number(args[index] ?? 0) >>> 0;
const long = ({ args }: Raw, index: number): bigint => BigInt.asUintN(64, BigInt(args[index] ?? 0));

const unsigned =
  (index: number): Part =>
  (raw) =>
    String(int(raw, index));
const unsigned64 =
  (index: number): Part =>
  (raw) =>
    String(long(raw, index));
const signed64 =
  (index: number): Part =>
  (raw) =>
    String(BigInt.asIntN(64, long(raw, index)));

/** One of several names by number; a number that has none stays one. */
const oneOf =
  (index: number, names: readonly string[]): Part =>
  (raw) =>
    names[int(raw, index)] ?? String(int(raw, index));

const whences = ['SEEK_SET', 'SEEK_CUR', 'SEEK_END'];
const clocks = [
  'CLOCK_REALTIME',
  'CLOCK_MONOTONIC',
  'CLOCK_PROCESS_CPUTIME_ID',
  'CLOCK_THREAD_CPUTIME_ID',
];
const advices = ['NORMAL', 'SEQUENTIAL', 'RANDOM', 'WILLNEED', 'DONTNEED', 'NOREUSE'].map(
  (name) => `POSIX_FADV_${name}`,
);
/** `filetype` as the specification spells it. */
const fileTypes = [
  'unknown',
  'block_device',
  'character_device',
  'directory',
  'regular_file',
  'socket_dgram',
  'socket_stream',
  'symbolic_link',
];

function typeName(type: number): string {
  return fileTypes[type] ?? String(type);
}

/** Flags by name, joined by `|`; bits without a name as a number. */
function flagNames(
  value: number,
  names: readonly (readonly [bit: number, name: string])[],
): string {
  const found = names.filter(([bit]) => value & bit);
  const rest = found.reduce((left, [bit]) => left & ~bit, value);
  return [...found.map(([, name]) => name), ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join(
    '|',
  );
}

const fdflagNames = [
  [fdflags.append, 'O_APPEND'],
  [fdflags.nonblock, 'O_NONBLOCK'],
  [fdflags.sync, 'O_SYNC'],
  [fdflags.dsync, 'O_DSYNC'],
  [fdflags.rsync, 'O_RSYNC'],
] as const;
const oflagNames = [
  [oflags.create, 'O_CREAT'],
  [oflags.exclusive, 'O_EXCL'],
  [oflags.truncate, 'O_TRUNC'],
  [oflags.directory, 'O_DIRECTORY'],
] as const;

/** The flags of `path_open` as those of openat(2): what it means to read and to write it asks for by rights. */
const openFlags: Part = (raw) => {
  const base = long(raw, 5);
  const [read, write] = [(base & rights.read) !== 0n, (base & rights.write) !== 0n];
  const access = read ? (write ? 'O_RDWR' : 'O_RDONLY') : write ? 'O_WRONLY' : 'O_PATH';
  const parts = [
    access,
    flagNames(int(raw, 4), oflagNames),
    int(raw, 1) & lookupflags.follow ? '' : 'O_NOFOLLOW',
    flagNames(int(raw, 7), fdflagNames),
  ];
  return parts.filter((part) => part !== '').join('|');
};

/** Whether a link at the end of a path is followed, where that is asked at all. */
const follows =
  (index: number): Part =>
  (raw) =>
    flagNames(int(raw, index), [[lookupflags.follow, 'AT_SYMLINK_FOLLOW']]) || '0';

const hex =
  (index: number): Part =>
  (raw) =>
    `0x${long(raw, index).toString(16)}`;

const letters: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const letter = letters[char];
  if (letter !== undefined) return letter;
  if (code < 0x80) return `\\${code.toString(8).padStart(3, '0')}`;
  const digits = code.toString(16).padStart(4, '0');
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
}

/** Nothing in it that a terminal obeys, or that shows as something else. */
function safe(text: string): string {
  return text.replace(/["\\\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** `"…"`, on one line. Bytes that are no UTF-8 are in octal, as far as they are not ASCII. */
function quote(memory: GuestMemory, pointer: number, length: number): string {
  const bytes = memory.bytes(pointer, length);
  const more = bytes.length > longestText ? '...' : '';
  let content: string;
  try {
    content = safe(memory.text(pointer, length).slice(0, longestText));
  } catch (error) {
    if (!isSystemError(error, 'EILSEQ')) throw error;
    const shown = Array.from(bytes.subarray(0, longestText), (byte) =>
      byte < 0x80 ? safe(String.fromCharCode(byte)) : `\\${byte.toString(8)}`,
    );
    content = shown.join('');
  }
  return `"${content}"${more}`;
}

/** A text by its pointer and its length. */
const text =
  (pointer: number, length: number): Part =>
  (raw) =>
    quote(raw.memory, int(raw, pointer), int(raw, length));

/** The lengths of the buffers of an iovec array. */
const lengths =
  (pointer: number, count: number): Part =>
  (raw) =>
    array(int(raw, count), (index) => String(raw.memory.u32(int(raw, pointer) + 8 * index + 4)));

function array(count: number, element: (index: number) => string): string {
  const shown = Array.from({ length: Math.min(count, longestArray) }, (_, index) => element(index));
  if (count > longestArray) shown.push('...');
  return `[${shown.join(', ')}]`;
}

/** Nanoseconds as seconds. */
function seconds(nanoseconds: bigint): string {
  const fraction = String(nanoseconds % 1_000_000_000n).padStart(9, '0');
  return `${nanoseconds / 1_000_000_000n}.${fraction}`;
}

/** Times to be set and the flags that say which, as of utimensat(2). */
const times =
  (accessed: number, modified: number, flags: number): Part =>
  (raw) => {
    const one = (value: bigint, set: number, now: number): string => {
      const asked = int(raw, flags) & (set | now);
      if (asked === 0) return 'UTIME_OMIT';
      return asked === now ? 'UTIME_NOW' : seconds(value) + (asked === set ? '' : '|UTIME_NOW');
    };
    const access = one(long(raw, accessed), fstflags.accessed, fstflags.accessedNow);
    const change = one(long(raw, modified), fstflags.modified, fstflags.modifiedNow);
    return `[${access}, ${change}]`;
  };

/** What `poll_oneoff` waits for. */
const subscriptions: Part = (raw) =>
  array(int(raw, 2), (index) => {
    const { memory } = raw;
    const at = int(raw, 0) + 48 * index;
    const type = memory.u8(at + 8);
    const which = memory.u32(at + 16);
    if (type !== 0)
      return `{fd=${which}, ${type === 1 ? 'POLLIN' : type === 2 ? 'POLLOUT' : type}}`;
    const absolute = memory.u16(at + 40) & 1 ? ', TIMER_ABSTIME' : '';
    return `{${clocks[which] ?? which}, ${seconds(memory.u64(at + 24))}${absolute}}`;
  });

const u32At =
  (pointer: number): Part =>
  (raw) =>
    String(raw.memory.u32(int(raw, pointer)));
const u64At =
  (pointer: number): Part =>
  (raw) =>
    String(raw.memory.u64(int(raw, pointer)));
const timeAt =
  (pointer: number): Part =>
  (raw) =>
    seconds(raw.memory.u64(int(raw, pointer)));
const filestatAt =
  (pointer: number): Part =>
  (raw) => {
    const at = int(raw, pointer);
    const size = raw.memory.u64(at + 32);
    return `{filetype=${typeName(raw.memory.u8(at + 16))}, size=${size}, ...}`;
  };
const fdstatAt =
  (pointer: number): Part =>
  (raw) => {
    const at = int(raw, pointer);
    const type = typeName(raw.memory.u8(at));
    const flags = flagNames(raw.memory.u16(at + 2), fdflagNames) || '0';
    const [base, inheriting] = [raw.memory.u64(at + 8), raw.memory.u64(at + 16)];
    const allowed = `rights=0x${base.toString(16)}, inheriting=0x${inheriting.toString(16)}`;
    return `{filetype=${type}, flags=${flags}, ${allowed}}`;
  };

const fd = unsigned;
const path = text;

const functions: Readonly<Record<string, Shown>> = {
  args_get: { given: [] },
  args_sizes_get: { given: [], result: u32At(0) },
  environ_get: { given: [] },
  environ_sizes_get: { given: [], result: u32At(0) },
  clock_res_get: { given: [oneOf(0, clocks)], result: timeAt(1) },
  clock_time_get: { given: [oneOf(0, clocks)], result: timeAt(2) },
  fd_advise: { given: [fd(0), unsigned64(1), unsigned64(2), oneOf(3, advices)] },
  fd_allocate: { given: [fd(0), unsigned64(1), unsigned64(2)] },
  fd_close: { given: [fd(0)] },
  fd_datasync: { given: [fd(0)] },
  fd_fdstat_get: { given: [fd(0)], result: fdstatAt(1) },
  fd_fdstat_set_flags: {
    given: [fd(0), (raw) => flagNames(int(raw, 1), fdflagNames) || '0'],
  },
  fd_fdstat_set_rights: { given: [fd(0), hex(1), hex(2)] },
  fd_filestat_get: { given: [fd(0)], result: filestatAt(1) },
  fd_filestat_set_size: { given: [fd(0), unsigned64(1)] },
  fd_filestat_set_times: { given: [fd(0), times(1, 2, 3)] },
  fd_pread: { given: [fd(0), lengths(1, 2), unsigned64(3)], result: u32At(4) },
  fd_prestat_get: { given: [fd(0)], result: (raw) => String(raw.memory.u32(int(raw, 1) + 4)) },
  fd_prestat_dir_name: { given: [fd(0), unsigned(2)], result: text(1, 2) },
  fd_pwrite: { given: [fd(0), lengths(1, 2), unsigned64(3)], result: u32At(4) },
  fd_read: { given: [fd(0), lengths(1, 2)], result: u32At(3) },
  fd_readdir: { given: [fd(0), unsigned(2), unsigned64(3)], result: u32At(4) },
  fd_renumber: { given: [fd(0), fd(1)] },
  fd_seek: { given: [fd(0), signed64(1), oneOf(2, whences)], result: u64At(3) },
  fd_sync: { given: [fd(0)] },
  fd_tell: { given: [fd(0)], result: u64At(1) },
  fd_write: { given: [fd(0), lengths(1, 2)], result: u32At(3) },
  path_create_directory: { given: [fd(0), path(1, 2)] },
  path_filestat_get: { given: [fd(0), path(2, 3), follows(1)], result: filestatAt(4) },
  path_filestat_set_times: { given: [fd(0), path(2, 3), times(4, 5, 6), follows(1)] },
  path_link: { given: [fd(0), path(2, 3), fd(4), path(5, 6), follows(1)] },
  path_open: { given: [fd(0), path(2, 3), openFlags], result: u32At(8) },
  path_readlink: {
    given: [fd(0), path(1, 2), unsigned(4)],
    result: (raw) => quote(raw.memory, int(raw, 3), raw.memory.u32(int(raw, 5))),
  },
  path_remove_directory: { given: [fd(0), path(1, 2)] },
  path_rename: { given: [fd(0), path(1, 2), fd(3), path(4, 5)] },
  path_symlink: { given: [text(0, 1), fd(2), path(3, 4)] },
  path_unlink_file: { given: [fd(0), path(1, 2)] },
  poll_oneoff: { given: [subscriptions], result: u32At(3) },
  proc_exit: { given: [unsigned(0)] },
  proc_raise: { given: [unsigned(0)] },
  sched_yield: { given: [] },
  random_get: { given: [unsigned(1)] },
  sock_accept: { given: [fd(0)] },
  sock_recv: { given: [fd(0)] },
  sock_send: { given: [fd(0)] },
  sock_shutdown: { given: [fd(0)] },
};

/** The names of the functions of preview1. */
export const functionNames: readonly string[] = Object.keys(functions);

/** The arguments of a call, before it is made: what they point to may be another thing afterwards. */
export function givenOf(
  name: string,
  args: readonly (number | bigint)[],
  memory: GuestMemory,
): string {
  const raw: Raw = { args, memory };
  return (functions[name]?.given ?? []).map((part) => attempt(part, raw)).join(', ');
}

/** What a call that succeeded gave. */
export function resultOf(
  name: string,
  args: readonly (number | bigint)[],
  memory: GuestMemory,
): string {
  const part = functions[name]?.result;
  return part === undefined ? '0' : attempt(part, { args, memory });
}

/** A wild pointer is the program's fault, and its errno tells; it must not end the program. */
function attempt(part: Part, raw: Raw): string {
  try {
    return part(raw);
  } catch (error) {
    if (!isSystemError(error, 'EFAULT')) throw error;
    return '(bad pointer)';
  }
}
