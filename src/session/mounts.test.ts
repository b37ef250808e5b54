// Folders that are opened: which are the same, and which lie in another.
import { expect, test } from 'vitest';
import { Mounts } from './mounts.ts';
import { FakeDisk } from '../../wasi/vfs/fake-disk.ts';
import { fakeFolder } from '../../wasi/vfs/fake-handles.ts';

const disk = new FakeDisk({ 'p/sub/deep/f': 'f', 'q/sub/': '' });

async function folder(path: string): Promise<FileSystemDirectoryHandle> {
  let handle = fakeFolder(disk);
  for (const name of path.split('/')) handle = await handle.getDirectoryHandle(name);
  return handle;
}

/** Opens folders in turn, and shows the mounts: where, the device and the way into it, whether read-only. */
async function open(...folders: [path: string, readOnly: boolean][]): Promise<string[]> {
  const mounts = new Mounts([]);
  for (const [path, readOnly] of folders) await mounts.add(await folder(path), readOnly);
  return shown(mounts);
}

function shown(mounts: Mounts): string[] {
  return mounts.messages.map(
    ({ point, device, prefix, readOnly }) =>
      `/${point.join('/')} = ${[device, ...prefix].join('/')}${readOnly ? ' read-only' : ''}`,
  );
}

test('Mounts gives a second folder of the same name another one', async () => {
  expect(await open(['p/sub', false], ['q/sub', false])).toEqual([
    '/mnt/sub = folder-0',
    '/mnt/sub-2 = folder-1',
  ]);
});

test('Mounts knows a folder again, and takes the greater rights', async () => {
  expect(await open(['p', true], ['p', true])).toEqual(['/mnt/p = folder-0 read-only']);
  expect(await open(['p', true], ['p', false])).toEqual(['/mnt/p = folder-0']);
  expect(await open(['p', false], ['p', true])).toEqual(['/mnt/p = folder-0']);
});

test('Mounts serves a folder inside another by the outer one, whichever came first', async () => {
  expect(await open(['p', false], ['p/sub/deep', false], ['p/sub', false])).toEqual([
    '/mnt/p = folder-0',
    '/mnt/deep = folder-0/sub/deep',
    '/mnt/sub = folder-0/sub',
  ]);
  expect(await open(['p/sub/deep', false], ['p/sub', false], ['p', false])).toEqual([
    '/mnt/deep = folder-2/sub/deep',
    '/mnt/sub = folder-2/sub',
    '/mnt/p = folder-2',
  ]);
});

test('Mounts keeps a folder writable when one around it is opened for reading', async () => {
  expect(await open(['p/sub', false], ['p', true])).toEqual([
    '/mnt/sub = folder-0',
    '/mnt/p = folder-1 read-only',
  ]);
  expect(await open(['p/sub', true], ['p', false])).toEqual([
    '/mnt/sub = folder-1/sub',
    '/mnt/p = folder-1',
  ]);
});

test('Mounts takes a folder out, and one inside it is then a mount of its own, or of what is around both', async () => {
  const mounts = new Mounts([]);
  for (const path of ['p', 'p/sub', 'p/sub/deep']) await mounts.add(await folder(path), false);
  expect(mounts.remove(['mnt', 'sub'])).toBe(true);
  expect(shown(mounts)).toEqual(['/mnt/p = folder-0', '/mnt/deep = folder-0/sub/deep']);
  expect(mounts.remove(['mnt', 'p'])).toBe(true);
  expect(shown(mounts)).toEqual(['/mnt/deep = folder-2']);
  expect(mounts.remove(['mnt', 'p'])).toBe(false);
});
