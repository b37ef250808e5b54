// `printf` prints its arguments in a format.
import { printable, quoteWord } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import type { State } from '../state.ts';
import { isName, splitSubscript } from '../variable-name.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import type { Conversion, Parsed } from './conversion.ts';
import { formatInteger, formatNumber, readFormat, readInteger, readNumber } from './conversion.ts';
import { formatDate } from './date-format.ts';
import { unescape } from './escapes.ts';

export const printf: Builtin = {
  name: 'printf',
  synopsis: 'printf [-v var] format [arguments]',
  help: `Print the arguments in a format.

The format is used again while there are arguments left. Besides the
conversions of C (%d %i %o %u %x %X %e %f %g %c %s %%) there are:
  %b  the argument with its backslash escapes resolved
  %q  the argument quoted, so that the shell reads it back
  %Q  the same, the precision applied before the quoting
Widths and precisions count bytes.
  -v VAR  set the variable instead of printing`,
  run,
};

function* run(call: Call): Steps<number> {
  const { args, state } = call;
  let variable: string | undefined;
  let first = 0;
  while (args[first] !== undefined) {
    const arg = args[first] ?? '';
    if (arg.startsWith('-v')) {
      variable = arg === '-v' ? args[first + 1] : arg.slice(2);
      first += arg === '-v' ? 2 : 1;
      if (variable === undefined || !isName(splitSubscript(variable)[0])) {
        yield* call.complain(`printf: \`${printable(variable ?? '')}': not a valid identifier`);
        return 2;
      }
    } else if (arg === '--') {
      first += 1;
      break;
    } else if (arg.startsWith('-') && arg !== '-') {
      const unknown = printable(arg.slice(0, 2));
      return yield* complainUsage(call, printf, `${unknown}: invalid option`);
    } else {
      break;
    }
  }
  const format = args[first];
  if (format === undefined) {
    yield* call.printUsage(`printf: usage: ${printf.synopsis}`);
    return 2;
  }
  const printing = new Printing(args.slice(first + 1));
  printing.print(format);
  for (const problem of printing.problems) yield* call.complain(`printf: ${problem}`);
  const output = Uint8Array.from(printing.output);
  if (variable === undefined) yield* call.print(output);
  else assignOutput(variable, new TextDecoder().decode(output), state);
  return printing.problems.length === 0 ? 0 : 1;
}

/** `-v NAME`, or an element. */
function assignOutput(target: string, text: string, state: State): void {
  const { variables } = state;
  const [name, subscript] = splitSubscript(target);
  if (subscript === undefined) {
    variables.set(name, text);
    return;
  }
  const isKey = variables.find(name)?.value instanceof Map;
  variables.setElement(name, isKey ? subscript : String(evaluate(subscript, state)), text);
}

/** One use of `printf`: the arguments that are left, and what was printed so far. */
class Printing {
  readonly output: number[] = [];
  readonly problems: string[] = [];
  readonly #args: readonly string[];
  #next = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** Prints the format as often as the arguments last, at least once. */
  print(format: string): void {
    const parts = readFormat(format);
    do {
      const before = this.#next;
      for (const part of parts) {
        if (!(typeof part === 'string' ? this.#text(part) : this.#convert(part))) return;
      }
      // A format that takes no arguments would be printed for ever.
      if (this.#next === before) return;
    } while (this.#next < this.#args.length);
  }

  /** @returns whether to go on */
  #text(text: string): boolean {
    const { bytes, ended } = unescape(text, 'format');
    this.#add(bytes);
    return !ended;
  }

  #convert(conversion: Conversion): boolean {
    const { letter } = conversion;
    let { flags } = conversion;
    let width = this.#size(conversion.width) ?? 0;
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    const size = this.#size(conversion.precision);
    const precision = size === undefined || size < 0 ? undefined : size;
    const shape = { ...conversion, flags };
    let bytes: readonly number[];
    let ended = false;
    let padding = 32;
    switch (letter) {
      case 's':
        bytes = encode(this.#take()).slice(0, precision);
        break;
      case 'c':
        bytes = [encode(this.#take())[0] ?? 0];
        break;
      case 'q':
        bytes = encode(quoteWord(this.#take())).slice(0, precision);
        break;
      case 'Q':
        bytes = encode(quoteWord(decode(encode(this.#take()).slice(0, precision))));
        break;
      case 'b': {
        const unescaped = unescape(this.#take(), 'argument');
        bytes = unescaped.bytes.slice(0, precision);
        ({ ended } = unescaped);
        break;
      }
      case 'd':
      case 'i':
      case 'o':
      case 'u':
      case 'x':
      case 'X':
        bytes = encode(formatInteger(this.#integer(), shape, precision));
        if (flags.includes('0') && precision === undefined) padding = 48;
        break;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        bytes = encode(formatNumber(this.#parsed(readNumber), shape, precision));
        if (flags.includes('0')) padding = 48;
        break;
      default:
        if (/^\(.*\)T$/s.test(letter)) {
          bytes = encode(formatDate(letter.slice(1, -2) || '%X', this.#date())).slice(0, precision);
          break;
        }
        this.problems.push(wrongLetter(conversion));
        return false;
    }
    this.#add(pad(bytes, width, flags.includes('-'), padding));
    return !ended;
  }

  #add(bytes: readonly number[]): void {
    for (const byte of bytes) this.output.push(byte);
  }

  #take(): string {
    const arg = this.#args[this.#next] ?? '';
    this.#next += 1;
    return arg;
  }

  #size(size: number | '*' | undefined): number | undefined {
    const value = size === '*' ? Number(this.#integer()) : size;
    // One of millions is a mistake that must not take the memory.
    return value === undefined ? undefined : Math.max(-maximumSize, Math.min(value, maximumSize));
  }

  #integer(): bigint {
    const value = this.#parsed(readInteger);
    const clamped = value > largest ? largest : value < -largest - 1n ? -largest - 1n : value;
    return clamped;
  }

  /** The time of an argument in seconds; now for -1, and without one. */
  #date(): Date {
    if (this.#next >= this.#args.length) return new Date();
    const seconds = Number(this.#integer());
    return seconds < 0 ? new Date() : new Date(seconds * 1000);
  }

  #parsed<T>(read: (text: string) => Parsed<T>): T {
    const text = this.#take();
    const { value, problem } = read(text);
    if (problem !== undefined) this.problems.push(`${printable(text)}: ${problem}`);
    return value;
  }
}

const maximumSize = 1 << 20;
const largest = 2n ** 63n - 1n;

function wrongLetter({ letter, text }: Conversion): string {
  if (letter === '') return `\`${text}': missing format character`;
  return `\`${printable(letter)}': invalid format character`;
}

function pad(
  bytes: readonly number[],
  width: number,
  left: boolean,
  padding: number,
): readonly number[] {
  const missing = width - bytes.length;
  if (missing <= 0) return bytes;
  if (left) return [...bytes, ...Array.from({ length: missing }, () => 32)];
  const fill = Array.from({ length: missing }, () => padding);
  if (padding === 32) return [...fill, ...bytes];
  // Zeros stand between the sign or `0x` and the digits.
  const [sign = ''] = /^[-+ ]?(?:0[xX])?/.exec(decode(bytes)) ?? [];
  return [...bytes.slice(0, sign.length), ...fill, ...bytes.slice(sign.length)];
}

function encode(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

function decode(bytes: readonly number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
