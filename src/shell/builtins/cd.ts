// `cd` changes the working directory.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import { formatPath, type Path } from '../../../wasi/vfs/path.ts';
import { resolvePath, statFollowing, statText } from '../files.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const cd: Builtin = {
  name: 'cd',
  synopsis: 'cd [-L|[-P [-e]] [-@]] [dir]',
  help: `Change the working directory.

Without DIR it goes to $HOME; \`cd -\` goes back to $OLDPWD and prints it.
A relative DIR is looked for in the directories of $CDPATH first. $PWD and
$OLDPWD are set. There are no links in a folder that a browser
opened, so that -L and -P are the same.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'LPe@');
  if (options.unknown !== undefined) {
    return yield* complainUsage(call, cd, `${printable(options.unknown)}: invalid option`);
  }
  const [operand, ...more] = options.operands;
  if (more.length > 0) return yield* fail(call, 'too many arguments');
  const { variables, cwd } = call.state;
  const variable = operand === undefined ? 'HOME' : operand === '-' ? 'OLDPWD' : undefined;
  const name = variable === undefined ? operand : variables.get(variable);
  if (name === undefined) return yield* fail(call, `${variable} not set`);
  let prints = operand === '-';
  let value: string | undefined;
  try {
    const found = yield* findInPath(call, name);
    value = found === undefined ? yield* valueOf(call, name) : undefined;
    const wanted = value ?? name;
    const path = found ?? (wanted === '' ? cwd : yield* resolvePath(call.fs, cwd, wanted, 'keep'));
    const { type } = yield* statFollowing(call.fs, path);
    if (type !== 'directory') throw new SystemError('ENOTDIR');
    call.state.enter(path);
    prints ||= found !== undefined;
  } catch (error) {
    if (isSystemError(error)) return yield* fail(call, `${printable(name)}: ${error.message}`);
    throw error;
  }
  if (prints) yield* call.print(formatPath(call.state.cwd) + '\n');
  if (value !== undefined) yield* call.print(`${value}\n`);
  return 0;
}

/** `shopt -s cdable_vars`: the directory that a variable names, where `name` is no directory itself. */
function* valueOf(call: Call, name: string): Steps<string | undefined> {
  const { variables, cwd, options } = call.state;
  const value = options.has('cdable_vars') ? variables.get(name) : undefined;
  if (!value || (yield* statText(call.fs, cwd, name))?.type === 'directory') return undefined;
  return value;
}

/** The directory in which `$CDPATH` has `name`; undefined where that is not needed to find it. */
function* findInPath(call: Call, name: string): Steps<Path | undefined> {
  const { variables, cwd } = call.state;
  const directories = variables.get('CDPATH');
  if (!directories || name === '' || /^(?:\/|\.\.?(?:\/|$))/.test(name)) return undefined;
  for (const directory of directories.split(':')) {
    const place = `${directory || '.'}/${name}`;
    if ((yield* statText(call.fs, cwd, place))?.type !== 'directory') continue;
    return directory === '' ? undefined : yield* resolvePath(call.fs, cwd, place, 'keep');
  }
  return undefined;
}

function* fail(call: Call, message: string): Steps<number> {
  yield* call.complain(`cd: ${message}`);
  return 1;
}
