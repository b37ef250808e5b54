// `while …; do …; done` and `until …; do …; done`
import type { While } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';
import { asCondition } from '../execution.ts';
import { goesOn, looping, runBody } from './loop.ts';

/** The status is that of the last command of the body, 0 where there was none. */
export function* executeWhile({ kind, clause, body }: While, execution: Execution): Steps<number> {
  const condition = asCondition(execution);
  return yield* looping(execution, function* () {
    let status = 0;
    for (;;) {
      const tested = yield* execution.execute(clause.commands, condition);
      if (execution.state.leaving !== undefined) {
        // `break` in the condition leaves this loop.
        if (!goesOn(execution)) return execution.state.leaving?.status ?? status;
        continue;
      }
      if (execution.job.interrupted || (tested === 0) !== (kind === 'while')) return status;
      status = yield* runBody(body, execution);
      if (!goesOn(execution)) return status;
    }
  });
}
