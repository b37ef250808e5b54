// For tests: what programs do with files, in sequences as they come in real life; each is run with its calls failing.
import { isSystemError } from './error.ts';
import type { FileSystem, OpenFile, OpenOptions } from './filesystem.ts';
import { anew, at, bytes, content, forReading, forWriting } from './fixtures.ts';

/** Above one block of the writer: the browser gets it in pieces, before the close. */
export const large = '0123456789abcdef'.repeat(140_000);

/** The disk before each operation. */
export const before: Readonly<Record<string, string>> = {
  f: 'old',
  'd/a': '1',
  'd/e/b.sh': '2',
  'd/e/c': '3',
  'empty/': '',
};

/** An operation, and what may be on the disk amid it besides what was there before and what is there after. */
export interface Operation {
  readonly run: (fs: FileSystem) => Promise<unknown>;
  /** By path: whole texts that a file may have; undefined where it may be missing. */
  readonly amid?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** The same where the browser says NotFoundError of what is there: it is made anew, as what is not there is. */
  readonly unseen?: Readonly<Record<string, readonly string[]>>;
  /** It makes copies: those that are there when something fails are no surprise. */
  readonly copies?: boolean;
}

/** A program that runs: what it leaves open is closed at its exit. */
class Program {
  readonly #fs: FileSystem;
  readonly #files = new Set<OpenFile>();

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  async open(path: string, options: OpenOptions): Promise<OpenFile> {
    const file = await this.#fs.open(at(path), options);
    if (file.kind !== 'file') throw new Error(`${path} is no file`);
    this.#files.add(file);
    return file;
  }

  async close(file: OpenFile, abandon = false): Promise<void> {
    this.#files.delete(file);
    await file.close(abandon);
  }

