// The directories that a program has from the start.
import { rightsAt, type RightsTree } from './rights.ts';
import { DirectoryDescription } from './directory.ts';
import type { DescriptorTable } from './table.ts';
import type { Path } from '../vfs/path.ts';

/** The first descriptor behind the standard ones: wasi-libc looks for preopened directories from here on. */
export const firstPreopen = 3;

/**
 * The whole tree, for programs that set their own working directory (`$PWD`): `..` stops at its root.
 * wasi-libc gives `.` and `/` the same empty prefix, so that `/` must be the only one.
 */
export function preopenRoot(table: DescriptorTable, tree: RightsTree): void {
  const description = new DirectoryDescription(
    tree,
    [],
    { floor: 0, clamp: true, inherited: true },
    '/',
  );
  table.setPreopen(firstPreopen, { description, ...rightsAt(tree, []) });
}

/**
 * Directories by name, for programs that know no working directory: `.` is the cwd, whose `..` may climb to the root.
 * From the others, and from each directory that is opened below them, no path leads out, as WASI has it.
 * @param names each directory's name for the program, and where it is in the tree
 */
export function preopenNamed(
  table: DescriptorTable,
  tree: RightsTree,
  names: readonly { readonly name: string; readonly path: Path }[],
): void {
  for (const [index, { name, path }] of names.entries()) {
    const cwd = name === '.';
    const boundary = { floor: cwd ? 0 : path.length, clamp: false, inherited: cwd };
    const description = new DirectoryDescription(tree, path, boundary, name);
    table.setPreopen(firstPreopen + index, { description, ...rightsAt(tree, path) });
  }
}
