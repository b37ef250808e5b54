// What a directory's place in the tree allows, and what the way allows in which a file was opened.
import * as rights from '../preview1/rights.ts';
import { directoryRights, fileRights, writing } from '../preview1/structs.ts';
import type { FileSystem, Tree } from '../vfs/filesystem.ts';
import type { Path } from '../vfs/path.ts';

/** A tree that may be read-only in parts. */
export type RightsTree = FileSystem & Pick<Tree, 'readOnlyAt'>;

/**
 * What may be done in a directory, and with what is opened through it: nothing that writes where the file system is
 * read-only. The root of a tree of mounts keeps all rights, as what lies below it may be writable.
 */
export function rightsAt(
  tree: RightsTree,
  path: Path,
): { readonly rights: bigint; readonly inheriting: bigint } {
  const readOnly = path.length > 0 && (tree.readOnlyAt?.(path) ?? tree.readOnly);
  const kept = readOnly ? ~writing : ~0n;
  return { rights: directoryRights & kept, inheriting: (directoryRights | fileRights) & kept };
}

/** What changes a file's content, or stores it. */
const changing = rights.write | rights.allocate | rights.setSize | rights.datasync;

/**
 * What can be done with a file of all that `base` asks for: without the right to write it is not opened for writing, and
 * then it cannot be cut either (ftruncate(2), EBADF). Its times can be set, as by futimens(3).
 */
export function rightsOfFile(base: bigint): bigint {
  return base & fileRights & (base & rights.write ? ~0n : ~changing);
}
