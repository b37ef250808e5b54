// `unset` takes variables, elements and functions away.
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import { ArithmeticError } from '../expand/arithmetic/expression.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isName, splitSubscript } from '../variable-name.ts';
import { AssignmentError } from '../variables.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const unset: Builtin = {
  name: 'unset',
  synopsis: 'unset [-f] [-v] [-n] [name ...]',
  help: `Take variables away: NAME is then not set.

  -f  functions
  -v  only variables; without it, a function where there is no variable
  -n  a reference itself, not what it refers to`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'fvn');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, unset, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  if (letters.has('f') && letters.has('v')) {
    yield* call.complain('unset: cannot simultaneously unset a function and a variable');
    return 1;
  }
  let status = 0;
  for (const name of operands) {
    const problem = letters.has('f')
      ? unsetFunction(name, call)
      : unsetVariable(name, letters, call);
    if (problem === undefined) continue;
    yield* call.complain(`unset: ${problem}`);
    status = 1;
  }
  return status;
}

function unsetFunction(name: string, { state }: Call): string | undefined {
  if (state.functions.get(name)?.readonly === true)
    return `${printable(name)}: cannot unset: readonly function`;
  state.functions.delete(name);
  return undefined;
}

/** @returns what is wrong */
function unsetVariable(text: string, letters: ReadonlySet<string>, call: Call): string | undefined {
  const { state } = call;
  const { variables } = state;
  const [base, subscript] = splitSubscript(text);
  if (!isName(base)) {
    // Without -v it could be a function's name, which may be any.
    if (!letters.has('v')) return unsetFunction(text, call);
    return `\`${printable(text)}': not a valid identifier`;
  }
  const name = letters.has('n') ? base : variables.resolve(base);
  try {
    if (subscript !== undefined) {
      const { value } = variables.find(name) ?? {};
      const isKey = value instanceof Map;
      if (!isKey && (subscript === '@' || subscript === '*')) variables.unset(name);
      else variables.unsetElement(name, isKey ? subscript : String(evaluate(subscript, state)));
    } else if (
      variables.own(name) === undefined &&
      variables.find(name) === undefined &&
      !letters.has('v')
    ) {
      return unsetFunction(text, call);
    } else {
      variables.unset(name);
    }
    return undefined;
  } catch (error) {
    if (error instanceof AssignmentError || error instanceof ArithmeticError) return error.message;
    throw error;
  }
}
