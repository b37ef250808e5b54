// `${!x}`: the parameter whose name `x` holds; `${!p@}`: the names that begin with `p`; `${!a[@]}`: the subscripts.
import type { ParameterOperation } from 'unbash';
import { printable } from '../../quote.ts';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { ExpansionError } from '../expansion.ts';
import { expandKey, expandSubscript } from '../subscript.ts';
import { wordOf } from '../word-parts.ts';
import { isList, isParameter } from './parameter.ts';
import type { Target } from './target.ts';
import { elementTarget, namedTarget } from './target.ts';

/** What the value of `target` is the name of. @throws ExpansionError */
export function* findIndirect(
  target: Target,
  operation: ParameterOperation | undefined,
  expansion: Expansion,
): Steps<Target> {
  const { state } = expansion;
  if (state.variables.own(target.name)?.reference === true) {
    const name = state.variables.resolve(target.name);
    return { label: name, name, subscript: undefined, list: undefined, values: [name] };
  }
  const [name] = target.values;
  if (name === undefined) {
    // `${!x+set}` may ask about what is not there.
    if (operation?.type === 'Default') return { ...target, values: [] };
    throw new ExpansionError(`${target.label}: invalid indirect expansion`);
  }
  const [, base, subscript] = /^([A-Za-z_]\w*)\[([^]+)\]$/.exec(name) ?? [];
  if (base !== undefined && subscript !== undefined) {
    if (isList(subscript)) return elementTarget(base, subscript, state, subscript);
    const word = wordOf(subscript);
    if (word === undefined) return elementTarget(base, subscript, state);
    const isKey = state.variables.find(base)?.value instanceof Map;
    const key = isKey
      ? yield* expandKey(word, expansion)
      : yield* expandSubscript(base, word, expansion);
    return elementTarget(base, key, state);
  }
  if (!isParameter(name)) throw new ExpansionError(`${printable(name)}: invalid variable name`);
  return namedTarget(name, state);
}

/** The names of variables that begin with `prefix`. */
export function namesOf(prefix: string, state: State): readonly string[] {
  return state.variables.names(prefix);
}

/** The subscripts of an array. */
export function subscriptsOf({ name }: Target, state: State): readonly string[] {
  return state.variables.find(name)?.keys ?? [];
}
