// What a command's name stands for: a function, a builtin, a program, a script, or nothing that runs.
import { isSystemError, sentences, SystemError } from '../../wasi/vfs/error.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { resolveIfPath, splitPath } from '../../wasi/vfs/path.ts';
import type { Builtin, Builtins } from './builtins/builtin.ts';
import { listDirectory, readHead, readText, resolvePath, statFollowing } from './files.ts';
import type { ReadableFileSystem } from './interruptible-fs.ts';
import { whyNotHere } from './not-here.ts';
import { printable } from './quote.ts';
import type { ShellFunction, State } from './state.ts';
import type { Steps } from './steps.ts';
import { headSize, kindOf } from '../process/wasm-file.ts';
import type { Executable, World } from '../process/world.ts';

/** The directory of the programs. Where `$PATH` was never set, it is this. */
export const programDirectory = '/bin';

/** The names of this shell in the directory of the programs. */
export const shellNames: ReadonlySet<string> = new Set(['bash', 'sh', 'dirsh']);

/** What a name stands for. `message` says what is wrong, for status 126 or 127. */
export type Found =
  | { readonly kind: 'function'; readonly function: ShellFunction }
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  | { readonly kind: 'program'; readonly program: Executable }
  | { readonly kind: 'shell' }
  /** `interpreter` is what its first line asks for, with an argument perhaps; `path` where it was found. */
  | {
      readonly kind: 'script';
      readonly text: string;
      readonly interpreter: readonly string[];
      readonly path: string;
    }
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
  const builtin = state.disabled.has(name) ? undefined : builtins.get(name);
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
  const [place] = yield* findPlaces(name, { state, fs, programs: world.programs }, 'first');
  if (place !== undefined) return place.found;
  // As bash: without a path there is nothing to search, only a file that is not there.
  const sentence = state.variables.get('PATH') ? 'command not found' : sentences.ENOENT;
  const why = whyNotHere(name);
  const reason = why === undefined ? '' : ` (${why})`;
  return { kind: 'none', status: 127, message: `${printable(name)}: ${sentence}${reason}` };
}

/** A place of `$PATH` at which a name is found. */
export interface Place {
  /** As `$PATH` has it. */
  readonly path: string;
  readonly found: Found;
}

/**
 * The places at which `$PATH` has a program, or a script, of this name: `tool` is also a WebAssembly file `tool.wasm`. What is
 * neither has no permission to be run, as it were, and is passed over.
 */
export function* findPlaces(
  name: string,
  { state, fs, programs }: Pick<Lookup, 'state' | 'fs'> & Pick<World, 'programs'>,
  which: 'first' | 'all',
): Steps<readonly Place[]> {
  const places: Place[] = [];
  for (const directory of state.variables.get('PATH')?.split(':') ?? []) {
    if (which === 'first' && places.length > 0) break;
    const place = resolveIfPath(state.cwd, directory || '.'); // what cannot be a path is none
    if (place === undefined) continue;
    const prefix = directory === '' ? './' : `${directory.replace(/\/+$/, '')}/`;
    if (isProgramDirectory(place)) {
      if (isProgram(name, { programs }))
        places.push({ path: prefix + name, found: programOf(name) });
      continue;
    }
    for (const file of [name, `${name}.wasm`]) {
      const found = yield* findFile(prefix + file, [...place, file], fs, { programs });
      if (found.kind === 'none') continue;
      places.push({ path: prefix + file, found });
      break;
    }
  }
  return places;
}

function isProgramDirectory(path: Path): boolean {
  return path.length === 1 && path[0] === 'bin';
}

/** Whether it is in the directory of the programs. */
export function isProgram(name: string, { programs }: Pick<World, 'programs'>): boolean {
  return programs.has(name) || shellNames.has(name);
}

function programOf(name: string): Found {
  return shellNames.has(name) ? { kind: 'shell' } : { kind: 'program', program: name };
}

/**
 * What runs by its name from the directories of `$PATH` other than that of the programs, and begins with `prefix`; a
 * WebAssembly file without its `.wasm`.
 */
