import { describe, expect, test } from 'vitest';

import { all, Guest, out, pipeWith, room } from './fixtures.ts';
import { FileDescription } from '../fd/file.ts';
import * as rights from '../preview1/rights.ts';
import { folder, forReading, open } from '../vfs/fixtures.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';

describe('descriptors', () => {
  test('tell what they are', async () => {
    const guest = new Guest(folder({ f: 'x' }).fs);
    guest.stream(0, pipeWith({ type: 'terminal' }));
    guest.stream(1, pipeWith({}));
    const fd = await guest.open('f', { fdflags: 1 });
    const types = [];
    for (const number of [0, 1, 3, fd]) {
      expect(await guest.call('fd_fdstat_get', number, room)).toBe('ESUCCESS');
      types.push([guest.memory.u8(room), guest.memory.u16(room + 2)]);
    }
    expect(types).toEqual([
      [2, 0],
      [0, 0],
      [3, 0],
      [4, 1],
    ]);
    // isatty: a character device without the rights to seek and to tell.
    await guest.call('fd_fdstat_get', 0, room);
    expect(guest.memory.u64(room + 8) & 0b100100n).toBe(0n);
    expect(await guest.call('fd_fdstat_get', 99, room)).toBe('EBADF');
    expect(await guest.call('fd_fdstat_get', 0, 0xffff_fff0)).toBe('EFAULT');
  });

  test('give rights away, and get none', async () => {
    const guest = new Guest(folder({ f: 'x' }).fs);
    const fd = await guest.open('f');
    expect(await guest.call('fd_fdstat_set_rights', fd, 2n, 0n)).toBe('ESUCCESS');
    expect(await guest.write(fd, 'x')).toBe('EBADF');
    expect(await guest.read(fd)).toBe('x');
    expect(await guest.call('fd_fdstat_set_rights', fd, all, 0n)).toBe('ENOTCAPABLE');
  });

  test('are renumbered', async () => {
    const { disk, fs } = folder();
    const guest = new Guest(fs);
    const [one, other] = [
      await guest.open('a', { oflags: 1 }),
      await guest.open('b', { oflags: 1 }),
    ];
    await guest.write(other, 'stored by the renumbering');
    await guest.write(one, 'x');
    expect(await guest.call('fd_renumber', one, other)).toBe('ESUCCESS');
    expect(disk.text('b')).toBe('stored by the renumbering');
    expect(await guest.call('fd_close', one)).toBe('EBADF');
    expect(await guest.call('fd_close', other)).toBe('ESUCCESS');
    expect(disk.text('a')).toBe('x');
    expect(await guest.call('fd_renumber', 3, 0xffff_ffff)).toBe('EBADF');
  });

  test('of preopened directories have names', async () => {
    const guest = new Guest();
    expect(await guest.call('fd_prestat_get', 3, room)).toBe('ESUCCESS');
    expect([guest.memory.u8(room), guest.memory.u32(room + 4)]).toEqual([0, 1]);
    expect(await guest.call('fd_prestat_dir_name', 3, room, 1)).toBe('ESUCCESS');
    expect(guest.memory.text(room, 1)).toBe('/');
    expect(await guest.call('fd_prestat_dir_name', 3, room, 0)).toBe('ENAMETOOLONG');
    expect(await guest.call('fd_prestat_get', 4, room)).toBe('EBADF');
  });
});

