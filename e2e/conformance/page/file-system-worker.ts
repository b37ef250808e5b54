// Holds directory handles of the browser to the suite of all file systems, and to what the fake handles of the unit tests
// make of the same operations.
import { testFileSystem } from '../../../wasi/vfs/conformance.ts';
import { FakeDisk } from '../../../wasi/vfs/fake-disk.ts';
import { fakeFolder } from '../../../wasi/vfs/fake-handles.ts';
import { before, operations } from '../../../wasi/vfs/fault-operations.ts';
import { anew, at, bytes, content, forReading, open } from '../../../wasi/vfs/fixtures.ts';
import { HandleFileSystem } from '../../../wasi/vfs/handle-fs.ts';
import { ScratchDirectory } from '../../../wasi/vfs/scratch-file.ts';
import { LocalWriters } from '../../../wasi/vfs/writers.ts';
import { probes, type Probe } from './handle-probes.ts';
import type { Case, FileSystemWorkerRequest } from './messages.ts';
import { syncAccessProbes } from './sync-access-probes.ts';

/** A case may wait for the browser, which never answers some calls, in milliseconds. */
const limit = 20_000;

/** Runs cases that were registered as with a test runner, one after another. */
class Cases {
  readonly #cases: { readonly title: string; readonly body: () => Promise<void> }[] = [];
  #group = '';

  readonly describe = (name: string, body: () => void): void => {
    this.#group = name;
    body();
  };

  readonly test = (name: string, body: () => Promise<void>): void =>
    void this.#cases.push({ title: `${this.#group}: ${name}`, body });

  async run(): Promise<Case[]> {
    const done: Case[] = [];
    for (const { title, body } of this.#cases) {
      try {
        await inTime(body());
        done.push({ title, failure: '' });
      } catch (error) {
        done.push({ title, failure: String(error) });
      }
    }
    return done;
  }
}

function inTime(answer: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no end within ${limit} ms`)), limit);
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}

async function fill(fs: HandleFileSystem): Promise<void> {
  const made = new Set<string>();
  for (const [path, text] of Object.entries(before)) {
    const names = path.split('/').slice(0, -1);
    for (const index of names.keys()) {
      const directory = names.slice(0, index + 1);
      if (made.has(directory.join('/'))) continue;
      made.add(directory.join('/'));
      await fs.createDirectory(directory);
    }
    if (path.endsWith('/')) continue;
    const file = await open(fs, path, anew);
    await file.write(0, bytes(text));
    await file.close();
  }
}

/** All that a directory holds, as `FakeDisk.tree` has it. */
async function treeOf(fs: HandleFileSystem, path = ''): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  const listing = await fs.list(path === '' ? [] : at(path));
  for (;;) {
    const entries = await listing.next();
    if (entries.length === 0) return tree;
    for (const { name, type } of entries) {
      if (type === 'directory') {
        tree[`${path}${name}/`] = '(directory)';
        Object.assign(tree, await treeOf(fs, `${path}${name}/`));
        continue;
      }
      const file = await open(fs, path + name, forReading);
      tree[path + name] = await content(file);
      await file.close();
    }
  }
}

function sorted(tree: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(tree).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The operations of the fault matrix, without faults: the fake and the browser make the same of them. */
function compareWithFake(
  cases: Cases,
  make: () => Promise<HandleFileSystem>,
  scratch: boolean,
): void {
  cases.describe('as the fake handles', () => {
    for (const [title, { run }] of Object.entries(operations))
      cases.test(title, async () => {
        const disk = new FakeDisk(before, scratch);
        const options = { device: 'fake', writers: new LocalWriters() };
        const beside = scratch ? { scratch: new ScratchDirectory(fakeFolder(disk, ['..'])) } : {};
        await run(new HandleFileSystem(fakeFolder(disk), { ...options, ...beside }));
        const fs = await make();
        await fill(fs);
        await run(fs);
        const [is, should] = [sorted(await treeOf(fs)), sorted(disk.tree())];
        if (is !== should)
          throw new Error(`${is.slice(0, 300)} instead of ${should.slice(0, 300)}`);
      });
  });
}

/** The corners of a folder, or those of the private storage, of which the fake is told. */
function compareHandles(
  cases: Cases,
  make: () => Promise<FileSystemDirectoryHandle>,
  corners: Readonly<Record<string, Probe>>,
  isPrivate: boolean,
): void {
  cases.describe('handles as the fake ones', () => {
    for (const [title, probe] of Object.entries(corners))
      cases.test(title, async () => {
        const should = JSON.stringify(await probe(fakeFolder(new FakeDisk({}, isPrivate))));
        const is = JSON.stringify(await probe(await make()));
        if (is !== should) throw new Error(`${is} instead of ${should}`);
      });
  });
}

async function rootOf({
  system,
  folder,
  name,
}: FileSystemWorkerRequest): Promise<FileSystemDirectoryHandle> {
  const parent = system === 'opfs' ? await navigator.storage.getDirectory() : folder;
  if (parent === undefined) throw new Error('no folder was dropped');
  return parent.getDirectoryHandle(name, { create: true });
}

/** An empty directory beside the tree. */
async function scratchOf(name: string): Promise<FileSystemDirectoryHandle> {
  const storage = await navigator.storage.getDirectory();
  return storage.getDirectoryHandle(`${name}-scratch`, { create: true });
}

async function hold(request: FileSystemWorkerRequest): Promise<readonly Case[]> {
  const root = await rootOf(request);
  let made = 0;
  const directory = (): Promise<FileSystemDirectoryHandle> =>
    root.getDirectoryHandle(`case-${++made}`, { create: true });
  const scratch = request.scratch ? await scratchOf(request.name) : undefined;
  const make = async (): Promise<HandleFileSystem> => {
    const options = { device: `case-${made}`, writers: new LocalWriters(), brief: request.brief };
    const beside = scratch === undefined ? {} : { scratch: new ScratchDirectory(scratch) };
    return new HandleFileSystem(await directory(), { ...options, ...beside });
  };
  const cases = new Cases();
  testFileSystem(cases, request.system, make, {
    links: false,
    times: false,
    // The private storage takes every name.
    refuses: request.system === 'opfs' ? [] : ['a:b', 'foo~', 'con', 'q?.txt', 'x.lnk', ' x', 'x.'],
  });
  compareWithFake(cases, make, request.scratch);
  if (request.system === 'folder' && !request.brief)
    compareHandles(cases, directory, probes, false);
  if (request.scratch && !request.brief) compareHandles(cases, directory, syncAccessProbes, true);
  if (scratch !== undefined)
    cases.test('nothing is left of what was written by sync access handles', async () => {
      for await (const left of scratch.keys()) throw new Error(`${left} is`);
    });
  return cases.run();
}

self.onmessage = async ({ data }: MessageEvent<FileSystemWorkerRequest>) => {
  self.postMessage(await hold(data));
};
