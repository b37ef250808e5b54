// A child and its parent's descriptors: with a session that the test plays.
import { expect, test, vi } from 'vitest';
import { Children, maximumStarted } from './children.ts';
import type { ChildMessage } from './protocol.ts';
import { RemoteStream } from './remote.ts';
import { FileDescription } from '../../wasi/fd/file.ts';
import { StreamDescription } from '../../wasi/fd/stream.ts';
import { DescriptorTable } from '../../wasi/fd/table.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (string: string): Uint8Array => new TextEncoder().encode(string);

/** A file that is open, with this in it. */
function openFile(content: string): FileDescription {
  const fs = new MemoryFileSystem();
  const file = fs.open(['f'], { read: true, write: true, create: true });
  if (file.kind !== 'file') throw new TypeError('no file');
  void file.write(0, bytes(content));
  return new FileDescription(file, 0);
}

/** A file that takes its time to be written, and to be read. */
function slowFile(): OpenFile {
  const fs = new MemoryFileSystem();
  const file = fs.open(['f'], { read: true, write: true, create: true });
  if (file.kind !== 'file') throw new TypeError('no file');
  const atOnce = file.write.bind(file);
  const write = async (at: number | 'end', some: Uint8Array): Promise<number> => {
    const own = some.slice();
    await new Promise((resolve) => setImmediate(resolve));
    return atOnce(at, own);
  };
  const readAtOnce = file.read.bind(file);
  const read = async (at: number, max: number): Promise<Uint8Array> => {
    await new Promise((resolve) => setImmediate(resolve));
    return readAtOnce(at, max);
  };
  return Object.assign(file, { write, read });
}

/** Standard output that keeps what it took. */
function output(): { readonly description: StreamDescription; readonly written: string[] } {
  const written: string[] = [];
  const stream: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(0),
    write: (some) => written.push(text(some)) && some.length,
    readable: () => Infinity,
    close: () => {},
  };
  return { description: new StreamDescription(stream), written };
}

/** Runs a child, which does what `body` says with its descriptors. */
function run(
  table: DescriptorTable,
  body: (streams: readonly RemoteStream[], message: ChildMessage) => Promise<number>,
  nullInput = false,
): Promise<number> {
  const children: Children = new Children((message) => {
    if (message.type !== 'start') throw new TypeError(message.type);
    const streams = message.child.descriptors.map(({ port, type }) => new RemoteStream(port, type));
    void body(streams, message.child).then(async (status) => {
      for (const stream of streams) await stream.close();
      children.ended(message.child.id, { status });
    });
  });
  const child = { args: ['child'], env: [], cwd: [], limit: undefined, nullInput };
  return children.run(child, table);
}

const rights = { rights: 0n, inheriting: 0n };

test('a child reads on where its parent is, and the parent goes on behind it', async () => {
  const table = new DescriptorTable();
  const input = openFile('one two three');
  table.set(0, { description: input, ...rights });
  expect(text(await input.read(4))).toBe('one ');
  const status = await run(table, async ([stream]) => {
    expect(text((await stream?.read(4)) ?? bytes(''))).toBe('two ');
    return 7;
  });
  expect(status).toBe(7);
  expect(text(await input.read(100))).toBe('three');
});

test('what a child writes comes behind what its parent wrote, through one port for 1 and 2', async () => {
  const table = new DescriptorTable();
  const { description, written } = output();
  table.set(1, { description, ...rights });
  table.set(2, { description, ...rights });
  await description.write(bytes('parent '));
  await run(table, async ([stream], { descriptors }) => {
    expect(descriptors.map(({ fds }) => fds)).toEqual([[1, 2]]);
    await stream?.write(bytes('child '));
    return 0;
  });
  await description.write(bytes('parent'));
  expect(written.join('')).toBe('parent child parent');
});

