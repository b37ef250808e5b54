// What a command's name stands for: a builtin, a program of /bin, or nothing that runs.
import { isSystemError, sentences, SystemError } from '../../wasi/vfs/error.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { resolveLexically, splitPath } from '../../wasi/vfs/path.ts';
import type { Builtin, Builtins } from './builtins/builtin.ts';
import { resolvePath, statFollowing } from './files.ts';
import { printable } from './quote.ts';
import type { State } from './state.ts';
import type { Steps } from './steps.ts';
import type { World } from '../process/world.ts';

/** The directory of the programs. Where `$PATH` was never set, it is this. */
export const programDirectory = '/bin';

/** What a name stands for. `message` says what is wrong, for status 126 or 127. */
export type Found =
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'none'; readonly status: 126 | 127; readonly message: string };

/** Finds what runs under `name`. */
export function* findCommand(
  name: string,
  state: State,
  world: Pick<World, 'fs' | 'programs'>,
  builtins: Builtins,
): Steps<Found> {
  if (name.includes('/')) return yield* findPath(name, state, world);
  const builtin = builtins.get(name);
  if (builtin !== undefined) return { kind: 'builtin', builtin };
  const [program] = findPrograms(name, state, world);
  if (program !== undefined) return { kind: 'program', program: name };
  // As bash: without a path there is nothing to search, only a file that is not there.
  const sentence = state.variables.get('PATH') ? 'command not found' : sentences.ENOENT;
  return { kind: 'none', status: 127, message: `${printable(name)}: ${sentence}` };
}

/** The paths under which `$PATH` has the program `name`. */
export function findPrograms(
  name: string,
  state: State,
  world: Pick<World, 'programs'>,
): readonly string[] {
  if (!world.programs.has(name)) return [];
  const directories = state.variables.get('PATH')?.split(':') ?? [];
  return directories
    .filter((directory) => isProgramDirectory(resolveDirectory(state.cwd, directory)))
    .map((directory) =>
      directory === '' ? `./${name}` : `${directory.replace(/\/+$/, '')}/${name}`,
    );
}

/** A directory of `$PATH`; one that cannot be a path is as good as empty. */
function resolveDirectory(cwd: Path, directory: string): Path {
  if (directory === '') return cwd;
  try {
    return resolveLexically(cwd, directory);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function isProgramDirectory(path: Path): boolean {
  return path.length === 1 && path[0] === 'bin';
}

/** A name with a slash: the program itself, or why it is not one. */
function* findPath(
  name: string,
  state: State,
  { fs, programs }: Pick<World, 'fs' | 'programs'>,
): Steps<Found> {
  try {
    // A program is known by the name of its directory, wherever a link may lead.
    const path = yield* resolvePath(fs, state.cwd, name, 'keep');
    const program = path.at(-1) ?? '';
    const { directory } = splitPath(name);
    if (isProgramDirectory(path.slice(0, -1)) && programs.has(program) && !directory) {
      return { kind: 'program', program };
    }
    const { type } = yield* statFollowing(fs, path);
    if (type === 'directory') throw new SystemError('EISDIR');
    throw new SystemError(directory ? 'ENOTDIR' : 'EACCES');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const status = error.code === 'ENOENT' ? 127 : 126;
    return { kind: 'none', status, message: `${printable(name)}: ${error.message}` };
  }
}
