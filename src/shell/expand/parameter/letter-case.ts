// `${x^}`, `${x^^}`, `${x,}`, `${x,,}`, `${x^^p}`: letters that match, the first one or all, as capitals or small; `~` turns them.
import type { ParameterCaseOperation } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { expandPattern } from './operand.ts';
import type { Target } from './target.ts';

export function* changeCase(
  target: Target,
  { operator, operand }: ParameterCaseOperation,
  expansion: Expansion,
): Steps<string[]> {
  const pattern =
    operand === undefined || operand.text === ''
      ? undefined
      : yield* expandPattern(operand, expansion);
  const upper = operator.startsWith('^');
  const change = (char: string): string => {
    if (pattern !== undefined && !pattern.matches(char)) return char;
    const changed = upper ? char.toUpperCase() : char.toLowerCase();
    // `ß` has no capital of its own.
    return Array.from(changed).length === 1 ? changed : char;
  };
  return target.values.map((text) => {
    const [first = '', ...rest] = Array.from(text);
    const others = operator.length === 2 ? rest.map(change) : rest;
    return change(first) + others.join('');
  });
}