test('a child writes on while its parent waits for a reader, one write behind the other', async () => {
  const table = new DescriptorTable();
  const written: string[] = [];
  const takers: (() => void)[] = [];
  const slow: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(0),
    write: async (some) => {
      await new Promise<void>((resolve) => takers.push(resolve));
      written.push(text(some));
      return some.length;
    },
    readable: () => Infinity,
    close: () => {},
  };
  table.set(1, { description: new StreamDescription(slow), ...rights });
  const status = run(table, async ([out]) => {
    await out?.write(bytes('one '));
    await out?.write(bytes('two'));
    return 0;
  });
  await vi.waitFor(() => expect(takers).toHaveLength(1));
  await new Promise((resolve) => setImmediate(resolve)); // the second has arrived, too
  expect(takers).toHaveLength(1);
  takers[0]?.();
  await vi.waitFor(() => expect(takers).toHaveLength(2));
  takers[1]?.();
  await status;
  expect(written).toEqual(['one ', 'two']);
});

test('a child of which nothing is wanted on standard input has none', async () => {
  const table = new DescriptorTable();
  table.set(0, { description: openFile('x'), ...rights });
  table.set(1, { description: output().description, ...rights });
  await run(
    table,
    async (_streams, { descriptors }) => {
      expect(descriptors.map(({ fds }) => fds)).toEqual([[1]]);
      return 0;
    },
    true,
  );
});

const none = { args: ['none'], env: [], cwd: [], limit: undefined, nullInput: false };

test('what is started runs at once; their ends are told as they come, each once', async () => {
  const begun: number[] = [];
  const children = new Children((message) => {
    if (message.type === 'start') begun.push(message.child.id);
  });
  const table = new DescriptorTable();
  for (let count = 0; count < 3; count++) children.start(none, table);
  expect(begun).toEqual([0, 1, 2]);
  const first = children.wait();
  children.ended(1, { status: 7 });
  await expect(first).resolves.toBe(7);
  children.ended(2, { code: 'ENOENT' });
  children.ended(0, { status: 137, signalled: true });
  await expect(children.wait()).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(children.wait()).resolves.toBe(512 + 137);
  await expect(children.wait()).rejects.toMatchObject({ code: 'EINVAL' });
});

test('no more are started than a page can bear, until one has ended', async () => {
  const children = new Children(() => {});
  const table = new DescriptorTable();
  for (let count = 0; count < maximumStarted; count++) children.start(none, table);
  expect(() => children.start(none, table)).toThrow('Resource temporarily unavailable');
  children.ended(5, { status: 0 });
  await children.wait();
  children.start(none, table);
});

test('what was started has ended before its parent closes what they share', async () => {
  const children = new Children(() => {});
  children.start(none, new DescriptorTable());
  const ended = children.allEnded();
  await new Promise((resolve) => setImmediate(resolve));
  await expect(Promise.race([ended.then(() => 'ended'), Promise.resolve('not yet')])).resolves.toBe(
    'not yet',
  );
  children.ended(0, { status: 0 });
  await ended;
});

test('several that write to one file overwrite nothing, though each write waits', async () => {
  const table = new DescriptorTable();
  const file = new FileDescription(slowFile(), 0);
  table.set(1, { description: file, ...rights });
  const child = (part: string): Promise<number> =>
    run(table, async ([out]) => Number(await out?.write(bytes(part))));
  await Promise.all([
    child('one '),
    child('two '),
    child('three '),
    file.write(bytes('four '), false),
  ]);
  await file.seek('start', 0n);
  const words = text(await file.read(100))
    .trim()
    .split(' ');
  expect(words.toSorted()).toEqual(['four', 'one', 'three', 'two']);
});

test('several that read from one file miss nothing, and get nothing twice', async () => {
  const table = new DescriptorTable();
  const file = new FileDescription(slowFile(), 0);
  await file.write(bytes('one two six '), false);
  await file.seek('start', 0n);
  table.set(0, { description: file, ...rights });
  const parts: string[] = [];
  const child = (): Promise<number> =>
    run(table, async ([input]) => {
      parts.push(text((await input?.read(4)) ?? bytes('')));
      return 0;
    });
  await Promise.all([child(), child(), child()]);
  expect(parts.toSorted()).toEqual(['one ', 'six ', 'two ']);
});

test('a program that cannot be begun is an error', async () => {
  const children: Children = new Children((message) => {
    if (message.type === 'start') children.ended(message.child.id, { code: 'ENOENT' });
  });
  await expect(children.run(none, new DescriptorTable())).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
