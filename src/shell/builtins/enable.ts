// `enable` turns builtins off, so that programs of the same names are found, and on again.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const enable: Builtin = {
  name: 'enable',
  synopsis: 'enable [-a] [-dnps] [-f filename] [name ...]',
  help: `Turn builtins on, or off, or list them.

One that is off is not found, and a program of its name is. To use the \`test' of
/bin: \`enable -n test'.
  -n  turn each NAME off; without a NAME list those that are off
  -a  list all of them
  -p  list them, as without a NAME
  -s  list only those that POSIX calls special
There are none that can be loaded: -d and -f only say so.`,
  run,
};

/** The special builtins of POSIX, and `source`, which is bash's name for one. */
const special: ReadonlySet<string> = new Set(
  '. : break continue eval exec exit export readonly return set shift source times trap unset'.split(
    ' ',
  ),
);

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'adf:nps');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, enable, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  if (letters.has('f')) {
    yield* call.complain('enable: dynamic loading not available');
    return 2;
  }
  if (operands.length === 0 || letters.has('p')) {
    yield* call.print(list(call, letters));
    return 0;
  }
  const { disabled } = call.state;
  let status = 0;
  for (const name of operands) {
    if (!call.builtins.has(name)) {
      yield* call.complain(`enable: ${printable(name)}: not a shell builtin`);
      status = 1;
    } else if (letters.has('d')) {
      yield* call.complain(`enable: ${printable(name)}: not dynamically loaded`);
      status = 1;
    } else if (letters.has('n')) disabled.add(name);
    else disabled.delete(name);
  }
  return status;
}

/** The commands that make it so. */
function list({ state, builtins }: Call, letters: ReadonlySet<string>): string {
  const isListed = (name: string): boolean => {
    if (letters.has('s') && !special.has(name)) return false;
    return letters.has('a') || state.disabled.has(name) === letters.has('n');
  };
  return [...builtins.keys()]
    .filter(isListed)
    .toSorted()
    .map((name) => `enable ${state.disabled.has(name) ? '-n ' : ''}${name}\n`)
    .join('');
}
