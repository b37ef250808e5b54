// For tests: what a disk may hold amid an operation of `fault-operations.ts`, whatever stopped it.
import { FakeDisk } from './fake-disk.ts';
import { before, type Operation } from './fault-operations.ts';

/** What is on a disk, by path. */
export type Tree = Readonly<Record<string, string>>;

/** The disk before each operation. */
export const original: Tree = new FakeDisk(before).tree();

/**
 * What is on the disk and should not be, or is not there and should be.
 * @param after what the whole operation makes of it
 * @param lied the browser said of what is there that it is not
 */
export function wrong(
  tree: Tree,
  after: Tree,
  { amid = {}, unseen = {} }: Operation,
  lied = false,
): string[] {
  const found: string[] = [];
  for (const path of new Set([...Object.keys(tree), ...Object.keys(original)])) {
    // Whoever is gone cannot remove what gave a directory its time: it is empty, and its name says what it is.
    if (path.includes('.touch-')) continue;
    const allowed = [original[path], after[path], ...(amid[path] ?? [])];
    if (lied) allowed.push(...(unseen[path] ?? []));
    if (!allowed.includes(tree[path])) found.push(`${path} is ${tree[path]?.slice(0, 20)}`);
  }
  if (lied && Object.keys(unseen).length > 0) return found;
  const texts = Object.values(tree);
  for (const text of Object.values(original)) {
    const stays = Object.values(after).some((other) => other.startsWith(text));
    if (stays && !texts.some((other) => other.startsWith(text))) found.push(`${text} is lost`);
  }
  return found;
}
