// `command -v` and `-V` say what a name stands for. `command NAME …` is the executor's work.
import { printable, quoteSingle } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';
import type { Meaning } from './type.ts';
import { meanings, sentence } from './type.ts';

export const command: Builtin = {
  name: 'command',
  synopsis: 'command [-pVv] command [arg ...]',
  help: `Run a command, or say what would run.

  -v  print the path of a program, or the name of a builtin
  -V  the same as a sentence`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'pVv');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, command, `${printable(options.unknown)}: invalid option`);
  }
  const { letters, operands } = options;
  let status = operands.length === 0 ? 0 : 1;
  for (const name of operands) {
    const [meaning] = yield* meanings(name, call);
    if (meaning !== undefined) {
      status = 0;
      yield* call.print(
        (letters.has('V') ? sentence(name, meaning) : plainMeaning(name, meaning)) + '\n',
      );
    } else if (letters.has('V')) {
      yield* call.complain(`command: ${printable(name)}: not found`);
    }
  }
  return status;
}

/** What `-v` prints: a path, a name, or the command that makes the alias. */
function plainMeaning(name: string, { kind, path }: Meaning): string {
  if (kind === 'alias') return `alias ${name}=${quoteSingle(path)}`;
  return kind === 'file' ? path : name;
}
