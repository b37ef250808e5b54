import { describe, expect, test } from 'vitest';

import { all, Guest, out, room } from './fixtures.ts';
import { preopenNamed } from '../fd/preopens.ts';
import * as rights from '../preview1/rights.ts';
import { directoryRights, fileRights, writing } from '../preview1/structs.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { folder } from '../vfs/fixtures.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { MountTable } from '../vfs/mounts.ts';

const content = { f: 'x', 'd/g': 'y', 'empty/': '' };

function guestOn(readOnly = false): { guest: Guest; tree: () => Record<string, string> } {
  const { disk, fs } = folder(content, { readOnly });
  return { guest: new Guest(fs), tree: () => disk.tree() };
}

async function rename(guest: Guest, from: string, to: string): Promise<string> {
  return guest.call('path_rename', 3, ...guest.text(from), 3, ...guest.text(to, 6000));
}

describe('directories', () => {
  test('are made, and not by a dot', async () => {
    const { guest } = guestOn();
    const make = (path: string): Promise<string> =>
      guest.call('path_create_directory', 3, ...guest.text(path));
    expect(await make('n/')).toBe('ESUCCESS');
    expect(await make('n')).toBe('EEXIST');
    expect(await make('x/.')).toBe('ENOENT');
    expect(await make('d/.')).toBe('EEXIST');
    expect(await make('x/..')).toBe('ENOENT');
    expect(await make('')).toBe('ENOENT');
    expect(await make('/')).toBe('EEXIST');
    expect(await make('a:b')).toBe('EINVAL');
    expect(guest.told).toEqual(["the browser does not allow the name 'a:b'"]);
  });

  test('are removed, and not by a dot', async () => {
    const { guest, tree } = guestOn();
    const remove = (path: string): Promise<string> =>
      guest.call('path_remove_directory', 3, ...guest.text(path));
    expect(await remove('empty/.')).toBe('EINVAL');
    expect(await remove('empty/..')).toBe('ENOTEMPTY');
    expect(await remove('f')).toBe('ENOTDIR');
    expect(await remove('f/')).toBe('ENOTDIR');
    expect(await remove('d')).toBe('ENOTEMPTY');
    expect(await remove('')).toBe('ENOENT');
    expect(await remove('/')).toBe('EBUSY');
    expect(await remove('empty/')).toBe('ESUCCESS');
    expect(tree()).toEqual({ f: 'x', 'd/': '(directory)', 'd/g': 'y' });
  });
});

