// What would fill a machine or never end: it ends with a sentence, and the page lives. Bytes, and many stages at once.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

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
