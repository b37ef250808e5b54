// `export` gives variables to the programs, `readonly` keeps them from changing.
import { declareLine } from '../declaration.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { declareAll } from './declaring.ts';
import { readOptions } from './options.ts';

export const exportVariables: Builtin = {
  name: 'export',
  synopsis: 'export [-fn] [name[=value] ...] or export -p',
  help: `Give variables to the programs that are run from now on.

  -f  functions, to scripts
  -n  no longer give them
  -p  list what is given; so does \`export\` alone`,
  run: (call) => run(call, exportVariables),
};

export const readonlyVariables: Builtin = {
  name: 'readonly',
  synopsis: 'readonly [-aAf] [name[=value] ...] or readonly -p',
  help: `Keep variables from being changed or unset.

  -a  arrays      -A  associative arrays      -f  functions
  -p  list them; so does \`readonly\` alone`,
  run: (call) => run(call, readonlyVariables),
};

function* run(call: Call, builtin: Builtin): Steps<number> {
  const exports = builtin === exportVariables;
  const options = readOptions(call.args, exports ? 'fnp' : 'aAfp');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, builtin, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  if (operands.length === 0) {
    yield* call.print(list(call, exports));
    return 0;
  }
  if (letters.has('f')) return yield* markFunctions(call, operands, exports, !letters.has('n'));
  const attributes = exports ? { exported: !letters.has('n') } : { readonly: true };
  const array = letters.has('A') ? 'associative' : letters.has('a') ? 'indexed' : undefined;
  const first = call.args.length - operands.length;
  return yield* declareAll(operands, first, { attributes, array, scope: 'any' }, call);
}

function* markFunctions(
  call: Call,
  names: readonly string[],
  exports: boolean,
  on: boolean,
): Steps<number> {
  const { functions } = call.state;
  let status = 0;
  for (const name of names) {
    const found = functions.get(name);
    if (found === undefined) {
      yield* call.complain(`${call.name}: ${printable(name)}: not a function`);
      status = 1;
    } else {
      functions.set(name, exports ? { ...found, exported: on } : { ...found, readonly: true });
    }
  }
  return status;
}

function list({ state }: Call, exports: boolean): string {
  return state.variables
    .list()
    .filter(([, variable]) => (exports ? variable.exported : variable.readonly))
    .map(([name, variable]) => `${declareLine(name, variable)}\n`)
    .join('');
}
