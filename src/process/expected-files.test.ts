import { expect, test, vi } from 'vitest';
import { expectArguments } from './expected-files.ts';
import { Ahead } from '../../wasi/vfs/ahead.ts';
import { folder } from '../../wasi/vfs/fixtures.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';

function expected(args: readonly string[]): readonly (readonly string[])[] {
  const ahead = new Ahead(async () => undefined);
  const given = vi.spyOn(ahead, 'given');
  const { fs } = folder({}, { ahead: () => ahead });
  expectArguments(new MountTable([{ point: ['mnt'], prefix: [], fs }]), ['mnt', 'd'], args);
  return given.mock.calls.flatMap(([paths]) => paths);
}

test('names of files, in their order', () => {
  expect(expected(['b', './a', '../c', '/mnt/e/f'])).toEqual([
    ['d', 'b'],
    ['d', 'a'],
    ['c'],
    ['e', 'f'],
  ]);
});

test('no options, nothing of other mounts, and nothing that is no path', () => {
  const long = 'x'.repeat(10_000);
  expect(expected(['-l', '', long, `${'y/'.repeat(3000)}z`, 'n\0l', '/mnt', 'a'])).toEqual([
    ['d', 'a'],
  ]);
});
