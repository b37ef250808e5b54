// `logout` ends a login shell: the one of the terminal.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { exit } from './exit.ts';

export const logout: Builtin = {
  name: 'logout',
  synopsis: 'logout [n]',
  help: `End the shell of the terminal, with status N or that of the last command.

It is \`exit', but for scripts: there it is an error.`,
  run,
};

function* run(call: Call): Steps<number> {
  if (!call.state.options.has('login_shell')) {
    yield* call.complain("logout: not login shell: use `exit'");
    return 1;
  }
  const ended = exit.run(call);
  return typeof ended === 'number' ? ended : yield* ended;
}
