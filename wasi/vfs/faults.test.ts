// The fault matrix: every operation, with each of its calls failing in turn by each of the browser's exceptions, once or
// from then on. Nothing is half written or lost, nothing leaks, the errno is the table's, and the next operation works.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

import { quoted } from './dom-error.ts';
import { isSystemError, SystemError, type Code } from './error.ts';
import type { FakeDisk } from './fake-disk.ts';
import { before, operations, type Operation } from './fault-operations.ts';
import { original, wrong, type Tree } from './fault-oracle.ts';
import { anew, at, bytes, content, folder, open, privateFolder, type Folder } from './fixtures.ts';
import { LateCloses } from './late-closes.ts';
import { LateClosingTree } from './late-closing-tree.ts';
import { MountTable } from './mounts.ts';

/** wasi-on-handles.md §1.5; more than one where it depends on what was asked. */
const errnos: Readonly<Record<string, readonly Code[]>> = {
  NotAllowedError: ['EACCES'],
  NotFoundError: ['ENOENT', 'ELOOP'],
  TypeMismatchError: ['EISDIR', 'ENOTDIR'],
  InvalidModificationError: ['EEXIST', 'ENOTEMPTY'],
  NoModificationAllowedError: ['EBUSY'],
  QuotaExceededError: ['ENOSPC'],
  NotReadableError: ['EIO'],
  InvalidStateError: ['EIO'],
  AbortError: ['EACCES'],
  SecurityError: ['EPERM'],
  UnknownError: ['ENFILE'],
  TypeError: ['EINVAL'],
};

let tried = 0;

afterAll(() => {
  process.stdout.write(`fault matrix: ${tried} of operation × call × exception tried\n`);
});

/** What an operation left open, locked, or lying about without naming it. */
function leaks({ disk, fs, writers }: Folder, said = ''): string[] {
  const strays = Object.keys(disk.tree()).filter(
    (path) => path.endsWith('.crswap') || (path.includes('.touch-') && !said.includes(path)),
  );
  const locks = Array.from({ length: disk.writers() }, () => 'a lock of the browser');
  const files = Array.from({ length: fs.openFiles }, () => 'an open file');
  return [...strays, ...writers.open, ...locks, ...files];
}

/** What was written and not stored, beside the private storage: it stays only where it could not be removed. */
function scratch({ disk }: Folder): string[] {
  return [...disk.beside.entries.keys()];
}

/** A path and the directories that it is in. */
function ancestors(path: string): string[] {
  return path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
}

/** Files that are where they were not, and of which nothing was said. */
function unnamed(tree: Tree, { told }: Folder, said: string): string[] {
  const sentences = [...told, said].join();
  return (
    Object.entries(tree)
      .filter(
        ([path, text]) =>
          text !== '' &&
          !(path in original) &&
          Object.values(original).includes(text) &&
          !path.endsWith('/'),
      )
      .map(([path]) => path)
      // A directory that is named has with it what is in it.
      .filter((path) => !ancestors(path).some((name) => sentences.includes(`'${name}'`)))
  );
}

/** A process runs it to its end, closing late or not. @throws the first thing that went wrong */
async function runOn({ fs }: Folder, { run }: Operation, closesLate: boolean): Promise<void> {
  if (!closesLate) return void (await run(fs));
  const late = new LateCloses();
  const tree = new MountTable([{ point: [], prefix: [], fs }]);
  try {
    await run(new LateClosingTree(tree, late));
  } finally {
    await late.settled();
  }
  for (const [name, { code, reason }] of late.takeFailures())
    throw new SystemError(code, `${quoted(name)} ${reason}`);
}

/** Runs it; the error that it ends with, if any. */
async function failure(run: () => Promise<unknown>): Promise<{ code?: Code; said: string }> {
  try {
    await run();
    return { said: '' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { code: error.code, said: error.message };
  }
}

/** Somebody else makes the disk what it was. */
function putBack(disk: FakeDisk): void {
  for (const path of Object.keys(disk.tree())) disk.delete(path.replace(/\/$/, ''));
  for (const [path, text] of Object.entries(before)) disk.put(path, text);
}

/** What any next command needs. */
async function works({ disk, fs }: Folder): Promise<void> {
  const file = await open(fs, 'probe', anew);
  await file.write(0, bytes('probe'));
  expect(await content(file)).toBe('probe');
  await file.close();
  expect(disk.text('probe')).toBe('probe');
  await fs.unlink(at('probe'));
  expect(disk.text('probe')).toBeUndefined();
}

/** How often a call fails, and whose file system meets it: a program's, whose closes may be late, or a session's. */
const ways = [
  { times: 1, brief: true, late: true },
  { times: Infinity, brief: true, late: true },
  { times: 1, brief: true, late: false },
  { times: Infinity, brief: false, late: false },
];

/** Operations that write so much that the private storage is written in another way. */
async function large(): Promise<[string, Operation][]> {
  const found: [string, Operation][] = [];
  for (const [title, operation] of Object.entries(operations)) {
    const { disk, fs } = privateFolder(before);
    await operation.run(fs);
    if (disk.counts.has('createSyncAccessHandle')) found.push([title, operation]);
  }
  return found;
}

test('what writes much is tried on the private storage, too', async () => {
  const titles = (await large()).map(([title]) => title);
  expect(titles).toEqual(['create a large one', 'overwrite with much', 'give up a rewrite']);
});

type Case = readonly [title: string, operation: Operation, make: typeof folder];

describe.each<Case>([
  ...Object.entries(operations).map(([title, operation]): Case => [title, operation, folder]),
  ...(await large()).map(([title, operation]): Case => [
    `${title}, in the private storage`,
    operation,
    privateFolder,
  ]),
])('%s', (_, operation, make) => {
  test.each(Object.entries(errnos))('each call fails with %s', async (exception, allowed) => {
    const good = make(before);
    await operation.run(good.fs);
    expect(leaks(good)).toEqual([]);
    const after = good.disk.tree();
    for (const { times, brief, late } of ways) {
      for (let n = 1; ; n++) {
        const made = make(before, { brief });
        const where = `call ${n}${times === 1 ? '' : ' and all behind it'}${late ? ', late' : ''}`;
        made.disk.failAt(n, exception, times);
        const { code, said } = await failure(() => runOn(made, operation, late));
        if (made.disk.calls < n) break;
        if (made.disk.failed === 0) continue; // a call that names nothing cannot meet a refused name
        tried++;
        const tree = made.disk.tree();
        // Who is told that there is nothing believes it: what comes of that is whole, but not the same.
        const lied = exception === 'NotFoundError';
        if (code === undefined && !lied) expect(tree, where).toEqual(after);
        if (code !== undefined) expect(allowed, `${where}: ${said}`).toContain(code);
        expect(leaks(made, said), where).toEqual([]);
        if (times === 1 && !lied) expect(scratch(made), where).toEqual([]);
        expect(wrong(tree, after, operation, lied && code === undefined), where).toEqual([]);
        if (code !== undefined && operation.copies !== true)
          expect(unnamed(tree, made, said), where).toEqual([]);
        expect(made.disk.recursive).toBe(0);
        made.disk.reset();
        await works(made);
        // The same leads to its end then.
        if (!isDeepStrictEqual(made.disk.tree(), original)) putBack(made.disk);
        await operation.run(made.fs);
        expect(made.disk.tree(), `again behind ${where}`).toEqual(after);
        expect([...leaks(made), ...scratch(made)], `again behind ${where}`).toEqual([]);
      }
    }
  });
});
