// For tests: a fake folder as a file system, and what tests do with files.
import { SystemError } from './error.ts';
import { FakeDisk, type Content } from './fake-disk.ts';
import { fakeFolder } from './fake-handles.ts';
import type { FileSystem, OpenFile, OpenOptions } from './filesystem.ts';
import { HandleFileSystem } from './handle-fs.ts';
import type { HandleFileSystemOptions } from './handle-fs-options.ts';
import { splitPath, type Path } from './path.ts';
import { ScratchDirectory } from './scratch-file.ts';
import { LocalWriters, type WriterRegistry } from './writers.ts';

/** A registry that tells what is open, and whether every release follows an acquire. */
export class CountedWriters implements WriterRegistry {
  readonly #local = new LocalWriters();
  readonly open = new Set<string>();
  readonly log: string[] = [];
  /** Files that another process writes. */
  readonly others = new Set<string>();

  acquire(key: string): void {
    if (this.others.has(key)) throw new SystemError('EBUSY');
    this.#local.acquire(key);
    this.open.add(key);
  }

  created(key: string): void {
    this.log.push(`created ${key.split('\0')[1]}`);
  }

  stored(key: string): void {
    this.log.push(`stored ${key.split('\0')[1]}`);
  }

  release(key: string): void {
    if (!this.open.delete(key)) throw new Error(`${key} was not acquired`);
    this.#local.release(key);
  }

  has(key: string): boolean {
    return this.#local.has(key) || this.others.has(key);
  }
}

/** A registry that gives a file to its one owner again and again, as a session's does: it hides who forgets to release. */
export class GenerousWriters extends LocalWriters {
  override acquire(key: string): void {
    if (!this.has(key)) super.acquire(key);
  }
}

export interface Folder {
  readonly disk: FakeDisk;
  readonly fs: HandleFileSystem;
  readonly writers: CountedWriters;
  /** What the person was told. */
  readonly told: string[];
}

export function folder(
  files: Content = {},
  options: Partial<HandleFileSystemOptions> = {},
): Folder {
  return folderOn(new FakeDisk(files), options);
}

/** The same in the private storage, where large files are written beside it. */
export function privateFolder(
  files: Content = {},
  options: Partial<HandleFileSystemOptions> = {},
): Folder {
  const disk = new FakeDisk(files, true);
  return folderOn(disk, { scratch: new ScratchDirectory(fakeFolder(disk, ['..'])), ...options });
}

function folderOn(disk: FakeDisk, options: Partial<HandleFileSystemOptions>): Folder {
  const writers = new CountedWriters();
  const told: string[] = [];
  const fs = new HandleFileSystem(fakeFolder(disk), {
    device: 'disk',
    writers,
    explain: (sentence) => told.push(sentence),
    ...options,
  });
  return { disk, fs, writers, told };
}

export const forReading: OpenOptions = { read: true, write: false };
export const forWriting: OpenOptions = { read: true, write: true };
export const anew: OpenOptions = { read: true, write: true, create: true, truncate: true };

export function at(text: string): Path {
  return splitPath(text).components;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export async function open(fs: FileSystem, path: string, options: OpenOptions): Promise<OpenFile> {
  const file = await fs.open(at(path), options);
  if (file.kind !== 'file') throw new Error(`${path} is no file`);
  return file;
}

/** All of an open file. */
export async function content(file: OpenFile): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let position = 0; ;) {
    const part = await file.read(position, 65_536);
    if (part.length === 0) return text;
    text += decoder.decode(part);
    position += part.length;
  }
}

/** The code of the error that `action` ends with; 'none' without one. */
export async function code(action: () => unknown): Promise<string> {
  try {
    await action();
    return 'none';
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}

/** Reads fake files one behind the other: a `Blob` cannot be made of them. */
export async function readEach(files: readonly File[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await Promise.all(files.map((file) => file.bytes()));
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}
