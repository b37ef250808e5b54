// `alias` gives names to command texts, `unalias` takes them away.
import { printable, quoteSingle } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const alias: Builtin = {
  name: 'alias',
  synopsis: 'alias [-p] [name[=value] ... ]',
  help: `Give a command a short name, or list such names.

\`alias ll='ls -l'' has ll mean \`ls -l' from the next line on. A value that
ends in a space has the word behind it replaced as well.`,
  run: set,
};

export const unalias: Builtin = {
  name: 'unalias',
  synopsis: 'unalias [-a] name [name ...]',
  help: 'Take aliases away.\n\n  -a  all of them',
  run: remove,
};

function* set(call: Call): Steps<number> {
  const options = readOptions(call.args, 'p');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, alias, `${printable(options.unknown)}: invalid option`);
  const { state } = call;
  const { letters, operands } = options;
  const line = (name: string, value: string): string => `alias ${name}=${quoteSingle(value)}\n`;
  if (operands.length === 0 || letters.has('p')) {
    const all = [...state.aliases].toSorted(([a], [b]) => (a < b ? -1 : 1));
    yield* call.print(all.map(([name, value]) => line(name, value)).join(''));
  }
  let status = 0;
  for (const operand of operands) {
    const equals = operand.indexOf('=');
    const name = equals > 0 ? operand.slice(0, equals) : operand;
    if (equals > 0) {
      if (/[\s$`'"\\/|&;()<>]/.test(name)) {
        yield* call.complain(`alias: \`${printable(name)}': invalid alias name`);
        status = 1;
        continue;
      }
      state.aliases.set(name, operand.slice(equals + 1));
      continue;
    }
    const value = state.aliases.get(name);
    if (value === undefined) {
      yield* call.complain(`alias: ${printable(name)}: not found`);
      status = 1;
    } else {
      yield* call.print(line(name, value));
    }
  }
  return status;
}

function* remove(call: Call): Steps<number> {
  const options = readOptions(call.args, 'a');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, unalias, `${printable(options.unknown)}: invalid option`);
  const { letters, operands } = options;
  const { state } = call;
  if (letters.has('a')) {
    state.aliases.clear();
    return 0;
  }
  if (operands.length === 0) {
    yield* call.printUsage(`unalias: usage: ${unalias.synopsis}`);
    return 2;
  }
  let status = 0;
  for (const name of operands) {
    if (state.aliases.delete(name)) continue;
    yield* call.complain(`unalias: ${printable(name)}: not found`);
    status = 1;
  }
  return status;
}
