import { describe, expect, test } from 'vitest';

import { anew, at, bytes, code, content, folder, forReading, open } from './fixtures.ts';
import type { Stat } from './filesystem.ts';
import { MemoryFileSystem } from './memory-fs.ts';
import { MountTable } from './mounts.ts';
import { ReadOnlyFileSystem } from './read-only.ts';

function mounted(): {
  table: MountTable;
  one: ReturnType<typeof folder>;
  other: ReturnType<typeof folder>;
} {
  const root = new MemoryFileSystem('root');
  for (const path of ['mnt', 'mnt/one', 'mnt/other', 'mnt/alias']) root.createDirectory(at(path));
  const one = folder({ f: '1', 'sub/g': '2' }, { device: 'one' });
  const other = folder({ f: '3' }, { device: 'other' });
  const table = new MountTable([
    { point: [], prefix: [], fs: new ReadOnlyFileSystem(root) },
    { point: at('mnt/one'), prefix: [], fs: one.fs },
    { point: at('mnt/other'), prefix: [], fs: other.fs },
    { point: at('mnt/alias'), prefix: ['sub'], fs: one.fs },
  ]);
  return { table, one, other };
}

async function names(table: MountTable, path: string): Promise<string[]> {
  const listing = await table.list(at(path));
  const found: string[] = [];
  for (let entries = await listing.next(); entries.length > 0; entries = await listing.next()) {
    found.push(...entries.map(({ name }) => name));
  }
  return found.toSorted();
}

describe('mounts', () => {
  test('are found by the longest prefix', async () => {
    const { table } = mounted();
    expect(await content(await open(table, 'mnt/one/f', forReading))).toBe('1');
    expect(await content(await open(table, 'mnt/other/f', forReading))).toBe('3');
    expect(await names(table, '/')).toEqual(['mnt']);
    expect(await names(table, 'mnt')).toEqual(['alias', 'one', 'other']);
    expect(await code(() => table.stat(at('mnt/onex')))).toBe('ENOENT');
  });

  test('list a mount point with the inode that its stat has', async () => {
    const { table } = mounted();
    const entries = await (await table.list(at('mnt'))).next();
    for (const { name, inode } of entries)
      expect((await table.stat(['mnt', name])).inode).toBe(inode);
  });

  test('list one that cannot be reached', async () => {
    const { table, one } = mounted();
    one.disk.permission = 'none';
    expect(await names(table, 'mnt')).toContain('one');
  });

  test('an alias is the same file, and a rename between aliases is one', async () => {
    const { table, one } = mounted();
    const [a, b] = (await Promise.all([
      table.stat(at('mnt/alias/g')),
      table.stat(at('mnt/one/sub/g')),
    ])) as [Stat, Stat];
    expect([a.device, a.inode]).toEqual([b.device, b.inode]);
    await table.rename(at('mnt/alias/g'), at('mnt/one/h'));
    expect(one.disk.tree()).toEqual({ f: '1', h: '2', 'sub/': '(directory)' });
    const writer = await open(table, 'mnt/alias/new', anew);
    await writer.write(0, bytes('x'));
    const reader = await open(table, 'mnt/one/sub/new', forReading);
    expect(await content(reader)).toBe('x');
    await writer.close();
    await reader.close();
  });

  test('between file systems nothing is renamed', async () => {
    const { table, one, other } = mounted();
    expect(await code(() => table.rename(at('mnt/one/f'), at('mnt/other/g')))).toBe('EXDEV');
    expect(await code(() => table.rename(at('mnt/one/f'), at('f')))).toBe('EROFS');
    expect(await code(() => table.rename(at('mnt/one'), at('mnt/two')))).toBe('EBUSY');
    expect(await code(() => table.rename(at('mnt/one/f'), at('mnt/other')))).toBe('EBUSY');
    expect(await code(() => table.rename(at('mnt'), at('x')))).toBe('EBUSY');
    expect(await code(() => table.removeDirectory(at('mnt/one')))).toBe('EBUSY');
    expect(await code(() => table.unlink(at('mnt/one')))).toBe('EISDIR');
    expect(await code(() => table.createDirectory(at('mnt/one')))).toBe('EEXIST');
    expect(one.disk.tree()).toEqual({ f: '1', 'sub/': '(directory)', 'sub/g': '2' });
    expect(other.disk.tree()).toEqual({ f: '3' });
  });

  test('what is missing is told before that the file systems differ', async () => {
    const { table } = mounted();
    const [f, missing] = [at('mnt/one/f'), at('mnt/other/no/f')];
    expect(await code(() => table.rename(f, missing))).toBe('ENOENT');
    expect(await code(() => table.rename(at('mnt/one/no/f'), at('mnt/other/g')))).toBe('ENOENT');
    expect(await code(() => table.rename(f, at('mnt/other/f/g')))).toBe('ENOTDIR');
    expect(await code(() => table.rename(at('mnt/one/no'), at('mnt/other')))).toBe('ENOENT');
    expect(await code(() => table.rename(at('mnt/one'), at('mnt/no/two')))).toBe('ENOENT');
    expect(await code(() => table.link(f, missing))).toBe('ENOENT');
    expect(await code(() => table.link(at('mnt/one/no'), at('mnt/other/g')))).toBe('ENOENT');
    expect(await code(() => table.link(at('mnt/one/sub'), at('mnt/other/g')))).toBe('EPERM');
    expect(await code(() => table.link(f, at('mnt/other/f')))).toBe('EEXIST');
    expect(await code(() => table.link(f, at('mnt/other')))).toBe('EEXIST');
    expect(await code(() => table.link(f, at('mnt/other/g')))).toBe('EXDEV');
    expect(await code(() => table.link(f, at('g')))).toBe('EROFS');
  });

  test('nothing is made where something is mounted', async () => {
    const { table } = mounted();
    expect(await code(() => table.symlink('x', at('mnt/one')))).toBe('EEXIST');
    expect(await code(() => table.link(at('mnt/one/f'), at('mnt/one')))).toBe('EEXIST');
    expect(await code(() => table.open(at('mnt/one'), { ...anew, exclusive: true }))).toBe(
      'EEXIST',
    );
  });

  test('cost nothing where nothing waits', () => {
    const { table } = mounted();
    expect(table.stat(at('mnt'))).toMatchObject({ type: 'directory' });
    expect(table.inode(at('mnt/one'))).toBeTypeOf('bigint');
  });
});

