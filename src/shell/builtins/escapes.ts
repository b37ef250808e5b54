// Backslash escapes of `echo -e` and `printf`, as bytes: `\xff` is a byte and no character.

/** Which escapes there are: `format` is printf's format, `argument` that of `%b`. */
export type EscapeStyle = 'echo' | 'format' | 'argument';

/** The bytes of `text`; `ended` where `\c` said that no more output follows. */
export interface Unescaped {
  readonly bytes: readonly number[];
  readonly ended: boolean;
}

const letters: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  e: 27,
  E: 27,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

/** Resolves the escapes of `text`. */
export function unescape(text: string, style: EscapeStyle): Unescaped {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  const add = (part: string): void => {
    for (const byte of encoder.encode(part)) bytes.push(byte);
  };
  for (let index = 0; index < text.length;) {
    const start = text.indexOf('\\', index);
    if (start === -1) {
      add(text.slice(index));
      break;
    }
    add(text.slice(index, start));
    const escape = readEscape(text.slice(start), style);
    if (escape === 'end') return { bytes, ended: true };
    bytes.push(...escape.bytes);
    index = start + escape.length;
  }
  return { bytes, ended: false };
}

interface Escape {
  readonly bytes: readonly number[];
  readonly length: number;
}

/** The escape that `text` begins with. What is none stays as it is. */
function readEscape(text: string, style: EscapeStyle): Escape | 'end' {
  const char = text.charAt(1);
  if (char === 'c' && style !== 'format') return 'end';
  const letter = letters[char];
  if (letter !== undefined) return { bytes: [letter], length: 2 };
  if (style === 'format' && char !== '' && '"\'?'.includes(char)) {
    return { bytes: [char.charCodeAt(0)], length: 2 };
  }
  // `\0NNN` for echo and %b; `\NNN` for a format, and for %b too.
  const octal =
    style === 'echo'
      ? /^\\0[0-7]{0,3}/
      : style === 'format'
        ? /^\\[0-7]{1,3}/
        : /^\\(?:0[0-7]{0,3}|[1-7][0-7]{0,2})/;
  const [digits] = octal.exec(text) ?? [];
  if (digits !== undefined) {
    return { bytes: [Number.parseInt('0' + digits.slice(1), 8) & 255], length: digits.length };
  }
  const [hex] = /^\\x[0-9A-Fa-f]{1,2}/.exec(text) ?? [];
  if (hex !== undefined) return { bytes: [Number.parseInt(hex.slice(2), 16)], length: hex.length };
  const [unicode] = /^\\(?:u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8})/.exec(text) ?? [];
  if (unicode !== undefined) {
    const code = Number.parseInt(unicode.slice(2), 16);
    const character = String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
    return { bytes: [...new TextEncoder().encode(character)], length: unicode.length };
  }
  return { bytes: [92], length: 1 };
}
