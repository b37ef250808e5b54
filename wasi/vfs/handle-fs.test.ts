import { describe, expect, test, vi } from 'vitest';

import { isRefused } from './fake-handles.ts';
import type { OpenFile } from './filesystem.ts';
import {
  anew,
  at,
  bytes,
  code,
  content,
  folder,
  forReading,
  forWriting,
  open,
} from './fixtures.ts';
import { Walk } from './walk.ts';

describe('calls of the browser', () => {
  test('of a stat: two, then one', async () => {
    const { disk, fs } = folder({ f: 'x' }, { brief: true });
    await fs.stat(at('f'));
    expect(disk.counted()).toEqual({ getFileHandle: 1, getFile: 1 });
    disk.reset();
    await fs.stat(at('f'));
    expect(disk.counted()).toEqual({ getFile: 1 });
  });

  test('of ls -l: one for each file that was listed', async () => {
    const { disk, fs } = folder({ 'd/a': '', 'd/b': '', 'd/c': '' }, { brief: true });
    const listing = await fs.list(at('d'));
    const entries = await listing.next();
    disk.reset();
    for (const { name } of entries) await fs.stat(['d', name]);
    expect(disk.counted()).toEqual({ getFile: 3 });
  });

  test('of a directory: its kind is asked for once', async () => {
    const { disk, fs } = folder({ 'd/e/f': '' });
    await fs.stat(at('d/e'));
    expect(disk.counted()).toEqual({ getDirectoryHandle: 2, getFileHandle: 1 });
    disk.reset();
    await fs.stat(at('d/e'));
    expect(disk.counted()).toEqual({ getDirectoryHandle: 1 });
    disk.reset();
    await (await fs.list(at('d/e'))).next();
    expect(disk.counted()).toEqual({ list: 1 });
  });

  test('of the cwd that spawn hands over: none, for a moment', async () => {
    const { disk, fs } = folder(
      { 'd/f': '' },
      { walk: (list, retold) => new Walk(list, retold), brief: true },
    );
    fs.keep(at('d'), await fs.directory(at('d')));
    disk.reset();
    expect(fs.stat(at('d'))).toMatchObject({ type: 'directory' });
    expect(disk.calls).toBe(0);
    disk.delete('d');
    fs.expire();
    expect(await code(() => fs.stat(at('d')))).toBe('ENOENT');
    expect(await code(() => fs.stat(at('d/f')))).toBe('ENOENT');
    const root = folder();
    root.fs.keep([], await root.fs.directory([]));
    expect(root.fs.stat([])).toMatchObject({ type: 'directory' });
    expect(root.disk.calls).toBe(0);
  });

  test('of the root: a listing, none for a second, then that of an entry', async () => {
    vi.useFakeTimers();
    try {
      const { disk, fs } = folder({ f: 'x' });
      await fs.stat([]);
      expect(disk.counted()).toEqual({ list: 1 });
      expect(fs.stat([])).toMatchObject({ type: 'directory' });
      await fs.stat(at('f'));
      vi.advanceTimersByTime(1001);
      disk.reset();
      await fs.stat([]);
      expect(disk.counted()).toEqual({ getFileHandle: 1 });
      vi.advanceTimersByTime(1001);
      disk.delete('f');
      await fs.stat([]);
      disk.permission = 'none';
      vi.advanceTimersByTime(1001);
      expect(await code(() => fs.stat([]))).toBe('EACCES');
    } finally {
      vi.useRealTimers();
    }
  });

  test('of a file that is stat-ed and opened: three', async () => {
    const { disk, fs } = folder({ f: 'x' }, { brief: true });
    await fs.stat(at('f'));
    const file = await open(fs, 'f', forReading);
    await file.stat();
    expect(await content(file)).toBe('x');
    expect(disk.counted()).toEqual({ getFileHandle: 1, getFile: 2, slice: 1 });
  });

  test('of the removal of a file that was met just now: one', async () => {
    const { disk, fs } = folder({ f: 'x', g: 'x', h: 'x' }, { brief: true });
    await (await fs.list([])).next();
    disk.reset();
    await fs.unlink(at('f'));
    expect(disk.counted()).toEqual({ removeEntry: 1 });
    disk.delete('g');
    expect(await code(() => fs.unlink(at('g')))).toBe('ENOENT');
    fs.readOnly = true;
    expect(await code(() => fs.unlink(at('h')))).toBe('EROFS');
    expect(disk.tree()).toEqual({ h: 'x' });
  });
});

