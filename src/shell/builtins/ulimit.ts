// `ulimit` says which limits there are: a browser tells of none.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const ulimit: Builtin = {
  name: 'ulimit',
  synopsis: 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
  help: `Print a limit of the system: unlimited, as a browser tells of none.

The shell's own limits are variables: DIRSH_MAX_WORDS, DIRSH_MAX_OUTPUT and
FUNCNEST.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'SHabcdefiklmnpqrstuvxPRT');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, ulimit, `${printable(options.unknown)}: ${options.problem}`);
  const [limit] = options.operands;
  if (limit === undefined) {
    yield* call.print('unlimited\n');
    return 0;
  }
  if (limit === 'unlimited' || limit === 'hard' || limit === 'soft') return 0;
  const what = /^\d+$/.test(limit) ? 'limits cannot be set here' : 'invalid number';
  yield* call.complain(`ulimit: ${printable(limit)}: ${what}`);
  return 1;
}
