// Walks, and what is done to every file of a tree: as many calls at once as still gain something.
import { eachAtOnce } from './at-once.ts';

/** How many files are asked for, or read, at once: beyond, nothing is gained. */
const mostFiles = 64;
/** How many files are stored at once: the browser gains nothing from more. */
const mostStored = 8;
/** How many directories are listed at once. */
const mostListed = 4;

/** What `values()` gives. */
type Entry = FileSystemFileHandle | FileSystemDirectoryHandle;

/** Lists a tree, several directories at once, and does something to each entry as it comes. */
async function walk(root: FileSystemDirectoryHandle, met: (entry: Entry) => void): Promise<void> {
  let level = [root];
  while (level.length > 0) {
    const below: FileSystemDirectoryHandle[] = [];
    await eachAtOnce(level, mostListed, async (directory) => {
      for await (const entry of directory.values()) {
        met(entry);
        if (entry.kind === 'directory') below.push(entry);
      }
    });
    level = below;
  }
}

/** All files below `root`, asked for while the walk goes on. */
async function eachFile(
  root: FileSystemDirectoryHandle,
  step: (file: FileSystemFileHandle) => Promise<unknown>,
): Promise<void> {
  const waiting: FileSystemFileHandle[] = [];
  const underWay = new Set<Promise<void>>();
  const begin = async (file: FileSystemFileHandle): Promise<void> => {
    await step(file);
    const next = waiting.pop();
    if (next !== undefined) await begin(next);
  };
  await walk(root, (entry) => {
    if (entry.kind !== 'file') return;
    if (underWay.size >= mostFiles) return void waiting.push(entry);
    const lane: Promise<void> = begin(entry).finally(() => underWay.delete(lane));
    underWay.add(lane);
  });
  await Promise.all(underWay);
}

/** Reads all names, and the size of each file where `sizes` says so. */
export async function walkTree(root: FileSystemDirectoryHandle, sizes: boolean): Promise<void> {
  if (sizes) await eachFile(root, (file) => file.getFile());
  else await walk(root, () => {});
}

/**
 * Reads every file: so many at once by one read of a `Blob` that is put together of them, which takes 480 ms for 2,000 files
 * where as many reads side by side take 540 to 1090.
 */
export async function readTree(root: FileSystemDirectoryHandle): Promise<void> {
  let waiting: FileSystemFileHandle[] = [];
  let reading = Promise.resolve();
  const readWaiting = (): void => {
    const batch = waiting;
    waiting = [];
    reading = reading.then(async () => {
      const files = await Promise.all(batch.map((handle) => handle.getFile()));
      await new Blob(files).arrayBuffer();
    });
  };
  await walk(root, (entry) => {
    if (entry.kind === 'file' && waiting.push(entry) === mostFiles) readWaiting();
  });
  readWaiting();
  await reading;
}

/** Writes each file of a tree anew below `to`, which is made. */
export async function copyTree(
  from: FileSystemDirectoryHandle,
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  const to = await parent.getDirectoryHandle(name, { create: true });
  const directories: FileSystemDirectoryHandle[] = [];
  const files: FileSystemFileHandle[] = [];
  for await (const entry of from.values()) {
    if (entry.kind === 'file') files.push(entry);
    else directories.push(entry);
  }
  await eachAtOnce(files, mostStored, async (file) => {
    const [content, target] = await Promise.all([
      file.getFile(),
      to.getFileHandle(file.name, { create: true }),
    ]);
    const writer = await target.createWritable();
    await writer.write(content);
    await writer.close();
  });
  for (const directory of directories) await copyTree(directory, to, directory.name);
}

/** Removes one entry after another, and each directory when it is empty. */
export async function removeTree(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
  const directory = await parent.getDirectoryHandle(name);
  const entries: FileSystemHandle[] = [];
  for await (const entry of directory.values()) entries.push(entry);
  for (const entry of entries) {
    if (entry.kind === 'directory') await removeTree(directory, entry.name);
    else await directory.removeEntry(entry.name);
  }
  await parent.removeEntry(name);
}

/** `move()` is not yet in TypeScript's library. */
type Movable = FileSystemFileHandle & {
  move(parent: FileSystemDirectoryHandle, name: string): Promise<void>;
};

export function moveFile(
  file: FileSystemFileHandle,
  parent: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  return (file as Movable).move(parent, name);
}

/** Moves each file of a tree to a new one, and removes the old directories. */
export async function moveTree(
  parent: FileSystemDirectoryHandle,
  name: string,
  toParent: FileSystemDirectoryHandle,
  toName: string,
): Promise<void> {
  const from = await parent.getDirectoryHandle(name);
  const to = await toParent.getDirectoryHandle(toName, { create: true });
  const directories: string[] = [];
  const files: FileSystemFileHandle[] = [];
  for await (const entry of from.values()) {
    if (entry.kind === 'file') files.push(entry);
    else directories.push(entry.name);
  }
  await eachAtOnce(files, mostStored, (file) => moveFile(file, to, file.name));
  for (const directory of directories) await moveTree(from, directory, to, directory);
  await parent.removeEntry(name);
}
