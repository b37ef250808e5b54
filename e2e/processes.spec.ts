// What runs: `ps` of programs in workers, with their real memory, and signals by the numbers that it shows.
import { expect, test } from './setup/fixtures.ts';
import type { ShellPage } from './setup/shell-page.ts';

test('ps lists the shell, jobs, and what programs start, each with its number', async ({
  shell,
}) => {
  await shell.run('(sleep 90; true) & sleep 91 | cat & seq 1 | xargs -I N sleep 92 &');
  await expect.poll(() => shell.show('ps -C sleep,cat -o stat=')).toBe('S\nS\nS\nS');
  const table = await shell.show('ps -eo pid=,ppid=,stat=,args=');
  const rows = table
    .trim()
    .split('\n')
    .map((line) => /^ *(\d+) +(\d+) (\S+) +(.*)$/.exec(line)?.slice(1) ?? [line]);
  const find = (args: string): string[] => rows.find((row) => row[3] === args) ?? [];
  const [subshell] = find('dirsh: (sleep 90; true)');
  expect(find('dirsh')).toEqual(['1', '0', 'Ss+', 'dirsh']);
  expect(find('sleep 90')).toEqual([expect.anything(), subshell, 'S', 'sleep 90']);
  const jobs = await shell.show('jobs -l');
  const numbers = Array.from(jobs.matchAll(/^\S*[+-]? +(\d+) /gm), ([, number]) => number);
  expect(numbers).toContain(subshell);
  // A pipeline's programs have the numbers of its stages.
  expect(numbers).toContain(find('sleep 91')[0]);
  expect(numbers).toContain(find('cat')[0]);
  expect(find('sleep 92')[1]).toBe(find('xargs -I N sleep 92')[0]);
  expect(find('ps -eo pid=,ppid=,stat=,args=')[2]).toBe('R+');
  expect(await shell.run(`kill ${find('sleep 92')[0]}; wait %3`)).toBe(125);
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
  // Of two primes of 19 digits that are far from each other: factor needs minutes, and makes no call meanwhile.
  expect(await shell.run('factor 42535295865124538683052152590203290813 &')).toBe(0);
  await expect.poll(() => shell.show('ps -C factor -o stat=')).toBe('R');
  expect(await shell.run('kill $(ps -C factor -o pid=); wait %1')).toBe(143);
});

test.describe('top', () => {
  /** The rows that are seen. */
  const rows = (shell: ShellPage): Promise<string[]> =>
    shell.page.evaluate(async () => {
      const { terminal } = globalThis.dirsh;
      await new Promise<void>((resolve) => terminal.write('', resolve));
      const { active } = terminal.buffer;
      return Array.from({ length: terminal.rows }, (_, row) =>
        (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
      );
    });
  /** The commands that are listed, in order. */
  const listed = async (shell: ShellPage): Promise<string[]> =>
    (await rows(shell)).slice(5, -1).flatMap((row) => /^.{30}(.+)$/.exec(row)?.[1] ?? []);

  test('draws what runs each second, in the order that is asked for; k ends a process', async ({
    shell,
  }) => {
    await shell.run('seq 2000000 > many; (cat many; sleep 98) | sort > /dev/null & sleep 99 &');
    await shell.run('clear');
    const before = await shell.prompts();
    await shell.type('top');
    await shell.press('Enter');
    await expect.poll(async () => (await rows(shell))[4]?.trim()).toMatch(/^PID STAT/);
    const [now, tasks] = await rows(shell);
    expect(now).toMatch(/^top - \d\d:\d\d:\d\d up 0 min$/);
    expect(tasks).toMatch(/^Tasks: +\d+ total, +\d+ running, +\d+ sleeping, +0 stopped$/);
    // What is still beginning tells its memory when it is asked again.
    await expect.poll(async () => (await rows(shell))[2]).toMatch(/^Mem: \d+M in \d programs$/);
    await expect.poll(async () => (await rows(shell))[0]).not.toBe(now);
    // The largest first, the oldest first, the newest number first.
    await expect.poll(async () => (await listed(shell))[0]).toBe('sort');
    await shell.type('T');
    await expect.poll(async () => (await listed(shell))[0]).toBe('dirsh');
    await shell.type('N');
    const numbers = async (): Promise<number[]> =>
      (await rows(shell)).slice(5, -1).flatMap((text) => Number(/^ *(\d+) /.exec(text)?.[1] ?? []));
    await expect.poll(numbers).toEqual((await numbers()).toSorted((a, b) => b - a));
    const row = (await rows(shell)).find((text) => text.endsWith(' sleep 99')) ?? '';
    await shell.type('k');
    await shell.type(row.trim().split(' ')[0] ?? '');
    await expect.poll(async () => (await rows(shell)).at(-1)).toMatch(/default pid = \d+\] \d+$/);
    await shell.press('Enter');
    await expect.poll(async () => (await rows(shell)).at(-1)).toMatch(/\[15\/sigterm\]$/);
    await shell.press('Enter');
    await expect.poll(() => listed(shell)).not.toContain('sleep 99');
    await shell.type('q');
    await shell.waitForPrompt(before);
    expect(await shell.screen()).toMatch(/^\[2\]. {2}Terminated {14}sleep 99$/m);
    expect(await shell.run('kill %1; wait')).toBe(0);
  });

  test('fits into the window, whatever characters there are and however large it is', async ({
    shell,
  }) => {
    await shell.page.setViewportSize({ width: 640, height: 300 });
    const job = `(: ${'猫'.repeat(60)}; sleep 97)`;
    await shell.run(`for i in 1 2 3 4 5 6 7 8 9; do ${job} & done`);
    const before = await shell.prompts();
    await shell.type('top -o -PID');
    await shell.press('Enter');
    const drawn = async (): Promise<boolean> => {
      const seen = await rows(shell);
      // Nothing is wrapped: the first row is the first, and each process has one.
      return (
        (seen[0] ?? '').startsWith('top - ') &&
        seen.slice(5, -1).every((row) => /^ *\d+ [RST]/.test(row) || row === '') &&
        seen.some((row) => row.includes('猫'))
      );
    };
    await expect.poll(drawn).toBe(true);
    await shell.press('End');
    await expect.poll(() => listed(shell)).toContain('top -o -PID');
    await shell.page.setViewportSize({ width: 1000, height: 700 });
    await expect.poll(drawn).toBe(true);
    await expect.poll(() => listed(shell)).toContain('dirsh');
    await shell.press('Control+c');
    await shell.waitForPrompt(before);
    expect(await shell.show('top -b -n 1 -p 1 | tail -n 1')).toMatch(/^ +1 Ss\+ .* dirsh$/);
    expect(await shell.run('kill $(jobs -p); wait')).toBe(0);
  });
});