describe('what is kept of a handle', () => {
  test('does not make the removal of a file that of a directory', async () => {
    const { disk, fs } = folder({ f: 'x', g: 'x' }, { brief: true });
    await (await fs.list([])).next();
    for (const name of ['f', 'g']) {
      disk.delete(name);
      disk.put(`${name}/`, '');
    }
    // The program has met the directory itself.
    expect(await code(() => fs.stat(at('f/x')))).toBe('ENOENT');
    expect(await code(() => fs.unlink(at('f')))).toBe('EISDIR');
    // It may have heard of the directory.
    fs.expire();
    expect(await code(() => fs.unlink(at('g')))).toBe('EISDIR');
    expect(disk.tree()).toEqual({ 'f/': '(directory)', 'g/': '(directory)' });
  });

  test.each([false, true])(
    'does not hide that a file is gone, or a directory now (brief: %s)',
    async (brief) => {
      const { disk, fs } = folder({ f: 'x', 'd/f': '' }, { brief });
      await fs.stat(at('f'));
      disk.delete('f');
      expect(await code(() => fs.stat(at('f')))).toBe('ENOENT');
      disk.put('f/x', '');
      expect(await fs.stat(at('f'))).toMatchObject({ type: 'directory' });
      await fs.stat(at('d'));
      disk.delete('d');
      disk.put('d', 'a file');
      expect(await fs.stat(at('d'))).toMatchObject({ type: 'file', size: 6 });
      expect(await code(() => fs.stat(at('d/f')))).toBe('ENOTDIR');
    },
  );
});

describe('what the browser hides', () => {
  test('is not found, and never overwritten', async () => {
    const { disk, fs } = folder({ 'd/f': 'x' });
    disk.hide('d/link');
    expect(await code(() => fs.stat(at('d/link')))).toBe('ENOENT');
    await expect(fs.open(at('d/link'), anew)).rejects.toMatchObject({
      code: 'ELOOP',
      reason: expect.stringContaining('hides'),
    });
    expect(await code(() => fs.createDirectory(at('d/link')))).toBe('ELOOP');
    await expect(fs.rename(at('d/f'), at('d/link'))).rejects.toMatchObject({ code: 'ELOOP' });
    expect(disk.tree()).toEqual({ 'd/': '(directory)', 'd/f': 'x', 'd/link': '(hidden)' });
  });

  test('keeps its directory', async () => {
    const { disk, fs } = folder({ 'd/': '' });
    disk.hide('d/link');
    await expect(fs.removeDirectory(at('d'))).rejects.toMatchObject({
      code: 'ENOTEMPTY',
      reason: expect.stringContaining('hides'),
    });
    expect(disk.recursive).toBe(0);
    expect(disk.tree()).toEqual({ 'd/': '(directory)', 'd/link': '(hidden)' });
  });
});

describe('names', () => {
  test.each([
    'a:b',
    'foo~',
    '~x',
    'q?.txt',
    'x.lnk',
    'x.url',
    'con',
    'nul.txt',
    'aux',
    ' x',
    'x ',
    'x.',
    'a\\b',
    '\u0007',
  ])('%j is refused, and it is said by whom', async (name) => {
    expect(isRefused(name)).toBe(true);
    const { fs } = folder();
    await expect(fs.open([name], anew)).rejects.toMatchObject({
      code: 'EINVAL',
      reason: expect.stringContaining('the browser does not allow the name'),
    });
  });

  test.each(['.hidden', 'v.local', 'x.exe', 'é', 'e\u0301', '-r', "it's"])(
    '%j is allowed',
    (name) => {
      expect(isRefused(name)).toBe(false);
    },
  );

  test('too long to be written leave nothing behind', async () => {
    const { disk, fs, writers } = folder();
    const name = 'n'.repeat(249);
    await expect(fs.open([name], anew)).rejects.toMatchObject({
      code: 'ENAMETOOLONG',
      reason: expect.stringContaining('248'),
    });
    expect(disk.tree()).toEqual({});
    expect(writers.open.size).toBe(0);
    disk.put(name, 'there');
    expect(await content(await open(fs, name, forReading))).toBe('there');
  });
});

