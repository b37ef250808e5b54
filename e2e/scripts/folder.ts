// The folder that the scripts are run in: made on the disk, and read from there.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files } from './runs.ts';

/**
 * Makes the folder, with the scripts in it.
 * @param sh what runs the scripts of `#!/bin/sh`: this system's may be another shell than bash
 */
export function makeFolder(folder: string, sh = '/bin/sh'): void {
  for (const [name, content] of Object.entries(files)) put(join(folder, name), content);
  for (const name of readdirSync(import.meta.dirname)) {
    if (!name.endsWith('.sh')) continue;
    const path = join(folder, 'scripts', name);
    put(
      path,
      readFileSync(join(import.meta.dirname, name), 'utf8').replace(/^#!\/bin\/sh/, `#!${sh}`),
    );
    chmodSync(path, 0o755);
  }
}

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** All names below the folder, with the content of files; without the scripts. */
export function readFolder(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.startsWith(join(folder, 'scripts'))) continue;
    found[path.slice(folder.length)] = entry.isDirectory() ? '/' : readFileSync(path, 'utf8');
  }
  return found;
}
