// `tac`: files with the last line first. A file is read from its end, block by block.
import type { Call } from './call.ts';
import type { Command } from './command.ts';
import { forEachOperand } from './operands.ts';
import type { Options } from './options.ts';
import { posixPattern } from '../regex/posix.ts';
import { wholeInput } from './whole-input.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** How much is read at a time, in bytes; more where a record is longer. */
const block = 256 * 1024;

export const tac: Command = {
  help: `Usage: tac [OPTION]... [FILE]...
Write each FILE to standard output, last line first.

With no FILE, or when FILE is -, read standard input.

  -b, --before             attach the separator before instead of after
  -r, --regex              interpret the separator as a regular expression
  -s, --separator=STRING   use STRING as the separator instead of newline
      --help               display this help and exit

A file is read from its end, in pieces. What comes from a pipe, and a file that is
split at a regular expression, is held in memory, up to 256 MiB.
`,
  options: {
    '-b': 'before',
    '--before': 'before',
    '-r': 'regex',
    '--regex': 'regex',
    '-s': 'separator:',
    '--separator': 'separator:',
  },
  run,
};

async function run(call: Call, options: Options): Promise<number> {
  const before = options.has('before');
  const regex = options.has('regex');
  const separator = options.value('separator') ?? '\n';
  if (regex && separator === '') {
    await call.complain('separator cannot be empty');
    return 1;
  }
  const literal = new TextEncoder().encode(separator || '\0');
  const operands = options.operands.length > 0 ? options.operands : ['-'];
  return await forEachOperand(call, operands, 'failed to open %s for reading', async (name) => {
    const file = name === '-' ? call.stdin : await openFile(call, name);
    try {
      if (!regex && file.kind === 'file') {
        const size = (await file.stat()).size;
        const read = (from: number, to: number) => readPart(call, file, from, to);
        await reverse(call, { size, read }, literalFinder(literal), before);
      } else {
        const whole = await wholeInput(call, file);
        const read = (from: number, to: number) => whole.subarray(from, to);
        const find = regex ? regexFinder(separator, whole) : literalFinder(literal);
        await reverse(call, { size: whole.length, read }, find, before);
      }
    } finally {
      if (name !== '-') await file.close();
    }
  });
}

async function openFile(call: Call, name: string): Promise<Awaited<ReturnType<Call['open']>>> {
  const path = await call.path(name);
  if ((await call.statAt(path)).type === 'directory') throw new SystemError('EISDIR');
  return await call.open(path);
}

/** What is reversed. */
interface Source {
  readonly size: number;
  read(from: number, to: number): MaybePromise<Uint8Array>;
}

/** The last separator in the first `length` bytes; undefined where there is none. */
type Finder = (
  bytes: Uint8Array,
  length: number,
) => { readonly start: number; readonly end: number } | undefined;

function literalFinder(separator: Uint8Array): Finder {
  const [first = 0] = separator;
  return (bytes, length) => {
    let start = length - separator.length;
    while (start >= 0) {
      start = bytes.lastIndexOf(first, start);
      if (start < 0) return undefined;
      const at = start;
      if (separator.every((byte, index) => bytes[at + index] === byte))
        return { start, end: start + separator.length };
      start -= 1;
    }
    return undefined;
  };
}

/** The match that begins last, as regex(3) finds it when it searches backwards in all of the file. */
function regexFinder(separator: string, whole: Uint8Array): Finder {
  const regex = new RegExp(
    posixPattern(bytesAsText(new TextEncoder().encode(separator)), 'basic'),
    'msy',
  );
  const text = bytesAsText(whole);
  return (_, length) => {
    const part = text.slice(0, length);
    for (let start = length - 1; start >= 0; start -= 1) {
      regex.lastIndex = start;
      const found = regex.exec(part)?.[0].length ?? 0;
      if (found > 0) return { start, end: start + found };
    }
    return undefined;
  };
}

async function reverse(call: Call, source: Source, find: Finder, before: boolean): Promise<void> {
  /** What was read and not printed yet, which begins at `from`. */
  let bytes: Uint8Array = new Uint8Array();
  let from = source.size;
  /** How much of it was not looked through. */
  let length = 0;
  for (let size = block; ;) {
    const found = find(bytes, length);
    if (found === undefined) {
      if (from === 0) break;
      const start = Math.max(0, from - size);
      bytes = joined(await source.read(start, from), bytes);
      from = start;
      // What was looked through may hold the end of a separator that begins before it.
      length = bytes.length;
      size *= 2;
      continue;
    }
    const cut = before ? found.start : found.end;
    const printing = call.stdout.print(bytes.subarray(cut));
    if (printing !== undefined) await printing;
    bytes = bytes.subarray(0, cut);
    length = found.start;
    size = block;
    const turning = call.turn();
    if (turning !== undefined) await turning;
  }
  await call.stdout.print(bytes);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function readPart(call: Call, file: OpenFile, from: number, to: number): Promise<Uint8Array> {
  const part = new Uint8Array(to - from);
  for (let at = 0; at < part.length;) {
    const bytes = await call.until(file.read(from + at, part.length - at));
    if (bytes.length === 0) throw new SystemError('EIO', 'the file became shorter');
    part.set(bytes, at);
    at += bytes.length;
  }
  return part;
}

/** Bytes as text of one character each, for patterns that are matched with bytes. */
function bytesAsText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  }
  return parts.join('');
}
