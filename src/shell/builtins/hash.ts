// `hash` lists where programs were found: nothing is remembered, as looking them up costs nothing.
import { findPlaces } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const hash: Builtin = {
  name: 'hash',
  synopsis: 'hash [-lr] [-p pathname] [-dt] [name ...]',
  help: `List where programs were found.

Nothing is remembered here, so that the list is empty. A NAME is looked for.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'dlp:rt');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, hash, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  if (call.args.length === 0) yield* call.print('hash: hash table empty\n');
  if (letters.has('p')) return 0;
  let status = 0;
  for (const name of operands) {
    const listed = letters.has('t') || letters.has('d');
    const isFound =
      !listed &&
      (call.builtins.has(name) ||
        call.state.functions.has(name) ||
        (yield* findPlaces(name, call, 'first')).length > 0);
    if (isFound) continue;
    yield* call.complain(`hash: ${printable(name)}: not found`);
    status = 1;
  }
  return status;
}
