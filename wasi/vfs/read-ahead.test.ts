import { describe, expect, test } from 'vitest';

import { FakeDisk } from './fake-disk.ts';
import { fakeFolder } from './fake-handles.ts';
import { maximumBlock, ReadAhead, wholeFile } from './read-ahead.ts';

const byteAt = (position: number): number => (position * 31 + (position >>> 13)) & 0xff;

async function reader(size: number): Promise<{ disk: FakeDisk; reader: ReadAhead }> {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) bytes[index] = byteAt(index);
  const disk = new FakeDisk({ f: bytes });
  const file = await (await fakeFolder(disk).getFileHandle('f')).getFile();
  return { disk, reader: new ReadAhead(file) };
}

function wrongByte(bytes: Uint8Array, position: number): number {
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== byteAt(position + index)) return index;
  }
  return -1;
}

async function readAll(from: ReadAhead, size: number, max: number): Promise<number> {
  let waits = 0;
  for (let position = 0; position < size;) {
    const result = from.read(position, max);
    if (result instanceof Promise) waits++;
    const bytes = await result;
    if (bytes.length === 0 || wrongByte(bytes, position) !== -1)
      throw new Error(`wrong at ${position}`);
    position += bytes.length;
  }
  return waits;
}

describe('in order', () => {
  test.each([1, 100, wholeFile])('a file of %i bytes is one slice', async (size) => {
    const { disk, reader: small } = await reader(size);
    await readAll(small, size, 50);
    expect(disk.counts.get('slice')).toBe(1);
  });

  test('blocks grow, each byte is read once, and most reads do not wait', async () => {
    const size = 12 * 1024 * 1024 + 17;
    const { disk, reader: big } = await reader(size);
    const waits = await readAll(big, size, 65_536);
    expect(disk.counts.get('slice')).toBeLessThanOrEqual(10);
    expect(waits).toBeLessThanOrEqual(10);
  });

  test('reads larger than a block', async () => {
    const size = 3 * maximumBlock;
    const { reader: big } = await reader(size);
    await readAll(big, size, 2 * maximumBlock);
  });
});

describe('anywhere', () => {
  test('the bytes are right, and one slice is enough for each', async () => {
    const size = 8 * 1024 * 1024;
    const { disk, reader: big } = await reader(size);
    let seed = 42;
    for (let count = 0; count < 200; count++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      const position = seed % size;
      const bytes = await big.read(position, 1 + (seed % 5000));
      expect(bytes.length).toBeGreaterThan(0);
      expect(wrongByte(bytes, position)).toBe(-1);
    }
    expect(disk.counts.get('slice')).toBeLessThanOrEqual(200);
  });

  test('the end of a large file is one small slice', async () => {
    const size = 8 * 1024 * 1024;
    const { disk, reader: big } = await reader(size);
    await big.read(size - 10, 10);
    expect(disk.counts.get('slice')).toBe(1);
  });

  test('backwards', async () => {
    const size = 1024 * 1024;
    const { reader: big } = await reader(size);
    for (let position = size - 1000; position >= 0; position -= 1000) {
      expect(wrongByte(await big.read(position, 1000), position)).toBe(-1);
    }
  });
});

test('a failed block ahead is met by who reads it, and can be asked for again', async () => {
  const size = 4 * 1024 * 1024;
  const { disk, reader: big } = await reader(size);
  await big.read(0, 200_000); // asks ahead
  disk.fail('slice', 'NotReadableError');
  await new Promise((resolve) => setTimeout(resolve, 5));
  let failures = 0;
  for (let position = 0; position < size;) {
    try {
      const bytes = await big.read(position, 65_536);
      expect(wrongByte(bytes, position)).toBe(-1);
      position += bytes.length;
    } catch (error) {
      expect(error).toMatchObject({ name: 'NotReadableError' });
      failures++;
    }
  }
  expect(failures).toBe(1);
});
