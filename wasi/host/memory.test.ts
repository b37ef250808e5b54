// A program's memory: it may grow while a call waits, and nobody looks into it but the one checked accessor.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { all, Guest, out, room, TestPipe } from './fixtures.ts';
import * as rights from '../preview1/rights.ts';
import { folder } from '../vfs/fixtures.ts';

/** What a call leaves in the memory, read when it is over. */
type Left = string | number | bigint;

interface Waiting {
  /** Begins the call. */
  readonly begin: (guest: Guest, fd: number) => Promise<string>;
  readonly left: (guest: Guest) => Left;
  readonly right: Left;
}

const textAt = (guest: Guest, length: number): string => guest.memory.text(room, length);

/** Calls that wait for the browser and then write to the memory; `f` holds "hello", and `fd` is open on it. */
const calls: Readonly<Record<string, Waiting>> = {
  fd_read: {
    begin: (guest, fd) => guest.call('fd_read', fd, ...guest.buffer(5), out),
    left: (guest) => textAt(guest, 5),
    right: 'hello',
  },
  fd_pread: {
    begin: (guest, fd) => guest.call('fd_pread', fd, ...guest.buffer(4), 1n, out),
    left: (guest) => textAt(guest, 4),
    right: 'ello',
  },
  fd_seek: {
    begin: async (guest, fd) => {
      await guest.call('fd_seek', fd, 0n, 2, out); // the snapshot of the open answers once
      return guest.call('fd_seek', fd, -1n, 2, out);
    },
    left: (guest) => guest.memory.u64(out),
    right: 4n,
  },
  fd_filestat_get: {
    begin: async (guest, fd) => {
      await guest.call('fd_filestat_get', fd, room);
      return guest.call('fd_filestat_get', fd, room);
    },
    left: (guest) => guest.memory.u64(room + 32),
    right: 5n,
  },
  path_filestat_get: {
    begin: (guest) => guest.call('path_filestat_get', 3, 1, ...guest.text('f'), room),
    left: (guest) => guest.memory.u64(room + 32),
    right: 5n,
  },
  path_open: {
    begin: (guest) => guest.call('path_open', 3, 1, ...guest.text('f'), 0, all, all, 0, out),
    left: (guest) => guest.memory.u32(out),
    right: 1,
  },
  fd_readdir: {
    begin: (guest) => guest.call('fd_readdir', 3, room, 100, 0n, out),
    left: (guest) => guest.memory.u32(out),
    right: 24 + 1 + 24 + 2 + 24 + 1,
  },
};

/** Begins a call, lets the memory grow while it waits, and gives its errno. */
async function grown(guest: Guest, begin: () => Promise<string>): Promise<string> {
  const before = guest.waits;
  const answer = begin();
  while (guest.waits === before) await Promise.resolve();
  const view = guest.memory.bytes(0, 1);
  guest.wasm.grow(1);
  expect(view.length).toBe(0); // what was taken before is of no use
  return answer;
}

describe('memory that grows while a call waits', () => {
  test.each(Object.entries(calls))('%s', async (_name, { begin, left, right }) => {
    const guest = new Guest(folder({ f: 'hello' }).fs);
    const fd = await guest.open('f', { rights: all & ~rights.write });
    expect(await grown(guest, () => begin(guest, fd))).toBe('ESUCCESS');
    expect(left(guest)).toBe(right);
  });

  test('fd_read of a pipe, and poll_oneoff', async () => {
    for (const poll of [true, false]) {
      const guest = new Guest();
      const pipe = new TestPipe();
      guest.stream(0, pipe);
      guest.memory.setU8(8192 + 8, 1);
      const answer = grown(guest, () =>
        poll
          ? guest.call('poll_oneoff', 8192, room, 1, out)
          : guest.call('fd_read', 0, ...guest.buffer(5), out),
      );
      setTimeout(() => pipe.send('bytes'), 0);
      expect(await answer).toBe('ESUCCESS');
      expect(guest.memory.u32(out)).toBe(poll ? 1 : 5);
      expect(poll ? guest.memory.u64(room + 16) : textAt(guest, 5)).toBe(poll ? 5n : 'bytes');
    }
  });

  test.each([
    ['fd_write', []],
    ['fd_pwrite', [0n]],
  ] as const)('%s takes each buffer from where it is then', async (name, place) => {
    const { disk, fs } = folder({ f: 'hello' });
    const guest = new Guest(fs);
    const fd = await guest.open('f');
    for (const [index, value] of [room, 1, room + 1, 1].entries())
      guest.memory.setU32(512 + 4 * index, value);
    guest.text('ab', room);
    const write = (): Promise<string> => guest.call(name, fd, 512, 2, ...place, out);
    expect(await grown(guest, write)).toBe('ESUCCESS');
    expect(guest.memory.u32(out)).toBe(2);
    await guest.call('fd_close', fd);
    expect(disk.tree()).toEqual({ f: 'abllo' });
  });
});

test('nobody else makes views of it', () => {
  const wasi = join(import.meta.dirname, '..');
  const found = readdirSync(wasi, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(host|fd|vfs|preview1)\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
    .filter((file) =>
      /\bmemory\.buffer\b(?!\.byteLength)/.test(readFileSync(join(wasi, file), 'utf8')),
    );
  expect(found).toEqual(['preview1/memory.ts']);
});
