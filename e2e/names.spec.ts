// Names: those of every language, those that the browser refuses, and entries that it hides, which nothing may destroy.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

/** As a word for the shell. */
function quote(name: string): string {
  return `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

const allowed = [
  'caf\u00e9',
  'cafe\u0301',
  '🎉 party 👍🏽.txt',
  '日本語.txt',
  'two  spaces',
  "it's",
  '-rf',
  '#hash',
  '$HOME',
  'a&b;c',
  '(x) [y] {z}',
  '.dot',
  'ÅΩ מה',
];

test('names of every kind are created, copied, moved and removed', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'd'));
  for (const name of allowed) {
    const word = quote(`./${name}`);
    expect(await shell.run(`/bin/echo one > ${word}`), name).toBe(0);
    expect(await shell.run(`cp ${word} d`), name).toBe(0);
    expect(await shell.run(`mv d/${quote(name)} d/${quote(`${name} 2`)}`), name).toBe(0);
  }
  expect(readdirSync(folder).toSorted()).toEqual([...allowed, 'd'].toSorted());
  expect(readdirSync(join(folder, 'd')).toSorted()).toEqual(
    allowed.map((name) => `${name} 2`).toSorted(),
  );
  for (const name of allowed) expect(readFileSync(join(folder, name), 'utf8'), name).toBe('one\n');
  for (const name of allowed) expect(await shell.run(`rm -- ${quote(name)}`), name).toBe(0);
  expect(readdirSync(folder)).toEqual(['d']);
});

test('é composed and decomposed are two files', async ({ shell, folder }) => {
  writeFileSync(join(folder, '\u00e9'), 'composed\n');
  writeFileSync(join(folder, 'e\u0301'), 'decomposed\n');
  expect(await shell.show("cat '\u00e9'")).toBe('composed');
  expect(await shell.show("cat 'e\u0301'")).toBe('decomposed');
  expect(await shell.run("rm '\u00e9'")).toBe(0);
  expect(readdirSync(folder)).toEqual(['e\u0301']);
});

test('Tab completes a name that is not ASCII and has spaces', async ({ shell, folder }) => {
  writeFileSync(join(folder, '日本語 notes 🎉.txt'), 'found\n');
  const before = await shell.prompts();
  await shell.type('cat 日本');
  await shell.press('Tab');
  await expect.poll(() => shell.screen()).toContain('🎉.txt');
  await shell.type('> copy');
  await shell.press('Enter');
  await shell.waitForPrompt(before);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('found\n');
});

for (const name of ['a:b', 'foo~', 'x.lnk', 'q?.txt', 'zero\u200dwidth']) {
  test(`the name ${name}, which the browser refuses, is refused in plain words`, async ({
    shell,
    folder,
  }) => {
    writeFileSync(join(folder, 'f'), 'old\n');
    mkdirSync(join(folder, 'dir'));
    const word = quote(name);
    for (const line of [
      `/bin/echo new > ${word}`,
      `echo new > ${word}`,
      `echo new >> ${word}`,
      `touch ${word}`,
      `mkdir ${word}`,
      `cp f ${word}`,
      `mv f ${word}`,
      `mv dir ${word}`,
      `cp -r dir ${word}`,
      `seq 2 | tee ${word}`,
    ]) {
      const shown = await shell.show(line);
      expect.soft(await shell.status(), line).not.toBe(0);
      expect.soft(shown, line).toContain('Invalid argument');
      expect.soft(shown, line).toContain('the browser does not allow the name');
    }
    expect(readdirSync(folder).toSorted()).toEqual(['dir', 'f']);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('old\n');
  });
}

test('escapes in a name never reach the terminal', async ({ shell, folder }) => {
  const title = await shell.page.title();
  const dangerous = [
    '\u001b]0;evil\u0007',
    'x\u009b31mred',
    'a\u202egnp.txt',
    'l\u2066r',
    'tab\tname',
  ];
  for (const name of dangerous) writeFileSync(join(folder, name), '');
  for (const line of ['ls', 'ls -l', 'ls -1 *', 'cat * nowhere', 'rm -v ./*', 'cat [']) {
    const shown = await shell.show(line);
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    expect.soft(shown, line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/u);
  }
  expect(await shell.page.title()).toBe(title);
  const shown = await shell.show('cat \u202egnp.txt');
  expect(shown).not.toContain('\u202e');
});

/** Makes a folder with all that the browser hides, and gives what must not change. */
function hide(folder: string): () => unknown {
  mkdirSync(join(folder, 'd', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere', 'target'), 'target\n');
  writeFileSync(join(folder, 'd', 'plain'), 'plain\n');
  writeFileSync(join(folder, 'd', 'deep', 'leaf'), 'leaf\n');
  const hidden = join(folder, 'd', 'deep');
  symlinkSync('../../elsewhere/target', join(hidden, 'link'));
  symlinkSync('nothing', join(hidden, 'dangling'));
  symlinkSync('../../elsewhere', join(hidden, 'directory'));
  writeFileSync(join(hidden, 'backup~'), 'kept\n');
  return () => ({
    links: ['link', 'dangling', 'directory'].map((name) => readlinkSync(join(hidden, name))),
    backup: readFileSync(join(hidden, 'backup~'), 'utf8'),
    target: readFileSync(join(folder, 'elsewhere', 'target'), 'utf8'),
    elsewhere: readdirSync(join(folder, 'elsewhere')),
  });
}

test('rm -rf leaves what is hidden, and says so', async ({ shell, folder }) => {
  const look = hide(folder);
  const before = look();
  const shown = await shell.show('rm -rf d');
  expect(await shell.status()).toBe(1);
  expect(shown).toContain("rm: cannot remove 'd/deep'");
  expect(shown).toContain('Directory not empty');
  expect(shown).toContain('the browser hides');
  expect(look()).toEqual(before);
  expect(readdirSync(join(folder, 'd'))).toEqual(['deep']);
  expect(readdirSync(join(folder, 'd', 'deep'))).not.toContain('leaf');
});

test('rmdir leaves what is hidden', async ({ shell, folder }) => {
  const look = hide(folder);
  const before = look();
  expect(await shell.run('rm d/deep/leaf')).toBe(0);
  expect(await shell.run('rmdir d/deep')).toBe(1);
  expect(look()).toEqual(before);
});

test('mv of a folder leaves what is hidden, and names where', async ({ shell, folder }) => {
  const look = hide(folder);
  const before = look();
  const shown = await shell.show('mv d e');
  expect(shown).toContain('d/deep');
  expect(look()).toEqual(before);
  expect(readFileSync(join(folder, 'e', 'plain'), 'utf8')).toBe('plain\n');
  expect(readFileSync(join(folder, 'e', 'deep', 'leaf'), 'utf8')).toBe('leaf\n');
  expect(readdirSync(join(folder, 'd'))).toEqual(['deep']);
});

test('cp -r copies what is seen and leaves what is hidden', async ({ shell, folder }) => {
  const look = hide(folder);
  const before = look();
  expect(await shell.run('cp -r d e')).toBe(0);
  expect(look()).toEqual(before);
  expect(readdirSync(join(folder, 'e', 'deep'))).toEqual(['leaf']);
});

test('a name that is not Unicode is shown to nobody, and stays', async ({ shell, folder }) => {
  mkdirSync(join(folder, 'd'));
  writeFileSync(Buffer.concat([Buffer.from(join(folder, 'd/')), Buffer.from([0x66, 0xff])]), 'x');
  writeFileSync(join(folder, 'd', 'f'), '');
  expect(await shell.show('ls d')).toBe('f');
  expect(await shell.run('cat d/f\ufffd')).toBe(1);
  expect(await shell.run('rm -r d')).toBe(1);
  expect(readdirSync(join(folder, 'd'), 'buffer')).toEqual([Buffer.from([0x66, 0xff])]);
});

test('nothing is created over a hidden entry', async ({ shell, folder }) => {
  const look = hide(folder);
  const before = look();
  writeFileSync(join(folder, 'f'), 'f\n');
  for (const name of ['link', 'dangling', 'directory']) {
    for (const line of [
      '/bin/echo x > NAME',
      'echo x >> NAME',
      'touch NAME',
      'mkdir NAME',
      'cp f NAME',
      'mv f NAME',
      'mv d/deep NAME',
      'rm -f NAME',
      'seq 2 | tee NAME',
      'truncate -s 0 NAME',
      'sort -o NAME f',
      'mkdir -p NAME',
      'cp -r elsewhere NAME',
      'dd of=NAME if=f status=none',
      'ln f NAME',
    ]) {
      const path = `d/deep/${name}`;
      const typed = line.replace('NAME', path);
      const shown = await shell.show(typed);
      if (line === 'rm -f NAME') continue; // what is not seen is not there: fine
      expect.soft(await shell.status(), typed).not.toBe(0);
      expect.soft(shown, typed).not.toMatch(/internal error|panicked|os error/u);
      expect.soft(look(), typed).toEqual(before);
    }
  }
  expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('f\n');
  expect(await shell.show('/bin/echo x > d/deep/link')).toContain(
    'the browser hides an entry of that name',
  );
});

test('a named pipe, which the browser lists as an empty file, loses nothing', async ({
  shell,
  folder,
}) => {
  const names = Array.from({ length: 12 }, (_, index) => `plain ${index}`);
  mkdirSync(join(folder, 'd'));
  for (const name of names) writeFileSync(join(folder, 'd', name), `${name}\n`);
  const pipe = join(folder, 'd', 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await shell.show('cat d/pipe; wc -c d/pipe; ls -1 d/p*e')).toBe('0 d/pipe\nd/pipe');
  // The browser moves it when somebody opens it, and answers nothing meanwhile: it is said, and Ctrl-C gives up.
  const before = await shell.prompts();
  await shell.type('mv d e');
  await shell.press('Enter');
  await expect
    .poll(() => shell.screen())
    .toContain("does not answer whether 'pipe' may be renamed");
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  const shown = await shell.screen();
  for (const name of names) {
    const left = existsSync(join(folder, 'd', name));
    const place = join(folder, left ? 'd' : 'e', name);
    expect(readFileSync(place, 'utf8'), name).toBe(`${name}\n`);
    if (!left) expect(shown).toContain(`'d/${name}' is now 'e/${name}'`);
  }
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  // Once it is opened all goes on.
  closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
  expect(await shell.run('cat d/* e/* > all')).toBe(0);
  const all = readFileSync(join(folder, 'all'), 'utf8').trimEnd().split('\n');
  expect(all.toSorted()).toEqual(names.toSorted());
});

test('a program that waits for a named pipe is ended by a second Ctrl-C', async ({
  shell,
  folder,
}) => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const before = await shell.prompts();
  await shell.type('touch pipe; echo no > made');
  await shell.press('Enter');
  // The browser copies the pipe beside it first: that has begun when there is a swap file.
  await expect.poll(() => existsSync(`${pipe}.crswap`)).toBe(true);
  await shell.press('Control+c');
  await expect.poll(() => shell.screen()).toContain('a second Ctrl-C does not wait');
  expect(await shell.screen()).toContain('finishing 1 file…');
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toContain("not waited for: 'pipe' may yet change");
  expect(await shell.show('echo alive')).toBe('alive');
  closeSync(openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK));
  expect(await shell.run('ls > list')).toBe(0);
  // The browser leaves the swap file of a worker that ended before it answered.
  const left = readdirSync(folder).filter((name) => !name.endsWith('.crswap'));
  expect(left).toEqual(['list', 'pipe']);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});
