// The project's numbered rules for files, processes and pipes: each closes a way to lose data or to hang. One file, as
// the numbers are how a rule is found.
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';
import { ShellPage } from './setup/shell-page.ts';

const missing = 'No such file or directory';
/** A product of two primes that rho takes minutes for, without a call. */
const semiprime = String((10n ** 18n + 3n) * (10n ** 18n + 9n));

/** Begins a line, waits for a condition, and interrupts it; gives the status. */
async function interrupt(
  shell: ShellPage,
  line: string,
  condition: () => boolean | Promise<boolean>,
): Promise<number> {
  const before = await shell.prompts();
  await shell.type(line);
  await shell.press('Enter');
  await expect.poll(condition, { timeout: 30_000, intervals: [10] }).toBe(true);
  await shell.press('Control+C');
  await shell.waitForPrompt(before);
  return shell.status();
}

test('1: the empty path is not the working directory: rm -rf "" removes nothing', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'f'), 'f\n');
  mkdirSync(join(folder, 'd'));
  expect(await shell.run('rm -rf ""')).toBe(0); // as GNU's
  expect(await shell.run('rm -rf "$UNSET"')).toBe(0);
  for (const [line, status] of [
    ['rm -r ""', 1],
    ['cp -r "" x', 1],
    ['mv "" x', 1],
    ['mv f ""', 1],
    ['cat ""', 1],
    ['ls ""', 2],
    ['rmdir ""', 1],
    ['touch ""', 1],
    ['mkdir ""', 1],
    ['cat < ""', 1],
    ['echo x > ""', 1],
  ] as const) {
    expect.soft(await shell.run(line), line).toBe(status);
  }
  expect(readdirSync(folder).toSorted()).toEqual(['d', 'f']);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('f\n');
});

test('2: the working directory is the process’s, not $PWD', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'sub'));
  for (const path of ['f', 'sub/f']) writeFileSync(join(folder, path), '');
  const top = `/mnt/${basename(folder)}`;
  expect(await shell.run('cd sub')).toBe(0);
  expect(await shell.run(`PWD=${top} rm f`)).toBe(0);
  expect(existsSync(join(folder, 'sub', 'f'))).toBe(false);
  expect(existsSync(join(folder, 'f'))).toBe(true);
  expect(await shell.show(`PWD=/ /bin/pwd`)).toBe(`${top}/sub`);
  expect(await shell.run('PWD=/nowhere touch g')).toBe(0);
  expect(existsSync(join(folder, 'sub', 'g'))).toBe(true);
});

test('2: in a directory that is gone relative paths are not found', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'f'), 'f\n');
  await shell.run('cd sub');
  rmSync(join(folder, 'sub'), { recursive: true });
  for (const line of [
    'cat f',
    'ls',
    'touch new',
    'mkdir new',
    '/bin/echo x > new',
    'echo x > new',
    'rm f',
    'rm -r .',
    'cp f g',
  ]) {
    expect.soft(await shell.run(line), line).not.toBe(0);
  }
  expect(await shell.show('cat f')).toContain(missing);
  expect(await shell.show('touch new')).toContain(missing);
  expect(await shell.run('ls /tmp')).toBe(0);
  expect(await shell.show('/bin/echo here')).toBe('here');
  expect(await shell.show('echo here')).toBe('here');
  expect(readdirSync(folder)).toEqual(['f']);
  expect(await shell.show('ls /')).not.toContain('new');
  expect(await shell.run('cd ..')).toBe(0);
  expect(await shell.show('cat f')).toBe('f');
});

test('4: .. at the root is the root', async ({ shell }) => {
  const root = await shell.show('ls /');
  expect(root).toContain('mnt');
  expect(await shell.show('ls /../..')).toBe(root);
  await shell.run('cd /');
  expect(await shell.show('ls ../../..')).toBe(root);
  expect(await shell.show('cd ../../..; pwd')).toBe('/');
});

test('5: the same folder again is the same mount', async ({ shell, folder }) => {
  await shell.run('cd /');
  await shell.drop(folder);
  expect(await shell.show('pwd')).toBe(`/mnt/${basename(folder)}`);
  expect(await shell.show('ls /mnt')).toBe(basename(folder));
});

