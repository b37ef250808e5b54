// `suspend` stops the shell that runs it, until a CONT.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const suspend: Builtin = {
  name: 'suspend',
  synopsis: 'suspend [-f]',
  help: `Stop this shell until it is continued: by fg, bg, or kill -CONT.

The shell of the terminal is a login shell, which nobody could continue: it is
refused. So is any without job control, which all subshells are, but for
  -f  stop it all the same: \`(suspend -f; …)'`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'f');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, suspend, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  const { state, job } = call;
  if (operands.length > 0) {
    yield* call.complain('suspend: too many arguments');
    state.leaving = { kind: 'abandon', status: 1 };
    return 1;
  }
  // Whatever is forced, nobody could continue the shell that the job is of.
  const reason =
    !letters.has('f') && !state.hasJobControl
      ? 'no job control'
      : job.isShell
        ? 'a login shell'
        : undefined;
  if (reason !== undefined) {
    yield* call.complain(`suspend: cannot suspend: ${reason}`);
    return 1;
  }
  job.pause('STOP');
  if (job.passage !== undefined) yield* wait(job.passage);
  return 0;
}
