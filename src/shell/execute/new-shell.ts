// The state of a shell that a command starts: it inherits what a program would, and nothing else.
import { setDefaults } from '../default-variables.ts';
import type { ShellArguments } from '../shell-arguments.ts';
import { State } from '../state.ts';
import { Variable } from '../variable.ts';
import { Variables } from '../variables.ts';

/** A new shell's state, of how it was called, with the exported variables and functions of `parent`. */
export function newShell(
  args: readonly string[],
  { name, positional, options, commands }: ShellArguments,
  parent: State,
): State {
  const exported = Array.from(
    parent.variables.environment(),
    ([key, value]) => [key, new Variable(value, { exported: true })] as const,
  );
  const state = new State({
    variables: new Variables(exported),
    cwd: parent.cwd,
    home: parent.home,
    name,
    interactive: false,
    reads: commands.from,
    processes: parent.processes,
    args,
    parentPid: parent.knownPid,
    shell: 'new',
  });
  setDefaults(state.variables);
  state.positional = positional;
  state.mask = parent.mask;
  for (const [key, value] of options) state.setOption(key, value);
  for (const [key, value] of parent.functions) {
    if (value.exported) state.functions.set(key, value);
  }
  return state;
}
