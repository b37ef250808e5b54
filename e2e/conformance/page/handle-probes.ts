// What directory handles do in the corners that the file system relies on: asked of the browser's own on a real folder and of
// the fake ones of the unit tests, which must answer alike.

import { lockGone } from '../../../wasi/vfs/lock-gone.ts';

export type Directory = FileSystemDirectoryHandle;
/** `move()` and the mode of a writer are in Chromium, not in TypeScript's library. */
export type FileHandle = FileSystemFileHandle & {
  move(target: Directory | string, name?: string): Promise<void>;
  remove(): Promise<void>;
  createWritable(
    options?: FileSystemCreateWritableOptions & { readonly mode?: 'exclusive' | 'siloed' },
  ): Promise<FileSystemWritableFileStream>;
};

/** What a call ends with: a value, or the exception's name. */
export async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  try {
    const value = await call();
    return value === undefined || typeof value === 'object' ? 'ok' : value;
  } catch (error) {
    return error instanceof Error || error instanceof DOMException ? error.name : String(error);
  }
}

export async function file(root: Directory, name: string, text?: string): Promise<FileHandle> {
  const handle = (await root.getFileHandle(name, { create: true })) as FileHandle;
  if (text !== undefined) await store(handle, text);
  return handle;
}

async function store(handle: FileHandle, text: string): Promise<void> {
  const writer = await handle.createWritable();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
}

export const directory = (root: Directory, name: string): Promise<Directory> =>
  root.getDirectoryHandle(name, { create: true });

export const text = async (handle: FileHandle): Promise<string> => (await handle.getFile()).text();

export async function names(root: Directory): Promise<string> {
  const found: string[] = [];
  for await (const name of root.keys()) found.push(name);
  return found.toSorted().join();
}

export type Probe = (root: Directory) => Promise<readonly unknown[]>;

const entries: Readonly<Record<string, Probe>> = {
  'what is not there': async (root) => [
    await outcome(() => root.getFileHandle('x')),
    await outcome(() => root.getDirectoryHandle('x')),
    await outcome(() => root.removeEntry('x')),
  ],
  'one kind as the other': async (root) => {
    await file(root, 'f');
    await directory(root, 'd');
    return [
      await outcome(() => root.getDirectoryHandle('f')),
      await outcome(() => root.getFileHandle('d')),
      await outcome(() => root.getDirectoryHandle('f', { create: true })),
      await outcome(() => root.getFileHandle('d', { create: true })),
    ];
  },
  'names that are none': async (root) => {
    const found: unknown[] = [];
    for (const name of ['', '.', '..', 'a/b', 'a\\b', 'nul', 'a\u0001', 'x.', 'x~', '~x', '.x'])
      found.push(
        await outcome(() => root.getFileHandle(name)),
        await outcome(() => root.getDirectoryHandle(name)),
        await outcome(() => root.removeEntry(name)),
      );
    return found;
  },
  'names that are too long': async (root) => {
    const [longest, longer] = ['n'.repeat(255), 'n'.repeat(256)];
    const handle = await file(root, longest);
    const swapped = await file(root, 'm'.repeat(250));
    return [
      await outcome(() => handle.createWritable()),
      await outcome(() => swapped.createWritable()),
      await outcome(() => root.getFileHandle(longer)),
      await outcome(() => root.getFileHandle(longer, { create: true })),
      await outcome(() => root.getDirectoryHandle(longer, { create: true })),
    ];
  },
  'a directory that is gone': async (root) => {
    const gone = await directory(root, 'd');
    const handle = await file(gone, 'f', 'x');
    await root.removeEntry('d', { recursive: true });
    return [
      await outcome(() => gone.getFileHandle('f')),
      await outcome(() => gone.getFileHandle('f', { create: true })),
      await outcome(() => gone.getDirectoryHandle('e', { create: true })),
      await outcome(() => gone.removeEntry('f')),
      await outcome(() => names(gone)),
      await outcome(() => handle.getFile()),
      await outcome(() => handle.createWritable()),
      await outcome(() => handle.remove()),
    ];
  },
  'a file that is a directory now': async (root) => {
    const handle = await file(root, 'f', 'x');
    await root.removeEntry('f');
    await directory(root, 'f');
    const found = [
      await outcome(() => handle.getFile()),
      await outcome(async () => text(handle)),
      await outcome(async () => (await handle.getFile()).slice(0, 1).text()),
      await outcome(() => handle.move(root, 'g')),
      await names(root),
    ];
    const writer = await handle.createWritable();
    found.push(
      await names(root),
      await outcome(() => writer.write('x')),
      await outcome(() => writer.close()),
      await names(root),
    );
    return found;
  },
  'a directory that is a file now': async (root) => {
    const handle = await directory(root, 'd');
    await root.removeEntry('d');
    await file(root, 'd', 'x');
    return [
      await outcome(() => names(handle)),
      await outcome(() => handle.getFileHandle('f')),
      await outcome(() => handle.getFileHandle('f', { create: true })),
      await outcome(() => handle.getDirectoryHandle('e')),
      await outcome(() => handle.removeEntry('e')),
    ];
  },
  'a directory that holds something': async (root) => {
    const full = await directory(root, 'd');
    await file(full, 'f');
    return [await outcome(() => root.removeEntry('d')), await names(root)];
  },
  'sameness and place': async (root) => {
    const inner = await directory(await directory(root, 'd'), 'e');
    const [one, other] = [await file(inner, 'f'), await file(inner, 'f')];
    return [
      await one.isSameEntry(other),
      await one.isSameEntry(inner),
      (await root.resolve(one))?.join('/'),
      (await root.resolve(root))?.join('/'),
      await inner.resolve(root),
    ];
  },
};

