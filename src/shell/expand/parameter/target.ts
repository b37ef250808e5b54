// What `${…}` is about: one value, all elements of an array, or all positional parameters.
import type { ParameterExpansionPart } from 'unbash';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import { isName } from '../../variable-name.ts';
import type { Expansion } from '../expansion.ts';
import { ExpansionError, UnboundError } from '../expansion.ts';
import { expandSubscript } from '../subscript.ts';
import { isList, parameterValue } from './parameter.ts';

/** A parameter as an operator sees it. */
export interface Target {
  /** As messages name it: `x`, `a[1]`. */
  readonly label: string;
  /** The variable's name, or `1`, `?`, `@`. */
  readonly name: string;
  readonly subscript: string | undefined;
  /** Whether it is many, and how they are joined in quotes. */
  readonly list: '@' | '*' | undefined;
  /** What is there: at most one value, unless it is a list. */
  readonly values: readonly string[];
}

/** Finds what an expansion is about. Its `!` is not followed here. @throws ExpansionError */
export function* findTarget(
  { parameter, index }: Pick<ParameterExpansionPart, 'parameter' | 'index'>,
  expansion: Expansion,
): Steps<Target> {
  if (index === undefined) return namedTarget(parameter, expansion.state);
  const list = index.text === '@' || index.text === '*' ? index.text : undefined;
  const subscript = list ?? (yield* expandSubscript(parameter, index, expansion));
  return elementTarget(parameter, subscript, expansion.state, list);
}

/** What a name without a subscript stands for. */
export function namedTarget(name: string, state: State): Target {
  if (isList(name)) {
    return { label: name, name, subscript: undefined, list: name, values: state.positional };
  }
  if (isName(name)) {
    const resolved = state.variables.resolve(name);
    const [, base, list] = /^([A-Za-z_]\w*)\[([@*])\]$/.exec(resolved) ?? [];
    if (base !== undefined && list !== undefined && isList(list))
      return elementTarget(base, list, state, list);
  }
  const value = parameterValue(name, state);
  return {
    label: name,
    name,
    subscript: undefined,
    list: undefined,
    values: value === undefined ? [] : [value],
  };
}

/** `name[subscript]`, `name[@]`. @param list whether the subscript is one of those that mean all */
export function elementTarget(
  name: string,
  subscript: string,
  state: State,
  list?: '@' | '*',
): Target {
  const label = `${name}[${subscript}]`;
  if (list !== undefined) {
    const values = state.variables.find(name)?.elements ?? [];
    return { label, name, subscript, list, values };
  }
  const value = state.variables.element(name, subscript);
  return { label, name, subscript, list: undefined, values: value === undefined ? [] : [value] };
}

/** The one value; `set -u` asks for one. @throws UnboundError */
export function valueOf(target: Target, state: State): string {
  const [value] = target.values;
  if (value === undefined) refuseUnbound(target, state);
  return value ?? '';
}

/** @throws UnboundError */
export function refuseUnbound({ label, list, values, name }: Target, state: State): void {
  if (values.length > 0 || list !== undefined || !state.options.has('nounset')) return;
  throw new UnboundError(isName(name) ? label : `$${label}`);
}

/** Gives a parameter a value, as `${x:=w}` does. @throws ExpansionError, AssignmentError */
export function assignTarget({ name, subscript, list }: Target, text: string, state: State): void {
  if (!isName(name) || list !== undefined)
    throw new ExpansionError(`$${name}: cannot assign in this way`);
  if (subscript === undefined) state.variables.set(name, text);
  else state.variables.setElement(name, subscript, text);
}
