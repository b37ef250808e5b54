// `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`: without the shortest or longest beginning or end that matches.
import type { ParameterRemoveOperation } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import type { Pattern } from '../pattern.ts';
import { expandPattern } from './operand.ts';
import type { Target } from './target.ts';

export function* removeMatches(
  target: Target,
  { operator, operand }: ParameterRemoveOperation,
  expansion: Expansion,
): Steps<string[]> {
  const pattern = yield* expandPattern(operand, expansion);
  return target.values.map((text) => removeMatch(text, operator, pattern));
}

function removeMatch(text: string, operator: string, pattern: Pattern): string {
  const { literal } = pattern;
  if (literal !== undefined) {
    if (operator.startsWith('#'))
      return text.startsWith(literal) ? text.slice(literal.length) : text;
    return text.endsWith(literal) ? text.slice(0, text.length - literal.length) : text;
  }
  const chars = Array.from(text);
  const longest = operator.length === 2;
  if (operator.startsWith('#')) {
    const end = pattern.ends(chars, 0).at(longest ? -1 : 0);
    return end === undefined ? text : chars.slice(end).join('');
  }
  for (let step = 0; step <= chars.length; step += 1) {
    const start = longest ? step : chars.length - step;
    if (pattern.ends(chars, start).at(-1) === chars.length) return chars.slice(0, start).join('');
  }
  return text;
}
