// Subshells: what they change stays in them.
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { deeper } from './execution.ts';
import { closeOpened, closeSubstituted } from './opened.ts';
import { runTrap } from './trap.ts';

/**
 * The surroundings of a subshell.
 * @param coprocs whether it has the descriptors of the shell's coprocesses: only a substitution has
 */
export function subshellOf(execution: Execution, coprocs: 'kept' | 'closed' = 'closed'): Execution {
  const descriptors = new Map(execution.descriptors);
  for (const { ends } of coprocs === 'closed' ? execution.state.coprocs : [])
    for (const { number, shared } of ends)
      if (descriptors.get(number) === shared) descriptors.delete(number);
  return {
    ...execution,
    state: execution.state.fork(),
    descriptors,
    opened: new Set(),
    substituted: new Map(),
    pids: [],
  };
}

/** As if no loop were around: what `break` in `( … )` sees. */
export function outsideLoops(execution: Execution): Execution {
  execution.state.loops = 0;
  return execution;
}

/** Runs `steps` in the subshell `inner` to its end. @returns its status */
export function* runSubshell(
  inner: Execution,
  steps: (execution: Execution) => Steps<number>,
): Steps<number> {
  return yield* deeper('subshell', inner, (execution) => toItsEnd(execution, steps));
}

function* toItsEnd(
  inner: Execution,
  steps: (execution: Execution) => Steps<number>,
): Steps<number> {
  const { state } = inner;
  try {
    const status = yield* steps(inner);
    state.status = state.leaving?.status ?? status;
    return yield* finishShell(inner);
  } finally {
    yield* closeSubstituted(inner);
    yield* closeOpened(inner);
    state.forgetPid();
  }
}

/** The end of a shell: its EXIT trap. @returns its status, which an `exit` of the trap can change */
export function* finishShell(execution: Execution): Steps<number> {
  const { state } = execution;
  const { status } = state;
  if (state.traps.get('EXIT') === undefined) return status;
  state.leaving = undefined;
  yield* runTrap('EXIT', execution);
  const after: typeof state.leaving = state.leaving;
  return (after as { readonly status: number } | undefined)?.status ?? status;
}
