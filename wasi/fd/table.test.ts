import { describe, expect, test } from 'vitest';

import { FileDescription } from './file.ts';
import { StreamDescription } from './stream.ts';
import { DescriptorTable, maximumDescriptors, type Slot } from './table.ts';
import { SystemError } from '../vfs/error.ts';
import { code } from '../vfs/fixtures.ts';
import { MemoryFile } from '../vfs/memory-file.ts';

class CountedFile extends MemoryFile {
  closes: boolean[] = [];

  override close(abandon = false): void {
    this.closes.push(abandon);
  }
}

function slot(file: MemoryFile = new MemoryFile(1n, 1n)): Slot {
  return { description: new FileDescription(file, 0), rights: 0b11n, inheriting: 0n };
}

describe('numbers', () => {
  test('the lowest free one is taken', async () => {
    const table = new DescriptorTable();
    for (let fd = 0; fd < 5; fd++) expect(table.add(slot())).toBe(fd);
    await table.close(1);
    await table.close(3);
    expect(table.add(slot())).toBe(1);
    expect(table.add(slot())).toBe(3);
    expect(table.add(slot())).toBe(5);
    expect([...table.entries()].map(([fd]) => fd)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('what is not open is EBADF', async () => {
    const table = new DescriptorTable();
    table.add(slot());
    for (const fd of [1, -1, 0xffff_ffff, 2 ** 31])
      expect(await code(() => table.get(fd))).toBe('EBADF');
    await table.close(0);
    expect(await code(() => table.close(0))).toBe('EBADF');
    expect(await code(() => table.use(0, 1n))).toBe('EBADF');
  });

  test('there are so many', async () => {
    const table = new DescriptorTable();
    for (let fd = 0; fd < maximumDescriptors; fd++) table.add(slot());
    expect(await code(() => table.add(slot()))).toBe('EMFILE');
  });

  test('one that is taken is not overwritten', () => {
    const table = new DescriptorTable();
    table.set(3, slot());
    expect(() => table.set(3, slot())).toThrow('taken');
    expect(table.add(slot())).toBe(0);
  });

  test('rights are needed', async () => {
    const table = new DescriptorTable();
    table.add(slot());
    expect(await code(() => table.use(0, 0b10n))).toBe('none');
    expect(await code(() => table.use(0, 0b110n))).toBe('EBADF');
  });
});

describe('closing', () => {
  test('the last descriptor closes the description', async () => {
    const table = new DescriptorTable();
    const file = new CountedFile(1n, 1n);
    const shared = slot(file);
    table.set(0, shared);
    table.set(1, { ...shared });
    await table.close(0);
    expect(file.closes).toEqual([]);
    await table.close(1, true);
    expect(file.closes).toEqual([true]);
  });

  test('a redirection is never abandoned', async () => {
    const table = new DescriptorTable();
    const file = new CountedFile(1n, 1n);
    table.set(0, { description: new FileDescription(file, 0, true), rights: 0n, inheriting: 0n });
    await table.close(0, true);
    expect(file.closes).toEqual([false]);
  });

  test('renumber moves, and closes what was there', async () => {
    const table = new DescriptorTable();
    const [one, other] = [new CountedFile(1n, 1n), new CountedFile(1n, 2n)];
    table.set(0, slot(one));
    table.set(1, slot(other));
    expect(await code(() => table.renumber(0, 2))).toBe('EBADF');
    expect(await code(() => table.renumber(7, 0))).toBe('EBADF');
    await table.renumber(0, 0);
    await table.renumber(0, 1);
    expect(other.closes).toHaveLength(1);
    expect(one.closes).toHaveLength(0);
    expect(await code(() => table.get(0))).toBe('EBADF');
    await table.close(1);
    expect(one.closes).toHaveLength(1);
  });

  test.each([
    ['close', (table: DescriptorTable) => table.close(0)],
    ['renumber', (table: DescriptorTable) => table.renumber(1, 0)],
  ])('what %s could not store is remembered', async (_, act) => {
    for (const fail of [
      () => {
        throw new SystemError('ENOSPC');
      },
      () => Promise.reject(new SystemError('ENOSPC')),
    ]) {
      const table = new DescriptorTable();
      const file = Object.assign(new MemoryFile(1n, 1n), { close: fail });
      const full = slot(file);
      table.set(0, full);
      table.set(1, slot());
      expect(await code(() => act(table))).toBe('ENOSPC');
      expect(table.unstored).toMatchObject([
        { description: full.description, error: { code: 'ENOSPC' } },
      ]);
    }
  });

  test('a pipe that nobody reads has lost nothing that was to be stored', async () => {
    const table = new DescriptorTable();
    const broken = new StreamDescription({
      kind: 'stream',
      type: 'pipe',
      read: () => new Uint8Array(0),
      readable: () => 0,
      write: () => 0,
      close: () => Promise.reject(new SystemError('EPIPE')),
    });
    table.set(0, { description: broken, rights: 0n, inheriting: 0n });
    expect(await code(() => table.close(0))).toBe('EPIPE');
    expect(table.unstored).toEqual([]);
  });
});
