// `.` and `source` run the commands of a file in this shell.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { readText, resolvePath } from '../files.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

const help = `Run the commands of a file in this shell.

Variables and the working directory stay as the file leaves them. ARGs are
$1 and so on meanwhile.`;

export const source: Builtin = {
  name: 'source',
  synopsis: 'source filename [arguments]',
  help,
  run: (call) => run(call, source),
};

export const dot: Builtin = {
  name: '.',
  synopsis: '. filename [arguments]',
  help,
  run: (call) => run(call, dot),
};

function* run(call: Call, builtin: Builtin): Steps<number> {
  const [name, ...args] = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (name === undefined) {
    yield* call.complain(`${call.name}: filename argument required`);
    yield* call.printUsage(`${call.name}: usage: ${builtin.synopsis}`);
    return 2;
  }
  if (!call.sharesDescriptors) {
    yield* call.complain(`${call.name}: in a pipeline or with a redirection: not supported yet`);
    return 2;
  }
  const { state } = call;
  const { positional } = state;
  try {
    const path = yield* resolvePath(call.fs, state.cwd, name);
    const text = yield* readText(call.fs, path);
    if (args.length > 0) state.positional = args;
    return yield* call.execute(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const place = error.code === 'EISDIR' ? `${call.name}: ` : '';
    const sentence = error.code === 'EISDIR' ? 'is a directory' : error.message;
    yield* call.complain(`${place}${printable(name)}: ${sentence}`);
    return 1;
  } finally {
    if (args.length > 0) state.positional = positional;
  }
}
