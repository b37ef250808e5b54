// What a directory on the disk holds, in a form that two of them can be compared by.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Types and contents by path. */
export type Tree = Readonly<Record<string, string>>;

/** Everything below `folder`. */
export function readTree(folder: string, below = ''): Tree {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).toSorted()) {
    const path = join(below, name);
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) Object.assign(tree, { [path]: 'directory' }, readTree(folder, path));
    else tree[path] = stat.isFile() ? describeFile(join(folder, path)) : 'other';
  }
  return tree;
}

/** Short contents as they are, for the sake of messages; others by their hash. */
function describeFile(path: string): string {
  const bytes = readFileSync(path);
  if (bytes.length <= 200) return `file ${JSON.stringify(bytes.toString('latin1'))}`;
  const hash = createHash('sha256').update(bytes).digest('hex');
  return `file of ${bytes.length} bytes, sha256 ${hash}`;
}

/** What was added, changed or removed from one tree to another. */
export function changes(from: Tree, to: Tree): Tree {
  const changed: Record<string, string> = {};
  for (const path of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (from[path] !== to[path]) changed[path] = to[path] ?? 'removed';
  }
  return changed;
}
