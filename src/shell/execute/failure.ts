// What a person can do wrong in a command: messages and statuses.
import { ArithmeticError } from '../expand/arithmetic/expression.ts';
import { ExpansionError } from '../expand/expansion.ts';
import type { Steps } from '../steps.ts';
import { AssignmentError } from '../variables.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import { RedirectionError } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { complain, complainOfText } from './message.ts';

/** The status of a shell that is not interactive and ends for `${x?}`. */
const fatalStatus = 127;

/** Turns the errors that a person can make into messages and a status; an expansion that fails ends the line. */
export function* reported(
  steps: Steps<number>,
  execution: Execution,
  table: DescriptorTable | undefined,
): Steps<number> {
  try {
    return yield* steps;
  } catch (error) {
    return yield* reportFailure(error, execution, table);
  }
}

/** Says what was wrong. @returns the status @throws what is no person's error */
export function* reportFailure(
  error: unknown,
  execution: Execution,
  table: DescriptorTable | undefined,
): Steps<number> {
  if (error instanceof RedirectionError) {
    if (table === undefined) yield* complainOfText(execution, error.message);
    else yield* complain(table, execution.state, error.message);
    return 1;
  }
  if (!isExpansionFailure(error)) throw error;
  const { state } = execution;
  yield* complainOfText(execution, error.message);
  const fatal = error instanceof ExpansionError && error.fatal && !state.interactive;
  const isShell =
    state.subshells === 0 &&
    !state.options.has('errexit') &&
    !error.message.endsWith('bad substitution');
  state.leaving = fatal
    ? { kind: 'exit', status: isShell ? fatalStatus : 1 }
    : { kind: 'abandon', status: 1 };
  return state.leaving.status;
}

/** Whether `error` is one of a word, an assignment or arithmetic. */
export function isExpansionFailure(
  error: unknown,
): error is ExpansionError | ArithmeticError | AssignmentError {
  return (
    error instanceof ExpansionError ||
    error instanceof ArithmeticError ||
    error instanceof AssignmentError
  );
}
