// `${x:o}` and `${x:o:n}`: characters of a text, elements of an array, positional parameters.
import type { ParameterSliceOperation } from 'unbash';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import { expandArithmetic } from '../arithmetic/arithmetic.ts';
import type { Expansion } from '../expansion.ts';
import { ExpansionError } from '../expansion.ts';
import type { Target } from './target.ts';

export function* slice(
  target: Target,
  { offset, length }: ParameterSliceOperation,
  expansion: Expansion,
): Steps<string[]> {
  const from = Number(yield* expandArithmetic(offset.text, expansion));
  const count =
    length === undefined ? undefined : Number(yield* expandArithmetic(length.text, expansion));
  const refuse = (): ExpansionError =>
    new ExpansionError(`${length?.text ?? ''}: substring expression < 0`);
  if (target.list === undefined) {
    return target.values.map((text) => {
      const chars = Array.from(text);
      const start = from < 0 ? chars.length + from : from;
      if (start < 0 || start > chars.length) return '';
      const end =
        count === undefined ? chars.length : count < 0 ? chars.length + count : start + count;
      if (end < start) throw refuse();
      return chars.slice(start, end).join('');
    });
  }
  const { values, start } = listFrom(target, from, expansion.state);
  if (start < 0 || start >= values.length) return [];
  if (count !== undefined && count < 0) throw refuse();
  return values.slice(start, count === undefined ? undefined : start + count);
}

/** The values that can be taken, and which is the first. Arrays count by subscripts, `$@` from `$0` on. */
function listFrom(
  { name, subscript, values }: Target,
  from: number,
  state: State,
): { readonly values: readonly string[]; readonly start: number } {
  if (subscript === undefined) {
    const all = [state.name, ...values];
    return { values: all, start: from < 0 ? all.length + from : from };
  }
  const { value } = state.variables.find(name) ?? {};
  if (!Array.isArray(value)) {
    const all = value instanceof Map && from > 0 ? ['', ...values] : values;
    return { values: all, start: from < 0 ? all.length + from : from };
  }
  const first = from < 0 ? value.length + from : from;
  const keys = Object.keys(value);
  const start = keys.findIndex((key) => Number(key) >= first);
  return { values, start: first < 0 ? -1 : start < 0 ? keys.length : start };
}
