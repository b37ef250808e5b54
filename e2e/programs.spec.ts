// Programs that start programs, and programs of the user's: on a real folder.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import type { ShellPage } from './setup/shell-page.ts';

const example = (name: string): string => new URL(`../examples/${name}`, import.meta.url).pathname;

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

/** Runs a line until its screen shows `text` below the line itself, and ends it by Ctrl-C. @returns the status */
async function interrupt(shell: ShellPage, line: string, text: string): Promise<number> {
  await shell.run('clear');
  const before = await shell.prompts();
  await shell.type(line);
  await shell.press('Enter');
  await expect
    .poll(async () => (await shell.screen()).split('\n').slice(1).includes(text))
    .toBe(true);
  await shell.press('Control+C');
  await shell.waitForPrompt(before);
  return shell.status();
}

test('Ctrl-C ends find and what it waits for, and nothing is begun behind it', async ({
  shell,
  folder,
}) => {
  write(folder, { a: 'a\n', kept: 'kept\n' });
  const then = '-exec cp a kept \\;';
  const asleep = `find kept -exec echo begun \\; -exec sleep 100 \\; ${then}`;
  expect(await interrupt(shell, asleep, 'begun')).toBe(130);
  expect(await interrupt(shell, `find kept -exec yes begun \\; ${then}`, 'begun')).toBe(130);
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept\n');
});

test('Ctrl-C ends the whole family, in a pipeline too', async ({ shell }) => {
  const nested = 'echo begun | xargs env timeout 100 yes | cat';
  expect(await interrupt(shell, nested, 'begun')).toBe(130);
  expect(await shell.show('echo alive')).toBe('alive');
});

test('xargs -P runs commands at once, and tells how they ended', async ({ shell, folder }) => {
  // Each waits for what the other makes.
  const both = 'until [ -e made-1 ] && [ -e made-2 ]; do sleep 0.05; done';
  const meeting = `printf '1 2' | xargs -P 2 -n 1 sh -c 'echo > made-$0; ${both}; echo $0'`;
  expect((await shell.show(meeting)).split('\n').toSorted()).toEqual(['1', '2']);
  const asleep = 'sleep 0.3; cat kept';
  write(folder, { kept: 'kept\n' });
  expect(await shell.show(`seq 3 | xargs -P 0 -I {} sh -c '${asleep}' > out; cat out`)).toBe(
    'kept\nkept\nkept',
  );
  await shell.run('seq 8 | xargs -P 4 -I {} seq 20000 > numbers');
  expect(readFileSync(join(folder, 'numbers'))).toHaveLength(8 * 108_894);
  expect(await shell.show('seq 8 | xargs -P 4 -I {} seq 20000 | wc -c')).toBe(String(8 * 108_894));
  const many = 'seq 200 | xargs -P 0 -n 1 echo | sort -n | tail -n 1';
  expect(await shell.show(many)).toBe('200');
  for (const [line, status] of [
    ["seq 3 | xargs -P 2 -n 1 sh -c 'exit 3'", 123],
    ["seq 3 | xargs -P 2 -n 1 sh -c 'exit 255'", 124],
    ['seq 3 | xargs -P 2 -n 1 nothing-such', 127],
    ['seq 3 | xargs -P 2 -n 1 true', 0],
    ['yes | head -n 3 | xargs -P 2 -n 1 yes | head -n 1', 0],
  ] as const)
    expect(await shell.run(line), line).toBe(status);
});

test('Ctrl-C and Ctrl-Z reach all that xargs -P runs', async ({ shell, folder }) => {
  write(folder, { kept: 'kept\n' });
  const lines = 'seq 3 | xargs -P 3 -I {} sh -c "echo begun; sleep 100; echo > made"';
  expect(await interrupt(shell, lines, 'begun')).toBe(130);
  expect(await interrupt(shell, 'echo begun | xargs -P 2 -n 1 yes', 'begun')).toBe(130);
  expect(await shell.show('ls; jobs')).toBe('kept');
  const before = await shell.prompts();
  await shell.run('clear');
  await shell.type("seq 2 | xargs -P 2 -I {} sh -c 'echo begun; sleep 0.5; echo over'");
  await shell.press('Enter');
  await expect.poll(async () => (await shell.screen()).split('\n').slice(1)).toContain('begun');
  await shell.press('Control+Z');
  await shell.waitForPrompt(before + 1);
  expect(await shell.status()).toBe(148);
  expect(await shell.show('fg')).toContain('over\nover');
});

test('output in the terminal is in the order of Unix', async ({ shell, folder }) => {
  write(folder, { f: 'content\n' });
  expect(await shell.show('find f -print -exec cat {} \\; -print')).toBe('f\ncontent\nf');
  expect(await shell.show('timeout 0.2 sleep 10; echo $?')).toBe('124');
  expect(await shell.show('find f -exec env X=1 timeout 5 printenv X \\;')).toBe('1');
});

test('a program of the user runs by its path, by PATH, and from another', async ({
  shell,
  folder,
}) => {
  mkdirSync(join(folder, 'tools'));
  copyFileSync(example('hello-c/hello.wasm'), join(folder, 'tools', 'hello.wasm'));
  write(folder, { 'name.txt': 'Ada\n' });
  // Without JSPI it is made ready first, which is said.
  expect(await shell.run('tools/hello.wasm')).toBe(0);
  expect(await shell.show('tools/hello.wasm')).toBe('Hello, Ada!');
  expect(await shell.show('PATH=$PATH:$PWD/tools; hello')).toBe('Hello, Ada!');
  expect(await shell.show('which hello')).toMatch(/\/tools\/hello\.wasm$/);
  expect(await shell.show('hello | tr a-z A-Z')).toBe('HELLO, ADA!');
  expect(await shell.show('find name.txt -exec hello \\;')).toBe('Hello, Ada!');
  expect(await shell.show('cd tools; ./hello.wasm 2>&1; echo $?')).toMatch(
    /^name\.txt: No such file or directory\n1$/,
  );
});

test('a file that is no program says why it cannot be run', async ({ shell, folder }) => {
  const header = [0, 0x61, 0x73, 0x6d];
  write(folder, {
    'component.wasm': Uint8Array.of(...header, 13, 0, 1, 0),
    'library.wasm': Uint8Array.of(...header, 1, 0, 0, 0),
    'cut.wasm': Uint8Array.of(...header, 1, 0, 0, 0, 1, 9),
    'photo.jpg': Uint8Array.of(255, 216, 0, 1),
  });
  expect(await shell.show('./component.wasm; echo $?')).toBe(
    'dirsh: ./component.wasm: Exec format error (a component; only modules of WASI preview1 run here)\n126',
  );
  expect(await shell.show('./library.wasm; echo $?')).toContain('it exports no _start');
  expect(await shell.show('./cut.wasm; echo $?')).toMatch(/Exec format error \(.*\)\n126$/);
  expect(await shell.show('./photo.jpg; echo $?')).toBe(
    'dirsh: ./photo.jpg: cannot execute binary file: Exec format error\n126',
  );
});
