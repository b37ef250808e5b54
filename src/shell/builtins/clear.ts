// `clear` empties the screen.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const clear: Builtin = {
  name: 'clear',
  synopsis: 'clear',
  help: 'Empty the screen, and what was scrolled out of it.',
  run,
};

function* run(call: Call): Steps<number> {
  yield* call.print('\x1b[H\x1b[2J\x1b[3J');
  return 0;
}
