// The hash of everything that decides what a program is: a manifest that was made from other
// sources than those beside it is found without building.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const programsFolder = fileURLToPath(new URL('.', import.meta.url));

/** The programs: the folders here that pin what they are made of. */
export function programNames(): string[] {
  return readdirSync(programsFolder)
    .filter((name) => existsSync(join(programsFolder, name, 'Cargo.lock')))
    .sort();
}

/** The files that decide the output, relative to this folder, in the order in which they are hashed. */
export function sources(program: string): string[] {
  const below = (folder: string): string[] =>
    existsSync(join(programsFolder, folder))
      ? readdirSync(join(programsFolder, folder)).map((name) => `${folder}/${name}`)
      : [];
  const files = [
    '../wasi/preview1/waiting.ts',
    'build.ts',
    'patch.ts',
    'profile.toml',
    'toolchain.ts',
    'shared/Cargo.toml',
    ...below('shared/src'),
    `${program}/Cargo.lock`,
    `${program}/Cargo.toml`,
    ...below(`${program}/patches`),
    ...below(`${program}/src`),
  ];
  return files.sort();
}

/** SHA-256 over the names and contents of `sources()`, in hexadecimal. */
export function sourceHash(program: string): string {
  const hash = createHash('sha256');
  for (const file of sources(program)) {
    // Git may check texts out with CRLF: the same source has the same hash everywhere.
    const text = readFileSync(join(programsFolder, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${file}\0${text.length}\0${text}\0`);
  }
  return hash.digest('hex');
}
