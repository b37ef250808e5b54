// Applies unified diffs, strictly: each line of context must be where the patch says.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Applies `patch`, whose paths have one component before those below `folder` (`patch -p1`).
 * Returns the paths that it changed. What stands before the first `---` is its header.
 */
export function applyPatch(folder: string, patch: string): string[] {
  const changed: string[] = [];
  const lines = patch.split('\n');
  let at = 0;
  while (at < lines.length) {
    const from = lines[at];
    const to = lines[at + 1];
    if (!from?.startsWith('--- a/') || !to?.startsWith('+++ b/')) {
      at++;
      continue;
    }
    const path = to.slice('+++ b/'.length);
    at += 2;
    const old = readFileSync(join(folder, path), 'utf8').split('\n');
    const result: string[] = [];
    let read = 0;
    for (;;) {
      const hunk = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/.exec(lines[at] ?? '');
      if (hunk === null) break;
      at++;
      const start = Number(hunk[1]) - 1;
      result.push(...old.slice(read, start));
      read = start;
      for (; at < lines.length; at++) {
        const line = lines[at] ?? '';
        const text = line.slice(1);
        if (line.startsWith('+')) {
          result.push(text);
        } else if (line.startsWith(' ') || (line.startsWith('-') && !line.startsWith('--- a/'))) {
          if (old[read] !== text) {
            throw new Error(`${path}:${read + 1}: expected ${text}\nbut found ${old[read]}`);
          }
          read++;
          if (line.startsWith(' ')) result.push(text);
        } else {
          break;
        }
      }
    }
    result.push(...old.slice(read));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), result.join('\n'));
    changed.push(path);
  }
  if (changed.length === 0) throw new Error('a patch that changes nothing');
  return changed;
}
