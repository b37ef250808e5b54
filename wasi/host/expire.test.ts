// Caches die when a program hears from others, or waits (semantics: a listing, and that a directory is there).
import { expect, test } from 'vitest';

import { Guest, out, room, TestPipe } from './fixtures.ts';
import { folder } from '../vfs/fixtures.ts';
import { Walk } from '../vfs/walk.ts';

/** Waits for `subscription` at 8192. */
async function poll(guest: Guest, type: number, operand: number): Promise<void> {
  guest.memory.bytes(8192, 48).fill(0);
  guest.memory.setU8(8200, type);
  guest.memory.setU32(8208, operand);
  guest.memory.setU64(8216, 1000n);
  expect(await guest.call('poll_oneoff', 8192, room, 1, out)).toBe('ESUCCESS');
}

test.each<[string, (guest: Guest) => Promise<unknown>]>([
  ['has read from a pipe', (guest) => guest.read(0)],
  ['has waited for a pipe', (guest) => poll(guest, 1, 0)],
  ['has waited for a time', (guest) => poll(guest, 0, 1)],
])('a program that %s sees what others did before', async (_how, hear) => {
  const { fs, disk } = folder(
    { 'd/sub/f': '' },
    { walk: (ask, retold) => new Walk(ask, retold), brief: true },
  );
  const guest = new Guest(fs);
  const pipe = new TestPipe();
  guest.stream(0, pipe);
  const names = async (): Promise<string[]> => guest.names(await guest.open('d', { oflags: 2 }));
  expect(await names()).toEqual(['.', '..', 'sub']);
  disk.delete('d/sub');
  disk.put('d/new', '');
  pipe.send('done');
  await hear(guest);
  expect(await names()).toEqual(['.', '..', 'new']);
  const stat = guest.call('path_filestat_get', 3, 0, ...guest.text('d/sub', room), out);
  expect(await stat).toBe('ENOENT');
});