test('5: another folder of the same name is NAME-2', async ({ bareShell, folder }) => {
  for (const side of ['a', 'b']) {
    mkdirSync(join(folder, side, 'same'), { recursive: true });
    writeFileSync(join(folder, side, 'same', side), '');
  }
  // Not in one gesture: there the browser itself names the second one `same (1)`.
  await bareShell.drop(join(folder, 'a', 'same'));
  await bareShell.drop(join(folder, 'b', 'same'));
  expect(await bareShell.show('pwd')).toBe('/mnt/same-2');
  expect(await bareShell.show('ls /mnt/same /mnt/same-2')).toBe('/mnt/same:\na\n\n/mnt/same-2:\nb');
});

for (const order of ['outer first', 'inner first']) {
  test(`5, 6: a folder inside another is an alias: ${order}`, async ({ bareShell, folder }) => {
    const outer = join(folder, 'outer');
    const inner = join(outer, 'mid', 'inner');
    mkdirSync(inner, { recursive: true });
    for (const name of ['f', 'g']) writeFileSync(join(inner, name), `${name}\n`);
    await bareShell.drop(...(order === 'outer first' ? [outer, inner] : [inner, outer]));
    const there = '/mnt/outer/mid/inner';
    const [inodes, others] = [`ls -i /mnt/inner`, `ls -i ${there}`];
    expect(await bareShell.show(inodes)).toBe(await bareShell.show(others));
    expect(await bareShell.run(`/bin/test /mnt/inner/f -ef ${there}/f`)).toBe(0);
    for (const line of [
      `mv /mnt/inner/f ${there}/f`,
      `cp ${there}/f /mnt/inner/f`,
      `mv ${there}/f /mnt/inner`,
    ]) {
      const shown = await bareShell.show(line);
      expect.soft(shown, line).toContain('are the same file');
      expect(readFileSync(join(inner, 'f'), 'utf8'), line).toBe('f\n');
    }
    const inode = statSync(join(inner, 'g')).ino;
    expect(await bareShell.run(`mv /mnt/inner/g ${there}/h`)).toBe(0);
    expect(readdirSync(inner).toSorted()).toEqual(['f', 'h']);
    expect(statSync(join(inner, 'h')).ino).toBe(inode); // a rename, not a copy
  });
}

test('6: a file is not copied onto itself', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), 'f\n');
  mkdirSync(join(folder, 'd'));
  for (const line of ['cp f f', 'cp f ./d/../f', 'mv f ./f', `cp f /mnt/${basename(folder)}/f`]) {
    expect.soft(await shell.show(line), line).toContain('are the same file');
    expect.soft(await shell.run(line), line).toBe(1);
  }
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('f\n');
});

test('7: two opens have two offsets, one description has one', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), '1\n2\n3\n4\n');
  expect(await shell.show('paste -d, f f')).toBe('1,1\n2,2\n3,3\n4,4');
  expect(await shell.show('paste -d, - - < f')).toBe('1,2\n3,4');
  expect(await shell.run('ls nowhere f > both 2>&1')).toBe(2);
  expect(readFileSync(join(folder, 'both'), 'utf8').split('\n').length).toBe(3);
  writeFileSync(join(folder, 'g'), 'abcdefgh');
  // What is written by one descriptor is read by the other: `ab` goes through the file.
  expect(await shell.run('dd if=g of=g bs=2 seek=1 count=3 conv=notrunc status=none')).toBe(0);
  expect(readFileSync(join(folder, 'g'), 'utf8')).toBe('abababab');
});

test('8: a second process that writes the same file is refused at once', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'f'), '');
  // Each waits for the other, so both have the file at the same time, whoever comes first.
  expect(await shell.show('yes | tee f | head -n 1 > f')).toContain('Device or resource busy');
  expect(await shell.run('echo free > f')).toBe(0);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('free\n');
});

test('8: all lines that several commands append are kept', async ({ shell, folder }) => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) {
    // One write of cat each: longer ones are torn between two lines on Linux, too.
    const lines = Array.from({ length: 3000 }, (_, index) => `${name} ${index}\n`);
    writeFileSync(join(folder, name), lines.join(''));
  }
  expect(await shell.run(names.map((name) => `cat ${name} >> log`).join(' | '))).toBe(0);
  const log = readFileSync(join(folder, 'log'), 'utf8').split('\n');
  const kept = names.map((name) => log.filter((text) => text.startsWith(`${name} `)).length);
  expect(kept).toEqual(names.map(() => 3000));
});

