// Bracket expressions of POSIX, as JavaScript's classes for the flag `u`.

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
 * The bracket expression that begins at `from`.
 * @throws SyntaxError it does not end, names an unknown class, or has a range that is none
 */
export function readBracket(
  chars: readonly string[],
  from: number,
): { readonly source: string; readonly end: number } {
  let index = from + 1;
  let source = '[';
  if (chars[index] === '^') {
    source += '^';
    index += 1;
  }
  for (let first = true; ; first = false) {
    const char = chars[index];
    if (char === undefined) throw new SyntaxError('Unmatched [, [^, [:, [., or [=');
    if (char === ']' && !first) return { source: checked(`${source}]`), end: index + 1 };
    if (char === '[' && chars[index + 1] === ':') {
      const named = enclosed(chars, index);
      const set = Object.hasOwn(classes, named.text) ? classes[named.text] : undefined;
      if (set === undefined) throw new SyntaxError('Invalid character class name');
      source += set;
      index = named.end;
      continue;
    }
    const low = element(chars, index);
    index = low.end;
    source += escapedInSet(low.text);
    if (chars[index] !== '-' || chars[index + 1] === ']' || chars[index + 1] === undefined)
      continue;
    const high = element(chars, index + 1);
    index = high.end;
    source += `-${escapedInSet(high.text)}`;
    if (chars[index] === '-' && chars[index + 1] !== ']')
      throw new SyntaxError('Invalid range end');
  }
}

/** A character, or `[.x.]` or `[=x=]`, which are one too. */
function element(
  chars: readonly string[],
  from: number,
): { readonly text: string; readonly end: number } {
  const char = chars[from] ?? '';
  if (char !== '[' || !['.', '='].includes(chars[from + 1] ?? ''))
    return { text: char, end: from + 1 };
  const collating = enclosed(chars, from);
  if (Array.from(collating.text).length !== 1) throw new SyntaxError('Invalid collation character');
  return collating;
}

/** What is in `[:…:]`, `[.….]` or `[=…=]`. */
function enclosed(
  chars: readonly string[],
  from: number,
): { readonly text: string; readonly end: number } {
  const mark = chars[from + 1];
  for (let index = from + 2; index < chars.length; index += 1) {
    if (chars[index] === mark && chars[index + 1] === ']')
      return { text: chars.slice(from + 2, index).join(''), end: index + 2 };
  }
  throw new SyntaxError('Unmatched [, [^, [:, [., or [=');
}

function escapedInSet(char: string): string {
  return /[\\\]^[-]/.test(char) ? `\\${char}` : char;
}

/** @throws SyntaxError a range ends before it begins */
function checked(source: string): string {
  RegExp(source, 'u');
  return source;
}
