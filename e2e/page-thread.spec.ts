// The page never blocks: long tasks of its thread while a command floods the screen.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

const size = 50 * 1024 * 1024;

test('cat of a 50 MB text leaves the page responsive', async ({ shell, folder }) => {
  const line = 'The quick brown fox jumps over the lazy dog, 日本語 and é, 0123456789.\n';
  writeFileSync(join(folder, 'text'), line.repeat(Math.ceil(size / Buffer.byteLength(line))));
  // The start is over: workers have begun, and what runs often is compiled.
  expect(await shell.run('head -c 5000000 text')).toBe(0);
  await shell.page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
    Object.assign(globalThis, { longTasks: tasks });
  });
  const began = Date.now();
  // Three times: in the five seconds of one a single task of 55 ms is 1 % already.
  expect(await shell.run('cat text text text', 110_000)).toBe(0);
  const elapsed = Date.now() - began;
  const tasks = await shell.page.evaluate(
    () => (globalThis as unknown as { longTasks: number[] }).longTasks,
  );
  const longest = Math.max(0, ...tasks);
  const share = tasks.reduce((sum, duration) => sum + duration, 0) / elapsed;
  test.info().annotations.push({
    type: 'figures',
    description: `${elapsed} ms, longest task ${longest} ms, ${(100 * share).toFixed(2)} % in tasks above 50 ms`,
  });
  expect(longest).toBeLessThanOrEqual(200);
  expect(share).toBeLessThanOrEqual(0.01);
});
