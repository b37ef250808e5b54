// `if …; then …; elif …; then …; else …; fi`
import type { If } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';
import { asCondition, isStopped } from '../execution.ts';

/** Runs the first part whose condition succeeds; 0 where none does. */
export function* executeIf(node: If, execution: Execution): Steps<number> {
  const condition = asCondition(execution);
  for (const branch of [node, ...node.elif]) {
    const status = yield* execution.execute(branch.clause.commands, condition);
    if (isStopped(execution)) return status;
    if (status === 0) return yield* execution.execute(branch.then.commands, execution);
  }
  if (node.else === undefined) return 0;
  return yield* execution.execute(node.else.commands, execution);
}
