// Whether a process has something open at a place in the tree, or below.
import type { Description, DescriptorTable } from '../../wasi/fd/table.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { resolveLexically, startsWith, type Path } from '../../wasi/vfs/path.ts';

export function hasOpenBelow(table: DescriptorTable, path: Path): boolean {
  return [...table.entries()].some(([, { description }]) => {
    const place = placeOf(description);
    return place !== undefined && startsWith(place, path);
  });
}

/** Where it was opened, or is now; undefined for what is nowhere. */
function placeOf(description: Description): Path | undefined {
  if (description.kind === 'file')
    return description.name === undefined ? undefined : resolveLexically([], description.name);
  if (description.kind === 'stream') return undefined;
  try {
    return description.path;
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
    return undefined; // removed
  }
}
