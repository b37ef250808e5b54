// `${x:-w}`, `${x:=w}`, `${x:?w}`, `${x:+w}`, and the same without the colon, where empty counts as set.
import type { ParameterDefaultOperation } from 'unbash';
import { printable } from '../../quote.ts';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { ExpansionError } from '../expansion.ts';
import type { Piece } from '../fragment.ts';
import { pieceText } from '../fragment.ts';
import type { Place } from '../place.ts';
import { partsOf } from '../word-parts.ts';
import { separators } from './parameter.ts';
import { textPieces } from './pieces.ts';
import type { Target } from './target.ts';
import { assignTarget } from './target.ts';

export function* expandDefault(
  target: Target,
  { operator, operand }: ParameterDefaultOperation,
  expansion: Expansion,
  place: Place,
  plainValue: (target: Target) => Piece[],
): Steps<Piece[]> {
  const { state } = expansion;
  const { quoted } = place;
  const present = operator.startsWith(':')
    ? isNotEmpty(target, expansion)
    : target.values.length > 0;
  const inner: Place = { quoted, splits: !quoted, tilde: quoted ? 'none' : 'start' };
  const parts = partsOf(operand);
  if (operator.endsWith('+')) {
    if (present) return yield* expansion.expand(parts, inner);
    // `"${@:+w}"` is no argument where there are no parameters, as `"$@"` is none.
    return target.list === '@' && target.values.length === 0 ? [] : textPieces('', quoted);
  }
  if (present) return plainValue(target);
  if (operator.endsWith('-')) {
    const pieces = yield* expansion.expand(parts, inner);
    // `"${a[@]:-}"` is an argument, though `"${a[@]}"` is none.
    return pieces.length === 0 ? textPieces('', quoted) : pieces;
  }
  const text = pieceText(yield* expansion.expand(parts, { ...inner, splits: false }));
  if (operator.endsWith('=')) {
    assignTarget(target, text, state);
    return textPieces(text, quoted);
  }
  const missing = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set';
  throw new ExpansionError(`${target.label}: ${text === '' ? missing : printable(text)}`, true);
}

/** A list is as empty as its values joined. */
function isNotEmpty({ list, values }: Target, { state }: Expansion): boolean {
  if (list === undefined) return Boolean(values[0]);
  const [first = ''] = separators(state);
  return values.join(list === '*' ? first : ' ') !== '';
}
