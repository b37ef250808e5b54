// The files that a program is about to ask for, by its arguments.
import { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import type { MountTable } from '../../wasi/vfs/mounts.ts';
import { resolveIfPath, type Path } from '../../wasi/vfs/path.ts';

/**
 * Tells the file systems which arguments may be names of files, in their order: a program that opens one after another is
 * served ahead. Most arguments of most programs are none, and many could not be.
 * @param args without the program's own name
 */
export function expectArguments(tree: MountTable, cwd: Path, args: readonly string[]): void {
  const given = new Map<HandleFileSystem, Path[]>();
  for (const argument of args) {
    if (argument.startsWith('-')) continue;
    const path = resolveIfPath(cwd, argument);
    if (path === undefined) continue;
    const { mount, inner } = tree.mountOf(path);
    if (!(mount.fs instanceof HandleFileSystem) || inner.length === 0) continue;
    const paths = given.get(mount.fs) ?? [];
    given.set(mount.fs, paths);
    paths.push(inner);
  }
  for (const [fs, paths] of given) fs.ahead?.given(paths);
}
