// `which` finds programs, and only these.
import { findPlaces } from '../lookup.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { readOptions } from './options.ts';
import { complainUsage } from './builtin.ts';
import { printable } from '../quote.ts';

export const which: Builtin = {
  name: 'which',
  synopsis: 'which [-a] name ...',
  help: `Print where the program NAME is.

  -a  all places of $PATH where it is

\`type NAME' knows builtins too.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'a');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, which, `${printable(options.unknown)}: invalid option`);
  }
  const { letters, operands } = options;
  let status = operands.length === 0 ? 1 : 0;
  for (const name of operands) {
    const places = yield* findPlaces(name, call, letters.has('a') ? 'all' : 'first');
    if (places.length === 0) status = 1;
    for (const { path } of places) yield* call.print(path + '\n');
  }
  return status;
}
