import { afterEach, expect, test, vi } from 'vitest';
import { Ahead } from './ahead.ts';
import type { Entry, FileSystem } from './filesystem.ts';
import { anew, at, code, folder, forReading, open, type Folder } from './fixtures.ts';
import { isPromise } from './maybe-promise.ts';
import { Walk } from './walk.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const folders = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

/** A tree of folders with a file each, as one program sees it. */
function walked(): Folder {
  const files = Object.fromEntries(folders.map((name) => [`t/${name}/file`, name]));
  return folder(files, { walk: (ask, retold) => new Walk(ask, retold), brief: true });
}

async function list(fs: FileSystem, path: string): Promise<string[]> {
  const listing = await fs.list(at(path));
  const listed: string[] = [];
  for (let part = await listing.next(); part.length > 0; part = await listing.next())
    listed.push(...part.map(({ name }) => name));
  return listed;
}

/** What a listing gives without waiting; undefined where it must wait. */
function listNow(fs: FileSystem, path: string): string[] | undefined {
  const listing = fs.list(at(path));
  if (isPromise(listing)) return undefined;
  const names: string[] = [];
  for (;;) {
    const entries: readonly Entry[] | Promise<readonly Entry[]> = listing.next();
    if (isPromise(entries)) return undefined;
    if (entries.length === 0) return names;
    names.push(...entries.map(({ name }) => name));
  }
}

/** Until all that is under way has been answered. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function passed(milliseconds: number): void {
  const now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now + milliseconds);
}

const orders: [string, (names: readonly string[]) => readonly string[]][] = [
  ['of the listing', (names) => names],
  ['of their names', (names) => names.toSorted()],
  ['of the listing, backwards', (names) => names.toReversed()],
  ['of their names, backwards', (names) => names.toSorted().reverse()],
];

test.each(orders)('folders are listed ahead in the order %s', async (_order, ordered) => {
  const { fs, disk } = walked();
  const [first, second, ...rest] = ordered(await list(fs, 't'));
  await list(fs, `t/${first}`);
  disk.reset();
  await list(fs, `t/${second}`);
  await settled();
  expect(disk.counted()).toEqual({ list: 1 + 4 }); // itself, and as many as the window holds
  for (const name of rest) {
    expect(isPromise(fs.stat(at(`t/${name}`)))).toBe(false);
    expect(listNow(fs, `t/${name}`)).toEqual(['file']);
    await settled();
  }
  expect(disk.counted()).toEqual({ list: folders.length - 1 }); // each once
});

test('a walk goes into what it meets', async () => {
  const files = { 't/a/x/1/f': '', 't/a/x/2/f': '', 't/a/y/f': '', 't/b/x/f': '', 't/c/f': '' };
  const { fs, disk } = folder(files, { walk: (ask, retold) => new Walk(ask, retold), brief: true });
  for (const path of ['t', 't/a', 't/a/x']) await list(fs, path);
  await settled();
  disk.reset();
  for (const path of ['t/a/x/1', 't/a/x/2', 't/a/y', 't/b', 't/b/x', 't/c']) {
    expect(listNow(fs, path)).toBeDefined();
    await settled();
  }
  expect(disk.counted()).toEqual({ list: 2 }); // of t/b/x and t/c: the others were under way
});

test('no order, nothing ahead', async () => {
  const { fs, disk } = walked();
  await list(fs, 't');
  disk.reset();
  for (const name of ['c', 'h', 'a', 'j', 'e']) await list(fs, `t/${name}`);
  await settled();
  expect(disk.counted()).toEqual({ list: 5 });
});

/** Has listed two folders, and the next four are known. */
async function before(): Promise<Folder> {
  const tree = walked();
  for (const path of ['t', 't/a', 't/b']) await list(tree.fs, path);
  await settled();
  return tree;
}

test('a listing that is under way answers whether the directory is there', async () => {
  const tree = walked();
  for (const path of ['t', 't/a']) await list(tree.fs, path);
  const release = tree.disk.hold('list', 5);
  const listed = list(tree.fs, 't/b');
  const there = tree.fs.stat(at('t/c'));
  release();
  await listed;
  expect(await there).toMatchObject({ type: 'directory' });
  expect(tree.disk.counted()['getDirectoryHandle']).toBe(1); // of t
});

