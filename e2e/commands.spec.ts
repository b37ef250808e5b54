// Commands written in TypeScript, in a real page: keys, pipes, Ctrl-C, what is mounted.
import {
  existsSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  closeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import type { ShellPage } from './setup/shell-page.ts';

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

/** The rows that are seen. */
function rows(shell: ShellPage): Promise<string[]> {
  return shell.page.evaluate(async () => {
    const { terminal } = globalThis.dirsh;
    await new Promise<void>((resolve) => terminal.write('', resolve));
    const { active } = terminal.buffer;
    return Array.from({ length: terminal.rows }, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  });
}

/** Types a line whose command keeps the screen for itself. */
async function begin(shell: ShellPage, line: string): Promise<void> {
  await shell.type(line);
  await shell.press('Enter');
}

const first = async (shell: ShellPage): Promise<string | undefined> => (await rows(shell))[0];
const last = async (shell: ShellPage): Promise<string | undefined> => (await rows(shell)).at(-1);

test('less: keys move through a file, and the screen is as before at the end', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'f'), numbers(1000));
  await shell.run('echo before');
  const before = await shell.prompts();
  await begin(shell, 'less f');
  await expect.poll(() => last(shell)).toBe('f');
  await shell.press('ArrowDown');
  await expect.poll(() => first(shell)).toBe('2');
  await shell.type('G');
  await expect.poll(() => last(shell)).toBe('(END)');
  await shell.type('?77');
  await shell.press('Enter');
  await expect.poll(() => first(shell)).toBe('977');
  await shell.type('q');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toContain('before');
  expect(await shell.show('echo typed')).toBe('typed');
});

test('less: a pipe is read, and keys come from the terminal', async ({ shell }) => {
  await begin(shell, 'seq 100000 | less');
  await expect.poll(() => first(shell)).toBe('1');
  await shell.type('G');
  await expect.poll(async () => (await rows(shell)).at(-2)).toBe('100000');
  const before = await shell.prompts();
  await shell.type('q');
  await shell.waitForPrompt(before);
  expect(await shell.run('seq 100000 | less | tail -1 > out; test "$(cat out)" = 100000')).toBe(0);
});

test('less: a file of 2 GiB opens, and its end is there at once', async ({ shell, folder }) => {
  const path = join(folder, 'huge');
  closeSync(openSync(path, 'w'));
  truncateSync(path, 2 * 1024 ** 3);
  writeFileSync(path, 'the beginning\n', { flag: 'r+' });
  writeFileSync(path, '\nthe end\n', { flag: 'a' });
  await begin(shell, 'less -f huge');
  await expect.poll(() => first(shell)).toBe('the beginning');
  await shell.type('G');
  await expect.poll(async () => (await rows(shell)).at(-2)).toBe('the end');
  const before = await shell.prompts();
  await shell.type('q');
  await shell.waitForPrompt(before);
});

test('less F shows what comes to a file, until Ctrl-C', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'log'), 'one\n');
  await begin(shell, 'less +F log');
  await expect
    .poll(async () => (await rows(shell)).some((row) => row.startsWith('Waiting for data')))
    .toBe(true);
  writeFileSync(join(folder, 'log'), 'one\ntwo\n');
  await expect.poll(async () => (await rows(shell)).includes('two')).toBe(true);
  await shell.press('Control+c');
  await expect
    .poll(async () => (await rows(shell)).some((row) => row.includes('(END)')))
    .toBe(true);
  const before = await shell.prompts();
  await shell.type('q');
  await shell.waitForPrompt(before);
});

test('watch runs a line again and again; q ends it', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), 'first\n');
  await begin(shell, 'watch -n 0.2 cat f');
  await expect.poll(async () => (await rows(shell))[2]).toBe('first');
  expect(await first(shell)).toMatch(/^Every 0\.2s: cat f +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  writeFileSync(join(folder, 'f'), 'second\n');
  await expect.poll(async () => (await rows(shell))[2]).toBe('second');
  const before = await shell.prompts();
  await shell.type('q');
  await shell.waitForPrompt(before);
  expect(await shell.status()).toBe(0);
});

