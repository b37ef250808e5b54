// `tree`, compared with the real one.
import { expect, test } from 'vitest';
import { ours, theirs, treeOf } from './bench.ts';

const files = {
  't/b/c/deep.txt': 'x'.repeat(5000),
  't/b/Upper': 'y',
  't/a.txt': '',
  't/.hidden': 'z',
  't/z/empty/': '',
  't/big.bin': 'q'.repeat(123_456),
  't/with space': 'w',
  'u/one': '1',
};

test.for<readonly string[]>([
  ['t'],
  [],
  ['t', 'u'],
  ['-a', 't'],
  ['-d', 't'],
  ['-L', '1', 't'],
  ['-L', '2', 't'],
  ['-f', 't'],
  ['-if', 't'],
  ['--noreport', 't'],
  ['-P', '*.txt', 't'],
  ['-P', '*.txt|Upper', 't'],
  ['-I', 'b|*.bin', 't'],
  ['-P', 'u*', '--ignore-case', 't'],
  ['-P', '*.txt', '--prune', 't'],
  ['-Q', 't'],
  ['-r', 't'],
  ['--dirsfirst', 't'],
  ['-F', 't'],
  ['-C', 't'],
  ['--filelimit', '2', 't'],
  ['nothing'],
  ['-L', '0', 't'],
])('tree %j', async (args) => {
  expect(await ours(['tree', ...args], await treeOf(files))).toEqual(
    theirs(['tree', ...args], files),
  );
});

/** What is below the root: the sizes of directories differ from disk to disk. */
const withoutDirectories = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !/\b4\.0K|\b4096\b|\[\s*0\]/.test(line) && !/\s\/?[tbcz]$|empty$/.test(line));

test.for<readonly string[]>([
  ['-s', 't'],
  ['-h', 't'],
  ['-D', 't'],
  ['-sD', 't'],
])('tree %j: facts of files', async (args) => {
  const shown = await ours(['tree', ...args], await treeOf(files));
  expect(withoutDirectories(shown.stdout)).toEqual(
    withoutDirectories(theirs(['tree', ...args], files).stdout),
  );
});
