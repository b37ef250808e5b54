// `let` calculates.
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import { ArithmeticError } from '../expand/arithmetic/expression.ts';
import { AssignmentError } from '../variables.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const letBuiltin: Builtin = {
  name: 'let',
  synopsis: 'let arg [arg ...]',
  help: `Calculate each argument, as \`((…))' does.

The status is 1 where the last one gives 0.`,
  run,
};

function* run(call: Call): Steps<number> {
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (args.length === 0) {
    yield* call.complain('let: expression expected');
    return 1;
  }
  let value = 0n;
  for (const text of args) {
    try {
      value = evaluate(text, call.state);
    } catch (error) {
      if (!(error instanceof ArithmeticError || error instanceof AssignmentError)) throw error;
      yield* call.complain(`let: ${error.message}`);
      return 1;
    }
  }
  return value === 0n ? 1 : 0;
}
