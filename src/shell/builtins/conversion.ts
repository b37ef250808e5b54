// printf's format: what is printed as it is, and what an argument is put into.

/** `%-5.3d` */
export interface Conversion {
  readonly flags: string;
  /** `*` takes it from the arguments. */
  readonly width: number | '*' | undefined;
  readonly precision: number | '*' | undefined;
  readonly letter: string;
  /** As it is written, for a message. */
  readonly text: string;
}

/** A format: text, of which the escapes are not resolved yet, and conversions. */
export type Format = readonly (string | Conversion)[];

/** Reads a format. Letters that are none are found when they are reached, as what is before them is printed. */
export function readFormat(format: string): Format {
  const parts: (string | Conversion)[] = [];
  const pattern =
    /%([-+ #0']*)(\*|\d*)(?:\.(\*|-?\d*))?(?:hh|h|ll|l|j|z|t|L)?(\([^)]*\)T|[^]|$)|[^%]+/gu;
  for (const match of format.matchAll(pattern)) {
    const [text, flags, width = '', precision, letter = ''] = match;
    if (flags === undefined) {
      parts.push(text);
    } else if (text === '%%') {
      parts.push('\\045');
    } else {
      const places = precision === undefined ? undefined : (readSize(precision) ?? 0);
      parts.push({ flags, width: readSize(width), precision: places, letter, text });
    }
  }
  return parts;
}

function readSize(text: string): number | '*' | undefined {
  if (text === '*') return '*';
  return text === '' ? undefined : Number(text);
}

/** An argument as an integer; `problem` is bash's word for what is wrong with it. */
export interface Parsed<T> {
  readonly value: T;
  readonly problem?: string;
}

/** Reads `12`, `-0x1f`, `017`, `'a`. Of what is not a number the beginning counts. */
export function readInteger(text: string): Parsed<bigint> {
  const char = readCharacter(text);
  if (char !== undefined) return { value: BigInt(char) };
  const [all, sign = '', digits = '', rest = ''] = /^\s*([-+]?)(0[xX][0-9A-Fa-f]+|\d*)([^]*)$/.exec(
    text,
  ) ?? [text];
  const octal = /^0\d/.test(digits);
  const valid = octal ? (/^[0-7]+/.exec(digits)?.[0] ?? '0') : digits;
  const magnitude = valid === '' ? 0n : BigInt(octal ? '0o' + valid : valid);
  const value = sign === '-' ? -magnitude : magnitude;
  if (octal && valid !== digits) return { value, problem: 'invalid octal number' };
  if (rest !== '' || (all !== '' && digits === '')) return { value, problem: 'invalid number' };
  return { value };
}

/** Reads `1.5`, `1e3`, `inf`, `'a`. */
export function readNumber(text: string): Parsed<number> {
  const char = readCharacter(text);
  if (char !== undefined) return { value: char };
  const [all, special] =
    /^\s*[-+]?(?:(inf(?:inity)?|nan)|0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/i.exec(
      text,
    ) ?? [''];
  const problem = all.length === text.length ? undefined : 'invalid number';
  const negative = all.trim().startsWith('-');
  const magnitude = all.trim().replace(/^[-+]/, '');
  const value = special === undefined ? Number(magnitude) : /^i/i.test(special) ? Infinity : NaN;
  const parsed = { value: negative ? -value : value };
  return problem === undefined ? parsed : { ...parsed, problem };
}

/** `'a` and `"a` are the number of the character. */
function readCharacter(text: string): number | undefined {
  return /^['"]/.test(text) ? (text.codePointAt(1) ?? 0) : undefined;
}

/** An integer as `%d %i %o %u %x %X` print it, without the width. */
export function formatInteger(
  value: bigint,
  { flags, letter }: Conversion,
  precision: number | undefined,
): string {
  const signed = letter === 'd' || letter === 'i';
  const unsigned = BigInt.asUintN(64, value);
  const magnitude = signed ? (value < 0n ? -value : value) : unsigned;
  const radix = letter === 'o' ? 8 : letter === 'x' || letter === 'X' ? 16 : 10;
  let digits = precision === 0 && magnitude === 0n ? '' : magnitude.toString(radix);
  digits = digits.padStart(precision ?? 0, '0');
  if (flags.includes('#')) {
    if (letter === 'o' && !digits.startsWith('0')) digits = '0' + digits;
    if (radix === 16 && magnitude !== 0n) digits = '0x' + digits;
  }
  if (letter === 'X') digits = digits.toUpperCase();
  return signed ? signOf(value < 0n, flags) + digits : digits;
}

/** A number as `%f %e %g` print it, without the width. */
export function formatNumber(value: number, { flags, letter }: Conversion, precision = 6): string {
  const negative = value < 0 || Object.is(value, -0);
  const text = Number.isFinite(value)
    ? formatFinite(Math.abs(value), letter.toLowerCase(), precision, flags.includes('#'))
    : Number.isNaN(value)
      ? 'nan'
      : 'inf';
  const cased = letter === letter.toUpperCase() ? text.toUpperCase() : text;
  return signOf(negative, flags) + cased;
}

function signOf(negative: boolean, flags: string): string {
  if (negative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function formatFinite(
  value: number,
  letter: string,
  precision: number,
  keepsZeros: boolean,
): string {
  const places = Math.min(precision, 100);
  if (letter === 'e') return exponential(value, places);
  if (letter === 'f') return fixed(value, places);
  const digits = Math.max(places, 1);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= digits
      ? exponential(value, digits - 1)
      : fixed(value, Math.max(0, digits - 1 - exponent));
  return keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

/** Exactly, and to the even digit between two, as C does; `toFixed` rounds up there and ends at 1e21. */
function fixed(value: number, places: number): string {
  let mantissa = value;
  let halvings = 0n;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings += 1n;
  }
  const unit = 1n << halvings;
  const scaled = BigInt(mantissa) * 10n ** BigInt(places);
  const rest = (scaled % unit) * 2n;
  let digits = scaled / unit;
  if (rest > unit || (rest === unit && digits % 2n === 1n)) digits += 1n;
  const text = digits.toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function exponential(value: number, places: number): string {
  return value.toExponential(places).replace(/e([-+])(\d)$/, 'e$10$2');
}
