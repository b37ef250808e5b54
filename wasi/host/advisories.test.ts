// What other hosts were reported for, tried on this one. The advisory stands beside each.
import { describe, expect, test } from 'vitest';

import { pathCalls } from './errno-cases/path.ts';
import { all, Guest, out, pipeWith, room } from './fixtures.ts';
import { preopenNamed } from '../fd/preopens.ts';
import * as rights from '../preview1/rights.ts';
import { content, folder, forReading, open } from '../vfs/fixtures.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { MountTable } from '../vfs/mounts.ts';
import { ReadOnlyFileSystem } from '../vfs/read-only.ts';

/** A capability `in`, beside which lies what no path may reach; `in/out` and the like are links that lead there. */
function jail(): { guest: Guest; secret: () => Promise<string> } {
  const fs = new MemoryFileSystem();
  for (const path of [['in'], ['in', 'd'], ['secret']]) fs.createDirectory(path);
  for (const path of [
    ['in', 'f'],
    ['secret', 'x'],
  ]) {
    const file = fs.open(path, { read: true, write: true, create: true });
    file.write(0, new TextEncoder().encode('secret'));
  }
  // A program cannot make these; a folder may come with them.
  fs.symlink('../secret', ['in', 'out']);
  fs.symlink('../secret/', ['in', 'out-slash']);
  fs.symlink('/secret', ['in', 'out-root']);
  fs.symlink('../new', ['in', 'out-new']);
  const guest = new Guest(fs);
  preopenNamed(guest.table, fs, [{ name: '/in', path: ['in'] }]);
  const secret = async (): Promise<string> => {
    const names: string[] = [];
    for (const path of [[], ['secret']])
      for (const { name } of await fs.list(path).next()) names.push(name);
    const file = await open(fs, 'secret/x', forReading);
    return `${names.join(' / ')}: ${await content(file)}`;
  };
  return { guest, secret };
}

describe('GHSA-hp8f-xmx4-4qrg: a slash behind a link leads nowhere that the link does not', () => {
  const ends = ['', '/', '//', '/.', '/..', '/x', '/x/', '/./x'];
  const links = ['out', 'out-slash', 'out-root', 'out-new'];
  test.each(Object.entries(pathCalls))('%s', async (_name, call) => {
    for (const link of links) {
      for (const end of ends) {
        const { guest, secret } = jail();
        const before = await secret();
        const answer = await call(guest, guest.text(link + end, 10_000));
        // The link itself may be read, removed, renamed: it is inside.
        const itself = end === '';
        if (!itself) expect([link + end, answer]).not.toContain('ESUCCESS');
        expect(await secret(), link + end).toBe(before);
      }
    }
  });

  test.each(Object.entries(pathCalls))(
    '%s: a file with a slash is no file',
    async (_name, call) => {
      for (const end of ['/', '//', '/.', '/..']) {
        const guest = new Guest(folder({ f: 'x' }).fs);
        expect(await call(guest, guest.text(`f${end}`, 10_000))).toMatch(/^(ENOTDIR|EEXIST)$/);
      }
    },
  );
});

/** `ro`, read-only, and `rw` in one tree; each holds f. */
function twoGrants(): { guest: Guest; hidden: MemoryFileSystem } {
  const make = (name: string): MemoryFileSystem => {
    const fs = new MemoryFileSystem(name);
    fs.open(['f'], { read: true, write: true, create: true }).write(0, Uint8Array.of(1, 2, 3));
    return fs;
  };
  const hidden = make('ro');
  const fs = new MountTable([
    { point: [], prefix: [], fs: new MemoryFileSystem() },
    { point: ['ro'], prefix: [], fs: new ReadOnlyFileSystem(hidden) },
    { point: ['rw'], prefix: [], fs: make('rw') },
  ]);
  const guest = new Guest(fs);
  preopenNamed(guest.table, fs, [
    { name: '/ro', path: ['ro'] },
    { name: '/rw', path: ['rw'] },
  ]);
  return { guest, hidden };
}

