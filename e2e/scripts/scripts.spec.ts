// Scripts as people write them, on a folder of the disk: what they print, their status and the folder are those of bash.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../setup/fixtures.ts';
import { makeFolder, readFolder } from './folder.ts';
import { lines } from './runs.ts';

test('real scripts do what they do in bash', async ({ shell, folder }) => {
  test.setTimeout(600_000);
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  makeFolder(ours);
  makeFolder(theirs, '/bin/bash --posix');
  mkdirSync(join(folder, 'out'));
  expect(await shell.run('cd ours')).toBe(0);
  for (const [index, line] of lines.entries()) {
    const status = await shell.run(`( ${line} ) > ../out/${index} 2>&1 < /dev/null`);
    const bash = spawnSync('bash', ['-c', `exec 2>&1 < /dev/null; ${line}`], {
      cwd: theirs,
      env: { HOME: '/tmp', PATH: '/bin:/usr/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
      encoding: 'utf8',
    });
    const output = readFileSync(join(folder, 'out', String(index)), 'utf8');
    expect.soft({ output, status }, line).toEqual({ output: bash.stdout, status: bash.status });
    expect.soft(readFolder(ours), line).toEqual(readFolder(theirs));
  }
});
