// The hash of everything that decides what the programs are: a manifest that was made from other
// sources than those beside it is found without building.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const coreutils = fileURLToPath(new URL('.', import.meta.url));

/** The files that decide the output, relative to this folder, in the order in which they are hashed. */
export function sources(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(coreutils, folder)).map((name) => `${folder}/${name}`);
  const files = [
    '../wasi/preview1/waiting.ts',
    'Cargo.lock',
    'Cargo.toml',
    'build.ts',
    'patch.ts',
    ...below('patches'),
    ...below('src'),
  ];
  return files.sort();
}

/** SHA-256 over the names and contents of `sources()`, in hexadecimal. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of sources()) {
    // Git may check texts out with CRLF: the same source has the same hash everywhere.
    const text = readFileSync(join(coreutils, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${file}\0${text.length}\0${text}\0`);
  }
  return hash.digest('hex');
}
