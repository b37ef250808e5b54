import { describe, expect, test } from 'vitest';

import { fakeFolder } from './fake-handles.ts';
import { anew, bytes, code, content, forWriting, open, privateFolder } from './fixtures.ts';

/** More than the browser is handed at once. */
const much = '0123456789abcdef'.repeat(200_000);

async function writeMuch(path: string, folder = privateFolder({ f: 'old' })) {
  const file = await open(folder.fs, path, anew);
  await file.write(0, bytes(much));
  await file.write('end', bytes('end')); // the first part has left for the browser
  return { ...folder, file };
}

describe('a large file of the private storage', () => {
  test.each(['f', 'new'])(
    '%s is written beside it, and is there at once and whole',
    async (path) => {
      const { disk, file } = await writeMuch(path);
      expect(disk.text(path)).toBe(path === 'f' ? 'old' : '');
      expect(disk.beside.entries.size).toBe(1);
      expect(await file.stat()).toMatchObject({ size: much.length + 3 });
      await file.close();
      expect(disk.text(path)).toBe(`${much}end`);
      expect([disk.beside.entries.size, disk.writers()]).toEqual([0, 0]);
      expect(disk.counts.get('createWritable')).toBeUndefined();
    },
  );

  test('is kept from other tabs while it is written', async () => {
    const { disk, file } = await writeMuch('f');
    const root = fakeFolder(disk);
    const other = await root.getFileHandle('f');
    await expect(other.createWritable()).rejects.toThrow('modifications are not allowed');
    await expect(root.removeEntry('f')).rejects.toThrow('modifications are not allowed');
    expect(await (await other.getFile()).text()).toBe('old');
    await file.close();
    await (await other.createWritable()).close();
  });

  test('that another tab writes is EBUSY, and stays as it is', async () => {
    const folder = privateFolder({ f: 'old' });
    const writer = await (await fakeFolder(folder.disk).getFileHandle('f')).createWritable();
    const file = await open(folder.fs, 'f', anew);
    await file.write(0, bytes(much));
    expect(await code(() => file.write('end', bytes('end')))).toBe('EBUSY');
    await writer.abort();
    await file.close();
    expect(folder.disk.tree()).toEqual({ f: 'old' });
  });

  test.each(['syncWrite', 'flush', 'move'] as const)(
    'is as it was where the disk is full at its %s',
    async (kind) => {
      const folder = privateFolder({ f: 'old' });
      folder.disk.fail(kind, 'QuotaExceededError');
      const store = async (): Promise<void> => {
        const { file } = await writeMuch('f', folder);
        await file.close();
      };
      expect(await code(store)).toBe('ENOSPC');
      expect(folder.disk.tree()).toEqual({ f: 'old' });
      expect([folder.disk.beside.entries.size, folder.disk.writers()]).toEqual([0, 0]);
    },
  );

  test('is as it was where it is given up', async () => {
    const { disk, file } = await writeMuch('f');
    await file.close(true);
    expect(disk.tree()).toEqual({ f: 'old' });
    expect([disk.beside.entries.size, disk.writers()]).toEqual([0, 0]);
  });

  test('holds nothing of what a process left that was ended', async () => {
    const { disk, fs } = await writeMuch('f');
    disk.callerGone(true);
    expect(disk.beside.entries.size).toBe(1);
    await fs.scratch?.remove(fs.key(['f']));
    expect(disk.beside.entries.size).toBe(0);
    const left = await fakeFolder(disk, ['..']).getFileHandle('left', { create: true });
    expect(left.name).toBe('left'); // what is not of f stays
    await fs.scratch?.remove(fs.key(['f']));
    expect([...disk.beside.entries.keys()]).toEqual(['left']);
  });

  test('that keeps what it held, and a small one, are written by a stream', async () => {
    const { disk, fs } = privateFolder({ f: 'old' });
    const kept = await open(fs, 'f', forWriting);
    await kept.write('end', bytes(much));
    await kept.write('end', bytes('end'));
    await kept.close();
    expect(disk.text('f')).toBe(`old${much}end`);
    const small = await open(fs, 'f', anew);
    await small.write(0, bytes('small'));
    expect(await content(small)).toBe('small');
    await small.close();
    expect(disk.counts.get('createSyncAccessHandle')).toBeUndefined();
  });
});
