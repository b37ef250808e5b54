// The page and its session: what it says, what it survives, what it remembers.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import { ShellPage } from './setup/shell-page.ts';
import { serveFolder, type StaticServer } from './setup/static-server.ts';
import { tinyProgram } from './setup/tiny-programs.ts';

const dist = process.env['DIRSH_DIST'] ?? 'dist';

/** A page whose programs are replaced. */
async function openWith(
  engine: 'jspi' | 'asyncify',
  program: Uint8Array | null,
): Promise<{ shell: ShellPage; server: StaticServer }> {
  const path = engine === 'jspi' ? 'programs/coreutils.wasm' : 'programs/coreutils.asyncify.wasm';
  const server = await serveFolder(dist, '/replaced/', { [path]: program });
  const shell = await ShellPage.open({ url: server.url, engine });
  return { shell, server };
}

test('the terminal has the keyboard at load, and says what to do in three lines', async ({
  bareShell,
}) => {
  await bareShell.page.keyboard.type('pwd');
  await bareShell.press('Enter');
  await bareShell.waitForPrompt(1);
  const lines = (await bareShell.screen()).split('\n');
  expect(lines[0]).toContain('Drop a folder on this page, or press Open folder');
  expect(lines.slice(3)).toEqual(['~ $ pwd', '/home', '~ $']);
});

test('no header is needed, and nothing is asked of another origin', async ({ bareShell }) => {
  expect(await bareShell.page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  const addresses = await bareShell.page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  expect(new Set(addresses)).toEqual(new Set([new URL(bareShell.page.url()).origin]));
});

test('a program file that is missing is one clear line, and the shell lives', async ({
  engine,
}) => {
  const { shell, server } = await openWith(engine, null);
  expect(await shell.show('ls')).toBe(
    'dirsh: ls: Exec format error (its program file could not be loaded)',
  );
  expect(await shell.run('ls')).toBe(126);
  expect(await shell.show('echo alive')).toBe('alive');
  await shell.close();
  server.close();
});

test('a program file that is broken is one clear line, and the shell lives', async ({ engine }) => {
  const { shell, server } = await openWith(engine, new TextEncoder().encode('no wasm at all'));
  expect(await shell.show('ls | cat')).toBe(
    ['ls', 'cat']
      .map((name) => `dirsh: ${name}: Exec format error (its program file is broken)`)
      .join('\n'),
  );
  expect(await shell.run('echo alive')).toBe(0);
  await shell.close();
  server.close();
});

test('a trap ends the program with a message and 134', async ({ engine }) => {
  const { shell, server } = await openWith(engine, tinyProgram('trap', engine));
  expect(await shell.show('ls')).toBe('ls: the program was aborted: unreachable');
  expect(await shell.run('ls')).toBe(134);
  expect(await shell.show('echo $?')).toBe('0'); // of clear
  await shell.close();
  server.close();
});

test('a stack overflow ends the program with a message and 134', async ({ engine }) => {
  const { shell, server } = await openWith(engine, tinyProgram('recursion', engine));
  expect(await shell.show('ls')).toBe('ls: the program was aborted: stack overflow');
  expect(await shell.run('ls')).toBe(134);
  await shell.close();
  server.close();
});

test('11: Ctrl-C ends a loop without system calls, and removes what it created and never stored', async ({
  engine,
  folder,
}) => {
  const { shell, server } = await openWith(engine, tinyProgram('loop', engine));
  writeFileSync(join(folder, 'old'), 'kept\n');
  await shell.drop(folder);
  for (const [line, left] of [
    ['ls', ['old']],
    ['ls > new', ['old']],
    ['ls > old', ['old']],
  ] as const) {
    await shell.run('clear');
    const before = await shell.prompts();
    await shell.type(line);
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('looping');
    await shell.press('Control+c');
    await shell.waitForPrompt(before);
    expect(await shell.status()).toBe(130);
    expect(readdirSync(folder), line).toEqual(left);
    expect(readFileSync(join(folder, 'old'), 'utf8'), line).toBe('kept\n');
  }
  expect(await shell.show('echo alive')).toBe('alive');
  await shell.close();
  server.close();
});

/** The built script of a worker that holds a text: its path below `dist`. */
function workerWith(text: string): string {
  const names = readdirSync(join(dist, 'assets')).filter((name) => /^worker-.*\.js$/u.test(name));
  const found = names.filter((name) =>
    readFileSync(join(dist, 'assets', name), 'utf8').includes(text),
  );
  expect(found).toHaveLength(1);
  return `assets/${found[0] ?? ''}`;
}

test('a page that is closed while a program writes leaves the old file', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'f'), 'old\n');
  await shell.type('yes > f');
  await shell.press('Enter');
  await expect.poll(() => readdirSync(folder)).toEqual(['f', 'f.crswap']);
  await shell.page.close();
  await expect.poll(() => readdirSync(folder)).toEqual(['f']);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('old\n');
});

