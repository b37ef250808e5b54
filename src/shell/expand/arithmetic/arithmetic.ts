// Arithmetic with expansions in it: `$((x + $y))`. They come first, and what they give is read as arithmetic.
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { pieceText } from '../fragment.ts';
import { quoted } from '../place.ts';
import { quotedParts } from '../word-parts.ts';
import { evaluate } from './evaluate.ts';

/** The value of an expression as it stands in a script. @throws ExpansionError, ArithmeticError, AssignmentError */
export function* expandArithmetic(text: string, expansion: Expansion): Steps<bigint> {
  const { state } = expansion;
  if (!hasExpansions(text)) return evaluate(withoutQuotes(text), state);
  return evaluate(yield* expandArithmeticText(text, expansion), state);
}

/** Whether anything but variables by their names is to be expanded. */
export function hasExpansions(text: string): boolean {
  return /[$`\\]/.test(text);
}

/** The text of an expression after its expansions. */
export function* expandArithmeticText(text: string, expansion: Expansion): Steps<string> {
  const parts = quotedParts(text, expansion.state).map((part) =>
    part.type === 'Literal' ? { ...part, value: withoutQuotes(part.value) } : part,
  );
  return pieceText(yield* expansion.expand(parts, quoted));
}

/** Quotes around what is arithmetic all the same mean nothing. */
function withoutQuotes(text: string): string {
  return text.includes('"') ? text.replaceAll('"', '') : text;
}

/** Arithmetic in a value, as `declare -i` has it: without expansions. */
export function evaluateValue(text: string, state: State): string {
  return String(evaluate(text, state));
}
