// What would fill a machine or never end: it ends with a sentence, and the page lives. Bytes, and many stages at once.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import type { ShellPage } from './setup/shell-page.ts';

test('what has no end is ended with a sentence, and the shell goes on', async ({ shell }) => {
  test.setTimeout(300_000);
  for (const [line, sentence] of [
    ['f() { f; }; f', 'maximum function nesting level exceeded'],
    ['echo $(yes)', 'more than 67108864 characters (DIRSH_MAX_OUTPUT)'],
    ['echo {1..999999999}', 'DIRSH_MAX_WORDS'],
    ['eval_() { eval eval_; }; eval_', 'maximum function nesting level exceeded'],
    [`printf 'bash "$0"\\n' > self.sh; bash self.sh`, 'maximum function nesting level exceeded'],
  ] as const) {
    expect(await shell.show(`${line} | tail -n 1`, 120_000), line).toContain(sentence);
    expect(await shell.show('echo alive'), line).toBe('alive');
  }
});

test('an endless writer ends with its reader, and ten stages run at once', async ({ shell }) => {
  expect(await shell.show('yes | head -n 1')).toBe('y');
  const begun = Date.now();
  await shell.run('yes | head -n 1');
  expect(Date.now() - begun).toBeLessThan(2000);
  const stages = Array.from({ length: 9 }, () => 'cat').join(' | ');
  expect(await shell.show(`seq 1000 | ${stages} | tail -n 1`)).toBe('1000');
});

test('every byte survives every stage', async ({ shell, folder }) => {
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    randomBytes(300_000),
  ]);
  writeFileSync(join(folder, 'in'), bytes);
  expect(await shell.run('cat in | cat | tee copy | { cat; } | ( cat ) > out')).toBe(0);
  expect(readFileSync(join(folder, 'out')).equals(bytes)).toBe(true);
  expect(readFileSync(join(folder, 'copy')).equals(bytes)).toBe(true);
  const sum = createHash('sha256').update(bytes).digest('hex');
  expect(await shell.show('f() { cat; }; f < in | bash -c cat | sha256sum')).toBe(`${sum}  -`);
});

test('Ctrl-C ends a stage that waits, though the last one has ended', async ({ shell }) => {
  const before = await shell.prompts();
  await shell.type('sleep 100 | false');
  await shell.press('Enter');
  await expect
    .poll(async () => {
      await shell.press('Control+c');
      return await shell.prompts();
    })
    .toBeGreaterThan(before);
  expect(await shell.show('echo alive')).toBe('alive');
});

/** Types a line and Enter, and ends it by Ctrl-C when `begun` says that it runs. @returns its status */
async function interrupt(
  shell: ShellPage,
  line: string,
  begun: () => Promise<boolean>,
): Promise<number> {
  const before = await shell.prompts();
  await shell.type(line);
  await shell.press('Enter');
  await expect.poll(begun).toBe(true);
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  return shell.status();
}

test('a fork bomb ends with a sentence, and nothing of it is left', async ({ shell }) => {
  test.setTimeout(300_000);
  const before = await shell.prompts();
  await shell.type(':(){ :|:& };:');
  await shell.press('Enter');
  await shell.waitForPrompt(before, 120_000);
  await expect.poll(() => shell.screen(), { timeout: 120_000 }).toContain('DIRSH_MAX_JOBS');
  expect(await shell.run('wait', 120_000)).toBe(0);
  expect(await shell.show('jobs | wc -l; echo alive')).toBe('0\nalive');
});

test('fifty endless jobs are ended by one kill', async ({ shell }) => {
  test.setTimeout(300_000);
  await shell.run('for i in {1..50}; do yes > /dev/null & done', 120_000);
  expect(await shell.show('jobs -r | wc -l', 120_000)).toBe('50');
  expect(await shell.run('kill $(jobs -p); wait', 120_000)).toBe(0);
  expect(await shell.show('jobs | wc -l; echo alive')).toBe('0\nalive');
});

test('Ctrl-C ends what a process substitution feeds', async ({ shell }) => {
  const shown = async (): Promise<boolean> => (await shell.screen()).includes('\ny\ny\n');
  expect(await interrupt(shell, 'cat <(yes)', shown)).toBe(130);
  expect(await shell.show('jobs; echo alive')).toBe('alive');
});

test('Ctrl-C ends a program that computes long, and keeps no half file', async ({
  shell,
  folder,
}) => {
  // Of two primes of 19 digits: factor needs minutes, and makes no call meanwhile.
  const semiprime = '42535295865124538683052152590203290813';
  const line = `(seq 400000; echo ${semiprime}; cat) | factor > f`;
  let last = 0;
  const atWork = async (): Promise<boolean> => {
    const swap = join(folder, 'f.crswap');
    const size = existsSync(swap) ? statSync(swap).size : 0;
    const stands = size > 0 && size === last;
    last = size;
    return stands;
  };
  expect(await interrupt(shell, line, atWork)).toBe(130);
  // It had to be terminated: of what it wrote nothing was stored, and half a file is none.
  expect(readdirSync(folder)).toEqual([]);
  expect(await shell.show('jobs; echo alive')).toBe('alive');
});
