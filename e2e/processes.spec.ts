// What runs: `ps` of programs in workers, with their real memory, and signals by the numbers that it shows.
import { expect, test } from './setup/fixtures.ts';

test('ps lists the shell, jobs, and what programs start, each with its number', async ({
  shell,
}) => {
  await shell.run('(sleep 90; true) & sleep 91 | cat & seq 1 | xargs -I N sleep 92 &');
  const table = await shell.show('sleep 0.5; ps -eo pid=,ppid=,stat=,args=');
  const rows = table
    .trim()
    .split('\n')
    .map((line) => /^ *(\d+) +(\d+) (\S+) +(.*)$/.exec(line)?.slice(1) ?? [line]);
  const find = (args: string): string[] => rows.find((row) => row[3] === args) ?? [];
  const [subshell] = find('dirsh: (sleep 90; true)');
  expect(find('dirsh')).toEqual(['1', '0', 'Ss+', 'dirsh']);
  expect(find('sleep 90')).toEqual([expect.anything(), subshell, 'S', 'sleep 90']);
  const [jobs] = [await shell.show('jobs -l')];
  const numbers = Array.from(jobs.matchAll(/^\S*[+-]? +(\d+) /gm), ([, number]) => number);
  expect(numbers).toContain(subshell);
  // A pipeline's programs have the numbers of its stages.
  expect(numbers).toContain(find('sleep 91')[0]);
  expect(numbers).toContain(find('cat')[0]);
  expect(find('sleep 92')[1]).toBe(find('xargs -I N sleep 92')[0]);
  expect(find('ps -eo pid=,ppid=,stat=,args=')[2]).toBe('R+');
  expect(await shell.run(`kill ${find('sleep 92')[0]}; wait %3`)).toBe(123);
  expect(await shell.run('kill %1 %2; wait')).toBe(0);
  expect(await shell.show('ps -eo args=')).toBe('dirsh\nps -eo args=');
});

test('ps tells the memory that a program really has', async ({ shell }) => {
  expect(await shell.run('seq 2000000 > many; (cat many; sleep 99) | sort -n > /dev/null &')).toBe(
    0,
  );
  const kibibytes = async (): Promise<number> => Number(await shell.show('ps -C sort -o rss='));
  // 2,000,000 lines of 8 bytes, with what sort keeps of each.
  await expect.poll(kibibytes, { timeout: 60_000 }).toBeGreaterThan(14_000);
  expect(await shell.show('ps -C sort -o stat=,mem=')).toMatch(/^S +\d+M$/);
  expect(await shell.run('kill %1; wait')).toBe(0);
});

test('a program that computes is listed as running, and ends by its number', async ({ shell }) => {
  expect(await shell.run(`factor ${(2n ** 63n - 25n) * (2n ** 63n - 165n)} &`)).toBe(0);
  await expect.poll(() => shell.show('ps -C factor -o stat=')).toBe('R');
  expect(await shell.run('kill $(ps -C factor -o pid=); wait %1')).toBe(143);
});
