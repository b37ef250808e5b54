// `top` without a screen, and what is wrong with its arguments in the words of the system's.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { upTime } from './frame.ts';
import { runOurs } from '../bench.ts';
import { sessionWithProcesses } from '../ps/bench.ts';

/** Runs our `top` as process 4 of a session. */
async function top(...args: readonly string[]) {
  const session = await sessionWithProcesses(['top', ...args]);
  return await runOurs(['top', ...args], session, '', 4);
}

test('top -b: all together, and what each is, the largest first', async () => {
  const { stdout, status } = await top('-b', '-n', '1');
  expect(status).toBe(0);
  expect(Buffer.from(stdout, 'latin1').toString()).toMatch(
    new RegExp(
      String.raw`^top - \d\d:\d\d:\d\d up  1:02
Tasks:   4 total,   2 running,   1 sleeping,   1 stopped
Mem: 3.4M in 1 program

  PID STAT     ELAPSED    MEM COMMAND
    2 R       01:02:03   3.4M /bin/sort -k2 ä\^J
    1 Ss\+     01:02:03      - dirsh
    3 T       01:01:03      - dirsh: \(cat; true\)
    4 R\+      01:00:03      - top -b -n 1
$`,
    ),
  );
});

test.each([
  ['PID', '4 3 2 1'],
  ['-PID', '1 2 3 4'],
  ['ELAPSED', '1 2 3 4'],
  ['%CPU', '2 4 1 3'],
  ['+MEM', '2 1 3 4'],
])('top -o %s: numbers %s', async (field, numbers) => {
  const { stdout } = await top('-b', '-n', '1', '-o', field);
  const list = stdout.split('COMMAND\n')[1]?.trim().split('\n') ?? [];
  expect(list.map((line) => line.trim().split(' ')[0]).join(' ')).toBe(numbers);
});

test('top -b -d 0.1 -n 2 -p 2,3: two pictures, of these', async () => {
  const { stdout } = await top('-b', '-d', '0.1', '-n', '2', '-p', '2,3');
  expect(stdout.match(/^ {4}\d .*$/gm)?.map((line) => line.trim()[0])).toEqual([
    '2',
    '3',
    '2',
    '3',
  ]);
});

test.each([
  [['-d', 'x']],
  [['-d', '-1']],
  [['-n', '0']],
  [['-n', 'x']],
  [['-p', 'x']],
  [['-o', 'nope']],
  [['word']],
])('top %j: what is wrong is said in the real words', async (args) => {
  const { stderr, status } = await top(...args);
  const theirs = spawnSync('top', args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TERM: 'dumb' },
  });
  expect(stderr.split('\n')[0]).toBe(`${theirs.stderr}${theirs.stdout}`.split('\n')[0]?.trim());
  expect(status).toBe(theirs.status);
});

test('top: no terminal', async () => {
  expect(await top()).toMatchObject({ stdout: '', status: 1 });
});

test.each([
  [59_000, '0 min'],
  [3_599_000, '59 min'],
  [3_600_000, ' 1:00'],
  [90_061_000, '1 day,  1:01'],
  [172_800_000, '2 days, 0 min'],
])('upTime(%i) is %s', (milliseconds, text) => {
  expect(upTime(milliseconds)).toBe(text);
});
