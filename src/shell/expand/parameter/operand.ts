// The pattern that is the operand of `#`, `%`, `/`, `^` and `,`.
import type { Word } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { unsplit } from '../fragment.ts';
import { Pattern } from '../pattern.ts';
import { plain } from '../place.ts';
import { partsOf } from '../word-parts.ts';

/** @param ignoreCase whether `nocasematch` counts: for `/` */
export function* expandPattern(
  operand: Word,
  expansion: Expansion,
  ignoreCase = false,
): Steps<Pattern> {
  const field = unsplit(yield* expansion.expand(partsOf(operand), plain));
  return new Pattern(field, {
    extended: expansion.state.options.has('extglob'),
    ignoreCase: ignoreCase && expansion.state.options.has('nocasematch'),
  });
}