describe('swap files', () => {
  test('are hidden while their file is written by us, and shown otherwise', async () => {
    const { disk, fs, writers } = folder({ 'd/f': 'x', 'd/g.crswap': 'mine' });
    const names = async (): Promise<string[]> =>
      (await (await fs.list(at('d'))).next()).map(({ name }) => name);
    const file = await open(fs, 'd/f', forWriting);
    await file.truncate(7); // opens the writer
    expect(Object.keys(disk.tree())).toContain('d/f.crswap');
    expect(await names()).toEqual(['f', 'g.crswap']);
    await file.close();
    disk.put('d/f.crswap', 'left by a killed browser');
    expect(await names()).toContain('f.crswap');
    writers.others.add('disk\0d/f'); // another process's
    expect(await names()).not.toContain('f.crswap');
  });
});

describe('other processes', () => {
  test('keep what they write: EBUSY', async () => {
    const { disk, fs, writers } = folder({ f: 'x', g: 'y' });
    writers.acquire('disk\0f');
    expect(await code(() => fs.open(at('f'), anew))).toBe('EBUSY');
    expect(await code(() => fs.unlink(at('f')))).toBe('EBUSY');
    expect(await code(() => fs.rename(at('f'), at('h')))).toBe('EBUSY');
    expect(await code(() => fs.rename(at('g'), at('f')))).toBe('EBUSY');
    expect(await content(await open(fs, 'f', forReading))).toBe('x');
    expect(disk.tree()).toEqual({ f: 'x', g: 'y' });
  });
});

describe('a file that was opened for reading, and a descriptor with more rights than that', () => {
  const changes: ((file: OpenFile) => unknown)[] = [
    (file) => file.write(0, bytes('y')),
    (file) => file.truncate(0),
    (file) => file.truncate(3),
    (file) => file.setTimes({ modified: 'now' }),
  ];

  test('change nothing on a read-only file system', async () => {
    const { disk, fs } = folder({ f: 'precious' }, { readOnly: true });
    const file = await open(fs, 'f', forReading);
    for (const change of changes) expect(await code(() => change(file))).toBe('EROFS');
    await file.close();
    expect(disk.tree()).toEqual({ f: 'precious' });
    expect(disk.counts.get('createWritable')).toBeUndefined();
  });

  test('change nothing that another process writes', async () => {
    const { disk, fs, writers } = folder({ f: 'precious' });
    writers.others.add('disk\0f');
    const file = await open(fs, 'f', forReading);
    for (const change of changes) expect(await code(() => change(file))).toBe('EBUSY');
    await file.close();
    expect(disk.tree()).toEqual({ f: 'precious' });
  });

  test('take the file for writing, and give it back', async () => {
    for (const change of changes) {
      const { fs, writers } = folder({ f: 'precious' });
      const file = await open(fs, 'f', forReading);
      await change(file);
      expect(writers.open.size).toBe(1);
      await file.close();
      expect(writers.open.size).toBe(0);
    }
  });
});

describe('the access time alone', () => {
  test('is no writing: it does not matter who writes the file', async () => {
    const { disk, fs, writers } = folder({ f: 'x', 'd/': '' });
    writers.acquire('disk\0f');
    expect(await code(() => fs.setTimes(at('f'), { accessed: 'now' }))).toBe('none');
    expect(await code(() => fs.setTimes(at('d'), { accessed: 'now' }))).toBe('none');
    expect(await code(() => fs.setTimes(at('x'), { accessed: 'now' }))).toBe('ENOENT');
    expect(await code(() => fs.setTimes(at('f'), { accessed: 5n }))).toBe('ENOTSUP');
    expect(disk.counts.get('createWritable')).toBeUndefined();
  });
});

describe('the time of a directory', () => {
  test('is set by a file that does not stay, even if it cannot be removed at once', async () => {
    const { disk, fs } = folder({ 'd/': '' });
    disk.fail('removeEntry', 'NoModificationAllowedError');
    await fs.setTimes(at('d'), { modified: 'now' });
    expect(disk.tree()).toEqual({ 'd/': '(directory)' });
  });

  test('and what stays is named', async () => {
    const { disk, fs } = folder({ 'd/': '' });
    disk.fail('removeEntry', 'NotAllowedError', 2);
    await expect(fs.setTimes(at('d'), { modified: 'now' })).rejects.toMatchObject({
      code: 'EACCES',
      reason: expect.stringContaining("'d/.touch-"),
    });
  });
});