describe('files', () => {
  test('are cut, extended, allocated, stored', async () => {
    const { disk, fs } = folder({ f: 'hello' });
    const guest = new Guest(fs);
    const fd = await guest.open('f');
    expect(await guest.call('fd_filestat_set_size', fd, 3n)).toBe('ESUCCESS');
    expect(await guest.call('fd_allocate', fd, 0n, 5n)).toBe('ESUCCESS');
    expect(await guest.call('fd_allocate', fd, 0n, 2n)).toBe('ESUCCESS');
    expect(await guest.call('fd_sync', fd)).toBe('ESUCCESS');
    expect(disk.text('f')).toBe('hel\0\0');
    expect(await guest.call('fd_filestat_set_size', fd, 1n << 60n)).toBe('EFBIG');
    expect(await guest.call('fd_filestat_set_size', fd, -1n)).toBe('EINVAL');
    expect(await guest.call('fd_filestat_set_times', fd, 0n, 0n, 8)).toBe('ESUCCESS');
    expect(await guest.call('fd_filestat_set_times', fd, 0n, 0n, 4)).toBe('ENOTSUP');
    expect(await guest.call('fd_filestat_set_times', fd, 0n, 0n, 3)).toBe('EINVAL');
    expect(await guest.call('fd_advise', fd, 0n, 10n, 0)).toBe('ESUCCESS');
    expect(await guest.call('fd_advise', fd, 0n, 10n, 9)).toBe('EINVAL');
    expect(await guest.call('fd_filestat_set_size', 3, 1n)).toBe('EBADF');
    expect(await guest.call('fd_close', fd)).toBe('ESUCCESS');
  });

  test('are of now when enough of them is allocated already, as on ext4', async () => {
    const guest = new Guest(new MemoryFileSystem());
    const fd = await guest.open('f', { oflags: 1 });
    await guest.write(fd, 'hello');
    expect(await guest.call('fd_filestat_set_times', fd, 0n, 5n, 4)).toBe('ESUCCESS');
    const modified = async (): Promise<bigint> => {
      expect(await guest.call('fd_filestat_get', fd, room)).toBe('ESUCCESS');
      return guest.memory.u64(room + 48);
    };
    expect(await modified()).toBe(5n);
    expect(await guest.call('fd_allocate', fd, 0n, 1n)).toBe('ESUCCESS');
    expect(await modified()).toBeGreaterThan(5n);
  });

  test.each([false, true])('are cut by who may write alone; read-only: %j', async (readOnly) => {
    const { disk, fs } = folder({ f: 'precious' }, { readOnly });
    const guest = new Guest(fs);
    const asked = rights.read | rights.allocate | rights.setSize | rights.datasync;
    const fd = await guest.open('f', { rights: asked | rights.setTimes });
    expect(await guest.call('fd_filestat_set_size', fd, 0n)).toBe('EBADF');
    expect(await guest.call('fd_allocate', fd, 0n, 100n)).toBe('EBADF');
    await guest.call('fd_fdstat_get', fd, room);
    expect(guest.memory.u64(room + 8)).toBe(rights.read | rights.setTimes);
    expect(await guest.call('fd_close', fd)).toBe('ESUCCESS');
    expect(disk.text('f')).toBe('precious');
  });

  test('are not cut through a redirection for reading', async () => {
    const { disk, fs } = folder({ f: 'precious' });
    const guest = new Guest(fs);
    const description = new FileDescription(await open(fs, 'f', forReading), 0, true);
    guest.table.set(0, { description, rights: all & ~rights.write, inheriting: 0n });
    expect(await guest.call('fd_filestat_set_size', 0, 0n)).toBe('EBADF');
    expect(await guest.call('fd_close', 0)).toBe('ESUCCESS');
    expect(disk.text('f')).toBe('precious');
  });

  test('flags change', async () => {
    const guest = new Guest(folder({ f: 'one' }).fs);
    const fd = await guest.open('f');
    expect(await guest.call('fd_fdstat_set_flags', fd, 1)).toBe('ESUCCESS');
    await guest.write(fd, '!');
    expect((await guest.stat(fd)).size).toBe(4n);
    expect(await guest.call('fd_fdstat_set_flags', fd, 32)).toBe('EINVAL');
    expect(await guest.call('fd_fdstat_set_flags', 3, 0)).toBe('EBADF');
  });
});

