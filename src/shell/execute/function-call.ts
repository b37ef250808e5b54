// A function's call: its parameters, its variables, and where it returns to.
import type { ShellFunction } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { deeper } from './execution.ts';
import { withDescriptors } from './overlay.ts';
import { runTrap } from './trap.ts';

/** Runs a function. @throws ExpansionError it is too deep in others */
export function* callFunction(
  name: string,
  { body, source }: ShellFunction,
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  return yield* deeper(name, execution, (inner) =>
    withDescriptors(table, inner, () =>
      called(name, source, args, inner, () => inner.execute(body, inner)),
    ),
  );
}

/** Puts the function's surroundings in place, and takes them back whatever happens. */
function* called(
  name: string,
  source: ShellFunction['source'],
  args: readonly string[],
  execution: Execution,
  body: () => Steps<number>,
): Steps<number> {
  const { state } = execution;
  const { positional, loops, calls, source: caller, position, line } = state;
  const file = source.file ?? (state.interactive ? 'main' : 'environment');
  const debug = state.traps.get('DEBUG');
  const error = state.traps.get('ERR');
  state.positional = args;
  state.loops = 0;
  state.calls = [...calls, { name, kind: 'function', file, line }];
  state.source = source;
  state.variables.enterScope();
  // A function has these traps only where they are handed down.
  if (debug !== undefined && !state.options.has('functrace')) state.traps.set('DEBUG', undefined);
  if (error !== undefined && !state.options.has('errtrace')) state.traps.set('ERR', undefined);
  try {
    let status = yield* body();
    const { leaving } = state;
    if (leaving?.kind === 'return') {
      ({ status } = leaving);
      state.leaving = undefined;
    }
    state.status = status;
    if (state.traps.get('RETURN') !== undefined && state.options.has('functrace'))
      yield* runTrap('RETURN', execution);
    return status;
  } finally {
    if (debug !== undefined && state.traps.get('DEBUG') === undefined)
      state.traps.set('DEBUG', debug);
    if (error !== undefined && state.traps.get('ERR') === undefined) state.traps.set('ERR', error);
    state.variables.leaveScope();
    state.positional = positional;
    state.loops = loops;
    state.calls = calls;
    state.source = caller;
    state.position = position;
  }
}