export function* namesInPath(
  prefix: string,
  { state, fs, programs }: Pick<Lookup, 'state' | 'fs'> & Pick<World, 'programs'>,
): Steps<readonly string[]> {
  const names = new Set<string>();
  for (const directory of state.variables.get('PATH')?.split(':') ?? []) {
    const place = resolveIfPath(state.cwd, directory || '.');
    if (place === undefined || isProgramDirectory(place)) continue;
    for (const { name, type } of yield* listDirectory(fs, place)) {
      if (!name.startsWith(prefix) || (type !== 'file' && type !== 'symlink')) continue;
      const found = yield* findFile(name, [...place, name], fs, { programs });
      if (found.kind !== 'none')
        names.add(found.kind === 'program' ? name.replace(/\.wasm$/, '') : name);
    }
  }
  return [...names];
}

/** A name with a slash: the program itself, a script, or why it is neither. */
export function* findPath(
  name: string,
  state: State,
  fs: ReadableFileSystem,
  world: Pick<World, 'programs'>,
): Steps<Found> {
  try {
    // A program is known by the name of its directory, wherever a link may lead.
    const path = yield* resolvePath(fs, state.cwd, name, 'keep');
    const program = path.at(-1) ?? '';
    if (isProgramDirectory(path.slice(0, -1)) && isProgram(program, world)) {
      if (!splitPath(name).directory) return programOf(program);
    }
    return yield* findFile(name, path, fs, world);
  } catch (error) {
    return notFound(name, error);
  }
}

/** What the file at `path` is, which was called by `name`. */
function* findFile(
  name: string,
  path: Path,
  fs: ReadableFileSystem,
  world: Pick<World, 'programs'>,
): Steps<Found> {
  try {
    const { type } = yield* statFollowing(fs, path);
    if (type === 'directory') throw new SystemError('EISDIR');
    if (splitPath(name).directory) throw new SystemError('ENOTDIR');
    if (type !== 'file') throw new SystemError('EACCES');
    const kind = kindOf(yield* readHead(fs, path, headSize));
    // Why a component does not run is told by whoever reads it.
    if (kind === 'module' || kind === 'component') return { kind: 'program', program: path };
    if (kind === 'text') return findScript(name, yield* readText(fs, path), world);
    const message = `${printable(name)}: cannot execute binary file: ${sentences.ENOEXEC}`;
    return { kind: 'none', status: 126, message };
  } catch (error) {
    return notFound(name, error);
  }
}

/** @throws what is no SystemError */
function notFound(name: string, error: unknown): Found {
  if (!isSystemError(error)) throw error;
  const status = error.code === 'ENOENT' ? 127 : 126;
  return { kind: 'none', status, message: `${printable(name)}: ${error.message}` };
}

/**
 * A browser's files have no permission to be run: what says in its first line who runs it can be, and what has the name
 * of a shell's script.
 */
function findScript(path: string, text: string, world: Pick<World, 'programs'>): Found {
  const [, interpreter, rest = ''] =
    /^#![ \t]*(\S+)[ \t]*(.*?)\s*$/m.exec(text.split('\n', 1)[0] ?? '') ?? [];
  if (interpreter === undefined) {
    if (!/\.(?:sh|bash)$/.test(path)) throw new SystemError('EACCES');
    return { kind: 'script', text, interpreter: ['bash'], path };
  }
  const words = interpreterWords(interpreter, rest);
  const [program = ''] = words;
  const shell = program === 'dash' || program === 'ash' ? 'sh' : program;
  if (isProgram(shell, world)) {
    return { kind: 'script', text, interpreter: [shell, ...words.slice(1)], path };
  }
  const message = `${printable(path)}: cannot execute: required file not found`;
  return { kind: 'none', status: 127, message };
}

/** The program's name and its argument: the kernel gives all that follows as one, `env -S` takes it apart. */
function interpreterWords(interpreter: string, rest: string): readonly string[] {
  const program = interpreter.replace(/^.*\//, '');
  if (program !== 'env') return rest === '' ? [program] : [program, rest];
  return rest.replace(/^-S\s*/, '').split(/\s+/);
}