test('man shows what a program tells of itself', async ({ shell }) => {
  await begin(shell, 'man tac');
  await expect.poll(() => first(shell)).toContain('Usage: tac');
  const before = await shell.prompts();
  await shell.type('q');
  await shell.waitForPrompt(before);
  expect(await shell.show('man tac | head -1')).toContain('Usage: tac');
  expect(await shell.show('man -k pager umount')).toContain('umount');
  expect(await shell.run('man nothing-of-that-name')).toBe(16);
});

test('a command of the session is in /bin, in pipes and redirections as programs are', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'f'), 'a\nb\nc\n');
  expect(await shell.show('which tac; type tac')).toBe('/bin/tac\ntac is /bin/tac');
  expect(await shell.run('seq 3 | tac | cat > out')).toBe(0);
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('3\n2\n1\n');
  expect(await shell.run('tac < f > out; tac nothing 2> err')).toBe(1);
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('c\nb\na\n');
  expect(readFileSync(join(folder, 'err'), 'utf8')).toBe(
    "tac: failed to open 'nothing' for reading: No such file or directory\n",
  );
  expect(await shell.run('yes | head -5000 | tac | head -1 > /dev/null')).toBe(0);
});

test('Ctrl-C ends a command that waits', async ({ shell }) => {
  const before = await shell.prompts();
  await begin(shell, 'tac');
  await shell.type('typed');
  await shell.press('Enter');
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  expect(await shell.status()).toBe(130);
  expect(await shell.show('echo on')).toBe('on');
});

test('mount, df and umount know the folders', async ({ shell, folder }) => {
  const name = basename(folder);
  expect(await shell.show('mount -t folder')).toBe(`${name} on /mnt/${name} type folder (rw)`);
  expect(await shell.show('df -T .')).toMatch(new RegExp(`^Filesystem.*\\n${name} +folder`));
  expect(await shell.show('df /home')).toMatch(/\nbrowser +\d+ +\d+ +\d+ +\d+% \/home$/);
  expect(await shell.show('umount .')).toContain('target is busy');
  writeFileSync(join(folder, 'kept'), 'text');
  await shell.run('cd /');
  for (const user of [
    `cd /mnt/${name}; sleep 100 & cd /`,
    `sleep 100 | paste /mnt/${name}/kept - > /dev/null &`,
    `sleep 100 >> /mnt/${name}/log &`,
    `sleep 100 < /mnt/${name}/kept &`,
  ]) {
    await shell.run(user);
    expect(await shell.show(`umount /mnt/${name}`), user).toContain('something that runs uses it');
    await shell.run('kill %%; wait');
  }
  expect(await shell.run(`cd /; umount /mnt/${name} && ! test -e /mnt/${name}`)).toBe(0);
  expect(existsSync(join(folder, 'kept'))).toBe(true);
});

test('rm does not empty what is mounted', async ({ shell, folder }) => {
  const name = basename(folder);
  writeFileSync(join(folder, 'kept'), 'text');
  const lines = [
    'rm -rf .',
    `rm -rf /mnt/${name}`,
    'rm -rf /mnt/*',
    'rm -rf /*',
    'rm -rf /',
    `mv /mnt/${name} /tmp/x`,
    `rmdir /mnt/${name}`,
  ];
  for (const line of lines) {
    expect(await shell.run(line), line).toBe(1);
    expect(existsSync(join(folder, 'kept')), line).toBe(true);
  }
  expect(await shell.show(`rm -rf ../${name}`)).toContain(`'../${name}': it is mounted`);
  await shell.run(`rm -rf --no-preserve-root /mnt/${name}`);
  expect(existsSync(join(folder, 'kept'))).toBe(false);
});

test('stty changes the terminal, for the line that it is in', async ({ shell }) => {
  expect(await shell.show('stty -echo; stty -a | tail -1; stty sane; stty -a | tail -1')).toBe(
    'icrnl onlcr isig icanon -echo\nicrnl onlcr isig icanon echo',
  );
  expect(await shell.show('stty size')).toMatch(/^\d+ \d+$/);
  expect(await shell.run('stty parenb')).toBe(1);
});

test('what cannot be in a page says why', async ({ shell }) => {
  expect(await shell.show('sudo ls')).toContain('sudo: command not found (what you granted');
  expect(await shell.status()).toBe(127);
});