test('8: all bytes that several commands append at length are kept', async ({ shell, folder }) => {
  const names = ['a', 'b', 'c'];
  for (const name of names) writeFileSync(join(folder, name), name.repeat(3_000_000));
  expect(await shell.run(names.map((name) => `cat ${name} >> log`).join(' | '))).toBe(0);
  const log = readFileSync(join(folder, 'log'), 'utf8');
  const kept = names.map((name) => log.replaceAll(new RegExp(`[^${name}]`, 'g'), '').length);
  expect(kept).toEqual(names.map(() => 3_000_000));
});

test('7: what somebody else stores in a file that is written is not overwritten', async ({
  shell,
  folder,
}) => {
  const big = 'a line of ours\n'.repeat(200_000);
  writeFileSync(join(folder, 'big'), big);
  writeFileSync(join(folder, 'f'), 'old\n');
  const before = await shell.prompts();
  await shell.type('cat big - | tee f > /dev/null');
  await shell.press('Enter');
  await expect.poll(() => existsSync(join(folder, 'f.crswap'))).toBe(true);
  writeFileSync(join(folder, 'f'), 'theirs\n');
  await shell.press('Control+D');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toContain(
    "tee: 'f' was changed by somebody else while it was written; what was to be stored is in 'f.conflict'",
  );
  expect(await shell.status()).toBe(1);
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('theirs\n');
  expect(readFileSync(join(folder, 'f.conflict'), 'utf8')).toBe(big);
  expect(readdirSync(folder).toSorted()).toEqual(['big', 'f', 'f.conflict']);
});

test('9: the browser’s swap file is not listed, a user’s own is', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'd', 'mine.crswap'), 'mine\n');
  expect(await shell.show('ls d')).toBe('mine.crswap');
  // rm reads its answer, and then lists d, when 20 MB have passed tee, which has 80 MB to write yet.
  const line = 'yes | head -c 100000000 | tee d/big | tail -c +20000001 | rm -rIv d';
  const shown = await shell.show(line);
  expect(shown).toContain("rm: cannot remove 'd/big': Device or resource busy");
  expect(shown).toContain("removed 'd/mine.crswap'");
  expect(shown).not.toContain('big.crswap');
  expect(readdirSync(join(folder, 'd'))).toEqual(['big']);
  expect(statSync(join(folder, 'd', 'big')).size).toBeGreaterThan(0);
});

test('10: all that a program made is stored when it has ended', async ({ shell, folder }) => {
  const lines = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
  writeFileSync(join(folder, 'f'), lines.join(''));
  expect(await shell.run('split -l 1 f part.')).toBe(0);
  const parts = readdirSync(folder).filter((name) => name.startsWith('part.'));
  const texts = parts.toSorted().map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts).toEqual(lines);
});

test('11: Ctrl-C keeps what was written to a redirection', async ({ shell, folder }) => {
  const swapped = (): boolean => existsSync(join(folder, 'f.crswap'));
  expect(await interrupt(shell, 'yes > f', swapped)).toBe(130);
  const bytes = readFileSync(join(folder, 'f'));
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.subarray(0, 4).toString()).toBe('y\ny\n');
  expect(readdirSync(folder)).toEqual(['f']);
});

test('11: Ctrl-C keeps what was typed into a new file', async ({ shell, folder }) => {
  await shell.run('clear');
  const before = await shell.prompts();
  await shell.type('tee new');
  await shell.press('Enter');
  await shell.type('typed');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toContain('typed\ntyped');
  await shell.press('Control+C');
  await shell.waitForPrompt(before);
  expect(await shell.status()).toBe(130);
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('typed\n');
});

test('11: a computation without calls is ended within 100 ms', async ({ shell, folder }) => {
  const started = join(folder, 'started');
  const before = await shell.prompts();
  await shell.type(`echo ${semiprime} | tee started | factor`);
  await shell.press('Enter');
  await expect
    .poll(() => existsSync(started) && statSync(started).size > 0, { intervals: [10] })
    .toBe(true);
  const begun = performance.now();
  await shell.press('Control+C');
  await shell.waitForPrompt(before);
  // The margin is for a machine that does other things too.
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(await shell.status()).toBe(130);
  expect(await shell.show('/bin/echo alive')).toBe('alive');
});

