// The main job: a folder is dropped, and commands change the real files.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

test('a dropped folder is entered, and commands change its files', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'notes.txt'), 'one\ntwo\n');
  expect(await shell.show('cat notes.txt')).toBe('one\ntwo');
  expect(await shell.run('sort -r notes.txt | uniq -c > counts.txt')).toBe(0);
  expect(readFileSync(join(folder, 'counts.txt'), 'utf8')).toBe('      1 two\n      1 one\n');
});
