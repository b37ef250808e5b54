// The values of a parameter as pieces of a word.
import type { State } from '../../state.ts';
import type { Piece } from '../fragment.ts';
import type { Place } from '../place.ts';
import { separators } from './parameter.ts';

/** One value. */
export function textPieces(text: string, quoted: boolean): Piece[] {
  return [{ text, quoted, splits: !quoted }];
}

/**
 * `"$@"` is one field for each value, `"$*"` is one text. Unquoted, both are what `"$*"` would be, split again:
 * where `$IFS` is empty, nothing but the values themselves divides it.
 * @param made whether an operator made the values of an array: where nothing is split, `[@]` is then joined as `[*]`
 */
export function listPieces(
  list: '@' | '*',
  all: readonly string[],
  state: State,
  { quoted, inDocument }: Pick<Place, 'quoted' | 'inDocument'>,
  made = false,
): Piece[] {
  const [first] = separators(state);
  const spaced = inDocument === true && !made;
  if (quoted && list === '*') return textPieces(all.join(spaced ? ' ' : (first ?? '')), true);
  const joined = list === '*' ? (first ?? '') : made ? (first ?? ' ') : ' ';
  const between: Piece = { separator: quoted ? undefined : first, joined };
  return all.flatMap((text, index) =>
    index === 0 ? textPieces(text, quoted) : [between, ...textPieces(text, quoted)],
  );
}