for (const line of [
  'yes new | tee f > /dev/null',
  'cp big f',
  'cat big | tee f > /dev/null',
  'dd if=big of=f',
]) {
  test(`11: Ctrl-C leaves a file whole that a program rewrites: ${line}`, async ({
    shell,
    folder,
  }) => {
    const big = openSync(join(folder, 'big'), 'w');
    ftruncateSync(big, 2 ** 32);
    closeSync(big);
    writeFileSync(join(folder, 'f'), 'precious\n');
    const swapped = (): boolean => existsSync(join(folder, 'f.crswap'));
    expect(await interrupt(shell, line, swapped)).toBe(130);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('precious\n');
    expect(readdirSync(folder).toSorted()).toEqual(['big', 'f']);
  });
}

test('12: a directory is renamed with all that is in it', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'd', 'deep', 'er'), { recursive: true });
  const names = [
    'run.sh',
    'a.py',
    'deep/b.pl',
    'deep/er/leaf',
    'deep/c.jar',
    'deep/er/x.desktop',
    'plain.txt',
  ];
  for (const name of names) writeFileSync(join(folder, 'd', name), `${name}\n`);
  const inode = statSync(join(folder, 'd', 'plain.txt')).ino;
  expect(await shell.run('mv d e')).toBe(0);
  expect(readdirSync(folder)).toEqual(['e']);
  for (const name of names) expect(readFileSync(join(folder, 'e', name), 'utf8')).toBe(`${name}\n`);
  expect(statSync(join(folder, 'e', 'plain.txt')).ino).toBe(inode);
  // A name that the browser calls dangerous is copied: move() would ask, and never end here.
  expect(
    await shell.run('mv e/run.sh e/again.bash && mv e/a.py e/a.txt && mv e/plain.txt e/now.sh'),
  ).toBe(0);
  expect(readFileSync(join(folder, 'e', 'again.bash'), 'utf8')).toBe('run.sh\n');
  expect(readFileSync(join(folder, 'e', 'now.sh'), 'utf8')).toBe('plain.txt\n');
});

test('12: a long rename shows how far it is, and nothing of that stays', async ({
  shell,
  folder,
}) => {
  mkdirSync(join(folder, 'src'));
  for (let index = 0; index < 2000; index++) writeFileSync(join(folder, 'src', `f${index}`), '');
  await shell.run('clear');
  const before = await shell.prompts();
  await shell.type('mv src dst');
  await shell.press('Enter');
  await expect
    .poll(() => shell.screen(), { intervals: [20] })
    .toMatch(/mv: moving the files one by one: \d+ so far/);
  await shell.waitForPrompt(before, 60_000);
  expect(await shell.status()).toBe(0);
  expect(await shell.screen()).not.toContain('moving');
  expect(readdirSync(join(folder, 'dst')).length).toBe(2000);
  expect(readdirSync(folder)).toEqual(['dst']);
});

test('12: a rename that is interrupted, again and again, is taken back or named', async ({
  shell,
  folder,
}) => {
  const names = Array.from({ length: 300 }, (_, index) => `d${index % 10}/f${index}`);
  for (let index = 0; index < 10; index++)
    mkdirSync(join(folder, 'src', `d${index}`), { recursive: true });
  for (const name of names) writeFileSync(join(folder, 'src', name), `${name}\n`);
  const before = await shell.prompts();
  await shell.type('mv src dst');
  await shell.press('Enter');
  await expect.poll(() => existsSync(join(folder, 'dst')), { intervals: [5] }).toBe(true);
  for (let count = 0; count < 4; count++) await shell.press('Control+c');
  await shell.waitForPrompt(before);
  const left = names.filter((name) => existsSync(join(folder, 'src', name)));
  const moved = names.filter((name) => !left.includes(name));
  for (const name of left)
    expect(readFileSync(join(folder, 'src', name), 'utf8')).toBe(`${name}\n`);
  for (const name of moved)
    expect(readFileSync(join(folder, 'dst', name), 'utf8')).toBe(`${name}\n`);
  const shown = await shell.screen();
  if (moved.length > 0 && left.length > 0) expect(shown).toContain("not waited for: 'src', 'dst'");
  if (moved.length < names.length) expect(await shell.status()).toBe(130);
});

