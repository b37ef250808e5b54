// `for ((i = 0; i < 3; i++)); do …; done`
import type { ArithmeticExpression, ArithmeticFor } from 'unbash';
import { ArithmeticError } from '../../expand/arithmetic/expression.ts';
import type { Steps } from '../../steps.ts';
import { AssignmentError } from '../../variables.ts';
import type { Execution } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { calculate } from './arithmetic-command.ts';
import { goesOn, looping, runBody } from './loop.ts';

/** The status is that of the last command of the body, 1 where the arithmetic is wrong. */
export function* executeArithmeticFor(node: ArithmeticFor, execution: Execution): Steps<number> {
  const { text } = execution.state.source;
  const part = (expression: ArithmeticExpression | undefined): string | undefined =>
    expression === undefined ? undefined : text.slice(expression.pos, expression.end);
  const [initialize, test, update] = [part(node.initialize), part(node.test), part(node.update)];
  try {
    if (initialize !== undefined) yield* calculate(initialize, execution);
    return yield* looping(execution, function* () {
      let status = 0;
      for (;;) {
        if (test !== undefined && (yield* calculate(test, execution)) === 0n) return status;
        status = yield* runBody(node.body, execution);
        if (!goesOn(execution)) return status;
        if (update !== undefined) yield* calculate(update, execution);
      }
    });
  } catch (error) {
    if (!(error instanceof ArithmeticError || error instanceof AssignmentError)) throw error;
    const prefix = error instanceof ArithmeticError ? '((: ' : '';
    yield* complainOfText(execution, prefix + error.message);
    return 1;
  }
}
