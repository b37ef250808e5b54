// A word while it is expanded: runs of characters that still know where they came from.

/** Characters of a word. What is quoted is never split and never a pattern. */
export interface Fragment {
  readonly text: string;
  readonly quoted: boolean;
  /** Whether it came from an unquoted expansion, whose result is split at `$IFS`. */
  readonly splits: boolean;
  /** Whether `@(` and the like are a pattern whatever `extglob` is: they were written in the script itself. */
  readonly extended?: true;
}

/** What is between two of the positional parameters of `$@` or `$*`. */
export interface Break {
  /** The character of `$IFS` that it is split at; undefined where it ends a field whatever `$IFS` is. */
  readonly separator: string | undefined;
  /** What it is where nothing is split. */
  readonly joined: string;
}

export type Piece = Fragment | Break;

/** Whether a piece has no characters of its own. */
export function isBreak(piece: Piece): piece is Break {
  return 'joined' in piece;
}

/** What becomes one argument. */
export type Field = readonly Fragment[];

/** The characters of a field, whatever their origin. */
export function fieldText(field: Field): string {
  return field.map((fragment) => fragment.text).join('');
}

/** All pieces as one text, as an assignment or a here-string takes them. */
export function pieceText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (isBreak(piece) ? piece.joined : piece.text)).join('');
}

/** The pieces without the breaks, which a place that is never split has as spaces. */
export function unsplit(pieces: readonly Piece[]): Field {
  return pieces.map((piece) =>
    isBreak(piece) ? { text: piece.joined, quoted: true, splits: false } : piece,
  );
}
