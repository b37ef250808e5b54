// A person's start-up file, in storage that stays from visit to visit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import { ShellPage } from './setup/shell-page.ts';

test('~/.dirshrc is read at the start, an error or an exit in it leaves a shell, and ?norc leaves it out', async ({
  engine,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'dirsh-profile-'));
  const shell = await ShellPage.open({ url: process.env['DIRSH_URL'] ?? '', engine, profile });
  const again = async (query = ''): Promise<void> => {
    const { page } = shell;
    await page.goto(`${process.env['DIRSH_URL'] ?? ''}?engine=${engine}${query}`);
    await shell.waitForPrompt(0);
  };
  try {
    expect(await shell.show('alias ll; type la')).toBe(
      "alias ll='ls -alF'\nla is aliased to `ls -A'",
    );
    await shell.run(`echo "alias hi='echo hello'; PS1='\\W> '; nope_" > ~/.dirshrc`);
    await again();
    expect(await shell.screen()).toMatch(/dirshrc: line 1: nope_: command not found\n~> ?$/);
    expect(await shell.show('hi there')).toBe('hello there');
    await shell.run('echo "exit 3" > ~/.dirshrc');
    await again();
    expect(await shell.screen()).toContain('~/.dirshrc ended the shell');
    expect(await shell.show('echo alive')).toBe('alive');
    await shell.run('echo "while :; do :; done" > ~/.dirshrc');
    await shell.page.goto(`${process.env['DIRSH_URL'] ?? ''}?engine=${engine}`);
    await shell.page.waitForFunction(() => globalThis.dirsh !== undefined);
    await expect
      .poll(async () => {
        await shell.press('Control+c');
        return await shell.prompts();
      })
      .toBeGreaterThan(0);
    expect(await shell.show('echo alive')).toBe('alive');
    await again('&norc');
    expect(await shell.show('rm ~/.dirshrc; echo removed')).toBe('removed');
    expect(shell.errors).toEqual([]);
  } finally {
    await shell.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

test('ls and grep are coloured on the screen, and plain in a pipe and a file', async ({
  shell,
}) => {
  const coloured = (): Promise<number> =>
    shell.page.evaluate(() => {
      const { active } = globalThis.dirsh.terminal.buffer;
      const cell = active.getLine(1)?.getCell(0);
      return cell?.isFgDefault() === true ? 0 : 1;
    });
  await shell.run('mkdir folder; echo match > f');
  expect(await shell.show('ls')).toContain('folder');
  await shell.run('rm f');
  expect(await shell.show('ls')).toBe('folder');
  expect(await coloured()).toBe(1);
  expect(await shell.show('ls | cat')).toBe('folder');
  expect(await coloured()).toBe(0);
  expect(await shell.show('echo match | grep match')).toBe('match');
  expect(await coloured()).toBe(1);
});
