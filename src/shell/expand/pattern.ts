// Shell patterns: `*`, `?`, `[…]` and `@(…)` on code points. A match follows all places at once where it could be, so
// that no pattern takes exponential time.
import type { Member } from './bracket.ts';
import { readBracket } from './bracket.ts';
import type { Field } from './fragment.ts';

/** A code point and whether quotes took its meaning away. */
export interface Char {
  readonly text: string;
  readonly quoted: boolean;
  readonly extended: boolean;
}

type Element =
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'char'; readonly text: string }
  | { readonly kind: 'set'; readonly negated: boolean; readonly members: readonly Member[] }
  | {
      readonly kind: 'group';
      readonly operator: string;
      readonly alternatives: readonly (readonly Element[])[];
    };

export interface PatternOptions {
  /** `extglob`: whether what came from an expansion can be `@(…)`. */
  readonly extended?: boolean;
  /** `nocasematch`, `nocaseglob`. */
  readonly ignoreCase?: boolean;
}

/** A pattern that can be asked whether it matches a whole text, or where a match that begins somewhere can end. */
export class Pattern {
  readonly #elements: readonly Element[];
  readonly #ignoreCase: boolean;

  constructor(field: Field, { extended = false, ignoreCase = false }: PatternOptions = {}) {
    this.#ignoreCase = ignoreCase;
    this.#elements = new Reader(characters(field), extended).elements();
  }

  /** The text that it matches, where that is only one; undefined where it has `*`, `?`, `[…]` or a group. */
  get literal(): string | undefined {
    let text = '';
    for (const element of this.#elements) {
      if (element.kind !== 'char') return undefined;
      text += element.text;
    }
    return text;
  }

  /** Whether it is nothing but `**`, which `globstar` gives a meaning. */
  get isDoubleStar(): boolean {
    return this.#elements.length === 2 && this.#elements.every(({ kind }) => kind === 'star');
  }

  /** Whether a leading dot is written out, as it must be to find a hidden file. */
  get startsWithDot(): boolean {
    return startsWithDot(this.#elements);
  }

  /** Whether it matches the whole of `text`. */
  matches(text: string): boolean {
    const { literal } = this;
    if (literal !== undefined && !this.#ignoreCase) return literal === text;
    const chars = Array.from(text);
    return this.#follow(this.#elements, chars, new Set([0])).has(chars.length);
  }

  /** Where matches that begin at `start` end, in order. */
  ends(chars: readonly string[], start: number): readonly number[] {
    return [...this.#follow(this.#elements, chars, new Set([start]))].toSorted((a, b) => a - b);
  }

  #follow(
    elements: readonly Element[],
    chars: readonly string[],
    starts: ReadonlySet<number>,
  ): ReadonlySet<number> {
    let places = starts;
    for (const element of elements) {
      if (places.size === 0) return places;
      places = this.#step(element, chars, places);
    }
    return places;
  }

  #step(
    element: Element,
    chars: readonly string[],
    places: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const next = new Set<number>();
    if (element.kind === 'star') {
      for (let at = Math.min(...places); at <= chars.length; at += 1) next.add(at);
      return next;
    }
    if (element.kind === 'group') return this.#group(element, chars, places);
    for (const at of places) {
      const char = chars[at];
      if (char !== undefined && this.#accepts(element, char)) next.add(at + 1);
    }
    return next;
  }

  #group(
    { operator, alternatives }: Extract<Element, { kind: 'group' }>,
    chars: readonly string[],
    places: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const once = (from: ReadonlySet<number>): Set<number> => {
      const ends = new Set<number>();
      for (const alternative of alternatives) {
        for (const end of this.#follow(alternative, chars, from)) ends.add(end);
      }
      return ends;
    };
    if (operator === '!') {
      const others = new Set<number>();
      for (const at of places) {
        const ends = once(new Set([at]));
        for (let end = at; end <= chars.length; end += 1) if (!ends.has(end)) others.add(end);
      }
      return others;
    }
    const first = once(places);
    if (operator === '@') return first;
    if (operator === '?') return new Set([...places, ...first]);
    const all = new Set(operator === '*' ? [...places, ...first] : first);
    for (let newest: ReadonlySet<number> = first; newest.size > 0;) {
      newest = new Set([...once(newest)].filter((end) => !all.has(end)));
      for (const end of newest) all.add(end);
    }
    return all;
  }

  #accepts(element: Exclude<Element, { kind: 'star' | 'group' }>, char: string): boolean {
    switch (element.kind) {
      case 'char':
        return element.text === char || (this.#ignoreCase && fold(element.text) === fold(char));
      case 'set': {
        const has = (one: string): boolean => element.members.some((member) => member(one));
        const found =
          has(char) || (this.#ignoreCase && (has(char.toLowerCase()) || has(char.toUpperCase())));
        return found !== element.negated;
      }
      case 'any':
        return true;
    }
  }
}

function fold(char: string): string {
  return char.toLowerCase();
}

function startsWithDot([first]: readonly Element[]): boolean {
  if (first?.kind === 'group')
    return first.operator !== '!' && first.alternatives.some((inner) => startsWithDot(inner));
  return first?.kind === 'char' && first.text === '.';
}

function characters(field: Field): Char[] {
  const all: Char[] = [];
  for (const { text, quoted, extended = false } of field)
    for (const char of text) all.push({ text: char, quoted, extended });
  return all;
}

/** Reads the elements of a pattern from its characters. */
class Reader {
  readonly #chars: readonly Char[];
  readonly #extended: boolean;
  #index = 0;

  constructor(chars: readonly Char[], extended: boolean) {
    this.#chars = chars;
    this.#extended = extended;
  }

  /** @param inGroup whether `|` and `)` end them */
  elements(inGroup = false): Element[] {
    const elements: Element[] = [];
    for (;;) {
      const char = this.#chars[this.#index];
      if (char === undefined) return elements;
      if (inGroup && !char.quoted && (char.text === '|' || char.text === ')')) return elements;
      elements.push(this.#element(char));
    }
  }

  #element(char: Char): Element {
    if (char.quoted) {
      this.#index += 1;
      return { kind: 'char', text: char.text };
    }
    const group = this.#group(char);
    if (group !== undefined) return group;
    this.#index += 1;
    switch (char.text) {
      case '*':
        return { kind: 'star' };
      case '?':
        return { kind: 'any' };
      case '\\': {
        // Only the result of an expansion still has an unquoted backslash: it takes the meaning of what follows.
        const next = this.#chars[this.#index];
        if (next === undefined) return { kind: 'char', text: '\\' };
        this.#index += 1;
        return { kind: 'char', text: next.text };
      }
      case '[': {
        const bracket = readBracket(this.#chars, this.#index - 1);
        if (bracket === undefined) return { kind: 'char', text: '[' };
        this.#index = bracket.end + 1;
        return { kind: 'set', negated: bracket.negated, members: bracket.members };
      }
      default:
        return { kind: 'char', text: char.text };
    }
  }

  #group(char: Char): Element | undefined {
    const open = this.#chars[this.#index + 1];
    if (!'@?*+!'.includes(char.text) || open?.text !== '(' || open.quoted) return undefined;
    if (!this.#extended && !char.extended) return undefined;
    const start = this.#index;
    this.#index += 2;
    const alternatives: Element[][] = [];
    for (;;) {
      alternatives.push(this.elements(true));
      const end = this.#chars[this.#index];
      this.#index += 1;
      if (end === undefined) {
        this.#index = start;
        return undefined;
      }
      if (end.text === ')') return { kind: 'group', operator: char.text, alternatives };
    }
  }
}
