// What a directory's place in the tree allows.
import { directoryRights, fileRights, writing } from '../preview1/structs.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { Path } from '../vfs/path.ts';

/** A tree that may be read-only in parts. */
export type RightsTree = FileSystem & { readOnlyAt?(path: Path): boolean };

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