test('what the program itself changes is never listed as it was', async () => {
  const { fs } = await before();
  await (await open(fs, 't/c/new', anew)).close();
  expect(await list(fs, 't/c')).toEqual(['file', 'new']);
  await fs.unlink(at('t/d/file'));
  expect(await list(fs, 't/d')).toEqual([]);
  await fs.createDirectory(at('t/e/new'));
  expect(await list(fs, 't/e')).toEqual(['file', 'new']);
  await fs.removeDirectory(at('t/e/new'));
  expect(await list(fs, 't/e')).toEqual(['file']);
  await fs.rename(at('t/f/file'), at('t/e/file2'));
  expect(await list(fs, 't/e')).toEqual(['file', 'file2']);
  expect(await list(fs, 't/f')).toEqual([]);
  await fs.rename(at('t/e'), at('t/f'));
  expect(await code(() => list(fs, 't/e'))).toBe('ENOENT');
  expect(await list(fs, 't/f')).toEqual(['file', 'file2']);
});

test('a directory that the program removed is gone, whatever a listing of before tells', async () => {
  const { fs, disk } = folder(
    { 't/d/': '' },
    { walk: (ask, retold) => new Walk(ask, retold), brief: true },
  );
  await fs.stat(at('t'));
  const release = disk.hold('list');
  const listing = await fs.list(at('t'));
  const entries = listing.next();
  await fs.removeDirectory(at('t/d'));
  release();
  await entries;
  expect(await code(() => fs.stat(at('t/d')))).toBe('ENOENT');
});

test('what is asked ahead does not grow old', async () => {
  const { fs, disk } = await before();
  disk.put('t/c/new', '');
  passed(101);
  expect(await list(fs, 't/c')).toEqual(['file', 'new']);
});

test('that a directory is there is believed for a moment', async () => {
  const { fs, disk } = walked();
  await list(fs, 't');
  disk.reset();
  expect(isPromise(fs.stat(at('t/a')))).toBe(false);
  expect(await code(() => open(fs, 't/a', forReading))).toBe('EISDIR');
  expect(disk.counted()).toEqual({});
  disk.delete('t/a');
  passed(101);
  expect(await code(() => fs.stat(at('t/a')))).toBe('ENOENT');
});

test('a listing is told a second time within a second, and no third time', async () => {
  const { fs, disk } = walked();
  await list(fs, 't/a');
  disk.put('t/a/new', '');
  expect(listNow(fs, 't/a')).toEqual(['file']);
  expect(await list(fs, 't/a')).toEqual(['file', 'new']);
  disk.delete('t/a/new');
  passed(1001);
  expect(await list(fs, 't/a')).toEqual(['file']);
});

test('a directory whose listing may be told again is there, and its files are asked for ahead then', async () => {
  const files = Object.fromEntries(['d', 'e'].flatMap((d) => folders.map((f) => [`${d}/${f}`, f])));
  const { fs, disk } = folder(files, {
    ahead: (look) => new Ahead(look),
    walk: (ask, retold) => new Walk(ask, retold),
    brief: true,
  });
  await list(fs, 'd');
  await list(fs, 'e');
  for (const name of folders) await fs.stat(at(`d/${name}`));
  passed(500);
  disk.reset();
  expect(isPromise(fs.stat(at('e')))).toBe(false);
  await list(fs, 'e');
  await settled();
  for (const name of folders) expect(isPromise(fs.stat(at(`e/${name}`)))).toBe(false);
  expect(disk.counted()).toEqual({ getFile: folders.length });
  expect(isPromise(fs.stat(at('e')))).toBe(true); // told twice: it is asked for
});

test('a listing that is long is read as it comes, and told once', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `f${index}`);
  const files = Object.fromEntries(names.map((name) => [`d/${name}`, '']));
  const { fs, disk } = folder(files, { walk: (ask, retold) => new Walk(ask, retold), brief: true });
  expect(await list(fs, 'd')).toEqual(names);
  disk.reset();
  expect(await list(fs, 'd')).toEqual(names);
  expect(disk.counted()['list']).toBeGreaterThan(0);
});

test('nothing is known of what others may have changed, when that is said', async () => {
  const { fs, disk } = await before();
  disk.put('t/c/new', '');
  disk.delete('t/d');
  fs.expire();
  expect(await code(() => fs.stat(at('t/d')))).toBe('ENOENT');
  expect(await list(fs, 't/c')).toEqual(['file', 'new']);
});

test('what could not be listed ahead is asked for anew, and its error told', async () => {
  const tree = walked();
  for (const path of ['t', 't/a']) await list(tree.fs, path);
  tree.disk.delete('t/c');
  await list(tree.fs, 't/b');
  await settled();
  expect(await code(() => tree.fs.stat(at('t/c')))).toBe('ENOENT');
  expect(await code(() => list(tree.fs, 't/c'))).toBe('ENOENT');
  expect(listNow(tree.fs, 't/d')).toEqual(['file']);
});
