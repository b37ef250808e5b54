import { afterEach, expect, test, vi } from 'vitest';
import { Ahead } from './ahead.ts';
import {
  anew,
  at,
  bytes,
  code,
  content,
  folder,
  forReading,
  open,
  readEach,
  type Folder,
} from './fixtures.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const count = 50;
const names = Array.from({ length: count }, (_, index) => `f${index}`);

/** A folder of files as one program sees it, `names` in the order of its listing. */
function asked(): Folder {
  const files = Object.fromEntries(names.map((name, index) => [`d/${name}`, 'x'.repeat(index)]));
  return folder(files, { ahead: (look) => new Ahead(look, 2, readEach), brief: true });
}

async function list({ fs }: Folder): Promise<string[]> {
  const listing = await fs.list(['d']);
  const listed: string[] = [];
  for (let part = await listing.next(); part.length > 0; part = await listing.next())
    listed.push(...part.map(({ name }) => name));
  return listed;
}

const sizeOf = async ({ fs }: Folder, name: string): Promise<number> =>
  (await fs.stat(['d', name])).size;

test.each([
  ['of the listing', (listed: string[]) => listed],
  ['of their names', (listed: string[]) => listed.toSorted()],
])('files are asked for ahead in the order %s', async (_order, ordered) => {
  const tree = asked();
  const [first = '', second = '', ...rest] = ordered(await list(tree));
  await sizeOf(tree, first);
  tree.disk.reset();
  await sizeOf(tree, second);
  expect(tree.disk.counted()['getFile']).toBe(1 + 16); // itself, and as many as the window holds
  for (const name of rest) expect(await sizeOf(tree, name)).toBe(Number(name.slice(1)));
  expect(tree.disk.counted()['getFile']).toBe(count - 1); // each once
});

test('no order, nothing ahead', async () => {
  const tree = asked();
  await list(tree);
  tree.disk.reset();
  for (const index of [40, 3, 20, 33, 7]) await sizeOf(tree, `f${index}`);
  expect(tree.disk.counted()['getFile']).toBe(5);
});

test('the arguments of a program are an order, and their content is asked for where they are opened', async () => {
  const tree = asked();
  tree.fs.ahead?.given(names.map((name) => ['d', name]));
  for (const name of ['f0', 'f1', 'f2'])
    await (await open(tree.fs, `d/${name}`, forReading)).close();
  await vi.waitFor(() => expect(tree.disk.counted()['slice']).toBe(16)); // f2 to f17
  tree.disk.reset();
  const file = await open(tree.fs, 'd/f3', forReading);
  expect(await content(file)).toBe('xxx');
  await file.close();
  expect(tree.disk.counted()['slice']).toBeUndefined();
});

/** Has asked for all of the window, and knows the name that is next. */
async function before(): Promise<Folder & { readonly next: string }> {
  const tree = asked();
  tree.fs.ahead?.given(names.map((name) => ['d', name]));
  for (const name of ['f0', 'f1', 'f2']) await sizeOf(tree, name);
  return { ...tree, next: 'f3' };
}

test('what the program itself changes is never told as it was', async () => {
  const tree = await before();
  const file = await open(tree.fs, 'd/f3', anew);
  await file.write(0, bytes('written'));
  expect(await sizeOf(tree, 'f3')).toBe(7);
  await file.close();
  expect(await sizeOf(tree, 'f3')).toBe(7);
  await tree.fs.unlink(at('d/f4'));
  expect(await code(() => sizeOf(tree, 'f4'))).toBe('ENOENT');
  await tree.fs.rename(at('d/f5'), at('d/f6'));
  expect(await code(() => sizeOf(tree, 'f5'))).toBe('ENOENT');
  expect(await sizeOf(tree, 'f6')).toBe(5);
});

test.each<[string, 'removeEntry' | 'getFileHandle', (tree: Folder) => Promise<unknown>, unknown]>([
  ['removes', 'removeEntry', ({ fs }) => fs.unlink(at('d/f20')), 'ENOENT'],
  [
    'writes',
    'getFileHandle',
    async ({ fs }) => {
      const file = await open(fs, 'd/f20', anew);
      await file.write(0, bytes('written'));
      await file.close();
    },
    7,
  ],
])('nor what was looked at while the program %s it', async (_what, call, change, now) => {
  const tree = await before();
  const release = tree.disk.hold(call);
  const changed = change(tree);
  // As where a listing comes to its end meanwhile: what is next is asked for.
  for (const name of names.slice(3, 12)) await sizeOf(tree, name);
  release();
  await changed;
  const size = sizeOf(tree, 'f20');
  expect(await (typeof now === 'number' ? size : code(() => size))).toBe(now);
});

