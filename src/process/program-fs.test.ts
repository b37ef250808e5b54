import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ProgramFileSystem } from './program-fs.ts';
import { RecentAnswers } from './recent-answers.ts';
import { FakeDisk } from '../../wasi/vfs/fake-disk.ts';
import { fakeFolder } from '../../wasi/vfs/fake-handles.ts';
import { bytes, code } from '../../wasi/vfs/fixtures.ts';

let now = 1000;

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function program(): { disk: FakeDisk; fs: ProgramFileSystem; asked: () => number } {
  const disk = new FakeDisk({ f: 'content', g: '', 'd/': '' });
  const fs = new ProgramFileSystem(fakeFolder(disk), { brief: true }, new RecentAnswers());
  const asked = (): number => [...disk.counts.values()].reduce((sum, count) => sum + count, 0);
  return { disk, fs, asked };
}

const nothing = ['nothing'];

test('what was asked just now is told again, also that there is nothing', async () => {
  const { fs, asked } = program();
  const stat = await fs.stat(['f']);
  expect(await code(() => fs.stat(nothing))).toBe('ENOENT');
  const before = asked();
  expect(await fs.stat(['f'])).toEqual(stat);
  expect(await code(() => fs.stat(nothing))).toBe('ENOENT');
  expect(asked()).toBe(before);
});

test('but not after ten milliseconds', async () => {
  const { disk, fs } = program();
  await fs.stat(['f']);
  expect(await code(() => fs.stat(nothing))).toBe('ENOENT');
  disk.put('f', 'changed by another');
  disk.put('nothing', 'made by another');
  now += 9;
  expect((await fs.stat(['f'])).size).toBe(7);
  expect(await code(() => fs.stat(nothing))).toBe('ENOENT');
  now += 1;
  expect((await fs.stat(['f'])).size).toBe(18);
  expect((await fs.stat(nothing)).size).toBe(15);
});

test('nor when it has heard from others', async () => {
  const { disk, fs } = program();
  await fs.stat(['f']);
  const answer = code(async () => fs.stat(nothing));
  fs.expire();
  expect(await answer).toBe('ENOENT');
  disk.put('f', 'changed by another');
  disk.put('nothing', 'made by another');
  expect((await fs.stat(['f'])).size).toBe(18);
  expect((await fs.stat(nothing)).size).toBe(15);
});

test.each<[string, (fs: ProgramFileSystem) => unknown]>([
  [
    'writes a file',
    async (fs) => {
      const file = await fs.open(['g'], { read: false, write: true });
      await file.write(0, bytes('new'));
      await file.close();
    },
  ],
  ['makes a file', (fs) => fs.open(['new'], { read: true, write: false, create: true })],
  ['cuts a file', (fs) => fs.open(['g'], { read: true, write: false, truncate: true })],
  ['makes a directory', (fs) => fs.createDirectory(['new'])],
  ['removes a directory', (fs) => fs.removeDirectory(['d'])],
  ['removes a file', (fs) => fs.unlink(['g'])],
  ['renames a file', (fs) => fs.rename(['g'], ['h'])],
  ['sets a time', (fs) => fs.setTimes(['g'], { modified: 'now' })],
])('nor from when it %s on: a disk may know no case', async (_what, change) => {
  const { disk, fs } = program();
  await fs.stat(['f']);
  await change(fs);
  for (const content of ['1', '22']) {
    disk.put('f', content);
    expect((await fs.stat(['f'])).size).toBe(content.length);
  }
});

test('a change of one file system may be one of another', async () => {
  const disk = new FakeDisk({ f: 'content' });
  const recent = new RecentAnswers();
  const [a, b] = [1, 2].map(() => new ProgramFileSystem(fakeFolder(disk), { brief: true }, recent));
  await a?.stat(['f']);
  await b?.unlink(['f']);
  expect(await code(async () => a?.stat(['f']))).toBe('ENOENT');
});
