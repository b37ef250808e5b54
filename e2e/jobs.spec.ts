// Background jobs and process substitution with programs in workers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

test('jobs run beside the shell, and what they wrote is stored when they have ended', async ({
  shell,
  folder,
}) => {
  expect(await shell.run('seq 100000 | sort -rn > a & seq 5 > b & wait')).toBe(0);
  expect(readFileSync(join(folder, 'a'), 'utf8').split('\n')[0]).toBe('100000');
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('1\n2\n3\n4\n5\n');
  expect(await shell.run('{ echo kept; sleep 99; } > c & sleep 0.3; kill %%; wait $!')).toBe(143);
  expect(readFileSync(join(folder, 'c'), 'utf8')).toBe('kept\n');
});

test('programs read and write process substitutions as /dev/fd/N', async ({ shell, folder }) => {
  expect(await shell.show('cat <(echo a) <(seq 2)')).toBe('a\n1\n2');
  expect(await shell.show('comm -12 <(seq 5) <(seq 3 8)')).toBe('3\n4\n5');
  expect(await shell.show('while read x; do echo "<$x>"; done < <(seq 2)')).toBe('<1>\n<2>');
  expect(await shell.run('seq 3 > s; tee >(tr 1-3 a-c > copy) < s > /dev/null; wait $!')).toBe(0);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('a\nb\nc\n');
});