const moves: Readonly<Record<string, Probe>> = {
  'a move': async (root) => {
    const [handle, before] = [await file(root, 'f', 'x'), await file(root, 'f')];
    const target = await directory(root, 'd');
    await handle.move(target, 'g');
    return [
      handle.name,
      await text(handle),
      await outcome(() => before.getFile()),
      await names(root),
      await names(target),
      await outcome(() => handle.move('h')),
      handle.name,
      await names(target),
    ];
  },
  'a move to where it cannot': async (root) => {
    const handle = await file(root, 'f', 'x');
    await file(await directory(root, 'd'), 'g');
    const gone = await directory(root, 'e');
    await root.removeEntry('e');
    return [
      await outcome(() => handle.move(root, 'd')),
      await outcome(() => handle.move(gone, 'f')),
      await outcome(() => handle.move(root, 'x~')),
      await outcome(() => handle.move(root, '')),
      await outcome(() => handle.move(root, 'a/b')),
      await outcome(() => handle.move(root, 'n'.repeat(256))),
      await text(handle),
      await names(root),
    ];
  },
  'a move of what is gone': async (root) => {
    const handle = await file(root, 'f', 'x');
    const inner = await file(await directory(root, 'd'), 'f', 'x');
    await root.removeEntry('f');
    await root.removeEntry('d', { recursive: true });
    await file(root, 'g', 'y');
    return [
      await outcome(() => handle.move(root, 'h')),
      await outcome(() => handle.move(root, 'g')),
      await outcome(() => inner.move(root, 'h')),
      await outcome(() => handle.move('h')),
      await names(root),
    ];
  },
  'a move onto itself': async (root) => {
    const handle = await file(root, 'f', 'x');
    return [
      await outcome(() => handle.move(root, 'f')),
      await outcome(() => handle.move('f')),
      await text(handle),
    ];
  },
  'a move over a file': async (root) => {
    const [handle, target] = [await file(root, 'f', 'new'), await file(root, 'g', 'old')];
    return [await outcome(() => handle.move(root, 'g')), await text(target), await names(root)];
  },
  'a move of what is written': async (root) => {
    const [handle, target] = [await file(root, 'f', 'x'), await file(root, 'g', 'y')];
    const writer = await handle.createWritable();
    const found = [
      await outcome(() => handle.move(root, 'h')),
      await outcome(() => target.move(root, 'f')),
      await outcome(() => root.removeEntry('f')),
      await outcome(() => handle.remove()),
      await outcome(() => root.removeEntry('g')),
    ];
    await writer.abort();
    return [...found, await names(root)];
  },
};

