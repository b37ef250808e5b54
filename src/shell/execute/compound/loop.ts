// What all loops have in common: `break`, `continue`, Ctrl-C, and turns of the event loop.
import type { CompoundList } from 'unbash';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';

/** Runs a loop's rounds, which `break` and `continue` may leave. */
export function* looping(execution: Execution, rounds: () => Steps<number>): Steps<number> {
  const { state } = execution;
  state.loops += 1;
  try {
    return yield* rounds();
  } finally {
    state.loops -= 1;
  }
}

/** Runs a loop's body once. */
export function* runBody(body: CompoundList, execution: Execution): Steps<number> {
  const { turns } = execution.job;
  // A loop of builtins never waits by itself.
  if (turns.isDue) yield turns.next();
  return yield* execution.execute(body.commands, execution);
}

/** Whether the next round follows. `break` and `continue` of this loop are done with. */
export function goesOn({ state, job }: Execution): boolean {
  const { leaving } = state;
  if (leaving === undefined) return !job.interrupted;
  if (leaving.kind !== 'break' && leaving.kind !== 'continue') return false;
  if (leaving.loops > 1) {
    state.leaving = { ...leaving, loops: leaving.loops - 1 };
    return false;
  }
  state.leaving = undefined;
  return leaving.kind === 'continue' && !job.interrupted;
}
