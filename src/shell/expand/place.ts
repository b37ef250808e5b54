// Where a part of a word stands, which decides what it means.

export interface Place {
  readonly quoted: boolean;
  /** Whether it is in a here-document, where `$*` is joined by spaces whatever $IFS is. */
  readonly inDocument?: true;
  /** Whether even literal text is split: in `${x:-a b}`. */
  readonly splits: boolean;
  /**
   * Where tildes are directories: at the start of the word, after colons too (an assignment's value), or after the
   * equals sign and colons (an argument that looks like an assignment).
   */
  readonly tilde: 'start' | 'colons' | 'equals' | 'none';
}

/** A command's argument. */
export const plain: Place = { quoted: false, splits: false, tilde: 'start' };

/** An argument that looks like an assignment. */
export const likeAssignment: Place = { quoted: false, splits: false, tilde: 'equals' };

/** An assignment's value. */
export const assigned: Place = { quoted: false, splits: false, tilde: 'colons' };

/** A key or a pattern, in which tildes are characters. */
export const untilded: Place = { quoted: false, splits: false, tilde: 'none' };

/** In a here-document. */
export const inDocument: Place = { quoted: true, inDocument: true, splits: false, tilde: 'none' };

/** Between double quotes. */
export const quoted: Place = { quoted: true, splits: false, tilde: 'none' };
