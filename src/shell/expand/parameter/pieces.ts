// The values of a parameter as pieces of a word.
import type { State } from '../../state.ts';
import type { Piece } from '../fragment.ts';
import { separators } from './parameter.ts';

/** One value. */
export function textPieces(text: string, quoted: boolean): Piece[] {
  return [{ text, quoted, splits: !quoted }];
}

/**
 * `"$@"` is one field for each value, `"$*"` is one text. Unquoted, both are what `"$*"` would be, split again:
 * where `$IFS` is empty, nothing but the values themselves divides it.
 */
export function listPieces(
  list: '@' | '*',
  all: readonly string[],
  state: State,
  quoted: boolean,
): Piece[] {
  const [first] = separators(state);
  if (quoted && list === '*') return textPieces(all.join(first ?? ''), true);
  const joined = list === '*' ? (first ?? '') : ' ';
  const between: Piece = { separator: quoted ? undefined : first, joined };
  return all.flatMap((text, index) =>
    index === 0 ? textPieces(text, quoted) : [between, ...textPieces(text, quoted)],
  );
}