describe('synchronized writing', () => {
  test.each([
    ['DSYNC', 2],
    ['RSYNC', 8],
    ['SYNC', 16],
  ])('%s: a write returns when its bytes are in the file', async (_, flag) => {
    const { disk, fs } = folder({ f: 'one' });
    const guest = new Guest(fs);
    const fd = await guest.open('f', { fdflags: 1 | flag });
    await guest.call('fd_fdstat_get', fd, room);
    expect(guest.memory.u16(room + 2)).toBe(1 | flag);
    await guest.write(fd, ' two');
    expect(disk.text('f')).toBe('one two');
    await guest.call('fd_pwrite', fd, ...guest.buffer(4), 0n, out);
    expect(disk.text('f')).toBe('one two two');
    await guest.call('fd_fdstat_set_flags', fd, 1);
    await guest.write(fd, '!');
    expect(disk.text('f')).toBe('one two two');
    await guest.call('fd_fdstat_set_flags', fd, 1 | flag);
    await guest.write(fd, '!');
    expect(disk.text('f')).toBe('one two two!!');
    expect(await guest.call('fd_close', fd)).toBe('ESUCCESS');
  });

  test('what cannot be stored is the error of the write', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const guest = new Guest(fs);
    const fd = await guest.open('f', { fdflags: 16 });
    disk.fail('close', 'QuotaExceededError');
    expect(await guest.write(fd, 'new')).toBe('ENOSPC');
    expect(disk.text('f')).toBe('old');
  });
});

describe('the rest', () => {
  test('arguments and environment, and no memory for them', async () => {
    const guest = new Guest(undefined, { args: ['é', ''], env: ['A=1', 'B=two', 'C='] });
    expect(await guest.call('args_sizes_get', out, out + 4)).toBe('ESUCCESS');
    expect([guest.memory.u32(out), guest.memory.u32(out + 4)]).toEqual([2, 4]);
    expect(await guest.call('args_get', out, room)).toBe('ESUCCESS');
    expect(guest.memory.text(guest.memory.u32(out), 4)).toBe('é\0\0');
    expect(await guest.call('environ_sizes_get', out, out + 4)).toBe('ESUCCESS');
    expect([guest.memory.u32(out), guest.memory.u32(out + 4)]).toEqual([3, 13]);
    expect(await guest.call('environ_get', out, room)).toBe('ESUCCESS');
    expect(guest.memory.text(guest.memory.u32(out + 4), 6)).toBe('B=two\0');
    expect(await guest.call('environ_get', 0xffff_fffc, room)).toBe('EFAULT');
    expect(await guest.call('args_get', out, 4 * 65_536 - 2)).toBe('EFAULT');
  });

  test('clocks, random bytes, sockets', async () => {
    const guest = new Guest();
    for (const clock of [0, 1, 2, 3]) {
      expect(await guest.call('clock_time_get', clock, 0n, out)).toBe('ESUCCESS');
      expect(await guest.call('clock_res_get', clock, out)).toBe('ESUCCESS');
      expect(guest.memory.u64(out)).toBeGreaterThan(0n);
    }
    expect(await guest.call('clock_time_get', 4, 0n, out)).toBe('EINVAL');
    expect(await guest.call('clock_time_get', -1, 0n, out)).toBe('EINVAL');
    expect(await guest.call('random_get', room, 100_000)).toBe('ESUCCESS');
    expect(guest.memory.bytes(room + 99_000, 1000).some((byte) => byte !== 0)).toBe(true);
    expect(await guest.call('random_get', room, 0xffff_ffff)).toBe('EFAULT');
    expect(await guest.call('sock_shutdown', 3, 0)).toBe('ENOTSOCK');
    expect(await guest.call('sock_accept', 9, 0, out)).toBe('EBADF');
    expect(await guest.call('proc_raise', 6)).toBe('ENOTSUP');
    expect(await guest.call('sched_yield')).toBe('ESUCCESS');
    await expect(guest.call('proc_exit', 3)).rejects.toMatchObject({ status: 3, stopped: false });
  });
});
