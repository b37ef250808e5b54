import { expect, test } from 'vitest';
import { preopenForeign } from './foreign-preopens.ts';
import { DescriptorTable } from '../../wasi/fd/table.ts';
import { LateCloses } from '../../wasi/vfs/late-closes.ts';
import { LateClosingTree } from '../../wasi/vfs/late-closing-tree.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';

/** The names of what is preopened, from descriptor 3 on, in a tree where `/mnt/x` has a directory `dev`. */
async function preopened(cwd: readonly string[], ...args: string[]): Promise<string[]> {
  const fs = new MemoryFileSystem();
  for (const path of ['bin', 'dev', 'home', 'tmp', 'mnt', 'mnt/x', 'mnt/x/dev', 'mnt/y'])
    fs.createDirectory(path.split('/'));
  const table = new DescriptorTable();
  const tree = new LateClosingTree(
    new MountTable([{ point: [], fs, prefix: [] }]),
    new LateCloses(),
  );
  await preopenForeign(table, tree, cwd, args);
  return Array.from(table.entries(), ([, { description }]) =>
    description.kind === 'directory' ? (description.preopen ?? '') : '',
  );
}

test('the working directory, and what cannot be written to', async () => {
  expect(await preopened(['mnt', 'y'], 'tool', 'tmp/f')).toEqual(['.', '/bin', '/dev']);
});

test('what an argument names', async () => {
  expect(await preopened(['mnt', 'y'], 'tool', '/tmp/f', '--to=/home')).toEqual([
    '.',
    '/bin',
    '/dev',
    '/home',
    '/tmp',
  ]);
  expect(await preopened(['mnt', 'y'], 'tool', '/tmpfile', 'x/tmp/f')).toEqual([
    '.',
    '/bin',
    '/dev',
  ]);
});

test('nothing that the working directory has an entry of', async () => {
  expect(await preopened(['mnt', 'x'], 'tool', '/dev/null')).toEqual(['.', '/bin']);
});

test('the root has all below itself', async () => {
  expect(await preopened([], 'tool', '/tmp/f')).toEqual(['.']);
});