describe('files', () => {
  test('are unlinked, and only files', async () => {
    const { guest } = guestOn();
    const unlink = (path: string): Promise<string> =>
      guest.call('path_unlink_file', 3, ...guest.text(path));
    expect(await unlink('')).toBe('ENOENT');
    expect(await unlink('f/')).toBe('ENOTDIR');
    expect(await unlink('d')).toBe('EISDIR');
    expect(await unlink('d/')).toBe('EISDIR');
    expect(await unlink('f')).toBe('ESUCCESS');
    expect(await unlink('f')).toBe('ENOENT');
  });

  test('are stat-ed', async () => {
    const { guest } = guestOn();
    const stat = (path: string): Promise<string> =>
      guest.call('path_filestat_get', 3, 1, ...guest.text(path), room);
    expect(await stat('f')).toBe('ESUCCESS');
    expect(guest.memory.u64(room + 32)).toBe(1n);
    expect(await stat('f/')).toBe('ENOTDIR');
    expect(await stat('f/.')).toBe('ENOTDIR');
    expect(await stat('d/')).toBe('ESUCCESS');
    expect(await stat('../../f')).toBe('ESUCCESS');
    expect(await stat('')).toBe('ENOENT');
    expect(await guest.call('path_filestat_get', 3, 1, 0xffff_ff00, 10, room)).toBe('EFAULT');
  });

  test('are renamed', async () => {
    const { guest, tree } = guestOn();
    expect(await rename(guest, 'd/.', 'n')).toBe('EBUSY');
    expect(await rename(guest, 'f', 'd/..')).toBe('EBUSY');
    expect(await rename(guest, 'f/', 'n')).toBe('ENOTDIR');
    expect(await rename(guest, 'f', 'n/')).toBe('ENOTDIR');
    expect(await rename(guest, '', 'n')).toBe('ENOENT');
    expect(await rename(guest, 'f', '')).toBe('ENOENT');
    expect(await rename(guest, 'd', 'd/x')).toBe('EINVAL');
    expect(await rename(guest, 'd', 'f')).toBe('ENOTDIR');
    expect(await rename(guest, 'f', 'd')).toBe('EISDIR');
    expect(await rename(guest, 'd/', 'n/')).toBe('ESUCCESS');
    expect(tree()).toEqual({ f: 'x', 'n/': '(directory)', 'n/g': 'y', 'empty/': '(directory)' });
  });

  test('have no links and no times of choice', async () => {
    const { guest } = guestOn();
    const link = (from: string, to: string): Promise<string> =>
      guest.call('path_link', 3, 0, ...guest.text(from), 3, ...guest.text(to, 6000));
    expect(await link('f', 'n')).toBe('ENOTSUP');
    expect(await link('x', 'n')).toBe('ENOENT');
    expect(await link('d', 'n')).toBe('EPERM');
    const symlink = (target: string, path: string): Promise<string> =>
      guest.call('path_symlink', ...guest.text(target), 3, ...guest.text(path, 6000));
    expect(await symlink('f', 'n')).toBe('ENOTSUP');
    expect(await symlink('f', 'd')).toBe('EEXIST');
    expect(await symlink('', 'n')).toBe('ENOENT');
    expect(await guest.call('path_readlink', 3, ...guest.text('f'), room, 10, out)).toBe('EINVAL');
    const times = (path: string, flags: number): Promise<string> =>
      guest.call('path_filestat_set_times', 3, 1, ...guest.text(path), 0n, 5n, flags);
    expect(await times('f', 8)).toBe('ESUCCESS'); // now
    expect(await times('f', 4)).toBe('ENOTSUP');
    expect(await times('f', 12)).toBe('EINVAL');
    expect(await times('f/', 8)).toBe('ENOTDIR');
    expect(await times('n', 8)).toBe('ENOENT');
  });
});

describe('as Linux has it', () => {
  test('what is made, removed or renamed is the entry, also with a slash behind a link', async () => {
    const fs = new MemoryFileSystem();
    fs.createDirectory(['d']);
    fs.symlink('d', ['l']);
    fs.symlink('none', ['dangling']);
    fs.open(['f'], { read: true, write: true, create: true });
    const guest = new Guest(fs);
    const one = (name: string, path: string): Promise<string> =>
      guest.call(name, 3, ...guest.text(path));
    expect(await one('path_create_directory', 'dangling/')).toBe('EEXIST');
    expect(await one('path_remove_directory', 'l/')).toBe('ENOTDIR');
    expect(await one('path_unlink_file', 'l/')).toBe('ENOTDIR');
    expect(await rename(guest, 'l/', 'n')).toBe('ENOTDIR');
    const symlink = (path: string): Promise<string> =>
      guest.call('path_symlink', ...guest.text('f'), 3, ...guest.text(path, 6000));
    expect(await symlink('d/')).toBe('EEXIST');
    expect(await symlink('n/')).toBe('ENOENT');
    const readlink = (path: string): Promise<string> =>
      guest.call('path_readlink', 3, ...guest.text(path), room, 100, out);
    expect([await readlink('l/'), await readlink('f/')]).toEqual(['EINVAL', 'ENOTDIR']);
    // O_EXCL follows no link, and makes nothing where one leads to.
    await expect(guest.open('dangling', { oflags: 5 })).rejects.toThrow('EEXIST');
    expect(fs.list([]).next()).toHaveLength(4);
  });

  test.each([false, true])('a dot asks for a directory; on handles: %j', async (handles) => {
    const guest = new Guest(handles ? folder({ f: '', 'd/g': '' }).fs : new MemoryFileSystem());
    if (!handles) {
      for (const path of ['f', 'd/g']) {
        if (path === 'd/g') await guest.call('path_create_directory', 3, ...guest.text('d'));
        await guest.call('fd_close', await guest.open(path, { oflags: 1 }));
      }
    }
    expect(await rename(guest, 'f', 'none/.')).toBe('ENOENT');
    expect(await rename(guest, 'f/.', 'n')).toBe('ENOTDIR');
    expect(await guest.call('path_remove_directory', 3, ...guest.text('none/.'))).toBe('ENOENT');
    await expect(guest.open('.', { oflags: 5 })).rejects.toThrow('EEXIST');
    await expect(guest.open('none/', { oflags: 8 })).rejects.toThrow('ENOENT');
    // Over what it lies in, and below what is not there.
    expect(await rename(guest, 'd/g', 'd')).toBe('ENOTEMPTY');
    expect(await rename(guest, 'd', 'd/none/x')).toBe('ENOENT');
    expect(
      await guest.call('path_link', 3, 0, ...guest.text('.'), 3, ...guest.text('n', 6000)),
    ).toBe('EPERM');
  });
});

