// `set` lists the variables, and sets `$1` and so on.
import { printable, quoteValue } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const set: Builtin = {
  name: 'set',
  synopsis: 'set [--] [arg ...]',
  help: `List the variables, or set the positional parameters.

With arguments, they become $1, $2 and so on; \`set --\` alone leaves none.
The options of bash (-e, -u, -x and so on) are not supported yet.`,
  run,
};

function* run({ args, state, print, complain }: Call): Steps<number> {
  const [first] = args;
  if (first === undefined) {
    const lines = state.variables
      .list()
      .flatMap(([name, { value }]) =>
        value === undefined ? [] : `${name}=${quoteValue(value)}\n`,
      );
    yield* print(lines.join(''));
    return 0;
  }
  if (/^[-+]./.test(first) && first !== '--') {
    yield* complain(`set: ${printable(first)}: not supported yet`);
    return 2;
  }
  state.positional = first === '--' || first === '-' ? args.slice(1) : args;
  return 0;
}
