// `disown` takes jobs off the list: they go on when the shell ends.
import type { BackgroundJob } from '../jobs/background-job.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { jobOf } from './job-operand.ts';
import { readOptions } from './options.ts';

export const disown: Builtin = {
  name: 'disown',
  synopsis: 'disown [-h] [-ar] [jobspec ... | pid ...]',
  help: `Take jobs off the list of the shell, the current one where none is named.

  -a  all of them
  -r  all that run
  -h  keep them listed, but do not ask about them at the end of the shell`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'ahr');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, disown, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  const { jobs } = call.state;
  const chosen: BackgroundJob[] = [];
  let status = 0;
  if (operands.length === 0 && (letters.has('a') || letters.has('r'))) {
    chosen.push(...jobs.list().filter((job) => letters.has('a') || job.isRunning));
  } else {
    for (const operand of operands.length === 0 ? [undefined] : operands) {
      const job = yield* jobOf(call, operand);
      if (job === undefined) status = 1;
      else chosen.push(job);
    }
  }
  for (const job of chosen) {
    if (letters.has('h')) job.spared = true;
    else jobs.disown(job);
  }
  return status;
}