describe('a directory that is open', () => {
  const trees = [
    ['memory', () => new MemoryFileSystem()],
    ['handles', () => folder().fs],
  ] as const;

  /** `a` and `a/d`, opened as two descriptors. */
  async function opened(fs: FileSystem): Promise<{ guest: Guest; a: number; d: number }> {
    const guest = new Guest(fs);
    for (const path of ['a', 'a/d'])
      await guest.call('path_create_directory', 3, ...guest.text(path));
    return {
      guest,
      a: await guest.open('a', { oflags: 2 }),
      d: await guest.open('a/d', { oflags: 2 }),
    };
  }

  const exists = (guest: Guest, path: string, fd = 3): Promise<string> =>
    guest.call('path_filestat_get', fd, 1, ...guest.text(path), room);

  test.each(trees)('is followed by a rename, on %s', async (_name, make) => {
    const { guest, a, d } = await opened(make());
    expect(await rename(guest, 'a', 'b')).toBe('ESUCCESS');
    await guest.call('path_create_directory', 3, ...guest.text('a')); // another one
    await guest.open('f', { fd: d, oflags: 1 });
    expect(await exists(guest, 'b/d/f')).toBe('ESUCCESS');
    expect(await guest.names(a)).toEqual(['.', '..', 'd']);
  });

  test.each(trees)('is listed to its end while it is renamed, on %s', async (_name, make) => {
    const { guest, a } = await opened(make());
    await guest.open('a/f', { oflags: 1 });
    const dot = 24 + 1; // nothing was asked of the file system for it
    expect(await guest.call('fd_readdir', a, room, dot, 0n, out)).toBe('ESUCCESS');
    expect(await rename(guest, 'a', 'b')).toBe('ESUCCESS');
    expect(await guest.call('fd_readdir', a, room, 100, 1n, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(24 + 2 + 24 + 1 + 24 + 1); // .., d and f
  });

  test.each(trees)('is not what has its name when it is gone, on %s', async (_name, make) => {
    const { guest, d } = await opened(make());
    expect(await guest.names(d)).toEqual(['.', '..']);
    for (const name of ['path_remove_directory', 'path_create_directory'])
      expect(await guest.call(name, 3, ...guest.text('a/d'))).toBe('ESUCCESS');
    await expect(guest.open('f', { fd: d, oflags: 1 })).rejects.toThrow('ENOENT');
    for (const cookie of [1n, 0n])
      expect(await guest.call('fd_readdir', d, room, 100, cookie, out)).toBe('ENOENT');
    expect(await guest.call('fd_filestat_get', d, room)).toBe('ENOENT');
    expect(await exists(guest, '/a/d', d)).toBe('ESUCCESS');
    expect(await guest.names(await guest.open('a/d', { oflags: 2 }))).toEqual(['.', '..']);
  });

  test.each(trees)('is gone where another one takes its place, on %s', async (_name, make) => {
    const { guest, a, d } = await opened(make());
    await guest.call('path_create_directory', 3, ...guest.text('new'));
    expect(await rename(guest, 'new', 'a/d')).toBe('ESUCCESS');
    await expect(guest.open('f', { fd: d, oflags: 1 })).rejects.toThrow('ENOENT');
    expect(await guest.names(a)).toEqual(['.', '..', 'd']);
  });

  test('keeps its boundary in its new place', async () => {
    const fs = new MemoryFileSystem();
    for (const path of [['in'], ['in', 'a'], ['in', 'b']]) fs.createDirectory(path);
    const guest = new Guest(fs);
    preopenNamed(guest.table, fs, [{ name: '/in', path: ['in'] }]);
    const a = await guest.open('a', { oflags: 2 });
    expect(await rename(guest, 'a', 'b/deep')).toBe('ESUCCESS');
    expect(await exists(guest, '..', a)).toBe('EPERM');
    expect(await exists(guest, '.', a)).toBe('ESUCCESS');
  });
});

describe('a read-only mount', () => {
  test('says so, whichever descriptor leads there', async () => {
    const root = new MemoryFileSystem('root');
    root.createDirectory(['m']);
    const { disk, fs } = folder(content, { readOnly: true });
    const guest = new Guest(
      new MountTable([
        { point: [], prefix: [], fs: root },
        { point: ['m'], prefix: [], fs },
      ]),
    );
    const before = disk.tree();
    expect(await guest.call('path_unlink_file', 3, ...guest.text('m/f'))).toBe('EROFS');
    const fd = await guest.open('m', { oflags: 2, rights: (1n << 30n) - 1n - 64n });
    expect(await guest.call('path_unlink_file', fd, ...guest.text('f'))).toBe('EROFS');
    expect(await guest.call('path_create_directory', fd, ...guest.text('n'))).toBe('EROFS');
    expect(
      await guest.call('path_rename', fd, ...guest.text('f'), 3, ...guest.text('f', 6000)),
    ).toBe('EROFS');
    await expect(guest.open('f', { fd, oflags: 8 })).rejects.toThrow('EROFS');
    await expect(guest.open('n', { fd, oflags: 1 })).rejects.toThrow('EROFS');
    await expect(guest.open('n', { fd, oflags: 8 })).rejects.toThrow('ENOENT');
    const symlink = (path: string): Promise<string> =>
      guest.call('path_symlink', ...guest.text('f'), 3, ...guest.text(path, 6000));
    expect([await symlink('m/n'), await symlink('m/f')]).toEqual(['EROFS', 'EEXIST']);
    expect(disk.tree()).toEqual(before);
    for (const open of [fd, await guest.open('f', { fd, rights: all & ~rights.write })])
      expect(await guest.call('fd_filestat_set_times', open, 0n, 0n, 8)).toBe('EROFS');
    expect(disk.tree()).toEqual(before);
    // What a program sees: nothing can be made there.
    await guest.call('fd_fdstat_get', fd, room);
    expect(guest.memory.u64(room + 8) & (1n << 10n)).toBe(0n);
  });
});

describe('a capability', () => {
  const memory = (): MemoryFileSystem => {
    const fs = new MemoryFileSystem();
    fs.createDirectory(['d']);
    fs.createDirectory(['d', 'e']);
    return fs;
  };

  /** A program that has `/` and no cwd. */
  const within = (fs = memory()): Guest => {
    const guest = new Guest(fs);
    preopenNamed(guest.table, fs, [{ name: '/', path: [] }]);
    return guest;
  };

  const stat = (guest: Guest, path: string, fd = 3): Promise<string> =>
    guest.call('path_filestat_get', fd, 1, ...guest.text(path), room);

  test('is left by no path, and neither is a directory that is opened below', async () => {
    const guest = within();
    expect(await stat(guest, 'd/..')).toBe('ESUCCESS');
    expect(await stat(guest, '..')).toBe('EPERM');
    expect(await stat(guest, '/d')).toBe('EPERM');
    const fd = await guest.open('d', { oflags: 2 });
    expect(await stat(guest, 'e/..', fd)).toBe('ESUCCESS');
    expect(await stat(guest, '..', fd)).toBe('EPERM');
    expect(await stat(guest, 'e/../../d', fd)).toBe('EPERM');
    // Its listing tells the directory above all the same.
    expect(await stat(guest, '.')).toBe('ESUCCESS');
    const root = guest.memory.u64(room + 8);
    expect(await guest.call('fd_readdir', fd, room, 4096, 1n, out)).toBe('ESUCCESS');
    expect(guest.memory.u64(room + 8)).toBe(root);
  });

  test('takes no link to an absolute path, which would lead nowhere; a Unix root does', async () => {
    const link = (guest: Guest, target: string, path: string): Promise<string> =>
      guest.call('path_symlink', ...guest.text(target), 3, ...guest.text(path, 6000));
    expect(await link(within(), '/d', 'l')).toBe('EPERM');
    expect(await link(within(), 'd', 'l')).toBe('ESUCCESS');
    const unix = new Guest(memory());
    expect(await link(unix, '/d', 'l')).toBe('ESUCCESS');
    expect(await stat(unix, 'l/e')).toBe('ESUCCESS');
  });

  test.each([false, true])('opens as its rights are; on handles: %j', async (handles) => {
    const { disk, fs } = folder({ f: 'precious' });
    const guest = new Guest(handles ? fs : memory());
    if (!handles) await guest.call('fd_close', await guest.open('f', { oflags: 1 }));
    const kept = all & ~rights.createFile & ~rights.pathSetSize & ~rights.write;
    const fd = await guest.open('.', { oflags: 2, rights: kept });
    await expect(guest.open('f', { fd, oflags: 8 })).rejects.toThrow('ENOTCAPABLE');
    await expect(guest.open('n', { fd, oflags: 1 })).rejects.toThrow('ENOTCAPABLE');
    await expect(guest.open('n', { fd })).rejects.toThrow('ENOENT');
    if (handles) expect(disk.tree()).toEqual({ f: 'precious' });
  });

  /** What a descriptor says that may be done with it, and with what is opened through it. */
  const rightsOf = async (guest: Guest, fd: number): Promise<[bigint, bigint]> => {
    expect(await guest.call('fd_fdstat_get', fd, room)).toBe('ESUCCESS');
    return [guest.memory.u64(room + 8), guest.memory.u64(room + 16)];
  };

  test.each([false, true])('passes on no more than it has; on handles: %j', async (handles) => {
    const files = { 'd/f': 'precious', 'd/e/g': '' };
    const guest = new Guest(handles ? folder(files).fs : memory());
    if (!handles) await guest.call('fd_close', await guest.open('d/f', { oflags: 1 }));
    const limit =
      (directoryRights | fileRights) & ~rights.write & ~rights.setTimes & ~rights.unlink;
    const fd = await guest.open('d', { oflags: 2 });
    expect(await guest.call('fd_fdstat_set_rights', fd, directoryRights, limit)).toBe('ESUCCESS');
    const file = await guest.open('f', { fd });
    expect((await rightsOf(guest, file))[0]).toBe(
      rights.read |
        rights.seek |
        rights.tell |
        rights.setFlags |
        rights.sync |
        rights.advise |
        rights.stat |
        rights.poll,
    );
    expect(await guest.write(file, 'x')).toBe('EBADF');
    const inner = await guest.open('e', { fd, oflags: 2 });
    const [base, inheriting] = await rightsOf(guest, inner);
    expect(base).toBe(directoryRights & limit);
    expect(inheriting & ~limit).toBe(0n);
    expect(await guest.call('path_unlink_file', inner, ...guest.text('g'))).toBe('ENOTCAPABLE');
    await expect(guest.open('f', { fd, oflags: 8 })).rejects.toThrow('ENOTCAPABLE');
    expect((await guest.stat(file)).size).toBe(handles ? 8n : 0n);
  });

  test('of a read-only mount gives nothing more to a writable one below it', async () => {
    const top = folder({ 'rw/': '' }, { readOnly: true });
    const below = folder({ f: 'precious' });
    const tree = new MountTable([
      { point: [], prefix: [], fs: new MemoryFileSystem() },
      { point: ['m'], prefix: [], fs: top.fs },
      { point: ['m', 'rw'], prefix: [], fs: below.fs },
    ]);
    const guest = new Guest(tree);
    const fd = await guest.open('m', { oflags: 2 });
    await expect(guest.open('rw/f', { fd, oflags: 8 })).rejects.toThrow('EROFS');
    await expect(guest.open('rw/n', { fd, oflags: 1 })).rejects.toThrow('EROFS');
    const file = await guest.open('rw/f', { fd });
    expect(await guest.write(file, 'x')).toBe('EBADF');
    const inner = await guest.open('rw', { fd, oflags: 2 });
    expect((await rightsOf(guest, inner)).map((right) => right & writing)).toEqual([0n, 0n]);
    expect(await guest.call('path_unlink_file', inner, ...guest.text('f'))).not.toBe('ESUCCESS');
    expect(below.disk.tree()).toEqual({ f: 'precious' });
    // From the root, which may be left to either, it is as the mount has it.
    await guest.call('fd_close', await guest.open('m/rw/f', { oflags: 8 }));
    expect(below.disk.tree()).toEqual({ f: '' });
  });
});
