// What sync access handles of the private storage do in the corners that `wasi/vfs/scratch-file.ts` relies on: asked of the
// browser's own and of the fake ones of the unit tests, which must answer alike.
import type { PrivateFile, SyncAccess } from '../../../wasi/vfs/file-handle.ts';
import {
  directory,
  file,
  names,
  outcome,
  text,
  type Directory,
  type FileHandle,
  type Probe,
} from './handle-probes.ts';

const access = (handle: FileHandle): Promise<SyncAccess> =>
  (handle as unknown as PrivateFile).createSyncAccessHandle();

const bytes = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

/** What else can be done with `f` of `root`, which holds `g` and `d`, too. */
async function others(root: Directory, handle: FileHandle): Promise<unknown[]> {
  const [g, d] = [await file(root, 'g'), await directory(root, 'd')];
  return [
    await outcome(async () => (await access(handle)).close()),
    await outcome(() => handle.createWritable()),
    await outcome(() => handle.createWritable({ mode: 'exclusive' })),
    await outcome(() => text(handle)),
    await outcome(() => root.removeEntry('f')),
    await outcome(() => handle.remove()),
    await outcome(() => handle.move(d, 'h')),
    await outcome(() => g.move(root, 'f')),
    await names(root),
  ];
}

export const syncAccessProbes: Readonly<Record<string, Probe>> = {
  'what a handle refuses': async (root) => {
    const handle = await file(root, 'f', 'old');
    const open = await access(handle);
    const found = await others(root, handle);
    open.close();
    open.close();
    return [...found, await outcome(() => root.removeEntry('f')), await names(root)];
  },
  'a handle of what is written': async (root) => {
    const handle = await file(root, 'f', 'old');
    const found: unknown[] = [];
    for (const mode of ['siloed', 'exclusive'] as const) {
      const writer = await handle.createWritable({ mode });
      found.push(await outcome(async () => (await access(handle)).close()));
      await writer.close();
      found.push(await outcome(async () => (await access(handle)).close()));
    }
    return found;
  },
  'what it writes': async (root) => {
    const handle = await file(root, 'f', 'hello');
    const open = await access(handle);
    const found: unknown[] = [
      open.write(bytes('XY'), { at: 1 }),
      open.write(bytes('Z'), { at: 7 }),
    ];
    open.flush();
    found.push(await text(handle));
    open.truncate(3);
    open.write(bytes('!'), { at: 3 });
    open.close();
    found.push(await text(handle));
    const again = await access(handle);
    again.truncate(0);
    again.close();
    return [...found, await text(handle), (await handle.getFile()).size];
  },
  'a file that is gone': async (root) => {
    const handle = await file(root, 'f', 'x');
    await root.removeEntry('f');
    return [await outcome(() => access(handle))];
  },
  'a move into its place': async (root) => {
    const [target, scratch] = [await file(root, 'f', 'old'), await directory(root, 'scratch')];
    const before = await target.getFile();
    const handle = await file(scratch, 's');
    const [guard, open] = [await access(target), await access(handle)];
    open.write(bytes('new'), { at: 0 });
    const early = await outcome(() => handle.move(root, 'f'));
    open.close();
    const locked = await outcome(() => handle.move(root, 'f'));
    guard.close();
    const moved = await outcome(() => handle.move(root, 'f'));
    return [
      [early, locked, moved],
      await text(target),
      await outcome(() => before.text()),
      await names(root),
      await names(scratch),
    ];
  },
  'a move to where it cannot': async (root) => {
    const handle = await file(root, 'f', 'x');
    await directory(root, 'd');
    const gone = await directory(root, 'e');
    await root.removeEntry('e');
    return [
      await outcome(() => handle.move(root, 'd')),
      await outcome(() => handle.move(gone, 'f')),
      await text(handle),
      await names(root),
    ];
  },
  'names that a folder refuses': async (root) => {
    const handle = await file(root, 'a:b~', 'x');
    return [
      await outcome(() => handle.move(root, 't.sh')),
      await outcome(() => handle.move(root, 'con')),
      await outcome(() => handle.move(root, 'a/b')),
      await outcome(() => root.getFileHandle('..', { create: true })),
      await outcome(() => root.getFileHandle('', { create: true })),
      await names(root),
    ];
  },
};
