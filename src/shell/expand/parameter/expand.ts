// `$x` and `${x…}`: what the parameter is, and what its operator makes of it.
import type { ParameterExpansionPart } from 'unbash';
import { printable } from '../../quote.ts';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { ExpansionError } from '../expansion.ts';
import type { Piece } from '../fragment.ts';
import type { Place } from '../place.ts';
import { expandDefault } from './default.ts';
import { changeCase } from './letter-case.ts';
import { findIndirect, namesOf, subscriptsOf } from './indirect.ts';
import { lengthOf } from './length.ts';
import { isList, isParameter } from './parameter.ts';
import { listPieces, textPieces } from './pieces.ts';
import { removeMatches } from './remove.ts';
import { replaceMatches } from './replace.ts';
import { slice } from './slice.ts';
import type { Target } from './target.ts';
import { findTarget, namedTarget, refuseUnbound, valueOf } from './target.ts';
import { transform } from './transform.ts';

/** The pieces of `$name`. @throws ExpansionError */
export function expandSimple(name: string, state: State, place: Place): Piece[] {
  if (isList(name)) return listPieces(name, state.positional, state, place);
  return plainValue(namedTarget(name, state), state, place);
}

/** The pieces of `${…}`. @throws ExpansionError, ArithmeticError, AssignmentError */
export function* expandParameter(
  part: ParameterExpansionPart,
  expansion: Expansion,
  place: Place,
): Steps<Piece[]> {
  if (part.parameter === '' && part.prefix === '!')
    return yield* expandParameter({ ...part, parameter: '!', prefix: undefined }, expansion, place);
  const { parameter, prefix, operation } = part;
  const { state } = expansion;
  const { quoted } = place;
  if (!isParameter(parameter) || operation?.type === 'Unknown') throw badSubstitution(part);
  if (prefix === '#') {
    if (operation !== undefined) throw badSubstitution(part);
    return textPieces(String(lengthOf(yield* findTarget(part, expansion), state)), quoted);
  }
  if (operation?.type === 'Names') {
    return listPieces(operation.operator, namesOf(parameter, state), state, place, true);
  }
  let target = yield* findTarget(part, expansion);
  if (prefix === '!') {
    if (target.list !== undefined && target.subscript !== undefined) {
      return listPieces(target.list, subscriptsOf(target, state), state, place, true);
    }
    target = yield* findIndirect(target, operation, expansion);
  }
  if (operation === undefined) return plainValue(target, state, place);
  if (operation.type === 'Default') {
    return yield* expandDefault(target, operation, expansion, place, (found) =>
      plainValue(found, state, place),
    );
  }
  refuseUnbound(target, state);
  switch (operation.type) {
    case 'Remove':
      return values(target, yield* removeMatches(target, operation, expansion), state, place);
    case 'Replace':
      return values(
        target,
        yield* replaceMatches(target, operation, expansion, place),
        state,
        place,
      );
    case 'CaseModification':
      return values(target, yield* changeCase(target, operation, expansion), state, place);
    case 'Slice':
      return values(target, yield* slice(target, operation, expansion), state, place);
    case 'Transform': {
      const made = yield* transform(target, operation.operand.value, expansion);
      if (made === undefined) throw badSubstitution(part);
      return values(target, made, state, place);
    }
  }
}

function badSubstitution({ text }: ParameterExpansionPart): ExpansionError {
  return new ExpansionError(`${printable(text)}: bad substitution`, true);
}

function plainValue(target: Target, state: State, place: Place): Piece[] {
  if (target.list !== undefined) return listPieces(target.list, target.values, state, place);
  return textPieces(valueOf(target, state), place.quoted);
}

/** What an operator made of each value. */
function values(target: Target, made: readonly string[], state: State, place: Place): Piece[] {
  if (target.list !== undefined)
    return listPieces(target.list, made, state, place, target.subscript !== undefined);
  return textPieces(made[0] ?? '', place.quoted);
}