test('12: what is hidden in a renamed directory stays and is named', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'd', 'sub'), { recursive: true });
  writeFileSync(join(folder, 'd', 'sub', 'f'), 'f\n');
  symlinkSync('/etc/passwd', join(folder, 'd', 'sub', 'link'));
  expect(await shell.show('mv d e')).toContain('d/sub');
  expect(readlinkSync(join(folder, 'd', 'sub', 'link'))).toBe('/etc/passwd');
  expect(readFileSync(join(folder, 'e', 'sub', 'f'), 'utf8')).toBe('f\n');
});

test('13: mv between folders copies, then removes', async ({ bareShell, folder }) => {
  for (const side of ['a', 'b']) mkdirSync(join(folder, side));
  mkdirSync(join(folder, 'a', 'd', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'a', 'f'), 'new\n');
  writeFileSync(join(folder, 'b', 'f'), 'old\n');
  writeFileSync(join(folder, 'a', 'd', 'deep', 'leaf.sh'), 'leaf\n');
  await bareShell.drop(join(folder, 'a'), join(folder, 'b'));
  expect(await bareShell.run('mv /mnt/a/f /mnt/b/f')).toBe(0);
  expect(readFileSync(join(folder, 'b', 'f'), 'utf8')).toBe('new\n');
  expect(await bareShell.run('mv /mnt/a/d /mnt/b')).toBe(0);
  expect(readFileSync(join(folder, 'b', 'd', 'deep', 'leaf.sh'), 'utf8')).toBe('leaf\n');
  expect(readdirSync(join(folder, 'a'))).toEqual([]);
});

test('13: a target is not lost when a mv between folders fails', async ({ bareShell, folder }) => {
  for (const side of ['a', 'b']) mkdirSync(join(folder, side));
  mkdirSync(join(folder, 'a', 'd'));
  writeFileSync(join(folder, 'b', 'd'), 'a file\n');
  const big = openSync(join(folder, 'a', 'f'), 'w');
  ftruncateSync(big, 2 ** 32);
  closeSync(big);
  writeFileSync(join(folder, 'b', 'f'), 'precious\n');
  await bareShell.drop(join(folder, 'a'), join(folder, 'b'));
  expect(await bareShell.run('mv /mnt/a/d /mnt/b/d')).toBe(1);
  expect(readFileSync(join(folder, 'b', 'd'), 'utf8')).toBe('a file\n');
  const copying = (): boolean =>
    readdirSync(join(folder, 'b')).some((name) => name.endsWith('.crswap'));
  expect(await interrupt(bareShell, 'mv /mnt/a/f /mnt/b/f', copying)).toBe(130);
  expect(readFileSync(join(folder, 'b', 'f'), 'utf8')).toBe('precious\n');
  expect(statSync(join(folder, 'a', 'f')).size).toBe(2 ** 32);
  // What was copied so far is beside the target, as a program that is stopped removes nothing.
  const others = readdirSync(join(folder, 'b')).filter((name) => !/^\.mv-\d+\.tmp$/.test(name));
  expect(others.toSorted()).toEqual(['d', 'f']);
});

test('14: a reader sees what was appended meanwhile', async ({ shell, folder }) => {
  writeFileSync(join(folder, 'f'), 'one\n');
  await shell.run('clear');
  const before = await shell.prompts();
  await shell.type('cat f - f');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toMatch(/^one$/mu);
  appendFileSync(join(folder, 'f'), 'two\n');
  await shell.press('Control+D');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toMatch(/one\none\ntwo\n/u);
});

/**
 * What is being written in the private storage by sync access handles: the sizes of the files, which no path leads to;
 * undefined where something of it is removed meanwhile.
 */
function scratch(page: Page): Promise<number[] | undefined> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const sizes: number[] = [];
    try {
      for await (const session of (await root.getDirectoryHandle('scratch')).values())
        if (session.kind === 'directory')
          for await (const file of session.values())
            if (file.kind === 'file') sizes.push((await file.getFile()).size);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
      throw error;
    }
    return sizes;
  });
}

