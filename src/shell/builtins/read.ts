// `read` takes a line of input apart into variables.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { separators } from '../expand/parameter/parameter.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { isName, splitSubscript } from '../variable-name.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import type { Line } from './input.ts';
import { readLine } from './input.ts';
import { readOptions } from './options.ts';

export const read: Builtin = {
  name: 'read',
  synopsis:
    'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
  help: `Read a line of input, and divide it at $IFS into variables.

The last NAME gets what is left; without a NAME it is all in REPLY.
  -a ARRAY   the fields become the elements of ARRAY
  -d DELIM   the line ends at DELIM, not at a newline; '' is NUL
  -n N       at most N characters; -N N exactly so many, whatever they are
  -p PROMPT  print PROMPT first, if the input is a terminal
  -r         backslashes are characters
  -s         do not show what is typed
  -t SECONDS give up after so long: the status is above 128; -t 0 only
             says by its status whether something can be read at once
  -u FD      read from descriptor FD`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'ersa:d:i:n:N:p:t:u:');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, read, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, values, operands } = options;
  for (const name of operands) {
    if (isName(splitSubscript(name)[0])) continue;
    yield* call.complain(`read: \`${printable(name)}': not a valid identifier`);
    return 1;
  }
  for (const [letter, problem] of [
    ['n', 'invalid number'],
    ['N', 'invalid number'],
    ['u', 'invalid file descriptor specification'],
  ] as const) {
    const text = values.get(letter);
    if (text === undefined || /^\d+$/.test(text)) continue;
    yield* call.complain(`read: ${printable(text)}: ${problem}`);
    return 1;
  }
  const exactly = number(values.get('N'));
  const characters = exactly ?? number(values.get('n'));
  const descriptor = number(values.get('u')) ?? 0;
  if (values.has('t') && !/^\d*\.?\d*$/.test(values.get('t') ?? '')) {
    yield* call.complain(
      `read: ${printable(values.get('t') ?? '')}: invalid timeout specification`,
    );
    return 1;
  }
  if (values.has('t') && Number(values.get('t')) === 0) return yield* isReadable(call, descriptor);
  const prompt = values.get('p');
  if (prompt !== undefined && call.isTerminal(descriptor)) yield* call.printError(prompt);
  const delimiter = delimiterOf(values.get('d'), exactly);
  const reading: Reading = { delimiter, raw: letters.has('r'), descriptor };
  const timeout = values.get('t');
  let line: Line | 'late';
  try {
    line = yield* readWhole(
      call,
      reading,
      characters,
      timeout === undefined ? undefined : Number(timeout),
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EINTR') return 130;
    const place =
      error.code === 'EBADF' ? `${descriptor}: invalid file descriptor` : 'read error: 0';
    yield* call.complain(`read: ${place}: ${error.message}`);
    return 1;
  }
  if (line === 'late') {
    assign(call, operands, values.get('a'), '', letters.has('r'), false);
    return 142;
  }
  assign(call, operands, values.get('a'), line.text, letters.has('r'), exactly !== undefined);
  return line.ended && (exactly === undefined || Array.from(line.text).length < exactly) ? 1 : 0;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The byte that ends a line; -1 where none does. */
function delimiterOf(text: string | undefined, exactly: number | undefined): number {
  if (exactly !== undefined) return -1;
  if (text === undefined) return 10;
  return new TextEncoder().encode(text)[0] ?? 0;
}

interface Reading {
  readonly delimiter: number;
  readonly raw: boolean;
  readonly descriptor: number;
}

/** `-t 0`: whether a read would not wait; at the end of the input it would not. */
function* isReadable(call: Call, descriptor: number): Steps<number> {
  try {
    const stream = yield* call.input(descriptor);
    yield* wait(stream.readable(AbortSignal.abort()));
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 1;
  }
}

/** A whole line: one that ends in a backslash goes on. */
function* readWhole(
  call: Call,
  { delimiter, raw, descriptor }: Reading,
  characters: number | undefined,
  timeout: number | undefined,
): Steps<Line | 'late'> {
  const stream = yield* call.input(descriptor);
  const signal =
    timeout === undefined
      ? call.signal
      : AbortSignal.any([call.signal, AbortSignal.timeout(timeout * 1000)]);
  const options = { delimiter, ...(characters === undefined ? {} : { characters }) };
  let text = '';
  try {
    for (;;) {
      const line = yield* readLine(stream, signal, options);
      text += line.text;
      const [backslashes = ''] = /\\*$/.exec(text) ?? [];
      if (raw || line.ended || backslashes.length % 2 === 0 || characters !== undefined)
        return { text, ended: line.ended };
      text = delimiter === 10 ? text.slice(0, -1) : `${text}${String.fromCharCode(delimiter)}`;
    }
  } catch (error) {
    if (isSystemError(error, 'EINTR') && !call.signal.aborted) return 'late';
    throw error;
  }
}

/** Gives the fields to the variables. */
function assign(
  call: Call,
  names: readonly string[],
  array: string | undefined,
  text: string,
  raw: boolean,
  whole: boolean,
): void {
  const { variables } = call.state;
  const chars = charsOf(text, raw);
  const ifs = separators(call.state);
  if (array !== undefined) {
    variables.setAll(array, whole ? [plain(chars)] : fields(chars, ifs, Infinity));
    return;
  }
  if (names.length === 0 || whole) {
    variables.set(names[0] ?? 'REPLY', plain(chars));
    for (const name of names.slice(1)) variables.set(name, '');
    return;
  }
  const divided = fields(chars, ifs, names.length);
  for (const [index, name] of names.entries()) variables.set(name, divided[index] ?? '');
}

/** A character, and whether a backslash stood before it, so that it divides nothing. */
interface Char {
  readonly text: string;
  readonly escaped: boolean;
}

function charsOf(text: string, raw: boolean): Char[] {
  const chars: Char[] = [];
  let escaped = false;
  for (const char of text) {
    if (!raw && !escaped && char === '\\') {
      escaped = true;
      continue;
    }
    chars.push({ text: char, escaped });
    escaped = false;
  }
  return chars;
}

function plain(chars: readonly Char[]): string {
  return chars.map(({ text }) => text).join('');
}

/** At most `count` fields; the last one has all that is left, without the blanks at its end. */
function fields(chars: readonly Char[], ifs: string, count: number): string[] {
  const is = (char: Char | undefined, kind: 'blank' | 'other' | 'any'): boolean => {
    if (char === undefined || char.escaped || !ifs.includes(char.text)) return false;
    const blank = ' \t\n'.includes(char.text);
    return kind === 'any' || (kind === 'blank') === blank;
  };
  const result: string[] = [];
  let at = 0;
  while (is(chars[at], 'blank')) at += 1;
  while (at < chars.length && result.length < count - 1) {
    const start = at;
    while (at < chars.length && !is(chars[at], 'any')) at += 1;
    result.push(plain(chars.slice(start, at)));
    while (is(chars[at], 'blank')) at += 1;
    if (is(chars[at], 'other')) {
      at += 1;
      while (is(chars[at], 'blank')) at += 1;
    }
  }
  if (at >= chars.length) return result;
  let end = chars.length;
  while (end > at && is(chars[end - 1], 'blank')) end -= 1;
  const rest = chars.slice(at, end);
  // One delimiter at the very end belongs to the last field's end, if it is the only one.
  const last = rest.at(-1);
  if (is(last, 'other') && !rest.slice(0, -1).some((char) => is(char, 'any'))) rest.pop();
  result.push(plain(rest));
  return result;
}
