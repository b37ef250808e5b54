import { describe, expect, test } from 'vitest';

import { GuestMemory } from './memory.ts';
import { code } from '../vfs/fixtures.ts';

const page = 65_536;

describe('wild pointers', () => {
  const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }));

  test.each([
    [() => memory.u8(page)],
    [() => memory.u8(-1)],
    [() => memory.u16(page - 1)],
    [() => memory.u32(page - 3)],
    [() => memory.u64(page - 7)],
    [() => memory.u64(0xffff_ffff)],
    [() => memory.setU8(page, 1)],
    [() => memory.setU16(page - 1, 1)],
    [() => memory.setU32(page - 3, 1)],
    [() => memory.setU64(page - 7, 1n)],
    [() => memory.bytes(0, -1)],
    [() => memory.bytes(page, 1)],
    [() => memory.bytes(-4, 8)],
    [() => memory.bytes(1, page)],
    [() => memory.text(page - 1, 2)],
    [() => memory.write(page - 1, new Uint8Array(2))],
  ])('%s is EFAULT', async (access) => {
    expect(await code(access)).toBe('EFAULT');
  });

  test('the last bytes are there', () => {
    memory.setU64(page - 8, 2n ** 64n - 1n);
    expect(memory.u32(page - 4)).toBe(0xffff_ffff);
    expect(memory.bytes(page, 0)).toHaveLength(0);
  });
});

test('memory that has grown is seen', () => {
  const grown = new WebAssembly.Memory({ initial: 1 });
  const memory = new GuestMemory(grown);
  memory.setU8(0, 7);
  grown.grow(1);
  expect(memory.u8(0)).toBe(7);
  memory.setU32(page + 4, 5);
  expect(memory.u32(page + 4)).toBe(5);
  expect(memory.bytes(0, 2 * page)).toHaveLength(2 * page);
});

test('text is UTF-8 and nothing else', async () => {
  const memory = new GuestMemory(new WebAssembly.Memory({ initial: 1 }));
  memory.write(0, new TextEncoder().encode('\ufeffé日'));
  expect(memory.text(0, 8)).toBe('\ufeffé日');
  memory.write(0, new Uint8Array([0xff, 0xfe]));
  expect(await code(() => memory.text(0, 2))).toBe('EILSEQ');
  memory.write(0, new Uint8Array([0xed, 0xa0, 0x80])); // half of a pair
  expect(await code(() => memory.text(0, 3))).toBe('EILSEQ');
});
