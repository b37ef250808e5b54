// `ulimit` says which limits there are: the shell's own, as a browser tells of none.
import { allLimits, limitOf } from '../limits.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const ulimit: Builtin = {
  name: 'ulimit',
  synopsis: 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
  help: `Print a limit, or set that of jobs.

-a shows the shell's own limits: each is a variable, and set as one.
-u is that of background jobs, DIRSH_MAX_JOBS, which a number behind it sets.
Every other is a limit of the system: unlimited, as a browser tells of none.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'SHabcdefiklmnpqrstuvxPRT');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, ulimit, `${printable(options.unknown)}: ${options.problem}`);
  const [limit] = options.operands;
  if (options.letters.has('a')) {
    const lines = allLimits(call.state).map(
      ({ of, name, value }) => `${of.padEnd(39)} (${name}) ${value}\n`,
    );
    yield* call.print(lines.join(''));
    return 0;
  }
  const ofJobs = options.letters.has('u');
  if (limit === undefined) {
    yield* call.print(ofJobs ? `${limitOf('DIRSH_MAX_JOBS', call.state)}\n` : 'unlimited\n');
    return 0;
  }
  if (ofJobs && /^\d+$/.test(limit)) {
    call.state.variables.set('DIRSH_MAX_JOBS', limit);
    return 0;
  }
  if (limit === 'unlimited' || limit === 'hard' || limit === 'soft') return 0;
  const what = /^\d+$/.test(limit) ? 'limits cannot be set here' : 'invalid number';
  yield* call.complain(`ulimit: ${printable(limit)}: ${what}`);
  return 1;
}
