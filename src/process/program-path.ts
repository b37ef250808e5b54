// What the name of a command stands for, for the programs that others start: the shell finds its own (shell/lookup.ts).
import { headSize, kindOf } from './wasm-file.ts';
import type { Executable, World } from './world.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import { resolveLexically, type Path } from '../../wasi/vfs/path.ts';

/** What PATH is where it is not set. */
const defaultPath = '/bin';

/**
 * The program that `name` stands for, as execvp(3) finds it; in `PATH` `tool` is also `tool.wasm`.
 * @throws SystemError ENOENT none; ENOEXEC no program; ENAMETOOLONG, EINVAL no path; what `open` and `read` do
 */
export async function findProgram(
  name: string,
  path: string | undefined,
  cwd: Path,
  { fs, programs }: Pick<World, 'fs' | 'programs'>,
): Promise<Executable> {
  const ownOf = ([directory, program = '', ...rest]: Path): string | undefined =>
    directory === 'bin' && rest.length === 0 && programs.has(program) ? program : undefined;
  if (name.includes('/')) {
    const place = resolveLexically(cwd, name);
    const own = ownOf(place);
    if (own !== undefined) return own;
    if (!(await isModule(fs, place))) throw new SystemError('ENOEXEC');
    return place;
  }
  for (const directory of name === '' ? [] : (path ?? defaultPath).split(':')) {
    const place = resolveLexically(cwd, `${directory || '.'}/${name}`);
    const own = ownOf(place);
    if (own !== undefined) return own;
    if (place.length === 2 && place[0] === 'bin') continue;
    for (const file of [place, [...place.slice(0, -1), `${name}.wasm`]]) {
      try {
        if (await isModule(fs, file)) return file;
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    }
  }
  throw new SystemError('ENOENT');
}

/** @throws SystemError what `open` and `read` do */
async function isModule(fs: World['fs'], path: Path): Promise<boolean> {
  const file = await fs.open(path, { read: true, write: false });
  try {
    return file.kind === 'file' && kindOf(await file.read(0, headSize)) === 'module';
  } finally {
    await file.close();
  }
}