describe('permission', () => {
  test('that was taken back is EACCES, and somebody is told', async () => {
    let denied = 0;
    const { disk, fs } = folder({ f: 'x' }, { onDenied: () => denied++ });
    const file = await open(fs, 'f', forWriting);
    await file.write(0, bytes('y'));
    disk.permission = 'none';
    expect(await code(() => fs.stat(at('g')))).toBe('EACCES');
    expect(await code(() => fs.stat([]))).toBe('EACCES');
    expect(await code(async () => (await fs.list([])).next())).toBe('EACCES');
    expect(await code(() => file.close())).toBe('EACCES');
    expect(denied).toBe(4);
    disk.permission = 'readwrite';
    expect(disk.tree()).toEqual({ f: 'x' });
  });

  test('only to read: EROFS, in the order of Unix', async () => {
    const { disk, fs } = folder({ f: 'x', 'd/': '' }, { readOnly: true });
    expect(await code(() => fs.open(at('f'), forWriting))).toBe('EROFS');
    expect(await code(() => fs.open(at('f'), { ...forReading, truncate: true }))).toBe('EROFS');
    expect(await code(() => fs.open(at('new'), anew))).toBe('EROFS');
    expect(await code(() => fs.open(at('x'), forWriting))).toBe('ENOENT');
    expect(await code(() => fs.open(at('d'), anew))).toBe('EISDIR');
    expect(await code(() => fs.open(at('f'), { ...anew, exclusive: true }))).toBe('EEXIST');
    expect(await code(() => fs.createDirectory(at('d')))).toBe('EEXIST');
    expect(await code(() => fs.createDirectory(at('e')))).toBe('EROFS');
    expect(await code(() => fs.unlink(at('f')))).toBe('EROFS');
    expect(await code(() => fs.unlink(at('x')))).toBe('ENOENT');
    expect(await code(() => fs.open(at('no/f'), anew))).toBe('ENOENT');
    expect(await code(() => fs.removeDirectory(at('d')))).toBe('EROFS');
    expect(await code(() => fs.rename(at('f'), at('g')))).toBe('EROFS');
    for (const path of ['f', 'd']) {
      for (const times of [{ modified: 'now' }, { modified: 5n }, { accessed: 'now' }] as const)
        expect(await code(() => fs.setTimes(at(path), times))).toBe('EROFS');
    }
    expect(await code(() => fs.setTimes(at('x'), { modified: 5n }))).toBe('ENOENT');
    expect(await content(await open(fs, 'f', { ...forReading, create: true }))).toBe('x');
    expect(disk.tree()).toEqual({ f: 'x', 'd/': '(directory)' });
  });
});

test('a tree that is 1000 deep is made, walked, renamed and removed', async () => {
  const { disk, fs } = folder();
  const names = Array.from({ length: 1000 }, (_, index) => `${index % 10}`);
  for (const index of names.keys()) await fs.createDirectory(names.slice(0, index + 1));
  const file = [...names.slice(1), 'f'];
  await (await open(fs, ['0', ...file].join('/'), anew)).close();
  await fs.rename(at('0'), at('n'));
  expect(await fs.stat(['n', ...file])).toMatchObject({ type: 'file' });
  await fs.unlink(['n', ...file]);
  for (let depth = names.length; depth > 0; depth--)
    await fs.removeDirectory(['n', ...names.slice(1, depth)]);
  expect(disk.tree()).toEqual({});
  expect(disk.recursive).toBe(0);
});

describe('numbers', () => {
  test('the device and the inodes are the same in every worker, and change with a rename', async () => {
    const one = folder({ f: '', 'd/f': '' });
    const other = folder({ f: '' });
    const [a, b] = [await one.fs.stat(at('f')), await other.fs.stat(at('f'))];
    expect([a.device, a.inode]).toEqual([b.device, b.inode]);
    expect((await one.fs.stat(at('d/f'))).inode).not.toBe(a.inode);
    await one.fs.rename(at('f'), at('g'));
    expect((await one.fs.stat(at('g'))).inode).not.toBe(a.inode);
  });

  test('a broken time stops no listing', async () => {
    const { disk, fs } = folder({ f: '' });
    const node = disk.find(['f']);
    for (const [modified, expected] of [
      [-1, 0n],
      [0, 0n],
      [Number.NaN, 0n],
      [2 ** 53, 9_007_199_254_740_992_000_000n],
    ] as const) {
      if (node?.kind === 'file') node.modified = modified;
      expect((await fs.stat(at('f'))).modified).toBe(expected);
    }
  });
});
