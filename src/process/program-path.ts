// Where `$PATH` has a program, for the programs that others start: the shell finds its own (shell/lookup.ts).
import { SystemError } from '../../wasi/vfs/error.ts';
import { resolveLexically, type Path } from '../../wasi/vfs/path.ts';

/** What PATH is where it is not set. */
const defaultPath = '/bin';

/**
 * The program that `name` stands for, as execvp(3) finds it.
 * @throws SystemError ENOENT none; ENAMETOOLONG, EINVAL no path
 */
export function findProgram(
  name: string,
  path: string | undefined,
  cwd: Path,
  programs: ReadonlySet<string>,
): string {
  const candidates = name.includes('/')
    ? [name]
    : (path ?? defaultPath).split(':').map((directory) => `${directory || '.'}/${name}`);
  for (const candidate of candidates) {
    const [directory, program = '', ...rest] = resolveLexically(cwd, candidate);
    if (directory === 'bin' && rest.length === 0 && programs.has(program)) return program;
  }
  throw new SystemError('ENOENT');
}
