// `hash` lists where programs were found: nothing is remembered, as looking them up costs nothing.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const hash: Builtin = {
  name: 'hash',
  synopsis: 'hash [-lr] [-p pathname] [-dt] [name ...]',
  help: 'List where programs were found.\n\nNothing is remembered here, so that the list is empty.',
  run,
};

function* run(call: Call): Steps<number> {
  if (call.args.length === 0) yield* call.print('hash: hash table empty\n');
  return 0;
}
