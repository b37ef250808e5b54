// Reads a regular expression of POSIX, basic or extended, with GNU's additions. What it refuses is what glibc refuses.
import { readBracket } from './bracket.ts';
import type { Regex, RegexPlace } from './tree.ts';

export type RegexSyntax = 'basic' | 'extended';

/** The most that an interval may say: RE_DUP_MAX. */
const mostRepeats = 32_767;
/** How many groups may be in one another, and how many operators follow another one: each takes of the stack. */
const mostNested = 500;

/** What GNU has behind a backslash, in both syntaxes. */
const escapes: Readonly<Record<string, RegexPlace | { readonly source: string }>> = {
  w: { source: '[\\p{L}\\p{N}_]' },
  W: { source: '[^\\p{L}\\p{N}_]' },
  s: { source: '\\s' },
  S: { source: '\\S' },
  b: 'word-edge',
  B: 'no-word-edge',
  '<': 'word-begin',
  '>': 'word-end',
  '`': 'text-begin',
  "'": 'text-end',
};

/** An expression, and how many groups it has. */
export interface ParsedRegex {
  readonly regex: Regex;
  readonly groups: number;
}

/** @throws SyntaxError it is no regular expression, in the words of regcomp(3) */
export function parseRegex(source: string, syntax: RegexSyntax): ParsedRegex {
  return new Parser(source, syntax).parse();
}

/** An operator, or a character; a character behind a backslash may be one of GNU's. */
interface Token {
  readonly kind: 'operator' | 'char' | 'escaped';
  readonly char: string;
  /** How many characters it has. */
  readonly length: number;
}

class Parser {
  readonly #chars: readonly string[];
  readonly #isExtended: boolean;
  #at = 0;
  #groups = 0;
  /** How many operators follow another one. */
  #stacked = 0;
  /** The groups that have ended on the way to here: only these can be referred to, and none of another alternative. */
  #ended: ReadonlySet<number> = new Set();

  constructor(source: string, syntax: RegexSyntax) {
    this.#chars = Array.from(source);
    this.#isExtended = syntax === 'extended';
  }

  parse(): ParsedRegex {
    const regex = this.#choice(0);
    return { regex, groups: this.#groups };
  }

  #peek(): Token | undefined {
    const char = this.#chars[this.#at];
    if (char === undefined) return undefined;
    const operators = this.#isExtended ? '()|*+?{^$.[' : '*^$.[';
    if (char !== '\\')
      return { kind: operators.includes(char) ? 'operator' : 'char', char, length: 1 };
    const next = this.#chars[this.#at + 1];
    if (next === undefined) throw new SyntaxError('Trailing backslash');
    const kind = !this.#isExtended && '(){|+?'.includes(next) ? 'operator' : 'escaped';
    return { kind, char: next, length: 2 };
  }

  #isNext(operator: string): boolean {
    const token = this.#peek();
    return token?.kind === 'operator' && token.char === operator;
  }

  #choice(depth: number): Regex {
    const before = this.#ended;
    const branches = [this.#sequence(depth)];
    while (this.#isNext('|')) {
      this.#at += this.#isExtended ? 1 : 2;
      const others = this.#ended;
      this.#ended = before;
      branches.push(this.#sequence(depth));
      this.#ended = new Set([...others, ...this.#ended]);
    }
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { kind: 'choice', branches };
  }

  #sequence(depth: number): Regex {
    const items: Regex[] = [];
    for (let begins = true; ; begins = false) {
      const token = this.#peek();
      if (token === undefined || this.#isNext('|') || (depth > 0 && this.#isNext(')'))) break;
      this.#at += token.length;
      const item = this.#item(token, begins, depth);
      items.push(this.#repeated(item, begins));
    }
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: 'sequence', items };
  }

  /** What `token`, which is behind us, begins. */
  #item(token: Token, begins: boolean, depth: number): Regex {
    const { kind, char } = token;
    if (kind === 'escaped') return this.#escaped(char);
    if (kind === 'char') return { kind: 'char', char };
    switch (char) {
      case '.':
        return { kind: 'any' };
      case '[': {
        const { source, end } = readBracket(this.#chars, this.#at - 1);
        this.#at = end;
        return { kind: 'set', source };
      }
      case '^':
        return this.#isExtended || begins
          ? { kind: 'place', place: 'begin' }
          : { kind: 'char', char };
      case '$':
        return this.#isExtended || this.#endsBranch()
          ? { kind: 'place', place: 'end' }
          : { kind: 'char', char };
      case '(':
        return this.#group(depth);
      case ')':
        if (!this.#isExtended) throw new SyntaxError('Unmatched ) or \\)');
        return { kind: 'char', char };
      default:
        // `*`, `+`, `?` and `{` with nothing before them.
        if (this.#isExtended) throw new SyntaxError('Invalid preceding regular expression');
        return { kind: 'char', char };
    }
  }

  #endsBranch(): boolean {
    return this.#peek() === undefined || this.#isNext('|') || this.#isNext(')');
  }

  #group(depth: number): Regex {
    if (depth === mostNested) throw new SyntaxError('Regular expression too big');
    this.#groups += 1;
    const number = this.#groups;
    const item = this.#choice(depth + 1);
    const token = this.#peek();
    if (token === undefined) throw new SyntaxError('Unmatched ( or \\(');
    this.#at += token.length;
    this.#ended = new Set([...this.#ended, number]);
    return { kind: 'group', number, item };
  }

  #escaped(char: string): Regex {
    if (/[1-9]/.test(char)) {
      const number = Number(char);
      if (!this.#ended.has(number)) throw new SyntaxError('Invalid back reference');
      return { kind: 'reference', number };
    }
    const meaning = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
    if (meaning === undefined) return { kind: 'char', char };
    return typeof meaning === 'string'
      ? { kind: 'place', place: meaning }
      : { kind: 'set', source: meaning.source };
  }

  /** `item` with the operators that follow it. */
  #repeated(item: Regex, begins: boolean): Regex {
    let result = item;
    for (;;) {
      const token = this.#peek();
      if (token?.kind !== 'operator' || !'*+?{'.includes(token.char)) return result;
      if (item.kind === 'place' && (item.place === 'begin' || item.place === 'end')) {
        if (this.#isExtended) throw new SyntaxError('Invalid preceding regular expression');
        if (begins) return result; // `^*`: the asterisk is itself
      }
      this.#at += token.length;
      if (result !== item && ++this.#stacked > mostNested)
        throw new SyntaxError('Regular expression too big');
      result = { kind: 'repeat', item: result, ...this.#limits(token.char) };
    }
  }

  #limits(operator: string): { readonly least: number; readonly most: number } {
    if (operator === '*') return { least: 0, most: Infinity };
    if (operator === '+') return { least: 1, most: Infinity };
    if (operator === '?') return { least: 0, most: 1 };
    const pattern = this.#isExtended ? /^(\d*)(,?)(\d*)\}/ : /^(\d*)(,?)(\d*)\\\}/;
    const found = pattern.exec(this.#chars.slice(this.#at, this.#at + 16).join(''));
    const [text, low = '', comma, high = ''] = found ?? [];
    if (text === undefined || (low === '' && comma === ''))
      throw new SyntaxError('Invalid content of \\{\\}');
    const least = Number(low);
    const most = comma === '' ? least : high === '' ? Infinity : Number(high);
    if (most < least) throw new SyntaxError('Invalid content of \\{\\}');
    if (Math.max(least, most === Infinity ? 0 : most) > mostRepeats)
      throw new SyntaxError('Regular expression too big');
    this.#at += text.length;
    return { least, most };
  }
}
