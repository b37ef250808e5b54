// `pwd` prints the working directory.
import { formatPath } from '../../../wasi/vfs/path.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const pwd: Builtin = {
  name: 'pwd',
  synopsis: 'pwd [-LP]',
  help: `Print the working directory.

There are no links in a folder that a browser opened, so that -L and -P
are the same.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'LP');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, pwd, `${printable(options.unknown)}: invalid option`);
  }
  yield* call.print(formatPath(call.state.cwd) + '\n');
  return 0;
}
