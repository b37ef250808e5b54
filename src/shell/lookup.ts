// What a command's name stands for: a function, a builtin, a program of /bin, a script, or nothing that runs.
import { isSystemError, sentences, SystemError } from '../../wasi/vfs/error.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { resolveLexically, splitPath } from '../../wasi/vfs/path.ts';
import type { Builtin, Builtins } from './builtins/builtin.ts';
import { readText, resolvePath, statFollowing } from './files.ts';
import type { ReadableFileSystem } from './interruptible-fs.ts';
import { printable } from './quote.ts';
import type { ShellFunction, State } from './state.ts';
import type { Steps } from './steps.ts';
import type { World } from '../process/world.ts';

/** The directory of the programs. Where `$PATH` was never set, it is this. */
export const programDirectory = '/bin';

/** What a name stands for. `message` says what is wrong, for status 126 or 127. */
export type Found =
  | { readonly kind: 'function'; readonly function: ShellFunction }
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'script'; readonly text: string }
  | { readonly kind: 'none'; readonly status: 1 | 126 | 127; readonly message: string };

/** Where names are looked up. */
export interface Lookup {
  readonly state: State;
  readonly fs: ReadableFileSystem;
  readonly world: Pick<World, 'programs'>;
  readonly builtins: Builtins;
}

/** The function or builtin of that name, which no file has to be asked for. @param only see `findCommand` */
export function findKnown(
  name: string,
  { state, builtins }: Pick<Lookup, 'state' | 'builtins'>,
  only?: 'commands' | 'builtins',
): Found | undefined {
  if (only === undefined) {
    const found = state.functions.get(name);
    if (found !== undefined) return { kind: 'function', function: found };
  }
  const builtin = builtins.get(name);
  return builtin === undefined ? undefined : { kind: 'builtin', builtin };
}

/**
 * Finds what runs under `name`.
 * @param only `commands` leaves functions out, `programs` builtins too, `builtins` all but these
 */
export function* findCommand(
  name: string,
  { state, fs, world, builtins }: Lookup,
  only?: 'commands' | 'programs' | 'builtins',
): Steps<Found> {
  const known = only === 'programs' ? undefined : findKnown(name, { state, builtins }, only);
  if (known !== undefined) return known;
  if (only === 'builtins') {
    return { kind: 'none', status: 1, message: `builtin: ${printable(name)}: not a shell builtin` };
  }
  if (name.includes('/')) return yield* findPath(name, state, fs, world);
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

/** A name with a slash: the program itself, a script, or why it is neither. */
function* findPath(
  name: string,
  state: State,
  fs: ReadableFileSystem,
  { programs }: Pick<World, 'programs'>,
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
    if (directory) throw new SystemError('ENOTDIR');
    if (type !== 'file') throw new SystemError('EACCES');
    return findScript(name, yield* readText(fs, path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const status = error.code === 'ENOENT' ? 127 : 126;
    return { kind: 'none', status, message: `${printable(name)}: ${error.message}` };
  }
}

/** A browser's files have no permission to be run: what says in its first line who runs it can be. */
function findScript(name: string, text: string): Found {
  const [, interpreter, argument = ''] = /^#![ \t]*(\S+)[ \t]*(\S*)/.exec(text) ?? [];
  if (interpreter === undefined) throw new SystemError('EACCES');
  const program = interpreter.replace(/^.*\//, '');
  const shell = program === 'env' ? argument : program;
  if (/^(?:sh|bash|dash|ash|dirsh)$/.test(shell)) return { kind: 'script', text };
  const message = `${printable(name)}: cannot execute: required file not found`;
  return { kind: 'none', status: 127, message };
}
