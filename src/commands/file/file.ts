// `file`: what files are, by what is in them.
import { binaryKind, Head } from './magic.ts';
import { textKind } from './text.ts';
import type { Call } from '../call.ts';
import { complainUsage, type Command } from '../command.ts';
import type { Options } from '../options.ts';
import { chunks } from '../chunks.ts';
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { visible } from '../../tty/visible.ts';
import { width } from '../../tty/width.ts';

export const file: Command = {
  help: `Usage: file [OPTION...] FILE...
Determine type of FILEs.

  -b, --brief            do not prepend filenames to output lines
  -i, --mime             output MIME type strings
      --mime-type        output the MIME type
      --mime-encoding    output the MIME encoding
  -F, --separator STRING use STRING as separator instead of ':'
  -0, --print0           output a NUL behind each name
  -N, --no-pad           do not pad output
  -h, -L                 do (not) follow links
      --help             display this help and exit

It knows the most used 80 formats, by their first 64 KiB.
`,
  options: {
    '-b': 'brief',
    '--brief': 'brief',
    '-i': 'mime',
    '--mime': 'mime',
    '--mime-type': 'mime-type',
    '--mime-encoding': 'mime-encoding',
    '-F': 'separator:',
    '--separator': 'separator:',
    '-0': 'null',
    '--print0': 'null',
    '-N': 'no-pad',
    '--no-pad': 'no-pad',
    '-h': '',
    '-L': '',
    '-k': '',
    '-z': '',
  },
  run,
};

/** How much of a file is looked at, in bytes. */
const looked = 64 * 1024;

interface Found {
  readonly text: string;
  readonly mime: string;
  readonly charset: string;
}

const binary = 'binary';

async function run(call: Call, options: Options): Promise<number> {
  const { operands } = options;
  if (operands.length === 0) return complainUsage(call, 'no file was given', file);
  const separator = options.value('separator') ?? ':';
  const nameOf = (operand: string): string => (operand === '-' ? '/dev/stdin' : visible(operand));
  const longest = options.has('no-pad')
    ? 0
    : Math.max(...operands.map((name) => width(nameOf(name))));
  for (const operand of operands) {
    const found = await kindOf(call, operand);
    const name = nameOf(operand);
    const pad = ' '.repeat(Math.max(0, longest - width(name)) + 1);
    const before = options.has('brief')
      ? ''
      : `${name}${options.has('null') ? '\0' : ''}${separator}${pad}`;
    await call.stdout.print(`${before}${shown(found, options)}\n`);
  }
  return 0;
}

function shown({ text, mime, charset }: Found, options: Options): string {
  switch (options.last('mime', 'mime-type', 'mime-encoding')) {
    case 'mime':
      return mime === '' ? text : `${mime}; charset=${charset}`;
    case 'mime-type':
      return mime === '' ? text : mime;
    case 'mime-encoding':
      return mime === '' ? text : charset;
    default:
      return text;
  }
}

async function kindOf(call: Call, operand: string): Promise<Found> {
  try {
    if (operand === '-') return kindOfBytes(await beginningOf(call, call.stdin));
    const path = await call.path(operand);
    const { type } = await call.statAt(path);
    if (type === 'directory')
      return { text: 'directory', mime: 'inode/directory', charset: binary };
    if (type === 'character-device')
      return { text: 'character special', mime: 'inode/chardevice', charset: binary };
    const opened = await call.open(path);
    try {
      return kindOfBytes(await beginningOf(call, opened));
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!isSystemError(error) || call.signal.aborted) throw error;
    return { text: `cannot open \`${visible(operand)}' (${error.message})`, mime: '', charset: '' };
  }
}

function kindOfBytes({ bytes, isWhole }: { bytes: Uint8Array; isWhole: boolean }): Found {
  if (bytes.length === 0) return { text: 'empty', mime: 'inode/x-empty', charset: binary };
  if (bytes.length === 1)
    return {
      text: 'very short file (no magic)',
      mime: 'application/octet-stream',
      charset: binary,
    };
  const head = new Head(bytes);
  const kind = binaryKind(head);
  if (kind !== undefined) return { ...kind, charset: binary };
  return (
    textKind(head, isWhole) ?? { text: 'data', mime: 'application/octet-stream', charset: binary }
  );
}

async function beginningOf(
  call: Call,
  input: Parameters<typeof chunks>[1],
): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  const bytes = new Uint8Array(looked);
  let length = 0;
  for await (const chunk of chunks(call, input)) {
    const part = chunk.subarray(0, looked - length);
    bytes.set(part, length);
    length += part.length;
    if (length === looked) return { bytes, isWhole: false };
  }
  return { bytes: bytes.subarray(0, length), isWhole: true };
}
