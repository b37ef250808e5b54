// What the conformance suite does with a file system, and how it says what is wrong.
import { isSystemError, type Code } from './error.ts';
import type { FileSystem, OpenFile, OpenOptions, Stat } from './filesystem.ts';
import { splitPath, type Path } from './path.ts';

/** Fails a test. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [show(actual), show(expected)];
  if (got !== wanted) throw new ConformanceError(`${what}: ${got} instead of ${wanted}`);
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ??
    'undefined'
  );
}

export function at(text: string): Path {
  return text === '' ? [] : splitPath(text).components;
}

export const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const forReading: OpenOptions = { read: true, write: false };
export const forWriting: OpenOptions = { read: true, write: true };
export const forCreating: OpenOptions = { ...forWriting, create: true };
export const anew: OpenOptions = { ...forCreating, truncate: true };

/** One empty file system, and what a test does with it. */
export class Bench {
  readonly fs: FileSystem;

  constructor(fs: FileSystem) {
    this.fs = fs;
  }

  async open(path: string, options: OpenOptions): Promise<OpenFile> {
    const opened = await this.fs.open(at(path), options);
    if (opened.kind !== 'file') throw new ConformanceError(`${path} is no file`);
    return opened;
  }

  async put(path: string, text: string): Promise<void> {
    const file = await this.open(path, anew);
    await file.write(0, encoder.encode(text));
    await file.close();
  }

  async text(path: string): Promise<string> {
    const file = await this.open(path, forReading);
    const text = await contentOf(file);
    await file.close();
    return text;
  }

  async stat(path: string): Promise<Stat> {
    return this.fs.stat(at(path));
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.stat(path);
      return true;
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
      throw error;
    }
  }

  async makeDirectory(path: string): Promise<void> {
    await this.fs.createDirectory(at(path));
  }

  async list(path: string): Promise<string[]> {
    const listing = await this.fs.list(at(path));
    const names: string[] = [];
    for (;;) {
      const entries = await listing.next();
      if (entries.length === 0) return names.toSorted();
      for (const { name, type } of entries) names.push(type === 'directory' ? `${name}/` : name);
    }
  }
}

export async function contentOf(file: OpenFile): Promise<string> {
  let text = '';
  for (let position = 0; ;) {
    const bytes = await file.read(position, 7);
    if (bytes.length === 0) return text;
    text += decoder.decode(bytes);
    position += bytes.length;
  }
}

export async function fails(codes: Code | readonly Code[], action: () => unknown): Promise<void> {
  const wanted = typeof codes === 'string' ? [codes] : codes;
  try {
    await action();
  } catch (error) {
    if (isSystemError(error, ...wanted)) return;
    throw new ConformanceError(`${String(error)} instead of ${wanted.join(' or ')}`, {
      cause: error,
    });
  }
  throw new ConformanceError(`no error instead of ${wanted.join(' or ')}`);
}

/** Registers one test, on a file system of its own. */
export type Check = (title: string, body: (bench: Bench) => Promise<void>) => void;
