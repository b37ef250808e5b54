// `reset` gives the terminal back as it was at the beginning, whatever a program did to it.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const reset: Builtin = {
  name: 'reset',
  synopsis: 'reset',
  help: 'Give the terminal back its modes, colours and characters, and empty it.',
  run,
};

function* run(call: Call): Steps<number> {
  yield* call.print('\x1bc'); // RIS, ECMA-48
  return 0;
}
