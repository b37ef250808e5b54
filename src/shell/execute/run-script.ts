// Scripts that are files: `./build.sh` runs in a shell of its own, which inherits only what a program would.
import type { Found } from '../lookup.ts';
import { SourceText } from '../source-text.ts';
import { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { Variable } from '../variable.ts';
import { setDefaults } from '../default-variables.ts';
import { Variables } from '../variables.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { withDescriptors } from './overlay.ts';
import { runSubshell } from './subshell.ts';
import { executeText } from './text.ts';

/** Runs the script that was found; `args` begins with its name. */
export function* runScript(
  { text }: Extract<Found, { kind: 'script' }>,
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  const [name = '', ...positional] = args;
  const { state } = execution;
  const exported = Array.from(
    state.variables.environment(),
    ([key, value]) => [key, new Variable(value, { exported: true })] as const,
  );
  const own = new State({
    variables: new Variables(exported),
    cwd: state.cwd,
    home: state.home,
    name,
    interactive: false,
  });
  setDefaults(own.variables);
  own.positional = positional;
  own.calls = [{ name: 'main', kind: 'script', file: name, line: 0 }];
  own.mask = state.mask;
  own.source = new SourceText(text, name);
  for (const [key, value] of state.functions) if (value.exported) own.functions.set(key, value);
  const inner: Execution = {
    ...execution,
    state: own,
    descriptors: new Map(execution.descriptors),
    opened: new Set(),
    tested: false,
    traceDepth: 1,
  };
  return yield* withDescriptors(table, inner, () =>
    runSubshell(inner, (shell) => executeText(text, shell, name)),
  );
}
