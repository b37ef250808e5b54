// `export` gives variables to the programs.
import { printable, quoteDouble } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isName } from '../variables.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const exportVariables: Builtin = {
  name: 'export',
  synopsis: 'export [-fn] [name[=value] ...] or export -p',
  help: `Give variables to the programs that are run from now on.

  -n  no longer give them
  -p  list what is given; so does \`export\` alone`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'np');
  if (options.unknown !== undefined) {
    return yield* complainUsage(
      call,
      exportVariables,
      `${printable(options.unknown)}: invalid option`,
    );
  }
  const { letters, operands } = options;
  const { variables } = call.state;
  if (operands.length === 0) {
    yield* call.print(list(call));
    return 0;
  }
  let status = 0;
  for (const operand of operands) {
    const [, name = operand, append, value] = /^([^=]*?)(\+?)=([^]*)$/.exec(operand) ?? [];
    if (!isName(name)) {
      yield* call.complain(`export: \`${printable(operand)}': not a valid identifier`);
      status = 1;
      continue;
    }
    if (value !== undefined) {
      variables.set(name, append === '+' ? (variables.get(name) ?? '') + value : value);
    }
    variables.export(name, !letters.has('n'));
  }
  return status;
}

function list({ state }: Call): string {
  return state.variables
    .list()
    .filter(([, { exported }]) => exported)
    .map(([name, { value }]) => {
      const assigned = value === undefined ? '' : `=${quoteDouble(value)}`;
      return `declare -x ${name}${assigned}\n`;
    })
    .join('');
}
