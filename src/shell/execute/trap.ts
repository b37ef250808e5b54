// Runs what `trap` was given, and leaves `$?` as it was.
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { executeText } from './text.ts';

/** Runs the traps of the signals that came meanwhile. */
export function* runPendingTraps(execution: Execution): Steps<void> {
  const { state } = execution;
  // What waits for an answer of its own, and what one of them ends, leaves the rest.
  if (state.runningTraps.some((name) => name !== 'EXIT')) return;
  for (const name of state.signals.take()) {
    if (state.leaving?.kind === 'exit') return;
    yield* runTrap(name, execution);
  }
}

/** Runs the trap of that name, if there is one. It does not interrupt itself. @returns its status */
export function* runTrap(name: string, execution: Execution): Steps<number> {
  const { state } = execution;
  const command = state.traps.get(name);
  const { status, pipeStatuses, runningTraps, leaving } = state;
  if (command === undefined || command === '' || runningTraps.includes(name)) return 0;
  state.runningTraps = [...runningTraps, name];
  state.statusBeforeTrap = status;
  state.leaving = undefined;
  try {
    return yield* executeText(command, execution);
  } finally {
    state.runningTraps = runningTraps;
    // `exit` in a trap is the shell's.
    state.leaving ??= leaving;
    state.status = status;
    state.pipeStatuses = pipeStatuses;
  }
}
