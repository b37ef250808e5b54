// Shell patterns: `*`, `?` and `[…]` on code points, matched without going back further than the last star.
import type { Field } from './fragment.ts';

/** A code point and whether quotes took its meaning away. */
interface Char {
  readonly text: string;
  readonly quoted: boolean;
}

type Element =
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'char'; readonly text: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly members: readonly Member[] };

type Member = (char: string) => boolean;

/** A pattern that can be asked whether it matches a whole text. */
export class Pattern {
  readonly #elements: readonly Element[];

  constructor(field: Field) {
    this.#elements = readElements(characters(field));
  }

  /** The text that it matches, where that is only one; undefined where it has `*`, `?` or `[…]`. */
  get literal(): string | undefined {
    let text = '';
    for (const element of this.#elements) {
      if (element.kind !== 'char') return undefined;
      text += element.text;
    }
    return text;
  }

  /** Whether a leading dot is written out, as it must be to find a hidden file. */
  get startsWithDot(): boolean {
    const [first] = this.#elements;
    return first?.kind === 'char' && first.text === '.';
  }

  matches(text: string): boolean {
    const chars = Array.from(text);
    const elements = this.#elements;
    let at = 0;
    let element = 0;
    let star: { element: number; at: number } | undefined;
    while (at < chars.length) {
      const current = elements[element];
      if (current?.kind === 'star') {
        star = { element, at };
        element += 1;
      } else if (current !== undefined && accepts(current, chars[at] ?? '')) {
        element += 1;
        at += 1;
      } else if (star !== undefined) {
        star.at += 1;
        at = star.at;
        element = star.element + 1;
      } else {
        return false;
      }
    }
    return elements.slice(element).every(({ kind }) => kind === 'star');
  }
}

function accepts(element: Element, char: string): boolean {
  switch (element.kind) {
    case 'char':
      return element.text === char;
    case 'set':
      return element.members.some((member) => member(char)) !== element.negated;
    default:
      return true;
  }
}

function characters(field: Field): Char[] {
  return field.flatMap(({ text, quoted }) => Array.from(text, (char) => ({ text: char, quoted })));
}

function readElements(chars: readonly Char[]): Element[] {
  const elements: Element[] = [];
  for (let index = 0; index < chars.length; index += 1) {
    const char = chars[index];
    if (char === undefined) break;
    if (char.quoted) {
      elements.push({ kind: 'char', text: char.text });
    } else if (char.text === '*') {
      elements.push({ kind: 'star' });
    } else if (char.text === '?') {
      elements.push({ kind: 'any' });
    } else if (char.text === '\\' && index + 1 < chars.length) {
      // Only the result of an expansion still has an unquoted backslash: it takes the meaning of what follows.
      index += 1;
      elements.push({ kind: 'char', text: chars[index]?.text ?? '' });
    } else {
      const set = char.text === '[' ? readSet(chars, index) : undefined;
      elements.push(set?.element ?? { kind: 'char', text: char.text });
      index = set?.end ?? index;
    }
  }
  return elements;
}

/** The set that begins at `start`, undefined where it is not closed; `end` is the place of its `]`. */
function readSet(
  chars: readonly Char[],
  start: number,
): { readonly element: Element; readonly end: number } | undefined {
  let index = start + 1;
  const is = (at: number, text: string): boolean => {
    const char = chars[at];
    return char !== undefined && !char.quoted && char.text === text;
  };
  const negated = is(index, '!') || is(index, '^');
  if (negated) index += 1;
  const members: Member[] = [];
  for (let first = true; ; first = false) {
    if (index >= chars.length) return undefined;
    if (is(index, ']') && !first) break;
    const named = is(index, '[') ? readClass(chars, index) : undefined;
    if (named !== undefined) {
      members.push(named.member);
      index = named.end;
      continue;
    }
    if (is(index, '\\') && index + 1 < chars.length) index += 1;
    const from = chars[index]?.text ?? '';
    if (is(index + 1, '-') && index + 2 < chars.length && !is(index + 2, ']')) {
      if (is(index + 2, '\\') && index + 3 < chars.length) index += 1;
      const to = chars[index + 2]?.text ?? '';
      members.push((char) => point(from) <= point(char) && point(char) <= point(to));
      index += 3;
    } else {
      members.push((char) => char === from);
      index += 1;
    }
  }
  return { element: { kind: 'set', negated, members }, end: index };
}

/** `[:alpha:]`, `[=a=]`, `[.a.]` at `start`; `end` is after it. */
function readClass(
  chars: readonly Char[],
  start: number,
): { readonly member: Member; readonly end: number } | undefined {
  const text = chars.slice(start, start + 24).map((char) => (char.quoted ? '\0' : char.text));
  const [all, name, char] = /^\[(?::([a-z]+):|[.=]([^])[.=])\]/u.exec(text.join('')) ?? [];
  if (all === undefined) return undefined;
  const end = start + Array.from(all).length;
  if (name === undefined) return { member: (other) => other === char, end };
  const pattern = classes.get(name);
  return { member: (other) => pattern?.test(other) ?? false, end };
}

const classes: ReadonlyMap<string, RegExp> = new Map([
  ['alpha', /^\p{L}$/u],
  ['digit', /^[0-9]$/],
  ['alnum', /^[\p{L}\p{N}]$/u],
  ['upper', /^\p{Lu}$/u],
  ['lower', /^\p{Ll}$/u],
  ['space', /^[\s]$/u],
  ['blank', /^[\t\p{Zs}]$/u],
  ['punct', /^[\p{P}\p{S}]$/u],
  ['cntrl', /^\p{Cc}$/u],
  ['print', /^[^\p{C}]$/u],
  ['graph', /^[^\p{C}\s]$/u],
  ['xdigit', /^[0-9A-Fa-f]$/],
  ['word', /^[\p{L}\p{N}_]$/u],
  ['ascii', /^\p{ASCII}$/u],
]);

function point(char: string): number {
  return char.codePointAt(0) ?? 0;
}
