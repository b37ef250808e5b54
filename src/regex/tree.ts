// What a regular expression of POSIX is made of.

/** A place in a text that takes no character: its ends, the edges of words, and what is none of these edges. */
export type RegexPlace =
  | 'begin'
  | 'end'
  | 'word-begin'
  | 'word-end'
  | 'word-edge'
  | 'no-word-edge'
  | 'text-begin'
  | 'text-end';

/** A regular expression. */
export type Regex =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' }
  /** A bracket expression, or a class: as JavaScript writes it. */
  | { readonly kind: 'set'; readonly source: string }
  | { readonly kind: 'place'; readonly place: RegexPlace }
  | { readonly kind: 'sequence'; readonly items: readonly Regex[] }
  | { readonly kind: 'choice'; readonly branches: readonly Regex[] }
  | {
      readonly kind: 'repeat';
      readonly item: Regex;
      readonly least: number;
      /** Infinity, where there is no most. */
      readonly most: number;
    }
  | { readonly kind: 'group'; readonly number: number; readonly item: Regex }
  /** What a group has matched, again. */
  | { readonly kind: 'reference'; readonly number: number };
