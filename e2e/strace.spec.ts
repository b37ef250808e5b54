// strace in the terminal: programs on a real folder, with their calls shown.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

/** A line of a trace, with its time. */
const shown = /^[a-z_]+\(.*\) = .+ <\d+\.\d{6}>( suspended)?$/;

/** A trace in which a path is what was typed: a program asks from the root on. */
function fromFolder(text: string, folder: string): string {
  return text.replaceAll(`"mnt/${basename(folder)}/`, '"');
}

test('strace shows the calls of a program on its standard error', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'notes.txt'), 'one\ntwo\n');
  expect(await shell.run('strace cat notes.txt nothing > out 2> log')).toBe(1);
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('one\ntwo\n');
  const log = fromFolder(readFileSync(join(folder, 'log'), 'utf8'), folder);
  // The program's own message comes piece by piece, each before the line of the call that wrote it.
  const without = log.replace(/fd_write\(2, \[\d+\]\) = \d+ <[\d.]+>( suspended)?\n/g, '');
  const lines = without.trimEnd().split('\n');
  const calls = lines.map((line) => line.replace(/ <.*/, ''));
  const opened = calls.findIndex((line) => line.startsWith('path_open(3, "notes.txt", O_RDONLY'));
  expect(calls.slice(opened, opened + 5)).toEqual([
    'path_open(3, "notes.txt", O_RDONLY) = 4',
    'fd_read(4, [65536]) = 8',
    'fd_write(1, [8]) = 8',
    'fd_read(4, [65536]) = 0',
    'fd_close(4) = 0',
  ]);
  expect(lines.filter((line) => !shown.test(line))).toEqual([
    'cat: nothing: No such file or directory',
    '+++ exited with 1 +++',
  ]);
  expect(calls).toContain(
    'path_filestat_get(3, "nothing", AT_SYMLINK_FOLLOW) = ENOENT (No such file or directory)',
  );
  expect(lines.some((line) => line.endsWith(' suspended'))).toBe(true);
});

test('strace in the terminal, in a pipeline, and with a table', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), 'b\na\n');
  const sorted = await shell.show('strace -e trace=path_open,proc_exit sort f');
  expect(fromFolder(sorted, folder)).toMatch(
    /^path_open\(3, "f", O_RDONLY\) = 4 <.*\n(?:.*\n)*a\nb\nproc_exit\(0\) = \? <.*\n\+\+\+ exited with 0 \+\+\+$/,
  );
  expect(await shell.show('strace cat f 2> log | wc -l')).toBe('2');
  expect(await shell.run('strace cat f 2>&1 | head -n 1')).toBe(0);
  expect(await shell.show('strace -c cat f | tail -n 1')).toMatch(/ calls suspended .*\n/);
  expect(await shell.run('strace -c -o table cat f')).toBe(0);
  const table = readFileSync(join(folder, 'table'), 'utf8');
  expect(table).toMatch(/^% time {5}seconds {2}usecs\/call {5}calls suspended {4}errors call\n/);
  expect(table).toMatch(/^ *[\d.]+ +[\d.]+ +\d+ +1 +1 +path_open$/m);
});

test('strace -o writes a file, also of a program that Ctrl-C ends', async ({ shell, folder }) => {
  expect(await shell.show('strace -o no/log cat')).toBe('dirsh: no/log: No such file or directory');
  const before = await shell.prompts();
  await shell.type('strace -o log -e fd_read,fd_write cat');
  await shell.press('Enter');
  await shell.type('typed');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toContain('typed\ntyped');
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  expect(await shell.status()).toBe(130);
  const log = readFileSync(join(folder, 'log'), 'utf8').replace(/ <[\d.]+>( suspended)?/g, '');
  expect(log).toBe(
    [
      'fd_read(0, [65536]) = 6',
      'fd_write(1, [6]) = 6',
      'fd_read(0, [65536]) = ?',
      '+++ exited with 130 +++',
      '',
    ].join('\n'),
  );
});

test('a trace that nobody takes holds its program back, and ends it', async ({ bareShell }) => {
  // As SIGPIPE ends strace: the program itself writes elsewhere, and would never hear of it.
  expect(await bareShell.show('strace -e fd_write yes 2>&1 > /dev/null | head -n 1')).toMatch(
    /^fd_write\(1, \[\d+\]\) = \d+ <[\d.]+>/,
  );
  await bareShell.run('clear');
  const before = await bareShell.prompts();
  await bareShell.type('strace yes > /dev/null');
  await bareShell.press('Enter');
  await expect.poll(() => bareShell.screen()).toContain('\nfd_write(1');
  await bareShell.press('Control+c');
  await bareShell.waitForPrompt(before, 5000);
  expect(await bareShell.status()).toBe(130);
  expect(await bareShell.show('strace -e proc_exit /bin/true')).toMatch(/^proc_exit\(0\)/);
});

test('strace answers plainly where there is nothing to trace', async ({ bareShell }) => {
  expect(await bareShell.show('strace echo a')).toBe(
    'dirsh: strace: echo is a shell builtin: try /bin/echo',
  );
  expect(await bareShell.show('strace nonsense')).toBe(
    'dirsh: strace: nonsense: command not found',
  );
  expect(await bareShell.show('strace -e trace=proc_exit /bin/echo a')).toMatch(
    /^a\nproc_exit\(0\) = \? <\d\.\d{6}>\n\+\+\+ exited with 0 \+\+\+$/,
  );
  expect(await bareShell.show('help strace')).toContain('strace [-c] [-e trace=CALL[,CALL...]]');
  await bareShell.type('strace -c unex');
  await bareShell.press('Tab');
  expect(await bareShell.run(' /dev/null')).toBe(0);
  expect(await bareShell.screen()).toContain('strace -c unexpand  /dev/null');
});

/** How often the table of `strace -c` says that a program was suspended, all together. */
function suspensions(table: string): number {
  return Number(/ (\d+) +\d* total$/m.exec(table)?.[1]);
}

test('programs are suspended on a real folder as often as wasi/suspensions.test.ts says', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'mebibyte'), 'x'.repeat(1 << 20));
  mkdirSync(join(folder, 'd'));
  for (let n = 0; n < 1000; n++) writeFileSync(join(folder, 'd', `f${n}`), 'x');
  const line = (n: number): string =>
    `${String((n * 7919) % 1_000_003).padStart(7, '0')} ${'x'.repeat(41)}\n`;
  writeFileSync(join(folder, 'big'), Array.from({ length: 200_000 }, (_, n) => line(n)).join(''));
  for (const [command, most] of [
    ['cat mebibyte', 6],
    ['ls -l d', 1010],
    ['sort -o sorted big', 18],
  ] as const) {
    const begun = Date.now();
    expect(await shell.run(`strace -c -o table ${command} > out`)).toBe(0);
    // The event loop is turned once in 10 ms for a program that does not wait by itself.
    const turns = Math.ceil((Date.now() - begun) / 10);
    const count = suspensions(readFileSync(join(folder, 'table'), 'utf8'));
    expect(count, command).toBeLessThanOrEqual(most + turns);
    expect(count, command).toBeGreaterThan(0);
  }
});
