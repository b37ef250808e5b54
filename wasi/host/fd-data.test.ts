import { afterEach, describe, expect, test, vi } from 'vitest';

import { all, Guest, out, pipeWith, room, TestPipe } from './fixtures.ts';
import { ProgramExit } from './host.ts';
import { SystemError } from '../vfs/error.ts';
import { code, folder } from '../vfs/fixtures.ts';
import { HandleListing } from '../vfs/handle-listing.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';

const [create, directory, exclusive, truncate] = [1, 2, 4, 8];
const append = 1;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('reading and writing', () => {
  test('an offset for each open, dirty bytes for all', async () => {
    const guest = new Guest(folder().fs);
    const one = await guest.open('f', { oflags: create });
    const other = await guest.open('f');
    expect(await guest.write(one, 'hello')).toBe('ESUCCESS');
    expect(await guest.read(one)).toBe('');
    expect(await guest.read(other, 2)).toBe('he');
    expect(await guest.read(other)).toBe('llo');
    expect((await guest.stat(other)).size).toBe(5n);
    await guest.call('fd_close', one);
    await guest.call('fd_close', other);
  });

  test('several buffers in one call', async () => {
    const guest = new Guest();
    const fd = await guest.open('f', { oflags: create });
    guest.memory.write(room, new TextEncoder().encode('abcdef'));
    for (const [index, [at, length]] of [
      [room, 2],
      [0, 0],
      [room + 4, 2],
    ].entries()) {
      guest.memory.setU32(512 + 8 * index, at ?? 0);
      guest.memory.setU32(516 + 8 * index, length ?? 0);
    }
    expect(await guest.call('fd_write', fd, 512, 3, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(4);
    await guest.call('fd_seek', fd, 0n, 0, out);
    expect(await guest.read(fd)).toBe('abef');
  });

  test('with APPEND at the end, whatever the offset', async () => {
    const guest = new Guest(folder({ f: 'one' }).fs);
    const fd = await guest.open('f', { fdflags: append });
    expect(await guest.write(fd, ' two')).toBe('ESUCCESS');
    const [at, length] = guest.text('!', room);
    expect(await guest.call('fd_pwrite', fd, ...guest.buffer(length, at), 0n, out)).toBe(
      'ESUCCESS',
    );
    await guest.call('fd_seek', fd, 0n, 0, out);
    expect(await guest.read(fd)).toBe('one two!');
  });

  test('at a place, without moving the offset', async () => {
    const guest = new Guest();
    const fd = await guest.open('f', { oflags: create });
    await guest.write(fd, 'hello');
    expect(await guest.call('fd_pread', fd, ...guest.buffer(3), 1n, out)).toBe('ESUCCESS');
    expect(guest.memory.text(room, guest.memory.u32(out))).toBe('ell');
    expect(await guest.call('fd_tell', fd, out)).toBe('ESUCCESS');
    expect(guest.memory.u64(out)).toBe(5n);
    expect(await guest.call('fd_pread', fd, ...guest.buffer(3), -1n, out)).toBe('EINVAL');
    expect(await guest.call('fd_pread', fd, ...guest.buffer(3), 1n << 60n, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(0);
  });

  test('only with the right to', async () => {
    const guest = new Guest(folder({ f: 'x' }).fs);
    const reader = await guest.open('f', { rights: 2n });
    const writer = await guest.open('f', { rights: 64n });
    expect(await guest.write(reader, 'y')).toBe('EBADF');
    expect(await guest.read(writer)).toBe('EBADF');
    expect(await guest.write(99, 'y')).toBe('EBADF');
    expect(await guest.read(3)).toBe('EISDIR');
    expect(await guest.write(3, 'y')).toBe('EBADF');
  });

  test('into memory that is not there takes nothing', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    pipe.send('precious');
    expect(await guest.call('fd_read', 0, ...guest.buffer(100, 4 * 65_536 - 10), out)).toBe(
      'EFAULT',
    );
    expect(await guest.call('fd_read', 0, ...guest.buffer(100), 0xffff_fff0)).toBe('EFAULT');
    expect(await guest.call('fd_read', 0, 0xffff_fff0, 1, out)).toBe('EFAULT');
    expect(await guest.call('fd_read', 0, 0, 100_000, out)).toBe('EINVAL');
    expect(await guest.read(0)).toBe('precious');
  });

  test('what was taken before a failure is told first', async () => {
    const guest = new Guest();
    let calls = 0;
    const write = (): number => {
      if (++calls > 1) throw new SystemError('ENOSPC');
      return 3;
    };
    guest.stream(1, pipeWith({ write }));
    for (const index of [0, 1]) {
      guest.memory.setU32(512 + 8 * index, room);
      guest.memory.setU32(516 + 8 * index, 3);
    }
    expect(await guest.call('fd_write', 1, 512, 2, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(3);
    expect(await guest.call('fd_write', 1, 512, 2, out)).toBe('ENOSPC');
  });
});

describe('streams', () => {
  test('have no offset', async () => {
    const guest = new Guest();
    guest.stream(0, new TestPipe());
    guest.stream(1, new TestPipe('terminal'));
    guest.stream(2, new TestPipe('character-device'));
    for (const fd of [0, 1]) {
      expect(await guest.call('fd_seek', fd, 0n, 1, out)).toBe('ESPIPE');
      expect(await guest.call('fd_tell', fd, out)).toBe('ESPIPE');
      expect(await guest.call('fd_pread', fd, ...guest.buffer(1), 0n, out)).toBe('ESPIPE');
      expect(await guest.call('fd_pwrite', fd, ...guest.buffer(1), 0n, out)).toBe('ESPIPE');
    }
    expect(await guest.call('fd_seek', 2, 5n, 0, out)).toBe('ESUCCESS');
    expect(await guest.call('fd_advise', 0, 0n, 0n, 0)).toBe('ESPIPE');
  });

  test('are one another only where they are one', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    guest.stream(1, new TestPipe());
    guest.table.set(2, { ...guest.table.get(0) });
    const [zero, one, two] = [await guest.stat(0), await guest.stat(1), await guest.stat(2)];
    expect(zero.inode).not.toBe(0n);
    expect(one.inode).not.toBe(zero.inode);
    expect([two.device, two.inode]).toEqual([zero.device, zero.inode]);
  });

  test('that are not ready are EAGAIN with NONBLOCK', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe, 4);
    expect(await guest.read(0)).toBe('EAGAIN');
    expect(pipe.withdrawn).toBe(1);
    pipe.send('x');
    expect(await guest.read(0)).toBe('x');
    pipe.end();
    expect(await guest.read(0)).toBe('');
  });

  test('a broken pipe ends the program with 141, or is EPIPE', async () => {
    const broken = pipeWith({ write: () => Promise.reject(new SystemError('EPIPE')) });
    const guest = new Guest();
    guest.stream(1, broken);
    await expect(guest.write(1, 'x')).rejects.toMatchObject({ status: 141 });
    const ignoring = new Guest(undefined, { ignoreBrokenPipe: true });
    ignoring.stream(1, broken);
    expect(await ignoring.write(1, 'x')).toBe('EPIPE');
  });

  test('a wait ends when the program is told to stop, and leaves no listener', async () => {
    const stop = new AbortController();
    let listeners = 0;
    const { signal } = stop;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => void (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) =>
      void (listeners--, remove(...args));
    const guest = new Guest(undefined, { signal });
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    const first = guest.read(0);
    pipe.send('x');
    expect(await first).toBe('x');
    expect(listeners).toBe(0);
    const second = guest.read(0);
    stop.abort(130);
    await expect(second).rejects.toEqual(new ProgramExit(130, true));
    await expect(guest.read(0)).rejects.toMatchObject({ status: 130, stopped: true });
  });
});

describe('offsets', () => {
  test('go anywhere but before the beginning', async () => {
    const guest = new Guest(folder({ f: 'hello' }).fs);
    const fd = await guest.open('f');
    const seek = async (offset: bigint, from: number): Promise<string | bigint> => {
      const errno = await guest.call('fd_seek', fd, offset, from, out);
      return errno === 'ESUCCESS' ? guest.memory.u64(out) : errno;
    };
    expect(await seek(2n, 0)).toBe(2n);
    expect(await seek(1n, 1)).toBe(3n);
    expect(await seek(-1n, 2)).toBe(4n);
    expect(await seek(-10n, 1)).toBe('EINVAL');
    expect(await seek(-1n, 0)).toBe('EINVAL');
    expect(await seek(100n, 0)).toBe(100n);
    expect(await guest.read(fd)).toBe('');
    expect(await seek(1n << 62n, 0)).toBe('EOVERFLOW');
    expect(await seek(0n, 7)).toBe('EINVAL');
    expect(await guest.call('fd_seek', 3, 0n, 0, out)).toBe('EBADF');
  });

  test('the end of a file is asked for anew', async () => {
    const { disk, fs } = folder({ f: 'hello' });
    const guest = new Guest(fs);
    const fd = await guest.open('f');
    await guest.call('fd_seek', fd, 0n, 2, out);
    disk.put('f', 'hello and more');
    await guest.call('fd_seek', fd, 0n, 2, out);
    expect(guest.memory.u64(out)).toBe(14n);
  });
});

describe('listings', () => {
  const content = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d/file ${index}`, '']),
  );

  test('of any buffer size are whole', async () => {
    const guest = new Guest(folder(content).fs);
    const fd = await guest.open('d', { oflags: directory });
    for (const size of [64, 100, 4096, 20_000]) {
      const names = await guest.names(fd, size);
      expect(names.slice(0, 2), String(size)).toEqual(['.', '..']);
      expect(new Set(names).size).toBe(302);
      expect(names).toHaveLength(302);
    }
  });

  test('go on while the directory changes, and begin anew at 0', async () => {
    const { disk, fs } = folder({ 'd/a': '', 'd/b': '' });
    const guest = new Guest(fs);
    const fd = await guest.open('d', { oflags: directory });
    expect(await guest.names(fd)).toEqual(['.', '..', 'a', 'b']);
    disk.put('d/c', '');
    expect(await guest.call('fd_readdir', fd, room, 4096, 2n, out)).toBe('ESUCCESS');
    expect(guest.memory.text(room + 24, 1)).toBe('a');
    expect(await guest.names(fd)).toEqual(['.', '..', 'a', 'b', 'c']);
    expect(await guest.call('fd_readdir', fd, room, 4096, -1n, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(0);
    expect(await guest.call('fd_readdir', fd, room, 4096, 100n, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(0);
  });

  test('are 100,000: the first come before the last are known, each comes once, whatever changes meanwhile', async () => {
    const count = 100_000;
    const names = Array.from({ length: count }, (_, index) => `d/file ${index}`);
    const { disk, fs } = folder(Object.fromEntries(names.map((name) => [name, ''])));
    const guest = new Guest(fs);
    const fd = await guest.open('d', { oflags: directory });
    const iterate = vi.spyOn(HandleListing.prototype, 'next');
    const seen: string[] = [];
    let cookie = 0n;
    for (let part = 0; ; part++) {
      expect(await guest.call('fd_readdir', fd, room, 4096, cookie, out)).toBe('ESUCCESS');
      const used = guest.memory.u32(out);
      if (part === 0) expect(iterate.mock.calls.length).toBeLessThan(3);
      for (let at = 0; at + 24 <= used;) {
        const length = guest.memory.u32(room + at + 16);
        if (at + 24 + length > used) break;
        cookie = guest.memory.u64(room + at);
        seen.push(guest.memory.text(room + at + 24, length));
        at += 24 + length;
      }
      // Those that were told go, others come: neither moves the rest.
      if (part === 10) for (const name of names.slice(0, 50)) disk.delete(name);
      if (part === 20) disk.put('d/new', '');
      if (used < 4096) break;
    }
    const found = new Set(seen);
    expect(found.size).toBe(seen.length);
    for (const name of names) expect(found.has(name.slice(2))).toBe(true);
    expect(seen.length - count).toBeLessThanOrEqual(3); // `.` and `..`, and perhaps what came
  });

  test('have the inodes that stat has', async () => {
    const guest = new Guest(folder({ 'd/a': '' }).fs);
    const fd = await guest.open('d', { oflags: directory });
    const own = (await guest.stat(fd)).inode;
    await guest.call('fd_readdir', fd, room, 4096, 0n, out);
    expect(guest.memory.u64(room + 8)).toBe(own);
  });

  test('cost the listing alone', async () => {
    const { disk, fs } = folder({ 'd/a': '' });
    const guest = new Guest(fs);
    const fd = await guest.open('d', { oflags: directory });
    disk.reset();
    await guest.names(fd);
    expect(disk.counted()).toEqual({ list: 1 });
  });

  test('of what is none, or is gone', async () => {
    const { disk, fs } = folder({ f: '', 'd/a': '' });
    const guest = new Guest(fs);
    const file = await guest.open('f');
    expect(await guest.call('fd_readdir', file, room, 4096, 0n, out)).toBe('ENOTDIR');
    const fd = await guest.open('d', { oflags: directory });
    disk.delete('d');
    expect(await guest.call('fd_readdir', fd, room, 4096, 0n, out)).toBe('ENOENT');
  });
});

describe('opening', () => {
  test('the flags of the specification', async () => {
    const { disk, fs } = folder({ f: 'old', 'd/g': 'x' });
    const guest = new Guest(fs);
    const error = async (path: string, options: Parameters<Guest['open']>[1]): Promise<string> => {
      try {
        await guest.call('fd_close', await guest.open(path, options));
        return 'none';
      } catch (failure) {
        return (failure as Error).message;
      }
    };
    expect(await error('x', {})).toBe('ENOENT');
    expect(await error('', {})).toBe('ENOENT');
    expect(await error('f', { oflags: create | exclusive })).toBe('EEXIST');
    expect(await error('f', { oflags: directory })).toBe('ENOTDIR');
    expect(await error('f/', {})).toBe('ENOTDIR');
    expect(await error('new/', { oflags: create })).toBe('EISDIR');
    expect(await error('d/', { oflags: create })).toBe('EISDIR');
    expect(await error('d', { oflags: directory | create, rights: all })).toBe('EINVAL');
    expect(await error('d', {})).toBe('EISDIR');
    expect(await error('d', { rights: all & ~64n })).toBe('none');
    expect(await error('d', { oflags: truncate, rights: 2n })).toBe('EISDIR');
    expect(await error('f/..', {})).toBe('ENOTDIR');
    expect(await error('a\0b', {})).toBe('EINVAL');
    expect(await error('f', { fdflags: 32 })).toBe('EINVAL');
    expect(await error('f', { fd: 99 })).toBe('EBADF');
    expect(disk.text('f')).toBe('old');
    expect(await error('f', { oflags: truncate, rights: 2n })).toBe('none');
    expect(disk.text('f')).toBe('');
  });

  test('of too many files leaves none open, and cuts and makes none', async () => {
    const { disk, fs, writers } = folder({ precious: 'x', f: '' });
    const guest = new Guest(fs);
    for (let opened = 1; opened < 1024; opened++) await guest.open('f'); // the root is open
    for (const [path, oflags] of [
      ['f', 0],
      ['precious', truncate],
      ['new', create],
      ['.', directory],
    ] as const) {
      expect(await code(() => guest.open(path, { oflags }))).toBe('EMFILE');
    }
    expect(disk.tree()).toEqual({ precious: 'x', f: '' });
    for (const [fd] of Array.from(guest.table.entries())) await guest.call('fd_close', fd);
    expect(writers.open.size).toBe(0);
  });

  test('in memory nothing waits', async () => {
    const guest = new Guest(new MemoryFileSystem());
    const fd = await guest.open('f', { oflags: create });
    await guest.write(fd, 'x');
    await guest.call('fd_seek', fd, 0n, 2, out);
    await guest.names(3);
    await guest.call('fd_close', fd);
    expect(guest.waits).toBe(0);
  });
});
