// `unset` takes variables away.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isName } from '../variables.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const unset: Builtin = {
  name: 'unset',
  synopsis: 'unset [-f] [-v] [-n] [name ...]',
  help: 'Take variables away: NAME is then not set.',
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'fvn');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, unset, `${printable(options.unknown)}: invalid option`);
  }
  if (options.letters.has('f')) return 0;
  let status = 0;
  for (const name of options.operands) {
    if (isName(name)) {
      call.state.variables.unset(name);
    } else if (options.letters.has('v')) {
      // Without -v it could be a function's name, which may be any.
      yield* call.complain(`unset: \`${printable(name)}': not a valid identifier`);
      status = 1;
    }
  }
  return status;
}
