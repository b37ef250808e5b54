// A process that is gone at any moment: each of its calls of the browser in turn is the last one, and is never answered.
// What the disk holds then is whole, old or new; what was created and never stored is known; all goes on.
import { afterAll, expect, test } from 'vitest';

import { fakeFolder } from '../../wasi/vfs/fake-handles.ts';
import { FakeDisk } from '../../wasi/vfs/fake-disk.ts';
import { before, operations, type Operation } from '../../wasi/vfs/fault-operations.ts';
import { wrong, type Tree } from '../../wasi/vfs/fault-oracle.ts';
import { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import { LateCloses } from '../../wasi/vfs/late-closes.ts';
import { LateClosingTree } from '../../wasi/vfs/late-closing-tree.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';
import { ScratchDirectory } from '../../wasi/vfs/scratch-file.ts';
import { SessionWriters } from './session-writers.ts';

let tried = 0;

afterAll(() => {
  process.stdout.write(`crash matrix: ${tried} of operation × call × end tried\n`);
});

/** The file system of a process. */
function processOn(disk: FakeDisk, writers: SessionWriters, owner: object): HandleFileSystem {
  return new HandleFileSystem(fakeFolder(disk), {
    device: 'disk',
    writers: writers.for(owner),
    brief: true,
    ...(disk.isPrivate ? { scratch: new ScratchDirectory(fakeFolder(disk, ['..'])) } : {}),
  });
}

/** A process on a disk runs an operation to its end; its closes may be late. */
async function runOn(
  disk: FakeDisk,
  writers: SessionWriters,
  owner: object,
  { run }: Operation,
): Promise<void> {
  const fs = processOn(disk, writers, owner);
  const late = new LateCloses();
  await run(new LateClosingTree(new MountTable([{ point: [], prefix: [], fs }]), late));
  await late.settled();
}

/** The tree without what a killed browser leaves, which a listing shows. */
function withoutSwaps(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !path.endsWith('.crswap')));
}

const ends = [
  { purges: true, isPrivate: false, title: 'worker' },
  { purges: false, isPrivate: false, title: 'browser' },
  { purges: true, isPrivate: true, title: 'worker on the private storage' },
];

for (const { purges, isPrivate, title } of ends) {
  test.each(Object.entries(operations))(`${title} gone amid: %s`, async (_, operation) => {
    const good = new FakeDisk(before, isPrivate);
    await runOn(good, new SessionWriters(), {}, operation);
    const after = good.tree();
    for (let n = 1; n <= good.calls; n++) {
      tried++;
      const where = `call ${n} of ${good.calls}`;
      const made = new FakeDisk(before, isPrivate);
      const writers = new SessionWriters();
      const gone = {};
      const silent = made.silentFrom(n);
      const ended = runOn(made, writers, gone, operation).then(() => {
        throw new Error(`${where} was not made`);
      });
      await Promise.race([silent, ended]);
      // What was asked before is answered, to the end of this turn of the event loop; nothing else ever is.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const disk = made.callerGone(purges);
      const held = writers.heldBy(gone);
      const unstored = held.filter((writing) => writing.unstored);
      const fs = processOn(disk, writers, {});
      for (const { key } of held) await fs.scratch?.remove(key);
      expect([...disk.beside.entries.keys()], where).toEqual([]);
      writers.releaseAll(gone);
      const tree = withoutSwaps(disk.tree());
      if (purges) expect(tree, where).toEqual(disk.tree());
      expect(wrong(tree, after, operation), where).toEqual([]);
      expect(disk.writers()).toBe(0);
      for (const { key } of unstored) expect(tree[key.split('\0')[1] ?? ''], where).toBe('');
      // Another process does the same, on what is there or on what was there.
      for (const path of Object.keys(tree)) disk.delete(path.replace(/\/$/, ''));
      for (const [path, text] of Object.entries(before)) disk.put(path, text);
      await runOn(disk, writers, {}, operation);
      expect(withoutSwaps(disk.tree()), `again behind ${where}`).toEqual(withoutSwaps(after));
    }
  });
}
