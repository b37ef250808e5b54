// `mount`, `umount`, `stty`, options and the commands' files in /bin, without a browser.
import { expect, test } from 'vitest';
import { commandFiles } from './all.ts';
import { ours, theirs, treeOf } from './bench.ts';
import { readOptions } from './options.ts';
import { summaries } from './summaries.ts';
import manifest from '../../public/programs/manifest.json' with { type: 'json' };

test('each command can be loaded, has help, and a name that no program has', async () => {
  const tree = await treeOf({});
  const programs = new Set(manifest.programs.flatMap(({ commands }) => commands));
  for (const name of summaries.keys()) {
    expect(programs.has(name), name).toBe(false);
    const { stdout, status } = await ours([name, '--help'], tree);
    expect(status, name).toBe(0);
    expect(stdout, name).toMatch(/usage|summary/i);
  }
});

test('the file of a command in /bin says what it is, and is as long as it says', async () => {
  for (const { name, url, size } of commandFiles()) {
    const text = await (await fetch(url)).text();
    expect(text).toContain(`${name}: `);
    expect(Buffer.byteLength(text)).toBe(size);
  }
});

test('umount: what is not mounted, and what cannot be', async () => {
  const tree = await treeOf({ 'd/f': 'x' });
  expect(await ours(['umount', 'd', '/'], tree)).toEqual({
    stdout: '',
    stderr: 'umount: d: not mounted.\numount: /: it is a part of dirsh, and stays.\n',
    status: 32,
  });
});

test('stty: standard input is no terminal, as the real one has it', async () => {
  expect(await ours(['stty', '-a'], await treeOf({}))).toEqual(theirs(['stty', '-a'], {}));
});

test('options: an unique beginning of a long name, arguments, what begins with a dash', () => {
  const known = { '-n': 'count:', '--number': 'count:', '--null': 'null', '--nullify': 'null' };
  expect(readOptions(['--num=3', 'a', '-n4', '--nul', '--', '-n'], known)).toMatchObject({
    given: [
      { name: 'count', value: '3' },
      { name: 'count', value: '4' },
      { name: 'null', value: '' },
    ],
    operands: ['a', '-n'],
    problem: undefined,
  });
  expect(readOptions(['--nu'], known).problem).toContain("option '--nu' is ambiguous");
  expect(readOptions(['--null=x'], known).problem).toBe(
    "option '--null' doesn't allow an argument",
  );
  expect(readOptions(['-echo'], known, { dashed: /^-[a-z]{2,}$/ }).operands).toEqual(['-echo']);
});
