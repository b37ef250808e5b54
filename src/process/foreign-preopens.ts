// The directories that a program of the user's has from the start: it knows no `$PWD`.
import { preopenNamed } from '../../wasi/fd/preopens.ts';
import type { RightsTree } from '../../wasi/fd/rights.ts';
import type { DescriptorTable } from '../../wasi/fd/table.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { Path } from '../../wasi/vfs/path.ts';

/** What anybody may look at, and nobody can make anything in. */
const harmless: readonly string[] = ['bin', 'dev'];

/**
 * Preopens the working directory as `.`, and directories of the root by their names. To wasi-libc `tmp/x` and `/tmp/x`
 * are one path: so a directory of the root is there only where the working directory has no entry of its name, and one in which
 * files can be made only where an argument names it.
 */
export async function preopenForeign(
  table: DescriptorTable,
  tree: RightsTree,
  cwd: Path,
  args: readonly string[],
): Promise<void> {
  const names = [{ name: '.', path: cwd }];
  for (const top of cwd.length === 0 ? [] : await directoriesOf(tree)) {
    if (!harmless.includes(top) && !args.some((arg) => isNamedIn(arg, `/${top}`))) continue;
    if (!(await exists(tree, [...cwd, top]))) names.push({ name: `/${top}`, path: [top] });
  }
  preopenNamed(table, tree, names);
}

/** Whether `directory` begins a path in an argument: `-o/tmp/x` is none, `--output=/tmp/x` is one. */
function isNamedIn(arg: string, directory: string): boolean {
  return arg.split(/[=:,]/).some((part) => part === directory || part.startsWith(`${directory}/`));
}

async function directoriesOf(tree: RightsTree): Promise<string[]> {
  const names: string[] = [];
  const listing = await tree.list([]);
  for (let some = await listing.next(); some.length > 0; some = await listing.next())
    for (const { name, type } of some) if (type === 'directory') names.push(name);
  return names;
}

async function exists(tree: RightsTree, path: Path): Promise<boolean> {
  try {
    await tree.stat(path);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code !== 'ENOENT';
  }
}
