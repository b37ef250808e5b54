// What stands between the brackets of `a[…]`: arithmetic, or the key of an associative array.
import type { Word } from 'unbash';
import type { Steps } from '../steps.ts';
import { AssignmentError } from '../variables.ts';
import { expandArithmetic } from './arithmetic/arithmetic.ts';
import type { Expansion } from './expansion.ts';
import { pieceText } from './fragment.ts';
import { untilded } from './place.ts';
import { partsOf } from './word-parts.ts';

/** The subscript as `Variables` takes it. @throws ExpansionError, ArithmeticError */
export function* expandSubscript(name: string, index: Word, expansion: Expansion): Steps<string> {
  const { variables } = expansion.state;
  if (index.text.trim() === '') throw new AssignmentError(`${name}[]: bad array subscript`);
  if (variables.find(name)?.value instanceof Map) return yield* expandKey(index, expansion);
  return String(yield* expandArithmetic(index.text, expansion));
}

/** A key: a word that is neither split nor matched. */
export function* expandKey(index: Word, expansion: Expansion): Steps<string> {
  return pieceText(yield* expansion.expand(partsOf(index), untilded));
}