  /** @throws the first thing that went wrong at a close */
  async exit(): Promise<void> {
    const failures: unknown[] = [];
    for (const file of this.#files) {
      try {
        await this.close(file);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Runs a program to its exit. @throws the first thing that went wrong */
async function program(
  fs: FileSystem,
  body: (process: Program) => Promise<unknown>,
): Promise<void> {
  const process = new Program(fs);
  try {
    await body(process);
  } catch (error) {
    await process.exit().catch(() => {}); // what it died of tells more
    throw error;
  }
  await process.exit();
}

const forCreating: OpenOptions = { ...forWriting, create: true };

function writing(path: string, options: OpenOptions, ...texts: string[]): Operation['run'] {
  const parts = texts.map(bytes);
  return (fs) =>
    program(fs, async (process) => {
      const file = await process.open(path, options);
      for (const part of parts) await file.write('end', part);
    });
}

function changing(path: string, change: (file: OpenFile) => Promise<void>): Operation['run'] {
  return (fs) => program(fs, async (process) => change(await process.open(path, forWriting)));
}

/** What `cp` does. */
async function copied(process: Program, from: string, to: string): Promise<void> {
  const [source, copy] = [await process.open(from, forReading), await process.open(to, anew)];
  await copy.write(0, await source.read(0, 100));
  await process.close(source);
  await process.close(copy);
}

async function listed(fs: FileSystem, path: string): Promise<string[]> {
  const listing = await fs.list(path === '' ? [] : at(path));
  const names: string[] = [];
  for (;;) {
    const entries = await listing.next();
    if (entries.length === 0) return names;
    for (const { name } of entries) names.push(name);
  }
}

/** What `rm -r` does. */
async function removeTree(fs: FileSystem, path: string): Promise<void> {
  for (const name of await listed(fs, path)) {
    const entry = `${path}/${name}`;
    if ((await fs.stat(at(entry))).type === 'directory') await removeTree(fs, entry);
    else await fs.unlink(at(entry));
  }
  await fs.removeDirectory(at(path));
}

const reading: Readonly<Record<string, Operation>> = {
  'stat of a file': { run: async (fs) => fs.stat(at('d/e/c')) },
  'stat of a directory': { run: async (fs) => fs.stat(at('d/e')) },
  'stat of the root': { run: async (fs) => fs.stat([]) },
  list: { run: (fs) => listed(fs, 'd') },
  'list with a stat of each': {
    run: async (fs) => {
      for (const name of await listed(fs, 'd')) await fs.stat(['d', name]);
    },
  },
  read: {
    run: (fs) =>
      program(fs, async (process) => void (await content(await process.open('f', forReading)))),
  },
  'read again behind the end': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('f', forReading);
        await content(file);
        await file.read(3, 10);
        await file.stat();
      }),
  },
};

const writes: Readonly<Record<string, Operation>> = {
  create: { run: writing('new', anew, 'text'), amid: { new: [''] } },
  'create exclusively': {
    run: writing('new', { ...anew, exclusive: true }, 'text'),
    amid: { new: [''] },
  },
  'create and write nothing': { run: writing('new', forCreating), amid: { new: [''] } },
  'create a large one': { run: writing('new', anew, large, 'end'), amid: { new: [''] } },
  overwrite: { run: writing('f', anew, 'text') },
  'overwrite with much': { run: writing('f', anew, large) },
  append: { run: writing('f', forWriting, ' and', ' new') },
  'append much': { run: writing('f', forWriting, large, 'end') },
  'append or create': { run: writing('f', forCreating, ' and', ' new') },
  rewrite: {
    run: changing('f', async (file) => {
      await file.write(1, bytes('L'));
      await content(file);
      await file.write(5, bytes('!'));
    }),
  },
  truncate: { run: changing('f', async (file) => file.truncate(2)) },
  extend: { run: changing('f', async (file) => file.truncate(5)) },
  'truncate and write': {
    run: changing('f', async (file) => {
      await file.truncate(0);
      await file.write(0, bytes('new'));
      await file.truncate(2);
      await file.write('end', bytes('xt'));
    }),
  },
  'write and sync': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('new', anew);
        await file.write(0, bytes('one'));
        await file.sync();
        await file.stat();
        await file.write('end', bytes(' two'));
        await content(file);
      }),
    amid: { new: ['', 'one'] },
  },
  'two opens of one file': {
    run: (fs) =>
      program(fs, async (process) => {
        const [one, other] = [await process.open('f', anew), await process.open('f', forReading)];
        await one.write(0, bytes('hello'));
        await content(other);
        await process.close(one);
        await content(other);
      }),
  },
  'copy a file': {
    run: (fs) =>
      program(fs, async (process) => {
        const [from, to] = [
          await process.open('f', forReading),
          await process.open('d/copy', anew),
        ];
        await to.write(0, await from.read(0, 100));
      }),
    amid: { 'd/copy': [''] },
  },
  'copy several files': {
    run: (fs) =>
      program(fs, async (process) => {
        await fs.createDirectory(at('copy'));
        for (const name of ['f', 'd/a', 'd/e/c'])
          await copied(process, name, `copy/${name.at(-1)}`);
      }),
    amid: { 'copy/f': [''], 'copy/a': [''], 'copy/c': [''] },
    copies: true,
  },
  'copy files and remove them': {
    run: (fs) =>
      program(fs, async (process) => {
        for (const name of ['f', 'd/a']) {
          await copied(process, name, `empty/${name.at(-1)}`);
          await fs.unlink(at(name));
        }
      }),
    amid: { 'empty/f': [''], 'empty/a': [''] },
    copies: true,
  },
  touch: { run: async (fs) => fs.setTimes(at('f'), { modified: 'now' }) },
  'touch a directory': { run: async (fs) => fs.setTimes(at('d'), { modified: 'now' }) },
  'touch an open file': { run: changing('f', async (file) => file.setTimes({ modified: 'now' })) },
};

