// `eval` runs its arguments as commands.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const evaluateText: Builtin = {
  name: 'eval',
  synopsis: 'eval [arg ...]',
  help: 'Run the arguments, with spaces between them, as one command text.',
  run,
};

function* run(call: Call): Steps<number> {
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  const text = args.join(' ');
  return text.trim() === '' ? 0 : yield* call.execute(text);
}