const writers: Readonly<Record<string, Probe>> = {
  'two writers': async (root) => {
    const handle = await file(root, 'f', 'old');
    const found: unknown[] = [];
    for (const [first, second] of [
      ['exclusive', 'exclusive'],
      ['exclusive', 'siloed'],
      ['siloed', 'exclusive'],
      ['siloed', 'siloed'],
    ] as const) {
      const writer = await handle.createWritable({ mode: first });
      try {
        const other = await handle.createWritable({ mode: second });
        await writer.write('first');
        await other.write('second');
        await other.close();
        await writer.close();
        found.push(await text(handle));
      } catch (error) {
        found.push(error instanceof DOMException ? error.name : String(error));
        await writer.abort();
        await lockGone(handle);
      }
    }
    return found;
  },
  'the swap file': async (root) => {
    const handle = await file(root, 'f', 'old');
    const writer = await handle.createWritable();
    await writer.write('new');
    const open = [await names(root), await text(handle)];
    await writer.close();
    const closed = [await names(root), await text(handle)];
    const other = await handle.createWritable();
    await other.write('newer');
    await other.abort();
    return [...open, ...closed, await names(root), await text(handle)];
  },
  'a writer after its end': async (root) => {
    const handle = await file(root, 'f', 'old');
    const closed = await handle.createWritable();
    await closed.close();
    const aborted = await handle.createWritable();
    await aborted.abort();
    return [
      await outcome(() => closed.write('x')),
      await outcome(() => closed.close()),
      await outcome(() => closed.abort()),
      await outcome(() => aborted.abort()),
      await text(handle),
    ];
  },
  'places in a writer': async (root) => {
    const handle = await file(root, 'f', 'hello');
    const found: unknown[] = [];
    const write = async (
      keep: boolean,
      ...chunks: readonly FileSystemWriteChunkType[]
    ): Promise<void> => {
      const writer = await handle.createWritable({ keepExistingData: keep });
      for (const chunk of chunks) await writer.write(chunk);
      await writer.close();
      found.push(await text(handle));
    };
    const data = new TextEncoder().encode('XY');
    await write(true, { type: 'write', position: 1, data });
    await write(true, { type: 'write', position: 7, data });
    await write(true, { type: 'truncate', size: 2 }, data);
    await write(true, data, { type: 'truncate', size: 1 }, data);
    await write(true, { type: 'seek', position: 2 }, data);
    await write(false, { type: 'truncate', size: 3 });
    await write(false);
    return found;
  },
  'what comes behind a writer that was given up, once the lock is gone': async (root) => {
    const found = new Set<unknown>();
    for (let round = 0; round < 50; round++) {
      const handle = await file(root, 'f', 'old');
      await (await handle.createWritable({ mode: 'exclusive' })).abort();
      await lockGone(handle);
      const next = await handle.createWritable({ mode: 'exclusive' });
      await next.abort();
      await lockGone(handle);
      found.add(await outcome(() => root.removeEntry('f')));
    }
    return [...found];
  },
  'a file that has no name any more cannot be stored': async (root) => {
    const inner = await directory(root, 'd');
    const handle = await file(inner, 'f', 'old');
    const writer = await handle.createWritable();
    await writer.write('new');
    const removed = await outcome(() => root.removeEntry('d', { recursive: true }));
    const closed = await outcome(() => writer.close());
    return [removed, closed, await names(root)];
  },
};

const snapshots: Readonly<Record<string, Probe>> = {
  'a file that was stored since': async (root) => {
    const handle = await file(root, 'f', 'old');
    const before = await handle.getFile();
    await store(handle, 'other');
    return [await outcome(() => before.text()), before.size, (await handle.getFile()).size];
  },
  'a file that was removed since': async (root) => {
    const before = await (await file(root, 'f', 'old')).getFile();
    await root.removeEntry('f');
    return [await outcome(() => before.text())];
  },
  'a file that was moved since': async (root) => {
    const handle = await file(root, 'f', 'old');
    const before = await handle.getFile();
    await handle.move('g');
    return [await outcome(() => before.text())];
  },
  'a file that another took the place of': async (root) => {
    const before = await (await file(root, 'f', 'old')).getFile();
    await (await file(root, 'g', 'newer')).move('f');
    return [await outcome(() => before.text())];
  },
  'a part of a file': async (root) => {
    const stored = await (await file(root, 'f', 'hello')).getFile();
    return [
      await stored.slice(1, 3).text(),
      await stored.slice(-2).text(),
      await stored.slice(3, 100).text(),
      await stored.slice(9).text(),
    ];
  },
  'an empty file': async (root) => {
    const handle = await file(root, 'f');
    const before = await handle.getFile();
    await root.removeEntry('f');
    return [await outcome(() => before.text()), await outcome(() => before.slice(0, 1).text())];
  },
};

export const probes: Readonly<Record<string, Probe>> = {
  ...entries,
  ...moves,
  ...writers,
  ...snapshots,
};
