// `${#x}`: how many characters, elements or parameters.
import type { State } from '../../state.ts';
import type { Target } from './target.ts';
import { valueOf } from './target.ts';

export function lengthOf(target: Target, state: State): number {
  if (target.list !== undefined) return target.values.length;
  return Array.from(valueOf(target, state)).length;
}