test('a session that cannot begin is told, and begins at a click', async ({
  bareShell,
  folder,
}) => {
  const replaced: Record<string, null> = { [workerWith('They change the real files')]: null };
  const server = await serveFolder(dist, '/failing/', replaced);
  const { page } = bareShell;
  await page.goto(server.url);
  await expect(page.locator('#notice')).toContainText('The shell failed');
  for (const path of Object.keys(replaced)) delete replaced[path];
  await page.getByRole('button', { name: 'Start it again' }).click();
  await bareShell.waitForPrompt(0);
  await bareShell.drop(folder);
  expect(await bareShell.run('echo alive > f')).toBe(0);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('alive\n');
  server.close();
});

test('a worker that cannot be loaded is told by the command that needs it', async ({ engine }) => {
  const server = await serveFolder(dist, '/failing/', {
    [workerWith('the trace could not be stored')]: null,
  });
  const shell = await ShellPage.open({ url: server.url, engine });
  expect(await shell.show('ls')).toContain("ls: the program's worker failed");
  expect(await shell.run('ls | cat')).toBe(134);
  expect(await shell.show('echo alive')).toBe('alive');
  await shell.close();
  server.close();
});

test('a folder that is dropped while a line runs is entered behind it', async ({
  shell,
  folder,
}) => {
  const other = mkdtempSync(join(tmpdir(), 'dirsh-other-'));
  const before = await shell.prompts();
  await shell.type('cat; /bin/pwd > where; echo x > made');
  await shell.press('Enter');
  await shell.dropWithoutWaiting(other);
  await expect.poll(() => shell.screen()).toContain(`/mnt/${basename(other)} is open`);
  await shell.press('Control+d');
  await shell.waitForPrompt(before);
  expect(readFileSync(join(folder, 'where'), 'utf8')).toBe(`/mnt/${basename(folder)}\n`);
  expect(readdirSync(other)).toEqual([]);
  expect(await shell.show('pwd')).toBe(`/mnt/${basename(other)}`);
  rmSync(other, { recursive: true });
});

test('a folder whose permission was taken back can be granted again', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), 'f\n');
  await shell.run('/bin/true | /bin/true');
  // No program can take a permission back: in every worker the browser's calls answer as they do then.
  const workers = shell.page.workers().filter((worker) => worker.url().includes('/worker-'));
  for (const worker of workers) {
    await worker.evaluate(() => {
      const { getFileHandle, getDirectoryHandle } = FileSystemDirectoryHandle.prototype;
      const { getFile } = FileSystemFileHandle.prototype;
      const refuse = (): Promise<never> =>
        Promise.reject(new DOMException('The request is not allowed', 'NotAllowedError'));
      Object.assign(FileSystemDirectoryHandle.prototype, {
        getFileHandle: refuse,
        getDirectoryHandle: refuse,
      });
      Object.assign(FileSystemFileHandle.prototype, { getFile: refuse });
      Object.assign(globalThis, {
        grant: () => {
          Object.assign(FileSystemDirectoryHandle.prototype, { getFileHandle, getDirectoryHandle });
          Object.assign(FileSystemFileHandle.prototype, { getFile });
        },
      });
    });
  }
  expect(await shell.show('cat f')).toBe('cat: f: Permission denied');
  expect(await shell.run('/bin/echo x > f')).toBe(1);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('f\n');
  await expect(shell.page.locator('#notice')).toContainText('taken back the permission');
  for (const worker of workers)
    await worker.evaluate(() => (globalThis as unknown as { grant(): void }).grant());
  await shell.page.getByRole('button', { name: 'Grant it again' }).click();
  await expect(shell.page.locator('#notice')).toBeHidden();
  expect(await shell.show('cat f')).toBe('f');
  expect(await shell.run('/bin/echo x > f')).toBe(0);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('x\n');
});

