// `ps` of processes that the test enters: its words and headers are those of the system's.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readRequest } from './arguments.ts';
import { elapsedTime } from './columns.ts';
import { sessionWithProcesses } from './bench.ts';
import { runOurs } from '../bench.ts';

/** Runs our `ps` as process 4 of a session. */
async function ps(...args: readonly string[]) {
  const session = await sessionWithProcesses(['ps', ...args]);
  return await runOurs(['ps', ...args], session, '', 4);
}

function real(...args: readonly string[]) {
  const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const;
  const { stdout, stderr, status } = spawnSync('ps', args, options);
  return { headers: stdout.split('\n')[0] ?? '', problem: stderr.split('\n')[0] ?? '', status };
}

test('ps: what each does, since when, and how large it is', async () => {
  const { stdout, ...rest } = await ps();
  expect(rest).toEqual({ stderr: '', status: 0 });
  expect(Buffer.from(stdout, 'latin1').toString()).toBe(
    `  PID STAT     ELAPSED    MEM COMMAND
    1 Ss+     01:02:03      - dirsh
    2 R       01:02:03   3.4M /bin/sort -k2 ä^J
    3 T       01:01:03      - dirsh: (cat; true)
    4 R+      01:00:03      - ps
`,
  );
});

test.each([
  [['-o', 'pid,ppid,comm,args']],
  [['-o', 'user', '-o', 'pid=NUMBER,stat']],
  [['-o', 'pid:9,etime,cmd']],
  [['o', 'tty,s,state,tt', '--sort', '-pid']],
  [['-o', 'lstart,start,stime,etimes']],
  [['-o', 'args:12,ppid']],
])('ps %j: the headers are the real ones', async (args) => {
  const { stdout, status } = await ps(...args);
  expect(stdout.split('\n')[0]).toBe(real(...args).headers);
  expect(status).toBe(0);
});

test.each([
  [['-o', 'nope']],
  [['-p', 'abc']],
  [['-Q']],
  [['--nope']],
  [['-o']],
  [['--sort', 'nope']],
  [['-o', 'pid,nope=x']],
])('ps %j: what is wrong is said in the real words', async (args) => {
  const { stderr, status } = await ps(...args);
  const theirs = real(...args);
  expect(stderr.split('\n')[0]).toBe(theirs.problem);
  expect(status).toBe(theirs.status);
});

test.each([
  ['-p 2', '2'],
  ['2 3', '2 3'],
  ['p 3', '3'],
  ['-p2,4', '2 4'],
  ['--ppid 0', '1'],
  ['--ppid=1', '2 3 4'],
  ['-C dirsh', '1 3'],
  ['-N -C dirsh', '2 4'],
  ['-C sort,ps', '2 4'],
  ['r', '2 4'],
  ['-a', '2 3 4'],
  ['-e -p 2', '1 2 3 4'],
  ['ax --sort -pid', '4 3 2 1'],
  ['--sort -rss,-pid', '2 4 3 1'],
  ['-u nobody', ''],
  ['-u 1000', '1 2 3 4'],
])('ps %s: numbers %s', async (args, numbers) => {
  const { stdout, status } = await ps(...args.split(' '), '-o', 'pid=');
  expect(stdout.trim().split(/\s+/).join(' ')).toBe(numbers);
  expect(status).toBe(numbers === '' ? 1 : 0);
});

test('ps: nobody is listed who is not there', async () => {
  expect(await ps('-p', '99', '--no-headers')).toMatchObject({ stdout: '', status: 1 });
});

test('readRequest: aux is not -aux: the user format, and not a user called x', () => {
  expect(readRequest(['aux']).columns[0]?.header).toBe('USER');
  expect(readRequest(['-ef']).columns[0]?.header).toBe('UID');
});

test.each([
  [0, '00:00'],
  [61_999, '01:01'],
  [3_600_000, '01:00:00'],
  [90_061_000, '1-01:01:01'],
])('elapsedTime(%i) is %s', (milliseconds, text) => {
  expect(elapsedTime(milliseconds)).toBe(text);
});