const names: Readonly<Record<string, Operation>> = {
  'rename a file': { run: async (fs) => fs.rename(at('f'), at('d/g')) },
  'rename over a file': { run: async (fs) => fs.rename(at('f'), at('d/a')) },
  'rename a dangerous name': {
    run: async (fs) => fs.rename(at('d/e/b.sh'), at('g.sh')),
    amid: { 'g.sh': [''] },
  },
  'rename over a dangerous name': { run: async (fs) => fs.rename(at('f'), at('d/e/b.sh')) },
  'rename over an open file': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('d/a', forWriting);
        await file.write('end', bytes(' more'));
        await fs.rename(at('f'), at('d/a'));
        await content(file);
      }),
    amid: { 'd/a': ['1 more'] },
  },
  'write beside a file and rename': {
    run: async (fs) => {
      await writing('f.new', anew, 'text')(fs);
      await fs.rename(at('f.new'), at('f'));
    },
    amid: { 'f.new': ['', 'text'] },
  },
  'rename an open file': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('f', forWriting);
        await file.write('end', bytes(' one'));
        await fs.rename(at('f'), at('d/g'));
        await file.write('end', bytes(' two'));
      }),
    amid: { f: ['old one'], 'd/g': ['old one', 'old'] },
  },
  'rename a directory': {
    run: async (fs) => fs.rename(at('d'), at('n')),
    amid: { 'n/e/b.sh': [''], 'd/e/b.sh': [''] },
  },
  'rename over a directory': {
    run: async (fs) => fs.rename(at('d'), at('empty')),
    amid: { 'empty/e/b.sh': [''], 'd/e/b.sh': [''], 'empty/': [undefined] },
  },
  'rename a directory with an open file': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('d/e/c', forWriting);
        await file.write('end', bytes(' more'));
        await fs.rename(at('d/e'), at('n'));
      }),
    amid: { 'n/b.sh': [''], 'd/e/b.sh': [''], 'd/e/c': ['2', '3 more'] },
  },
  unlink: { run: async (fs) => fs.unlink(at('f')) },
  'unlink an open file': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('f', forWriting);
        await file.write('end', bytes(' more'));
        await fs.unlink(at('f'));
        await content(file);
        await file.write('end', bytes(' still'));
      }),
    amid: { f: ['old more', 'old more still'] },
  },
  'unlink a new file and write another': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('new', anew);
        await file.write('end', bytes('one'));
        await fs.unlink(at('new'));
        const other = await process.open('new', anew);
        await other.write('end', bytes('two'));
        await content(file);
      }),
    amid: { new: ['', 'one'] },
  },
  mkdir: { run: async (fs) => fs.createDirectory(at('d/n')) },
  rmdir: { run: async (fs) => fs.removeDirectory(at('empty')) },
  'make a tree': {
    run: async (fs) => {
      await fs.createDirectory(at('n'));
      await fs.createDirectory(at('n/m'));
      await writing('n/m/f', anew, 'text')(fs);
    },
    amid: { 'n/m/f': [''] },
  },
  'remove a tree': { run: (fs) => removeTree(fs, 'd') },
  'links, which there are none of': {
    run: async (fs) => {
      const refused = (error: unknown): void => {
        if (!isSystemError(error, 'ENOTSUP', 'EINVAL')) throw error;
      };
      await Promise.resolve(fs.link(at('f'), at('d/l'))).catch(refused);
      await Promise.resolve(fs.symlink('f', at('d/l'))).catch(refused);
      await Promise.resolve(fs.readlink(at('f'))).catch(refused);
    },
  },
};

const stopped: Readonly<Record<string, Operation>> = {
  'give up a rewrite': {
    run: (fs) =>
      program(fs, async (process) => {
        const file = await process.open('f', anew);
        await file.write(0, bytes(large));
        await file.write('end', bytes('end'));
        await process.close(file, true);
      }),
    unseen: { f: [`${large}end`] },
  },
};

/** All of them by name. */
export const operations: Readonly<Record<string, Operation>> = {
  ...reading,
  ...writes,
  ...names,
  ...stopped,
};
