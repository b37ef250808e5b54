// For tests: the trees that plans are run on, and what is left of one when its plan is over.
import { Guest } from '../fixtures.ts';
import { preopenNamed } from '../../fd/preopens.ts';
import { Ahead } from '../../vfs/ahead.ts';
import { StreamedFile } from '../../vfs/streamed-file.ts';
import type { FakeDisk } from '../../vfs/fake-disk.ts';
import { fakeFolder } from '../../vfs/fake-handles.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { readEach, folder, type Folder } from '../../vfs/fixtures.ts';
import { HandleFileSystem } from '../../vfs/handle-fs.ts';
import type { HandleFileSystemOptions } from '../../vfs/handle-fs-options.ts';
import { LateCloses } from '../../vfs/late-closes.ts';
import { LateClosingTree } from '../../vfs/late-closing-tree.ts';
import { MemoryFileSystem } from '../../vfs/memory-fs.ts';
import { MountTable } from '../../vfs/mounts.ts';
import type { Path } from '../../vfs/path.ts';
import { ReadOnlyFileSystem } from '../../vfs/read-only.ts';
import { Walk } from '../../vfs/walk.ts';
import { LocalWriters } from '../../vfs/writers.ts';

/** A program on a tree with three file systems: its own, another one at `m`, and a read-only one at `r`. */
export interface World {
  readonly guest: Guest;
  /** The tree as somebody else sees it who has no file open. */
  stored(): MountTable;
  /** What a plan must not leave behind, in words. */
  leaks(): string[];
}

const encoder = new TextEncoder();

function fill(fs: MemoryFileSystem, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const names = path.split('/');
    if (names.length > 1) fs.createDirectory(names.slice(0, -1));
    const file = fs.open(names, { read: true, write: true, create: true });
    file.write(0, encoder.encode(text));
  }
}

function readOnly(): FileSystem {
  const fs = new MemoryFileSystem('r');
  fill(fs, { a: 'fixed' });
  fs.createDirectory(['b']);
  return new ReadOnlyFileSystem(fs);
}

function treeOf(own: FileSystem, other: FileSystem, fixed: FileSystem): MountTable {
  return new MountTable([
    { point: [], prefix: [], fs: own },
    { point: ['m'], prefix: [], fs: other },
    { point: ['r'], prefix: [], fs: fixed },
  ]);
}

/** A program on a tree, as `run` has it: it closes late. */
function guestOn(mounts: MountTable, inside: boolean): Guest {
  const late = new LateCloses();
  const tree = new LateClosingTree(mounts, late);
  const guest = new Guest(tree, { late });
  if (!inside) return guest;
  void guest.table.close(3);
  preopenNamed(guest.table, tree, [
    { name: '/in', path: ['in'] },
    { name: '/m', path: ['m'] },
    { name: '/r', path: ['r'] },
  ]);
  return guest;
}

/** Lies beside the preopened directories, where no path may lead. */
const outside = { a: 'outside', 'b/a': 'outside' };

export function memoryWorld(inside: boolean): World {
  const fs = new MemoryFileSystem();
  if (inside) {
    fill(fs, outside);
    fs.createDirectory(['in']);
  }
  const tree = treeOf(fs, new MemoryFileSystem('m'), readOnly());
  return { guest: guestOn(tree, inside), stored: () => tree, leaks: () => [] };
}

/** Handles whose every file is asked for ahead where the plan begins to ask for one, and read as if it were large. */
export function eagerWorld(inside: boolean): World {
  return handleWorld(inside, {
    ahead: (look) => new Ahead(look, 0, readEach),
    readerOf: (file) => new StreamedFile(file),
    walk: (list, retold) => new Walk(list, retold, 0),
    brief: true,
  });
}

export function handleWorld(
  inside: boolean,
  options: Pick<HandleFileSystemOptions, 'ahead' | 'readerOf' | 'walk' | 'brief'> = {},
): World {
  const own = folder(inside ? { ...outside, 'in/': '' } : {}, options);
  const names = ['a', 'b', 'c'];
  own.fs.ahead?.given([...names, ...names].map((name) => [name]));
  own.fs.ahead?.given(names.map((name) => ['a', name]));
  const other = folder({}, { device: 'other disk' });
  const fixed = folder({ a: 'fixed', 'b/': '' }, { device: 'card', readOnly: true });
  return {
    guest: guestOn(treeOf(own.fs, other.fs, fixed.fs), inside),
    stored: () => treeOf(reopened(own.disk), reopened(other.disk), reopened(fixed.disk)),
    leaks: () => [own, other, fixed].flatMap(leaksOf),
  };
}

function reopened(disk: FakeDisk): FileSystem {
  return new HandleFileSystem(fakeFolder(disk), { device: 'disk', writers: new LocalWriters() });
}

function leaksOf({ fs, disk, writers }: Folder): string[] {
  return [
    ...(fs.openFiles > 0 ? [`${fs.openFiles} open files`] : []),
    ...(disk.openWriters.size > 0 ? [`${disk.openWriters.size} open writers of the browser`] : []),
    ...[...writers.open].map((key) => `registered as written: ${key}`),
  ];
}

/** Everything in a tree, as the model tells it, but for times. */
export async function contents(fs: FileSystem): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  const decoder = new TextDecoder();
  const walk = async (path: Path): Promise<void> => {
    const listing = await fs.list(path);
    for (let entries = await listing.next(); entries.length > 0; entries = await listing.next()) {
      for (const { name, type } of entries) {
        const at = [...path, name];
        const text = at.join('/');
        if (type === 'directory') {
          tree[`${text}/`] = 'directory';
          await walk(at);
          continue;
        }
        const { size, links } = await fs.stat(at);
        if (type === 'symlink') {
          tree[text] = `link ${size} ${links}: ${await fs.readlink(at)}`;
          continue;
        }
        const file = await fs.open(at, { read: true, write: false });
        const bytes = file.kind === 'file' ? await file.read(0, 1000) : new Uint8Array(0);
        tree[text] = `file ${size} ${links}: ${decoder.decode(bytes)}`;
        await file.close();
      }
    }
  };
  await walk([]);
  return tree;
}
