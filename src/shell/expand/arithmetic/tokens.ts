// Arithmetic text as tokens: numbers, names with their subscripts, operators.
import { ArithmeticError } from './expression.ts';
import { readNumber } from './number.ts';

/** A token, and where it begins. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'name'; readonly name: string; readonly subscript: string | undefined }
  | { readonly kind: 'operator'; readonly operator: string }
  | { readonly kind: 'end' }
);

const operator = /\*\*|<<=|>>=|&&|\|\||<<|>>|<=|>=|==|!=|\+\+|--|[-+*/%&^|]=|[-+*/%&^|~!<>=?:,()]/y;

/** Reads tokens one by one. */
export class Tokens {
  readonly #text: string;
  #at = 0;
  /** Whether the token before ends an operand, so that `++` behind it may belong to it. */
  #afterOperand = false;
  #afterName = false;
  token: Token;
  /** The token before: what bash quotes where an operand is missing at the end. */
  previous: Token | undefined;

  constructor(text: string) {
    this.#text = text;
    this.token = this.#read();
  }

  get isAtEnd(): boolean {
    return this.token.kind === 'end';
  }

  next(): Token {
    this.previous = this.token;
    this.token = this.#read();
    return this.token;
  }

  #read(): Token {
    const text = this.#text;
    while (/\s/.test(text.charAt(this.#at))) this.#at += 1;
    const at = this.#at;
    if (at >= text.length) return { kind: 'end', at, end: at };
    const token = this.#number(at) ?? this.#name(at) ?? this.#operator(at);
    if (token === undefined) {
      const previous = this.#afterOperand
        ? 'syntax error: invalid arithmetic operator'
        : 'syntax error: operand expected';
      throw ArithmeticError.at(text, previous, text.slice(at));
    }
    this.#at = token.end;
    this.#afterName = token.kind === 'name';
    this.#afterOperand =
      token.kind === 'number' ||
      token.kind === 'name' ||
      (token.kind === 'operator' && token.operator === ')');
    return token;
  }

  #number(at: number): Token | undefined {
    if (!/[0-9]/.test(this.#text.charAt(at))) return undefined;
    const digits = /[0-9A-Za-z_@#]+/y;
    digits.lastIndex = at;
    const [word = ''] = digits.exec(this.#text) ?? [];
    const value = readNumber(word, this.#text);
    return { kind: 'number', value, at, end: at + word.length };
  }

  #name(at: number): Token | undefined {
    const pattern = /[A-Za-z_][A-Za-z0-9_]*/y;
    pattern.lastIndex = at;
    const [name] = pattern.exec(this.#text) ?? [];
    if (name === undefined) return undefined;
    const end = at + name.length;
    if (this.#text[end] !== '[') return { kind: 'name', name, subscript: undefined, at, end };
    const close = closingBracket(this.#text, end);
    if (close === undefined)
      throw ArithmeticError.at(this.#text, 'bad array subscript', this.#text.slice(at));
    const subscript = this.#text.slice(end + 1, close);
    return { kind: 'name', name, subscript, at, end: close + 1 };
  }

  #operator(at: number): Token | undefined {
    operator.lastIndex = at;
    const [found] = operator.exec(this.#text) ?? [];
    if (found === undefined) return undefined;
    // `1++2` is `1 + +2`: only a name is stepped.
    const steps = found === '++' || found === '--';
    const followed = /^\s*[A-Za-z_]/.test(this.#text.slice(at + 2));
    const split = steps && (this.#afterOperand ? !this.#afterName : !followed);
    const taken = split ? found.charAt(0) : found;
    return { kind: 'operator', operator: taken, at, end: at + taken.length };
  }
}

/** The bracket that closes the one at `open`, undefined where there is none. */
export function closingBracket(text: string, open: number): number | undefined {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    const char = text[index];
    if (char === '[') depth += 1;
    if (char !== ']') continue;
    depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}
