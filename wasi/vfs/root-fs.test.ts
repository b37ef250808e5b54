import { expect, test } from 'vitest';
import type { FileSystem } from './filesystem.ts';
import { isSystemError } from './error.ts';
import { MemoryFileSystem } from './memory-fs.ts';
import { formatPath, type Path } from './path.ts';
import { ReadOnlyFileSystem } from './read-only.ts';
import { RootFileSystem } from './root-fs.ts';

/** What a call comes to: an errno, or that it is done. */
async function outcome(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'done';
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
}

async function listing(fs: FileSystem, path: Path): Promise<string[]> {
  return (await (await fs.list(path)).next()).map(({ name, type }) => `${type} ${name}`).toSorted();
}

const paths: readonly Path[] = [
  [],
  ['mnt'],
  ['mnt', 'a'],
  ['mnt', 'b'],
  ['no'],
  ['no', 'a'],
  ['mnt', 'a', 'b', 'c'],
];
const calls: Record<string, (fs: FileSystem, path: Path, other: Path) => unknown> = {
  stat: (fs, path) => fs.stat(path),
  list: (fs, path) => fs.list(path),
  'open for reading': (fs, path) => fs.open(path, { read: true, write: false }),
  'open for writing': (fs, path) => fs.open(path, { read: true, write: true }),
  'open with O_CREAT': (fs, path) => fs.open(path, { read: true, write: true, create: true }),
  'open with O_EXCL': (fs, path) =>
    fs.open(path, { read: true, write: true, create: true, exclusive: true }),
  createDirectory: (fs, path) => fs.createDirectory(path),
  removeDirectory: (fs, path) => fs.removeDirectory(path),
  unlink: (fs, path) => fs.unlink(path),
  setTimes: (fs, path) => fs.setTimes(path, {}),
  symlink: (fs, path) => fs.symlink('x', path),
  readlink: (fs, path) => fs.readlink(path),
  rename: (fs, path, other) => fs.rename(path, other),
  link: (fs, path, other) => fs.link(path, other),
};

test.each(Object.entries(calls))(
  '%s is answered as by a read-only tree of directories',
  async (_name, call) => {
    const points: Path[] = [['mnt', 'a', 'b'], ['dev']];
    const root = new RootFileSystem(points);
    const memory = new MemoryFileSystem();
    for (const path of [['mnt'], ['mnt', 'a'], ['mnt', 'a', 'b'], ['dev']])
      memory.createDirectory(path);
    const model = new ReadOnlyFileSystem(memory);
    for (const path of paths) {
      for (const other of paths) {
        const expected = await outcome(() => call(model, path, other));
        expect(
          await outcome(() => call(root, path, other)),
          `${formatPath(path)} ${formatPath(other)}`,
        ).toBe(expected);
      }
    }
    expect(await listing(root, ['mnt'])).toEqual(await listing(model, ['mnt']));
  },
);