describe('a read-only view', () => {
  test('refuses in the order of Unix', async () => {
    const memory = new MemoryFileSystem();
    memory.createDirectory(['d']);
    memory.open(['f'], anew).write(0, bytes('x'));
    const view = new ReadOnlyFileSystem(memory);
    expect(await content(await open(view, 'f', { ...forReading, create: true }))).toBe('x');
    expect(await code(() => view.open(['f'], anew))).toBe('EROFS');
    expect(await code(() => view.open(['f'], { ...forReading, truncate: true }))).toBe('EROFS');
    expect(await code(() => view.open(['x'], { ...forReading, create: true }))).toBe('EROFS');
    expect(await code(() => view.open(['x'], { read: true, write: true }))).toBe('ENOENT');
    expect(await code(() => view.open(['d'], anew))).toBe('EISDIR');
    expect(await code(() => view.open(['f'], { ...anew, exclusive: true }))).toBe('EEXIST');
    expect(await code(() => view.unlink(['x']))).toBe('ENOENT');
    expect(await code(() => view.unlink(['f']))).toBe('EROFS');
    expect(await code(() => view.createDirectory(['d']))).toBe('EEXIST');
    expect(await code(() => view.createDirectory(['e']))).toBe('EROFS');
    expect(await code(() => view.rename(['f'], ['g']))).toBe('EROFS');
    expect(await code(() => view.rename(['f'], ['f', 'g']))).toBe('ENOTDIR');
    expect(await code(() => view.symlink('x', ['l']))).toBe('EROFS');
    expect(await code(() => view.link(['f'], ['d']))).toBe('EEXIST');
    expect(await code(() => view.link(['f'], ['n']))).toBe('EROFS');
    expect(await code(() => view.link(['x'], ['n']))).toBe('ENOENT');
    expect(await code(() => view.createDirectory(['no', 'e']))).toBe('ENOENT');
    expect(await code(() => view.symlink('x', ['f', 'l']))).toBe('ENOTDIR');
    expect(await code(() => view.open(['no', 'f'], anew))).toBe('ENOENT');
    expect(memory.stat(['f']).size).toBe(1);
  });

  test('refuses through what it opened, too', async () => {
    const memory = new MemoryFileSystem();
    memory.open(['f'], anew).write(0, bytes('x'));
    const before = memory.stat(['f']);
    const file = await open(new ReadOnlyFileSystem(memory), 'f', forReading);
    expect(await code(() => file.write('end', bytes('y')))).toBe('EROFS');
    expect(await code(() => file.truncate(0))).toBe('EROFS');
    expect(await code(() => file.setTimes({ modified: 1n }))).toBe('EROFS');
    await file.sync();
    await file.close();
    expect(memory.stat(['f'])).toEqual(before);
  });
});
