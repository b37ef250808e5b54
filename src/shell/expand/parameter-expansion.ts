// `$x` and `${x…}`: the parameter's value, and what the operators make of it.
import type {
  ParameterDefaultOperation,
  ParameterExpansionPart,
  ParameterRemoveOperation,
  Word,
} from 'unbash';
import { printable } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { isName } from '../variables.ts';
import type { Expansion } from './expansion.ts';
import { ExpansionError } from './expansion.ts';
import type { Piece } from './fragment.ts';
import { pieceText, unsplit } from './fragment.ts';
import { isList, isParameter, joinedPositional, parameterValue, separators } from './parameter.ts';
import { Pattern } from './pattern.ts';
import type { Place } from './place.ts';
import { plain } from './place.ts';

/** How an operand is expanded: `word.ts`, which cannot be imported by what it imports. */
export type ExpandWord = (word: Word, expansion: Expansion, place: Place) => Steps<Piece[]>;

/** The pieces of `$name`. */
export function expandSimple(name: string, state: State, quoted: boolean): Piece[] {
  if (isList(name)) return expandList(name, state.positional, state, quoted);
  return value(parameterValue(name, state) ?? '', quoted);
}

/** The pieces of `${…}`. @throws ExpansionError */
export function* expandParameter(
  part: ParameterExpansionPart,
  expansion: Expansion,
  place: Place,
  expandWord: ExpandWord,
): Steps<Piece[]> {
  const { parameter, prefix, operation } = part;
  const { state } = expansion;
  if (!isParameter(parameter) || operation?.type === 'Unknown') {
    throw new ExpansionError(`${printable(part.text)}: bad substitution`);
  }
  if (prefix === '#') {
    if (operation !== undefined)
      throw new ExpansionError(`${printable(part.text)}: bad substitution`);
    return value(String(lengthOf(parameter, state)), place.quoted);
  }
  if (operation === undefined) return expandSimple(parameter, state, place.quoted);
  switch (operation.type) {
    case 'Default':
      return yield* expandDefault(parameter, operation, expansion, place, expandWord);
    case 'Remove':
      return yield* expandRemove(parameter, operation, expansion, place, expandWord);
    default:
      throw new TypeError(`not executed yet: ${operation.type}`);
  }
}

/** `${x:-w}`, `${x:=w}`, `${x:?w}`, `${x:+w}`, and the same without the colon, where empty counts as set. */
function* expandDefault(
  name: string,
  { operator, operand }: ParameterDefaultOperation,
  expansion: Expansion,
  place: Place,
  expandWord: ExpandWord,
): Steps<Piece[]> {
  const { state } = expansion;
  const current = isList(name)
    ? state.positional.length === 0
      ? undefined
      : joinedPositional(state)
    : parameterValue(name, state);
  const present = operator.startsWith(':') ? Boolean(current) : current !== undefined;
  const inner: Place = {
    quoted: place.quoted,
    splits: !place.quoted,
    tilde: place.quoted ? 'none' : 'start',
  };
  if (operator.endsWith('+')) {
    if (present) return yield* expandWord(operand, expansion, inner);
    // `"${@:+w}"` is no argument where there are no parameters, as `"$@"` is none.
    return name === '@' ? [] : value('', place.quoted);
  }
  if (present) return expandSimple(name, state, place.quoted);
  if (operator.endsWith('-')) return yield* expandWord(operand, expansion, inner);
  const text = pieceText(yield* expandWord(operand, expansion, { ...inner, splits: false }));
  if (operator.endsWith('=')) {
    if (!isName(name)) throw new ExpansionError(`$${name}: cannot assign in this way`);
    state.variables.set(name, text);
    return value(text, place.quoted);
  }
  const missing = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set';
  throw new ExpansionError(`${name}: ${text === '' ? missing : printable(text)}`);
}

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`: without the shortest or longest beginning or end that matches. */
function* expandRemove(
  name: string,
  { operator, operand }: ParameterRemoveOperation,
  expansion: Expansion,
  place: Place,
  expandWord: ExpandWord,
): Steps<Piece[]> {
  const { state } = expansion;
  const pattern = new Pattern(unsplit(yield* expandWord(operand, expansion, plain)));
  if (isList(name)) {
    const removed = state.positional.map((text) => removeMatch(text, operator, pattern));
    return expandList(name, removed, state, place.quoted);
  }
  return value(removeMatch(parameterValue(name, state) ?? '', operator, pattern), place.quoted);
}

function removeMatch(text: string, operator: string, pattern: Pattern): string {
  const chars = Array.from(text);
  const longest = operator.length === 2;
  for (let step = 0; step <= chars.length; step += 1) {
    const length = longest ? chars.length - step : step;
    const start = operator.startsWith('#') ? 0 : chars.length - length;
    if (!pattern.matches(chars.slice(start, start + length).join(''))) continue;
    return [...chars.slice(0, start), ...chars.slice(start + length)].join('');
  }
  return text;
}

function lengthOf(name: string, state: State): number {
  if (isList(name)) return state.positional.length;
  return Array.from(parameterValue(name, state) ?? '').length;
}

function value(text: string, quoted: boolean): Piece[] {
  return [{ text, quoted, splits: !quoted }];
}

/**
 * `"$@"` is one field for each parameter, `"$*"` is one text. Unquoted, both are what `"$*"` would be, split again:
 * where `$IFS` is empty, nothing but the parameters themselves divides it.
 */
function expandList(name: string, all: readonly string[], state: State, quoted: boolean): Piece[] {
  const [first] = separators(state);
  if (quoted && name === '*') return value(all.join(first ?? ''), true);
  const joined = name === '*' ? (first ?? '') : ' ';
  const between: Piece = { separator: quoted ? undefined : first, joined };
  return all.flatMap((text, index) =>
    index === 0 ? value(text, quoted) : [between, ...value(text, quoted)],
  );
}
