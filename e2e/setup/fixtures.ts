// What tests have: a shell or an example in a page of its own, and a real temporary folder.
import { test as base, expect } from '@playwright/test';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExamplePage } from './example-page.ts';
import { ShellPage, type EngineName } from './shell-page.ts';

export interface Fixtures {
  /** An empty folder on the disk. */
  folder: string;
  /** A shell with `folder` dropped on it: the cwd. */
  shell: ShellPage;
  /** A shell on which nothing was dropped yet. */
  bareShell: ShellPage;
  /** A browser for a page of `examples/`. */
  example: ExamplePage;
}

export const test = base.extend<Fixtures & { engine: EngineName }>({
  engine: ['jspi', { option: true }],
  folder: async ({}, use) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-')));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  bareShell: async ({ engine }, use) => {
    const shell = await ShellPage.open({ url: process.env['DIRSH_URL'] ?? '', engine });
    await use(shell);
    expect(shell.errors).toEqual([]);
    await shell.close();
  },
  example: async ({ engine }, use) => {
    const example = await ExamplePage.open(engine);
    await use(example);
    expect(example.errors).toEqual([]);
    await example.close();
  },
  shell: async ({ bareShell, folder }, use) => {
    await bareShell.drop(folder);
    await use(bareShell);
  },
});

export { expect };
