// `stat`, compared with GNU's, as far as a tree in memory and a disk can agree.
import { expect, test } from 'vitest';
import { ours, plainQuotes, theirs, treeOf } from './bench.ts';

const files = {
  f: 'hello\n',
  empty: '',
  big: 'x'.repeat(10_000),
  "it's": 'q',
  'd/x': 'y',
};

test.for<readonly string[]>([
  ['-c', '%n %s %F', 'f', 'empty', 'd'],
  ['-c', '%N', 'f', "it's", 'd/x'],
  ['-c', '%y %Y', 'f', 'big'],
  ['-c', '[%10s] [%-10s] [%010s] [%5n]', 'f'],
  ['-c', '%.3F|%h', 'f'],
  ['-c', '%b %B %o', 'f', 'big'],
  ['--printf', '%n\\t%s\\n', 'f', 'big'],
  ['--printf=%n\\x41\\101\\e[m', 'f'],
  ['--printf', '100%% %n', 'f'],
  ['--format=%A', 'f', 'nothing'],
  ['nothing'],
  ['-x', 'f'],
  [],
])('stat %j', async (args) => {
  const expected = theirs(['stat', ...args], files);
  const shown = await ours(['stat', ...args], await treeOf(files));
  // What is written here is the person's alone.
  const modes = (text: string): string => text.replaceAll('rw-r--r--', 'rw-------');
  expect(shown).toEqual({
    ...expected,
    stdout: modes(expected.stdout),
    stderr: plainQuotes(expected.stderr),
  });
});

/** The words of a report, without the numbers of this disk. */
const form = (text: string): string =>
  text
    .replace(/Device: \S+\s+Inode: \d+\s*/, 'Device: D Inode: I ')
    .replace(/Access: \(.*\n/, 'Access: (…)\n')
    .replace(/Access: [0-9-].*\n/, 'Access: …\n')
    .replace(/Change: .*\n/, 'Change: …\n')
    .replace(/ Birth: .*\n/, ' Birth: …\n');

test('stat: the report', async () => {
  const { stdout } = await ours(['stat', 'f'], await treeOf(files));
  expect(form(stdout)).toBe(form(theirs(['stat', 'f'], files).stdout));
});
