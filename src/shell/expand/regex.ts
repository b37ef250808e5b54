// POSIX extended regular expressions, as `[[ x =~ … ]]` has them, as JavaScript's.

/** A pattern: what was quoted in it is meant as it stands. */
export type RegexPart = { readonly text: string; readonly quoted: boolean };

/** The expression, or undefined where it is none. */
export function compileRegex(parts: readonly RegexPart[], ignoreCase: boolean): RegExp | undefined {
  const source = parts
    .map(({ text, quoted }) => (quoted ? text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : text))
    .join('');
  try {
    return new RegExp(translate(source), ignoreCase ? 'iu' : 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function translate(source: string): string {
  let result = '';
  for (let index = 0; index < source.length;) {
    const char = source.charAt(index);
    if (char === '\\' && index + 1 < source.length) {
      result += escaped(String.fromCodePoint(source.codePointAt(index + 1) ?? 0));
      index += 1 + ((source.codePointAt(index + 1) ?? 0) > 0xffff ? 2 : 1);
    } else if (char === '[') {
      const end = bracketEnd(source, index);
      if (end === undefined) throw new SyntaxError('unmatched [');
      result += bracket(source.slice(index + 1, end));
      index = end + 1;
    } else {
      // What cannot begin a repetition is a character.
      result +=
        char === '{' && !/^\{\d*,?\d*\}/.test(source.slice(index))
          ? '\\{'
          : plainChar(char, source, index);
      index += 1;
    }
  }
  return result;
}

function plainChar(char: string, source: string, index: number): string {
  if (char === '.') return '[^]';
  if (char === '}' && !/\{\d*,?\d*$/.test(source.slice(0, index))) return '\\}';
  return char === ']' || char === '/' ? `\\${char}` : char;
}

function escaped(char: string): string {
  if (char === '<') return '(?<!\\w)(?=\\w)';
  if (char === '>') return '(?<=\\w)(?!\\w)';
  if (/[wWsSbB]/.test(char)) return `\\${char}`;
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

/** Where the bracket expression at `start` ends: at its `]`, which may be its first character. */
function bracketEnd(source: string, start: number): number | undefined {
  let index = start + 1;
  if (source[index] === '^') index += 1;
  if (source[index] === ']') index += 1;
  for (; index < source.length; index += 1) {
    if (source[index] === ']') return index;
    const [named] = /^\[([:.=])[^]*?\1\]/.exec(source.slice(index)) ?? [];
    if (named !== undefined) index += named.length - 1;
  }
  return undefined;
}

const classes: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  cntrl: '\\p{Cc}',
  print: '\\P{C}',
  graph: '!-~\\p{L}\\p{N}\\p{P}\\p{S}',
  xdigit: '0-9A-Fa-f',
  word: '\\p{L}\\p{N}_',
};

/** In a bracket a backslash is a character. */
function bracket(content: string): string {
  const negated = content.startsWith('^');
  const body = (negated ? content.slice(1) : content).replace(
    /\[:([a-z]+):\]|\[[.=]([^])[.=]\]|[\\\]^[]/g,
    (all, name: string | undefined, char: string | undefined) => {
      if (name !== undefined) {
        const set = classes[name];
        if (set === undefined) throw new SyntaxError(`no class ${name}`);
        return set;
      }
      return `\\${char ?? all}`;
    },
  );
  return `[${negated ? '^' : ''}${body}]`;
}