test('15: a large file of the private storage is whole, and of a session that is gone nothing stays', async ({
  shell,
  folder,
}) => {
  const large = join(folder, 'large');
  writeFileSync(large, Buffer.alloc(9_000_000, '0123456789abcde\n'));
  const hash = execFileSync('sha256sum', { input: readFileSync(large), encoding: 'utf8' }).trim();
  expect(await shell.show('cp large /home/large; sha256sum < /home/large')).toBe(hash);
  expect(await shell.run('echo old > /home/f && cp large /home/f')).toBe(0);
  expect(await shell.show('sha256sum < /home/f')).toBe(hash);
  expect(await scratch(shell.page)).toEqual([]);
  await shell.type('cat large large - > /home/f'); // and waits
  await shell.press('Enter');
  await expect.poll(() => scratch(shell.page)).toEqual([expect.any(Number)]);
  const next = await shell.context.newPage();
  await shell.page.close();
  await next.goto(`${process.env['DIRSH_URL'] ?? ''}?engine=jspi`);
  await expect.poll(() => scratch(next)).toEqual([]);
  const kept = await next.evaluate(async () => {
    const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('home');
    return (await (await home.getFileHandle('f')).getFile()).size;
  });
  expect(kept).toBe(9_000_000);
});

test('16: what is typed while a command runs reaches the next', async ({ shell, folder }) => {
  const before = await shell.prompts();
  await shell.type('sleep 1');
  await shell.press('Enter');
  await shell.type('echo typed ahead > ahead');
  await shell.press('Enter');
  await shell.waitForPrompt(before + 1);
  expect(readFileSync(join(folder, 'ahead'), 'utf8')).toBe('typed ahead\n');
});

test('16: input that a program did not read is the next command’s', async ({ shell, folder }) => {
  const before = await shell.prompts();
  await shell.type('head -n 1 > first');
  await shell.press('Enter');
  await shell.type('for head');
  await shell.press('Enter');
  await shell.type('echo for the shell > second');
  await shell.press('Enter');
  await shell.waitForPrompt(before + 1);
  expect(readFileSync(join(folder, 'first'), 'utf8')).toBe('for head\n');
  expect(readFileSync(join(folder, 'second'), 'utf8')).toBe('for the shell\n');
});

test('18: a program that only writes to /dev/null hears Ctrl-C', async ({ shell, folder }) => {
  const started = (): boolean => existsSync(join(folder, 'started'));
  expect(await interrupt(shell, '> started; yes > /dev/null', started)).toBe(130);
  expect(await shell.show('/bin/echo alive')).toBe('alive');
});

test('19, 20: a writer whose reader is gone ends, by PIPE', async ({ shell }) => {
  expect(await shell.show('yes | head -n 1')).toBe('y');
  expect(await shell.show('yes | cat | cat | head -n 1')).toBe('y');
  expect(await shell.show('yes | true; echo over')).toBe('over');
  // It ends before it can complain about the broken pipe.
  expect(await shell.show('yes 2> complaints | head -n 1; cat complaints')).toBe('y');
});

test('24: date speaks in the browser’s zone', async ({ shell, folder, engine }) => {
  expect(await shell.show("date -d '2024-07-01 12:00' '+%H:%M %Z %s'")).toBe(
    '12:00 CEST 1719828000',
  );
  const url = process.env['DIRSH_URL'] ?? '';
  const elsewhere = await ShellPage.open({ url, engine, timeZone: 'Asia/Kolkata' });
  try {
    await elsewhere.drop(folder);
    expect(await elsewhere.show('date -d @0 +%H:%M%z')).toBe('05:30+0530');
  } finally {
    await elsewhere.close();
  }
});

test('26: leaving asks while a program runs or a line is typed, and not otherwise', async ({
  shell,
}) => {
  const { page } = shell;
  /** Whether closing the tab asks; the answer is to stay. */
  const asks = async (): Promise<string> => {
    const dialog = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const shown = await dialog;
    await shown.dismiss();
    return shown.type();
  };
  const before = await shell.prompts();
  await shell.type('sleep 60');
  await expect.poll(() => shell.screen()).toContain('sleep 60');
  expect(await asks()).toBe('beforeunload');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toMatch(/sleep 60$/u);
  expect(await asks()).toBe('beforeunload');
  await shell.press('Control+C');
  await shell.waitForPrompt(before);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  await shell.waitForPrompt(0);
  expect(dialogs).toEqual([]);
});

test('the system’s own tools see the files at once', async ({ shell, folder }) => {
  await shell.run('seq 5 > five');
  expect(execFileSync('wc', ['-l', join(folder, 'five')], { encoding: 'utf8' })).toMatch(/^5 /u);
});
