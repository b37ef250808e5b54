// public/programs/: the built programs, and manifest.json, which tells what they are.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the built programs are. */
export const published = fileURLToPath(new URL('../public/programs/', import.meta.url));

export interface FileEntry {
  readonly path: string;
  /** In bytes; `brotli` is that of its compressed form, of quality 11. */
  readonly size: number;
  readonly brotli: number;
  readonly sha256: string;
}

/** A program of the manifest. */
export interface Entry {
  readonly name: string;
  /** Of what it is built from. */
  readonly version: string;
  /** `sourceHash()` when it was built. */
  readonly source: string;
  readonly licences: string;
  readonly commands: readonly string[];
  readonly files: Readonly<Record<'plain' | 'asyncify', FileEntry>>;
}

const file = 'manifest.json';

export function readManifest(): readonly Entry[] {
  const path = join(published, file);
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, 'utf8')) as { programs: Entry[] }).programs;
}

/** Puts a program into the manifest, in the place of the one of its name. */
export function writeEntry(entry: Entry): void {
  const others = readManifest().filter(({ name }) => name !== entry.name);
  const programs = [...others, entry].sort((a, b) => (a.name < b.name ? -1 : 1));
  publish(file, `${JSON.stringify({ programs }, undefined, 2)}\n`);
}

/** Puts `bytes` into public/programs/ at once, for those who read it meanwhile. */
export function publish(name: string, bytes: Buffer | string): void {
  mkdirSync(published, { recursive: true });
  const beside = join(published, `.${name}.new`);
  writeFileSync(beside, bytes);
  renameSync(beside, join(published, name));
}