test('an answer is for two stats: the next one is asked for anew', async () => {
  const tree = await before();
  expect(await sizeOf(tree, tree.next)).toBe(3);
  tree.disk.put('d/f3', 'another');
  expect(await sizeOf(tree, tree.next)).toBe(3);
  expect(await sizeOf(tree, tree.next)).toBe(7);
});

test('an answer does not grow old', async () => {
  const tree = await before();
  tree.disk.put('d/f3', 'another');
  const now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now + 101);
  expect(await sizeOf(tree, tree.next)).toBe(7);
});

test('nothing is known of what others may have changed, when that is said', async () => {
  const tree = await before();
  tree.disk.put('d/f3', 'another');
  tree.fs.ahead?.forgetAll();
  expect(await sizeOf(tree, tree.next)).toBe(7);
});

test('what could not be told ahead is asked for anew, and its error told', async () => {
  const tree = await before();
  tree.disk.delete('d/f19'); // the first window ends before it
  expect(await sizeOf(tree, tree.next)).toBe(3);
  for (const name of names.slice(4, 19)) await sizeOf(tree, name);
  expect(await code(() => sizeOf(tree, 'f19'))).toBe('ENOENT');
});

/** Opens a file of a tree, reads it and closes it. */
async function read({ fs }: Folder, path: string): Promise<string> {
  const file = await open(fs, path, forReading);
  const text = await content(file);
  await file.close();
  return text;
}

/** Three directories with three files each. */
const threeFolders = (): Folder =>
  folder(
    Object.fromEntries(
      ['d', 'e', 'g'].flatMap((parent) =>
        ['1', '2', '3'].map((name) => [`${parent}/${name}`, `${parent}${name}`]),
      ),
    ),
    { ahead: (look) => new Ahead(look, 2, readEach), brief: true },
  );

test('arguments go on from one directory to the next', async () => {
  const tree = threeFolders();
  const paths = ['d/1', 'd/2', 'd/3', 'e/1', 'e/2', 'e/3'];
  tree.fs.ahead?.given(paths.map((path) => at(path)));
  for (const path of paths) expect(await read(tree, path)).toBe(path.replace('/', ''));
  expect(tree.disk.counted()).toMatchObject({
    getDirectoryHandle: 2, // each directory's is asked for once
    getFile: paths.length,
    slice: paths.length,
  });
});

async function listAll({ fs }: Folder, directory: string): Promise<void> {
  const listing = await fs.list([directory]);
  for (let part = await listing.next(); part.length > 0; part = await listing.next());
}

test('what is done with the files of one directory is expected of the next, once', async () => {
  const tree = threeFolders();
  const getFiles = (): number | undefined => tree.disk.counted()['getFile'];
  await listAll(tree, 'd');
  for (const name of ['1', '2', '3']) await read(tree, `d/${name}`);
  tree.disk.reset();
  await listAll(tree, 'e');
  await vi.waitFor(() => expect(tree.disk.counted()).toMatchObject({ getFile: 3, slice: 3 }));
  // Nobody has opened them: nothing is expected of the one behind it.
  tree.disk.reset();
  await listAll(tree, 'g');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(getFiles()).toBeUndefined();
});

test('where the content of all cannot be read, each file is read by itself', async () => {
  const tree = folder(Object.fromEntries(names.map((name) => [`d/${name}`, name])), {
    ahead: (look) =>
      new Ahead(look, 2, () => Promise.reject(new DOMException('', 'NotReadableError'))),
    brief: true,
  });
  tree.fs.ahead?.given(names.map((name) => ['d', name]));
  for (const name of names) expect(await read(tree, `d/${name}`)).toBe(name);
});

test('more is asked for at once while the answers are used soon, and less where they grow old', async () => {
  const asks: number[] = [];
  const many = Array.from({ length: 1000 }, (_, index) => String(index));
  const ahead = new Ahead(async () => {
    asks.push(performance.now());
    return undefined;
  });
  ahead.given(many.map((name) => [name]));
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const ask = async (name: string): Promise<void> => void (await ahead.take([name], 'open'));
  for (const name of many.slice(0, 300)) await ask(name);
  const ahead300 = asks.length - 300 + 2;
  expect(ahead300).toBeGreaterThan(30);
  expect(ahead300).toBeLessThanOrEqual(64);
  for (const name of many.slice(300, 400)) {
    now += 60;
    await ask(name);
  }
  now += 1;
  asks.length = 0;
  for (const name of many.slice(400, 410)) {
    now += 60;
    await ask(name);
  }
  expect(asks.length).toBeLessThanOrEqual(20); // each once or twice, where 64 would be for nothing
});
