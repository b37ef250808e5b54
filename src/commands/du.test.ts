// `du`, compared with GNU's on a file system that takes 4 KiB for a block.
import { expect, test } from 'vitest';
import { ours, plainQuotes, theirs, treeOf } from './bench.ts';

const files = {
  'a/b/c/deep': 'x'.repeat(5000),
  'a/b/file': 'y',
  'a/empty': '',
  'a/.hidden': 'z'.repeat(4097),
  'other/x.txt': 'w'.repeat(12_000),
  'top.txt': 'hello\n',
  big: 'q'.repeat(1_500_000),
};

const lines = (text: string): string[] => text.split('\n').toSorted();

test.for<readonly string[]>([
  [],
  ['a'],
  ['-a'],
  ['-s'],
  ['-sh'],
  ['-h', 'a', 'big'],
  ['--si', 'big'],
  ['-b'],
  ['-ab', 'a'],
  ['--apparent-size', 'a'],
  ['-c', 'a', 'other'],
  ['-d', '1'],
  ['-ad1'],
  ['--max-depth=2'],
  ['-0', 'a'],
  ['-S'],
  ['-m'],
  ['-BK', 'a'],
  ['-B', '512', 'a'],
  ['-x'],
  ['-a', '--exclude=*.txt'],
  ['--exclude=b'],
  ['-t', '9K', 'a', 'other'],
  ['top.txt', 'a'],
  ['nothing', 'a'],
  ['-d', 'x'],
  ['-sa'],
  ['--nope'],
])('du %j', async (args) => {
  const expected = theirs(['du', ...args], files);
  const shown = await ours(['du', ...args], await treeOf(files));
  expect({ ...shown, stdout: lines(shown.stdout) }).toEqual({
    ...expected,
    stdout: lines(expected.stdout),
    stderr: plainQuotes(expected.stderr),
  });
});
