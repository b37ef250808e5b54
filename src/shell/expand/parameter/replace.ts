// `${x/p/w}`: the first match, `//` every one, `/#` one at the beginning, `/%` one at the end.
import type { ParameterReplaceOperation } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import type { Field } from '../fragment.ts';
import { fieldText, unsplit } from '../fragment.ts';
import type { Pattern } from '../pattern.ts';
import type { Place } from '../place.ts';
import { plain } from '../place.ts';
import { partsOf } from '../word-parts.ts';
import { expandPattern } from './operand.ts';
import type { Target } from './target.ts';

export function* replaceMatches(
  target: Target,
  { operator, pattern: patternWord, replacement }: ParameterReplaceOperation,
  expansion: Expansion,
  place: Place,
): Steps<string[]> {
  const pattern = yield* expandPattern(patternWord, expansion, true);
  const field = unsplit(
    yield* expansion.expand(partsOf(replacement), {
      ...plain,
      tilde: place.quoted ? 'none' : 'start',
    }),
  );
  const replace = expansion.state.options.has('patsub_replacement')
    ? (match: string) => withMatch(field, match)
    : () => fieldText(field);
  return target.values.map((text) => replaceIn(text, operator, pattern, replace));
}

/** The replacement; an unquoted `&` is what matched. */
function withMatch(field: Field, match: string): string {
  return field
    .map(({ text, quoted }) =>
      quoted
        ? text
        : text.replace(/\\([\\&])|&/g, (_, escaped: string | undefined) => escaped ?? match),
    )
    .join('');
}

function replaceIn(
  text: string,
  operator: string,
  pattern: Pattern,
  replace: (match: string) => string,
): string {
  const chars = Array.from(text);
  const made = (from: number, to: number): string => replace(chars.slice(from, to).join(''));
  if (pattern.literal === '') {
    // The empty pattern matches only where the place is given.
    if (operator === '/#') return made(0, 0) + text;
    return operator === '/%' ? text + made(0, 0) : text;
  }
  if (operator === '/#') {
    const end = pattern.ends(chars, 0).at(-1);
    return end === undefined ? text : made(0, end) + chars.slice(end).join('');
  }
  if (operator === '/%') {
    for (let start = 0; start <= chars.length; start += 1) {
      if (pattern.ends(chars, start).at(-1) !== chars.length) continue;
      return chars.slice(0, start).join('') + made(start, chars.length);
    }
    return text;
  }
  let result = '';
  for (let at = 0; at < chars.length || (at === 0 && chars.length === 0);) {
    const end = pattern.ends(chars, at).at(-1);
    if (end === undefined || (end === at && chars.length > 0)) {
      result += chars[at] ?? '';
      at += 1;
      continue;
    }
    result += made(at, end);
    at = Math.max(end, at + (chars.length === 0 ? 1 : 0));
    if (operator === '/') return result + chars.slice(at).join('');
  }
  return result;
}
