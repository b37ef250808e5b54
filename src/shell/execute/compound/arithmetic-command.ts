// `(( … ))`: succeeds where the value is not 0.
import type { ArithmeticCommand } from 'unbash';
import { expandArithmeticText, hasExpansions } from '../../expand/arithmetic/arithmetic.ts';
import { evaluate } from '../../expand/arithmetic/evaluate.ts';
import { ArithmeticError } from '../../expand/arithmetic/expression.ts';
import type { Steps } from '../../steps.ts';
import { AssignmentError } from '../../variables.ts';
import type { Execution } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { expansionOf } from '../substitution.ts';
import { traceText } from '../trace.ts';

export function* executeArithmetic(node: ArithmeticCommand, execution: Execution): Steps<number> {
  execution.state.position = node.pos;
  try {
    return (yield* calculate(node.body, execution)) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ArithmeticError || error instanceof AssignmentError)) throw error;
    const prefix = error instanceof ArithmeticError ? '((: ' : '';
    yield* complainOfText(execution, prefix + error.message);
    return 1;
  }
}

/** The value of arithmetic that is a command. @throws ArithmeticError, AssignmentError, ExpansionError */
export function* calculate(text: string, execution: Execution): Steps<bigint> {
  const { state } = execution;
  const plain = hasExpansions(text)
    ? yield* expandArithmeticText(text, expansionOf(execution))
    : text.replaceAll('"', '');
  if (state.options.has('xtrace')) yield* traceText(`(( ${plain.trim()} ))`, execution);
  return evaluate(plain, state);
}