describe('RUSTSEC-2026-0188 and GHSA-2r75-cxrj-cmph: a read-only grant', () => {
  test.each([
    ['path_rename', 3, 4],
    ['path_rename', 4, 3],
    ['path_link', 3, 4],
    ['path_link', 4, 3],
  ] as const)('is not left or entered by %s from %i to %i', async (name, from, to) => {
    const { guest } = twoGrants();
    const flags = name === 'path_link' ? [0] : [];
    const paths = [guest.text('f'), guest.text('n', 6000)] as const;
    expect(await guest.call(name, from, ...flags, ...paths[0], to, ...paths[1])).toBe('EROFS');
  });

  test.each([
    [8, 0n],
    [8, all],
    [9, all],
    [0, rights.write],
  ])('is not written by oflags %i and rights %i', async (oflags, asked) => {
    const { guest, hidden } = twoGrants();
    await expect(guest.open('f', { oflags, rights: asked })).rejects.toThrow('EROFS');
    expect(hidden.stat(['f']).size).toBe(3);
  });
});

describe('GHSA-3p27-qvp9-27qf, CVE-2025-53901: fd_renumber', () => {
  test('onto itself, a stream, a preopened directory', async () => {
    const guest = new Guest();
    let closed = 0;
    guest.stream(1, pipeWith({ close: () => void closed++ }));
    expect(await guest.call('fd_renumber', 3, 3)).toBe('ESUCCESS');
    expect(await guest.call('fd_renumber', 1, 1)).toBe('ESUCCESS');
    expect(closed).toBe(0);
    const file = await guest.open('f', { oflags: 1 });
    expect(await guest.call('fd_renumber', file, 1)).toBe('ESUCCESS');
    expect([closed, (await guest.stat(1)).type]).toEqual([1, 4]);
    expect(await guest.call('fd_renumber', 1, 3)).toBe('ESUCCESS');
    expect(await guest.call('fd_prestat_get', 3, room)).toBe('EBADF');
  });

  test('onto what is closed, and numbers that there are not', async () => {
    const guest = new Guest();
    const file = await guest.open('f', { oflags: 1 });
    await guest.call('fd_close', file);
    for (const number of [file, 1024, 0x7fff_ffff, -1, 0xffff_ffff]) {
      expect(await guest.call('fd_renumber', 3, number)).toBe('EBADF');
      expect(await guest.call('fd_renumber', number, 3)).toBe('EBADF');
    }
    expect(await guest.call('fd_prestat_get', 3, room)).toBe('ESUCCESS');
  });
});

describe('p1_stat_extreme_host_mtime: a time of the browser', () => {
  test.each([
    [-1, 0n],
    [0, 0n],
    [1, 1_000_000n],
    [2 ** 53, 2n ** 64n - 1n],
    [8.64e15, 2n ** 64n - 1n],
    [Number.NaN, 0n],
    [Infinity, 0n],
  ])('%d is no defect', async (modified, time) => {
    const { disk, fs } = folder({ f: 'x' });
    const node = disk.find(['f']);
    if (node?.kind !== 'file') throw new Error('f is a file');
    node.modified = modified;
    const guest = new Guest(fs);
    const stat = await guest.call('path_filestat_get', 3, 1, ...guest.text('f'), room);
    expect(stat).toBe('ESUCCESS');
    expect(guest.memory.u64(room + 48)).toBe(time);
  });
});

describe('p1_cli_hostcall_fuel: sizes that no program needs', () => {
  test('a path of 110 KB, ten thousand buffers', async () => {
    const guest = new Guest();
    await expect(guest.open('a'.repeat(110_000))).rejects.toThrow('ENAMETOOLONG');
    await expect(guest.open('./'.repeat(55_000))).rejects.toThrow('ENAMETOOLONG');
    const file = await guest.open('f', { oflags: 1 });
    for (const name of ['fd_read', 'fd_write'])
      expect(await guest.call(name, file, room, 10_000, out)).toBe('EINVAL');
  });

  test('a list of all subscriptions that memory holds is answered, a longer one is EFAULT', async () => {
    const guest = new Guest();
    const count = 1500;
    for (let index = 0; index < count; index++) {
      const at = room + index * 48;
      guest.memory.bytes(at, 48).fill(0);
      guest.memory.setU64(at, BigInt(index)); // a clock, 0 ns from now
    }
    const events = room + count * 48;
    expect(await guest.call('poll_oneoff', room, events, count, out)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(count);
    expect(guest.memory.u64(events + (count - 1) * 32)).toBe(BigInt(count - 1));
    expect(await guest.call('poll_oneoff', room, events, 100_000_000, out)).toBe('EFAULT');
  });
});
