// `getopts` takes the options of a script or a function one by one.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isName } from '../variable-name.ts';
import type { Builtin, Call } from './builtin.ts';

export const getopts: Builtin = {
  name: 'getopts',
  synopsis: 'getopts optstring name [arg ...]',
  help: `Take the next option of the positional parameters, or of the ARGs.

NAME gets its letter, OPTARG its argument if OPTSTRING has a colon behind the
letter, OPTIND the number of the next parameter. The status is 1 at the end.
A colon at the beginning of OPTSTRING has nothing printed: NAME is then ? for
an option that is unknown, and : for one without its argument.`,
  run,
};

function* run(call: Call): Steps<number> {
  const { state } = call;
  const { variables } = state;
  const [given, name, ...rest] = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (given === undefined || name === undefined) {
    yield* call.printUsage(`getopts: usage: ${getopts.synopsis}`);
    return 2;
  }
  const silent = given.startsWith(':');
  const known = silent ? given.slice(1) : given;
  const quiet = silent || variables.get('OPTERR') === '0';
  const args = rest.length > 0 ? rest : state.positional;
  let index = Math.max(Number(variables.get('OPTIND') ?? 1) || 1, 1);
  if (index !== state.optionPlace.index) state.optionPlace = { index, letter: 1 };
  const arg = args[index - 1];
  const at = state.optionPlace.letter;
  const end = function* (): Steps<number> {
    state.optionPlace = { index, letter: 1 };
    variables.set('OPTIND', String(index));
    variables.unset('OPTARG');
    return yield* assign(call, name, '?', 1);
  };
  if (arg === undefined || !arg.startsWith('-') || arg === '-') return yield* end();
  if (arg === '--') {
    index += 1;
    return yield* end();
  }
  const letter = arg.charAt(at);
  const place = letter === ':' ? -1 : known.indexOf(letter);
  let value: string | undefined;
  let found = letter;
  let next = at + 1;
  if (place >= 0 && known[place + 1] === ':') {
    value = arg.slice(next);
    next = arg.length;
    if (value === '') {
      value = args[index];
      if (value !== undefined) index += 1;
    }
    if (value === undefined) {
      found = silent ? ':' : '?';
      value = silent ? letter : undefined;
      if (!quiet)
        yield* call.printUsage(
          `${state.name}: option requires an argument -- ${printable(letter)}`,
        );
    }
  } else if (place < 0) {
    found = '?';
    value = silent ? letter : undefined;
    if (!quiet) yield* call.printUsage(`${state.name}: illegal option -- ${printable(letter)}`);
  }
  if (next >= arg.length) {
    index += 1;
    next = 1;
  }
  state.optionPlace = { index, letter: next };
  variables.set('OPTIND', String(index));
  if (value === undefined) variables.unset('OPTARG');
  else variables.set('OPTARG', value);
  return yield* assign(call, name, found, 0);
}

function* assign(call: Call, name: string, value: string, status: number): Steps<number> {
  if (!isName(name)) {
    yield* call.complain(`getopts: \`${printable(name)}': not a valid identifier`);
    return 1;
  }
  call.state.variables.set(name, value);
  return status;
}
