// `eval` runs its arguments as commands.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';

export const evaluateText: Builtin = {
  name: 'eval',
  synopsis: 'eval [arg ...]',
  help: 'Run the arguments, with spaces between them, as one command text.',
  run,
};

function* run(call: Call): Steps<number> {
  const [first = ''] = call.args;
  if (/^-[^-]/.test(first))
    return yield* complainUsage(
      call,
      evaluateText,
      `${printable(first.slice(0, 2))}: invalid option`,
    );
  const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
  const text = args.join(' ');
  return text.trim() === '' ? 0 : yield* call.execute(text);
}
