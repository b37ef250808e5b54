// Regular expressions of POSIX, basic and extended with GNU's additions, as JavaScript's.

/** Characters that mean something to JavaScript, wherever they stand outside of brackets. */
const special = /[\\^$.*+?()[\]{}|/]/;

const classes: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  print: '\\P{C}',
  graph: '!-~\\p{L}\\p{N}\\p{P}\\p{S}',
  cntrl: '\\p{Cc}',
  xdigit: '0-9A-Fa-f',
  word: '\\p{L}\\p{N}_',
};

/**
 * What `source` means as a JavaScript pattern for the flag `u`.
 * @throws SyntaxError it is none: a bracket that does not end, an unknown class
 */
export function posixPattern(source: string, syntax: 'basic' | 'extended'): string {
  const extended = syntax === 'extended';
  let pattern = '';
  /** Whether a `*` would repeat nothing, and stands for itself. */
  let begins = true;
  const chars = Array.from(source);
  for (let index = 0; index < chars.length; index += 1) {
    const char = chars[index] ?? '';
    const next = chars[index + 1];
    if (char === '[') {
      const { text, end } = bracket(chars, index);
      pattern += text;
      index = end;
    } else if (char === '\\' && next !== undefined) {
      index += 1;
      pattern += escaped(next, extended);
      if (!extended && (next === '(' || next === '|')) {
        begins = true;
        continue;
      }
    } else if (char === '*') {
      pattern += begins ? '\\*' : '*';
    } else if (char === '^') {
      const anchors = extended || begins;
      pattern += anchors ? '^' : '\\^';
      if (anchors) continue;
    } else if (char === '$') {
      const rest = chars.slice(index + 1).join('');
      pattern += extended || rest === '' || /^\\[)|]/.test(rest) ? '$' : '\\$';
    } else if (extended && '+?(){}|'.includes(char)) {
      pattern += operator(char, begins, chars.slice(index).join(''));
      if (char === '(' || char === '|') {
        begins = true;
        continue;
      }
    } else {
      pattern += char === '.' ? '[^]' : special.test(char) ? `\\${char}` : char;
    }
    begins = false;
  }
  return pattern;
}

/** An operator of extended syntax; a brace that begins no interval is itself. */
function operator(char: string, begins: boolean, rest: string): string {
  if (char === '{') return !begins && /^\{\d*,?\d*\}/.test(rest) && rest[1] !== '}' ? '{' : '\\{';
  if (char === '}') return '}';
  if (begins && (char === '+' || char === '?')) return `\\${char}`;
  return char;
}

function escaped(char: string, extended: boolean): string {
  if (!extended && '(){}|+?'.includes(char)) return char;
  if (/[1-9wWsSbB]/.test(char)) return `\\${char}`;
  if (char === '<') return '\\b(?=\\w)';
  if (char === '>') return '\\b(?<=\\w)';
  if (char === '`') return '(?<![^])';
  if (char === "'") return '(?![^])';
  return special.test(char) ? `\\${char}` : char;
}

/** A bracket expression that begins at `from`. */
function bracket(
  chars: readonly string[],
  from: number,
): { readonly text: string; readonly end: number } {
  let index = from + 1;
  let text = '[';
  if (chars[index] === '^') {
    text += '^';
    index += 1;
  }
  for (let first = true; ; first = false, index += 1) {
    const char = chars[index];
    if (char === undefined) throw new SyntaxError('Unmatched [, [^, [:, [., or [=');
    if (char === ']' && !first) return { text: `${text}]`, end: index };
    if (char === '[' && chars[index + 1] === ':') {
      const end = chars.indexOf(':', index + 2);
      const name = chars.slice(index + 2, end).join('');
      const set = Object.hasOwn(classes, name) ? classes[name] : undefined;
      if (set === undefined || chars[end + 1] !== ']')
        throw new SyntaxError('Invalid character class name');
      text += set;
      index = end + 1;
    } else {
      const range = char === '-' && !first && chars[index + 1] !== ']';
      text += /[\\\]^[-]/.test(char) && !range ? `\\${char}` : char;
    }
  }
}

/** A pattern that finds just `text`. */
export function literalPattern(text: string): string {
  return Array.from(text, (char) => (special.test(char) ? `\\${char}` : char)).join('');
}