test('after exit a new shell begins, in the folders that are open', async ({ shell, folder }) => {
  await shell.run('clear');
  await shell.type('exit');
  await shell.press('Enter');
  // The folder's own prompt: there may be one before it.
  await expect.poll(() => shell.screen()).toMatch(/ is open\n\S+ \$ *$/);
  expect(await shell.show('pwd')).toBe(`/mnt/${basename(folder)}`);
  expect(await shell.run('/bin/echo again > f')).toBe(0);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('again\n');
});

test('the history is kept across reloads', async ({ engine }) => {
  const profile = mkdtempSync(join(tmpdir(), 'dirsh-profile-'));
  const shell = await ShellPage.open({ url: process.env['DIRSH_URL'] ?? '', engine, profile });
  await shell.run('echo remember this');
  // It is stored behind the prompt: until then there is no file.
  const stored = (): Promise<string> =>
    shell.page.evaluate(async () => {
      const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home');
      try {
        const file = await home.getFileHandle('.dirsh_history');
        return await (await file.getFile()).text();
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return '';
        throw error;
      }
    });
  await expect.poll(stored).toContain('remember this');
  await shell.page.reload();
  await shell.page.waitForFunction(() => globalThis.dirsh?.prompts() > 0);
  await shell.press('ArrowUp');
  await expect.poll(() => shell.screen()).toMatch(/\$ echo remember this$/);
  await shell.close();
  rmSync(profile, { recursive: true, force: true });
});

test('Tab completes commands and real paths', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'a long name.txt'), 'found\n');
  await shell.run('clear');
  const before = await shell.prompts();
  await shell.type('sha256su');
  await shell.press('Tab');
  await expect.poll(() => shell.screen()).toContain('sha256sum');
  await shell.press('Control+u');
  await shell.type('cat a');
  await shell.press('Tab');
  await expect.poll(() => shell.screen()).toContain(String.raw`cat a\ long\ name.txt`);
  await shell.press('Enter');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toContain('found');
});

test('what is pasted is not run, and cannot end the paste', async ({ shell }) => {
  const before = await shell.prompts();
  await shell.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'echo one\necho two\u001b[201~\necho three\n');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect.poll(() => shell.screen()).toContain('echo three');
  expect(await shell.prompts()).toBe(before);
  await shell.press('Control+c');
});

test('exit ends the session, and a new one begins', async ({ bareShell }) => {
  const before = await bareShell.prompts();
  const count = await bareShell.page.evaluate(() => globalThis.dirsh.terminal.buffer.active.length);
  expect(count).toBeGreaterThan(0);
  await bareShell.type('exit 3');
  await bareShell.press('Enter');
  await expect
    .poll(() => bareShell.screen())
    .toMatch(/exit 3\n(.*\n)*.*Drop a folder on this page/);
  await bareShell.waitForPrompt(before);
  expect(await bareShell.show('echo alive')).toBe('alive');
});

test('an engine that the browser does not have is said', async ({ engine, bareShell }) => {
  test.skip(engine !== 'jspi', 'the notice does not depend on the engine');
  await bareShell.page.goto(`${process.env['DIRSH_URL'] ?? ''}?engine=warp`);
  await bareShell.page.waitForFunction(() => globalThis.dirsh?.prompts() > 0);
  expect(await bareShell.screen()).toContain(
    "dirsh: There is no engine 'warp': the programs run on JSPI.",
  );
});

test('without a picker the shell works on private storage, and says so', async ({ bareShell }) => {
  await bareShell.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'showDirectoryPicker', { value: undefined });
  });
  await bareShell.page.reload();
  await bareShell.page.waitForFunction(() => globalThis.dirsh?.prompts() > 0);
  expect(await bareShell.screen()).toContain('This browser cannot open folders');
  expect(await bareShell.page.isVisible('#open')).toBe(false);
  expect(await bareShell.run('seq 3 > n && sort -r n > /tmp/m && rm n')).toBe(0);
  expect(await bareShell.show('cat /tmp/m')).toBe('3\n2\n1');
});

test('a command of two lines is asked for with a second prompt', async ({ shell, folder }) => {
  const before = await shell.prompts();
  await shell.type("echo 'one");
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toMatch(/\n> $|\n>$/);
  await shell.type("two' > f");
  await shell.press('Enter');
  await shell.waitForPrompt(before);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('one\ntwo\n');
});
