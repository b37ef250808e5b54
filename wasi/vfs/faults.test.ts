// Every operation, with each of its calls failing in turn: nothing is half written, nothing leaks, and the errno is the
// table's.
import { describe, expect, test } from 'vitest';

import type { FakeDisk } from './fake-disk.ts';
import {
  anew,
  at,
  bytes,
  content,
  folder,
  forReading,
  forWriting,
  open,
  type Folder,
} from './fixtures.ts';
import { isSystemError } from './error.ts';
import type { OpenFile, OpenOptions } from './filesystem.ts';
import { HandleFileSystem } from './handle-fs.ts';

const block = bytes('0123456789abcdef'.repeat(140_000)); // above one block of the writer
const blockText = new TextDecoder().decode(block);

const before = {
  f: 'old',
  'd/a': '1',
  'd/e/b.sh': '2',
  'd/e/c': '3',
  'empty/': '',
};

async function write(
  fs: HandleFileSystem,
  path: string,
  options: OpenOptions,
  data: Uint8Array,
): Promise<void> {
  let file: OpenFile | undefined = await open(fs, path, options);
  try {
    await file.write('end', data);
    const closing = file;
    file = undefined;
    await closing.close();
  } finally {
    await file?.close(true);
  }
}

/** An operation, and what may be on the disk after a failure besides what was there and what it makes. */
interface Operation {
  readonly run: (fs: HandleFileSystem) => Promise<unknown>;
  /** Whether a file that is made may stay, empty. */
  readonly empties?: string;
}

const operations: Readonly<Record<string, Operation>> = {
  create: { run: (fs) => write(fs, 'new', anew, bytes('text')), empties: 'new' },
  'create a large one': { run: (fs) => write(fs, 'new', anew, block), empties: 'new' },
  overwrite: { run: (fs) => write(fs, 'f', anew, bytes('text')) },
  'overwrite with much': { run: (fs) => write(fs, 'f', anew, block) },
  append: { run: (fs) => write(fs, 'f', forWriting, bytes('text')) },
  truncate: {
    run: async (fs) => {
      const file = await open(fs, 'f', forWriting);
      try {
        await file.truncate(2);
      } finally {
        await file.close();
      }
    },
  },
  'rename a file': { run: (fs) => fs.rename(at('f'), at('d/g')) },
  'rename over a file': { run: (fs) => fs.rename(at('f'), at('d/a')) },
  'rename a dangerous name': { run: (fs) => fs.rename(at('d/e/b.sh'), at('g.sh')) },
  'rename over a dangerous name': { run: (fs) => fs.rename(at('f'), at('d/e/b.sh')) },
  'rename a directory': { run: (fs) => fs.rename(at('d'), at('n')) },
  'rename over a directory': { run: (fs) => fs.rename(at('d'), at('empty')) },
  unlink: { run: (fs) => fs.unlink(at('f')) },
  mkdir: { run: (fs) => fs.createDirectory(at('d/n')) },
  rmdir: { run: (fs) => fs.removeDirectory(at('empty')) },
  list: {
    run: async (fs) => {
      const listing = await fs.list(at('d'));
      while ((await listing.next()).length > 0);
    },
  },
  stat: { run: async (fs) => fs.stat(at('d/e/c')) },
  touch: { run: (fs) => fs.setTimes(at('f'), { modified: 'now' }) },
  read: {
    run: async (fs) => {
      const file = await open(fs, 'f', forReading);
      try {
        await content(file);
      } finally {
        await file.close();
      }
    },
  },
};

const errnos: Readonly<Record<string, readonly string[]>> = {
  NotAllowedError: ['EACCES'],
  QuotaExceededError: ['ENOSPC'],
  NotFoundError: ['ENOENT', 'ELOOP'],
  NoModificationAllowedError: ['EBUSY'],
  UnknownError: ['EIO'],
};

/** The texts of all files, without their paths: none may be lost, none be half. */
function texts(disk: FakeDisk): string[] {
  return Object.values(disk.tree()).filter((text) => !text.startsWith('('));
}

function leaks({ disk, writers }: Folder): string[] {
  const swaps = Object.keys(disk.tree()).filter((path) => path.endsWith('.crswap'));
  return [...swaps, ...writers.open, ...Array.from({ length: disk.writers() }, () => 'a writer')];
}

for (const [name, { run, empties }] of Object.entries(operations)) {
  describe(name, () => {
    const good = async (): Promise<Folder> => {
      const made = folder(before);
      await run(made.fs);
      return made;
    };

    for (const [exception, allowed] of Object.entries(errnos)) {
      test(`each call fails with ${exception}`, async () => {
        const done = await good();
        const after = done.disk.tree();
        const known = new Set([...Object.values(before), ...texts(done.disk), blockText]);
        for (let n = 1; n <= done.disk.calls; n++) {
          const made = folder(before);
          const where = `call ${n} of ${done.disk.calls}`;
          made.disk.failAt(n, exception);
          try {
            await run(made.fs);
          } catch (error) {
            if (!isSystemError(error)) throw error;
            expect([...allowed, 'ENOENT'], where).toContain(error.code);
          }
          expect(leaks(made), where).toEqual([]);
          expect(made.disk.recursive).toBe(0);
          const tree = made.disk.tree();
          for (const [path, text] of Object.entries(tree)) {
            const whole = text.startsWith('(') || known.has(text);
            expect(
              whole || (text === '' && path === empties),
              `${where}: ${path} holds ${text.slice(0, 20)}`,
            ).toBe(true);
          }
          // What is on the disk before and after the operation is there at a failure, too, under some name.
          const kept = texts(done.disk).filter((text) => Object.values(before).includes(text));
          for (const text of kept) expect(texts(made.disk), where).toContain(text);
          // The file system works on: the same again leads to the end or says why not.
          if (JSON.stringify(tree) === JSON.stringify(folder(before).disk.tree())) {
            await run(made.fs);
            expect(made.disk.tree(), where).toEqual(after);
          }
        }
      });
    }
  });
}
