// A function's call: its parameters, its variables, and where it returns to.
import type { ShellFunction, State } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { deeper } from './execution.ts';
import { withDescriptors } from './overlay.ts';
import { runTrap } from './trap.ts';

/** Runs a function. @throws ExpansionError it is too deep in others */
export function* callFunction(
  name: string,
  { body, source, traced }: ShellFunction,
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  return yield* deeper(name, execution, (inner) =>
    withDescriptors(table, inner, () =>
      called(name, source, args, inner, traced, () => inner.execute(body, inner)),
    ),
  );
}

const none: readonly (readonly [trap: string, command: string])[] = [];

/** The traps that a function does not have. */
function trapsKeptFrom(isTraced: boolean, { traps, options }: State): typeof none {
  const names = new Set([
    ...(isTraced ? [] : ['DEBUG', 'RETURN']),
    ...(options.has('errtrace') ? [] : ['ERR']),
  ]);
  return traps.list().filter(([name]) => names.has(name));
}

/** Puts the function's surroundings in place, and takes them back whatever happens. */
function* called(
  name: string,
  source: ShellFunction['source'],
  args: readonly string[],
  execution: Execution,
  traced: boolean,
  body: () => Steps<number>,
): Steps<number> {
  const { state } = execution;
  const { positional, loops, calls, source: caller, position, line, optionsBefore } = state;
  const file = source.file ?? (state.interactive ? 'main' : 'environment');
  const isTraced = traced || state.options.has('functrace');
  // A function has these traps only where they are handed down.
  const kept = state.traps.isEmpty ? none : trapsKeptFrom(isTraced, state);
  state.positional = args;
  state.loops = 0;
  state.optionsBefore = undefined;
  state.calls = [...calls, { name, kind: 'function', file, line }];
  state.source = source;
  state.variables.enterScope();
  for (const [trap] of kept) state.traps.set(trap, undefined);
  try {
    if (isTraced && state.traps.get('DEBUG') !== undefined) yield* runTrap('DEBUG', execution);
    let status = yield* body();
    const { leaving } = state;
    if (leaving?.kind === 'return') {
      ({ status } = leaving);
      state.leaving = undefined;
    }
    state.status = status;
    if (state.traps.get('RETURN') !== undefined) yield* runTrap('RETURN', execution);
    return status;
  } finally {
    for (const [trap, command] of kept)
      if (state.traps.get(trap) === undefined) state.traps.set(trap, command);
    state.variables.leaveScope();
    state.restoreOptions();
    state.optionsBefore = optionsBefore;
    state.positional = positional;
    state.loops = loops;
    state.calls = calls;
    state.source = caller;
    state.position = position;
  }
}
