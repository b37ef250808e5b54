// `exec` keeps redirections, or runs a program in place of the shell. What runs it is `execute/run-exec.ts`.
import type { Builtin } from './builtin.ts';

export const exec: Builtin = {
  name: 'exec',
  synopsis: 'exec [-cl] [-a name] [command [argument ...]] [redirection ...]',
  help: `Run a program in place of the shell, or keep redirections.

Without a command, the redirections hold for the commands that follow.`,
  run: () => {
    throw new TypeError('exec is run by the executor');
  },
};
