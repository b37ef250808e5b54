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
  return folder(files, { ahead: (look) => new Ahead(look), brief: true });
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
  await vi.waitFor(() => expect(tree.disk.counted()['slice']).toBe(17)); // f2 to f18
  tree.disk.reset();
  const file = await open(tree.fs, 'd/f3', forReading);
  expect(await content(file)).toBe('xxx');
  await file.close();
  expect(tree.disk.counted()['slice']).toBe(1); // one more at the end of the window, none for itself
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

test('an answer is for one stat: the next one is asked for anew', async () => {
  const tree = await before();
  expect(await sizeOf(tree, tree.next)).toBe(3);
  tree.disk.put('d/f3', 'another');
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
  tree.disk.delete('d/f19'); // the window ends at f18
  expect(await sizeOf(tree, tree.next)).toBe(3);
  for (const name of names.slice(4, 19)) await sizeOf(tree, name);
  expect(await code(() => sizeOf(tree, 'f19'))).toBe('ENOENT');
});
