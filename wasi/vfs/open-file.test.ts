import { afterEach, describe, expect, test, vi } from 'vitest';

import { fakeFolder } from './fake-handles.ts';
import type { FakeDisk } from './fake-disk.ts';
import type { FileSystem, OpenFile } from './filesystem.ts';
import {
  anew,
  at,
  bytes,
  code,
  content,
  folder,
  forReading,
  forWriting,
  GenerousWriters,
  open,
} from './fixtures.ts';
import { writeBlock } from './write-buffer.ts';

const large = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => (index * 7) % 253);

const textAt = async (file: OpenFile, position: number, max: number): Promise<string> =>
  new TextDecoder().decode(await file.read(position, max));

afterEach(() => void vi.useRealTimers());

describe('writing', () => {
  test('costs one writer and one close, whatever the number of writes', async () => {
    vi.useFakeTimers(); // on a busy machine so many writes may take a moment, after which the file is looked at
    const { disk, fs, writers } = folder();
    const file = await open(fs, 'f', anew);
    for (let index = 0; index < 1000; index++)
      expect(file.write('end', bytes('line\n'))).not.toBeInstanceOf(Promise);
    await file.close();
    expect(disk.counted()).toEqual({ getFileHandle: 2, createWritable: 1, write: 1, close: 1 });
    expect(disk.text('f')).toBe('line\n'.repeat(1000));
    expect(writers.open.size).toBe(0);
    expect(writers.log).toEqual(['created f', 'stored f']);
  });

  test('an existing file anew asks for no old data: what it was meanwhile, and again before it is replaced', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', anew);
    file.write(0, bytes('n'));
    await file.close();
    expect(disk.counted()).toEqual({
      getFileHandle: 1,
      getFile: 2,
      createWritable: 1,
      write: 1,
      close: 1,
    });
    expect(disk.text('f')).toBe('n');
  });

  test('leaves the file as it was until the close', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', anew);
    await file.write(0, large(writeBlock));
    await file.write('end', bytes('x'));
    expect(disk.text('f')).toBe('old');
    expect(disk.tree()['f.crswap']).toBeDefined();
    await file.close();
    expect(disk.text('f')?.length).toBe(writeBlock + 1);
    expect(Object.keys(disk.tree())).toEqual(['f']);
  });

  test('the same bytes in blocks', async () => {
    const { disk, fs } = folder();
    const data = large(3 * writeBlock + 5);
    const file = await open(fs, 'f', anew);
    for (let from = 0; from < data.length; from += 100_000)
      await file.write(from, data.subarray(from, from + 100_000));
    await file.close();
    const node = disk.find(['f']);
    expect(node?.kind === 'file' && Buffer.compare(node.bytes, data)).toBe(0);
    expect(disk.counts.get('write')).toBeLessThanOrEqual(4);
  });

  test('appends where the file ends at that moment', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'one\n' });
    const file = await open(fs, 'f', forWriting);
    disk.put('f', 'one\ntwo\n'); // by somebody who was done before our first write
    vi.advanceTimersByTime(100);
    await file.write('end', bytes('three\n'));
    await file.close();
    expect(disk.text('f')).toBe('one\ntwo\nthree\n');
  });

  test('a second time after a sync keeps what is there', async () => {
    const { disk, fs } = folder();
    const file = await open(fs, 'f', anew);
    file.write(0, bytes('one'));
    await file.sync();
    expect(disk.text('f')).toBe('one');
    await file.write('end', bytes(' two'));
    await file.close();
    expect(disk.text('f')).toBe('one two');
  });

  test('of several at once takes place in order', async () => {
    const { disk, fs } = folder({ f: '' });
    const file = await open(fs, 'f', forWriting);
    const writes = ['a', 'b', 'c'].map((text) => file.write('end', bytes(text)));
    const cut = file.truncate(2);
    const last = file.write('end', bytes('!'));
    await Promise.all([...writes, cut, last]);
    await file.close();
    expect(disk.text('f')).toBe('ab!');
  });
});

describe('a file that somebody else changes while it is written', () => {
  const theirs = 'ours 1\nnative\n';

  test('keeps what was appended, and ours goes behind it', async () => {
    for (const native of [theirs, 'anew\n', '', 'x'.repeat(600_000)]) {
      const { disk, fs } = folder({ log: 'ours 1\n' });
      const file = await open(fs, 'log', forWriting);
      await file.write('end', bytes('ours 2\n'));
      await file.write('end', bytes('ours 3\n'));
      disk.put('log', native);
      await file.close();
      expect(disk.text('log')).toBe(`${native}ours 2\nours 3\n`);
    }
  });

  test('keeps what was stored in it where it was empty, or new', async () => {
    for (const before of [{ log: '' }, {}]) {
      vi.useFakeTimers();
      const { disk, fs } = folder(before);
      const file = await open(fs, 'log', { ...forWriting, create: true });
      await file.write('end', bytes('ours\n'));
      vi.advanceTimersByTime(100);
      disk.put('log', 'native\n');
      await file.close();
      expect(disk.text('log')).toBe('native\nours\n');
    }
  });

  test('takes more appends behind it', async () => {
    const { disk, fs } = folder({ log: 'ours 1\n' });
    const file = await open(fs, 'log', forWriting);
    await file.write('end', large(writeBlock));
    disk.put('log', theirs);
    await file.write('end', bytes('!')); // the first piece is flushed
    expect(await file.stat()).toMatchObject({ size: theirs.length + writeBlock + 1 });
    expect(await textAt(file, theirs.length + writeBlock - 1, 10)).toHaveLength(2);
    await file.close();
    const node = disk.find(['log']);
    const stored = node?.kind === 'file' ? node.bytes : new Uint8Array(0);
    const wanted = [bytes(theirs), large(writeBlock), bytes('!')];
    expect(Buffer.compare(stored, Buffer.concat(wanted))).toBe(0);
  });

  const changedAnd =
    "'log' was changed by somebody else while it was written; what was to be stored";

  test('is not overwritten: the close fails, names it, and keeps what was to be stored', async () => {
    const changes: [(file: OpenFile) => unknown, string][] = [
      [(file) => file.write(0, bytes('OURS')), 'OURS 1\nnative\n'],
      [(file) => file.write(12, bytes('behind')), 'ours 1\nnativbehind'],
      [
        async (file) => {
          await file.write('end', bytes('!'));
          await file.write(7, bytes('?'));
        },
        'ours 1\n?ative\n',
      ],
    ];
    for (const [change, wanted] of changes) {
      const { disk, fs, writers } = folder({ log: 'ours 1\n' });
      const file = await open(fs, 'log', forWriting);
      await change(file);
      disk.put('log', theirs);
      await expect(file.close()).rejects.toMatchObject({
        code: 'EIO',
        reason: `${changedAnd} is in 'log.conflict'`,
      });
      expect(disk.tree()).toEqual({ log: theirs, 'log.conflict': wanted });
      expect(writers.open.size).toBe(0);
      expect(fs.openFiles).toBe(0);
    }
  });

  test('is not overwritten where it was cut to nothing', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ log: 'ours 1\n' });
    const file = await open(fs, 'log', anew);
    await file.write(2, bytes('anew'));
    await Promise.resolve(); // the browser has told by now what it was
    vi.advanceTimersByTime(100);
    disk.put('log', theirs);
    expect(await code(async () => file.close())).toBe('EIO');
    expect(disk.tree()).toEqual({ log: theirs, 'log.conflict': '\0\0anew' });
  });

  test.each([
    ['rewritten', anew, ''],
    ['changed', forWriting, 'ours 1\n'],
  ])('is not overwritten while the browser’s writer is open: %s', async (_, options, kept) => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ log: 'ours 1\n', 'log.crswap': 'of a browser that was killed' });
    const file = await open(fs, 'log', options);
    const data = large(writeBlock);
    await file.write(kept.length, data);
    await file.write('end', bytes('more')); // the first piece is flushed
    expect(disk.writers()).toBe(1);
    vi.advanceTimersByTime(100);
    disk.put('log', theirs);
    await expect(file.close()).rejects.toMatchObject({
      reason: `${changedAnd} is in 'log.conflict'`,
    });
    const node = disk.find(['log.conflict']);
    const stored = node?.kind === 'file' ? node.bytes : new Uint8Array(0);
    expect(Buffer.compare(stored, Buffer.concat([bytes(kept), data, bytes('more')]))).toBe(0);
    expect(Object.keys(disk.tree()).toSorted()).toEqual(['log', 'log.conflict', 'log.crswap']);
    expect(disk.text('log')).toBe(theirs);
  });

  test('is not overwritten, whichever call fails meanwhile', async () => {
    for (let n = 1; ; n++) {
      const { disk, fs, writers } = folder({ log: 'ours 1\n' });
      const file = await open(fs, 'log', forWriting);
      await file.write(0, bytes('OURS'));
      disk.put('log', theirs);
      disk.failAt(n, 'NotReadableError');
      await expect(file.close(), `call ${n}`).rejects.toMatchObject({ code: 'EIO' });
      const kept = disk.failed === 0 || disk.text('log.conflict') !== undefined;
      const wanted = kept ? { log: theirs, 'log.conflict': 'OURS 1\nnative\n' } : { log: theirs };
      expect(disk.tree(), `call ${n}`).toEqual(wanted);
      expect(writers.open.size).toBe(0);
      expect(disk.writers()).toBe(0);
      if (disk.failed === 0) break;
    }
  });

  test('is left when the writer that was given up is gone: whoever opens it next is not refused', async () => {
    const { disk, fs, writers } = folder({ log: 'ours 1\n' });
    const file = await open(fs, 'log', forWriting);
    await file.write(0, large(writeBlock));
    await file.write('end', bytes('more')); // the first piece is flushed
    disk.put('log', theirs);
    const release = disk.hold('abort');
    const closed = code(() => file.close());
    await vi.waitFor(() => expect(disk.text('log.conflict')).toHaveLength(writeBlock + 4));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(writers.open.size).toBe(1);
    release();
    expect(await closed).toBe('EIO');
    expect([writers.open.size, disk.writers()]).toEqual([0, 0]);
  });

  test('of a long name is kept by as much of it as the browser can write', async () => {
    const name = 'é'.repeat(124);
    const { disk, fs } = folder({ [name]: 'old', [`${'é'.repeat(119)}.conflict`]: 'theirs' });
    const file = await open(fs, name, forWriting);
    await file.write(0, bytes('O'));
    disk.put(name, 'newer');
    expect(await code(async () => file.close())).toBe('EIO');
    expect(disk.text(`${'é'.repeat(118)}.conflict-2`)).toBe('Oewer');
    expect(disk.text(name)).toBe('newer');
  });

  test('is not overwritten either where nothing can be kept', async () => {
    const { disk, fs, writers } = folder({ log: 'ours 1\n' });
    const file = await open(fs, 'log', forWriting);
    await file.write(0, bytes('OURS'));
    disk.put('log', theirs);
    disk.fail('close', 'QuotaExceededError');
    await expect(file.close()).rejects.toMatchObject({
      code: 'EIO',
      reason: `${changedAnd} could not be kept: No space left on device`,
    });
    expect(disk.tree()).toEqual({ log: theirs });
    expect(writers.open.size).toBe(0);
  });

  test('to the same size is noticed by its time', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', forWriting);
    await file.write(0, bytes('O'));
    vi.advanceTimersByTime(1000);
    disk.put('f', 'new');
    expect(await code(async () => file.close())).toBe('EIO');
    expect(disk.text('f')).toBe('new');
  });

  test('is not cut to a size', async () => {
    const { disk, fs } = folder({ f: 'old content' });
    const file = await open(fs, 'f', forWriting);
    await file.write('end', bytes('!'));
    disk.put('f', 'new');
    expect(await code(async () => file.truncate(5))).toBe('EIO');
    await file.close();
    expect(disk.text('f')).toBe('new');
  });

  test('costs one look, where there is something to keep', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', forWriting);
    await file.write('end', bytes('!'));
    await file.close();
    expect(disk.counted()).toEqual({
      getFileHandle: 1,
      getFile: 2,
      createWritable: 1,
      write: 1,
      close: 1,
    });
  });
});

describe('a file that was made by its open', () => {
  test('keeps what somebody else stored in it before our first write', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder();
    const file = await open(fs, 'log', { read: false, write: true, create: true });
    vi.advanceTimersByTime(100);
    disk.put('log', 'from a native program\n');
    await file.write('end', bytes('ours\n'));
    await file.close();
    expect(disk.text('log')).toBe('from a native program\nours\n');
  });

  test('keeps what somebody else stored in it between the look and the making', async () => {
    const { disk, fs } = folder({ log: 'from a native program\n' });
    disk.fail('getFileHandle', 'NotFoundError'); // a moment ago it was not there
    const file = await open(fs, 'log', { read: false, write: true, create: true });
    await file.write('end', bytes('ours\n'));
    await file.close();
    expect(disk.text('log')).toBe('from a native program\nours\n');
  });

  test('for reading keeps what another process stored in it', async () => {
    const { disk, fs } = folder();
    const lock = await open(fs, 'f', { ...forReading, create: true });
    disk.put('f', 'important data');
    const file = await open(fs, 'f', forWriting);
    await file.write(0, bytes('X'));
    await file.close();
    await lock.close();
    expect(disk.text('f')).toBe('Xmportant data');
  });

  test('is no rewrite, also when it is begun later, and cut', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder();
    const file = await open(fs, 'f', anew);
    vi.advanceTimersByTime(100);
    await file.write(0, bytes('one'));
    await file.truncate(0);
    await file.write(0, bytes('two'));
    await file.close(true);
    expect(disk.text('f')).toBe('two');
  });

  test('is a rewrite when somebody else has stored something in it', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder();
    const file = await open(fs, 'f', anew);
    vi.advanceTimersByTime(100);
    disk.put('f', 'theirs');
    await file.write('end', bytes('!'));
    await file.truncate(0);
    await file.write(0, bytes('half'));
    await file.close(true);
    expect(disk.text('f')).toBe('theirs');
  });
});

describe('what is not stored yet', () => {
  test('answers stats and reads without a call', async () => {
    const { disk, fs } = folder();
    const file = await open(fs, 'f', anew);
    file.write(0, bytes('hello'));
    disk.reset();
    expect(await content(file)).toBe('hello');
    expect(file.stat()).toMatchObject({ size: 5 });
    expect(fs.stat(at('f'))).toMatchObject({ size: 5 });
    expect(disk.calls).toBe(0);
    await file.close();
  });

  test('is read together with what is stored', async () => {
    const { disk, fs } = folder({ f: '0123456789' });
    const file = await open(fs, 'f', forWriting);
    await file.write(4, bytes('XY'));
    expect(await content(file)).toBe('0123XY6789');
    await file.write(12, bytes('Z')); // the first piece is flushed
    expect(await content(file)).toBe('0123XY6789\0\0Z');
    await file.close();
    expect(disk.text('f')).toBe('0123XY6789\0\0Z');
  });

  test('is zero in a hole', async () => {
    const { disk, fs } = folder();
    const file = await open(fs, 'f', anew);
    await file.write(200_000, bytes('x'));
    expect((await content(file)).length).toBe(200_001);
    expect(disk.counts.get('createWritable')).toBeUndefined();
    await file.close();
    expect(disk.text('f')).toBe(`${'\0'.repeat(200_000)}x`);
  });

  test('is gone when the file is cut, also what a writer has', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', forWriting);
    await file.write(0, large(writeBlock));
    await file.write('end', bytes('second')); // flushes
    expect(disk.writers()).toBe(1);
    const other = await open(fs, 'f', anew);
    await other.write(0, bytes('new'));
    await file.close();
    await other.close();
    expect(disk.text('f')).toBe('new');
    expect(disk.writers()).toBe(0);
  });

  test('is thrown away with an abandoned rewrite, and kept of a new file or an append', async () => {
    const { disk, fs, writers } = folder({ rewritten: 'old', appended: 'old' });
    for (const [name, options] of [
      ['rewritten', anew],
      ['created', anew],
      ['appended', forWriting],
    ] as const) {
      const file = await open(fs, name, options);
      await file.write('end', bytes('!'));
      await file.close(true);
    }
    expect(disk.tree()).toEqual({ rewritten: 'old', created: '!', appended: 'old!' });
    expect(disk.writers() + writers.open.size).toBe(0);
  });
});

test('an abandoned rewrite that has a writer gives it back before the close returns', async () => {
  const { disk, fs, writers } = folder({ f: 'old' });
  const file = await open(fs, 'f', anew);
  await file.write(0, large(writeBlock));
  await file.write('end', bytes('more'));
  expect(disk.writers()).toBe(1);
  await file.close(true);
  expect(disk.tree()).toEqual({ f: 'old' });
  expect(disk.writers() + writers.open.size).toBe(0);
});

describe('a failure to store', () => {
  for (const kind of ['createWritable', 'write', 'close'] as const) {
    test(`at ${kind} leaves the file as it was`, async () => {
      const { disk, fs, writers } = folder({ f: 'old' });
      const file = await open(fs, 'f', anew);
      await file.write(0, bytes('half'));
      disk.fail(kind, 'QuotaExceededError');
      expect(await code(() => file.close())).toBe('ENOSPC');
      expect(disk.tree()).toEqual({ f: 'old' });
      expect(disk.writers() + writers.open.size).toBe(0);
      // The next one is not hindered.
      const next = await open(fs, 'f', anew);
      next.write(0, bytes('new'));
      await next.close();
      expect(disk.tree()).toEqual({ f: 'new' });
    });
  }

  test('lets nothing be added to what was lost', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', anew);
    disk.fail('write', 'QuotaExceededError');
    await file.write(0, large(writeBlock));
    await file.write('end', bytes('second')); // the first is under way
    expect(await code(async () => file.write('end', large(writeBlock)))).toBe('ENOSPC');
    expect(await code(async () => file.write('end', bytes('third')))).toBe('ENOSPC');
    expect(await code(async () => file.sync())).toBe('ENOSPC');
    expect(await content(file)).toBe('old');
    expect(await code(async () => file.close())).toBe('none'); // it was told
    expect(disk.tree()).toEqual({ f: 'old' });
  });

  test('is over when the file is begun anew', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', anew);
    await file.write(0, bytes('half'));
    disk.fail('createWritable', 'QuotaExceededError');
    expect(await code(async () => file.sync())).toBe('ENOSPC');
    await file.truncate(0);
    await file.write(0, bytes('new'));
    await file.close();
    expect(disk.tree()).toEqual({ f: 'new' });
  });

  test('while another tab writes is EBUSY', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const handle = await fakeFolder(disk).getFileHandle('f');
    const writer = await handle.createWritable();
    const file = await open(fs, 'f', forWriting);
    await file.write(0, bytes('x'));
    expect(await code(async () => file.close())).toBe('EBUSY');
    await writer.abort();
    expect(disk.tree()).toEqual({ f: 'old' });
  });
});

describe('reading', () => {
  test('a small file costs its handle, its File and one slice', async () => {
    const { disk, fs } = folder({ f: 'hello' });
    const file = await open(fs, 'f', forReading);
    await file.stat();
    expect(await content(file)).toBe('hello');
    await file.close();
    expect(disk.counted()).toEqual({ getFileHandle: 1, getFile: 1, slice: 1 });
  });

  test('behind a reported end asks the browser again', async () => {
    const { disk, fs } = folder({ f: 'one' });
    const file = await open(fs, 'f', forReading);
    expect(await content(file)).toBe('one');
    disk.put('f', 'one two');
    expect(new TextDecoder().decode(await file.read(3, 10))).toBe(' two');
    await file.close();
  });

  test('after a pause asks the browser again', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'aaaa\nbbbb\n' });
    const file = await open(fs, 'f', forReading);
    expect(await textAt(file, 0, 5)).toBe('aaaa\n');
    vi.advanceTimersByTime(100);
    disk.put('f', 'aaaa\ncccc\nmore\n');
    expect(await textAt(file, 5, 100)).toBe('cccc\nmore\n');
  });

  test('the first end of a file that was taken a while ago asks the browser again', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'aaaa\n' });
    const file = await open(fs, 'f', forReading);
    await textAt(file, 0, 5);
    vi.advanceTimersByTime(100);
    disk.put('f', 'aaaa\ncccc\n');
    expect(await textAt(file, 5, 100)).toBe('cccc\n');
  });

  test('after a pause costs one call and keeps the bytes that are there', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'x'.repeat(1000) });
    const file = await open(fs, 'f', forReading);
    for (const pause of [0, 100, 100]) {
      vi.advanceTimersByTime(pause);
      await textAt(file, 0, 10);
      await textAt(file, 10, 10);
    }
    expect(disk.counted()).toEqual({ getFileHandle: 1, getFile: 3, slice: 1 });
  });

  test('steadily asks once more, at the end', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'x'.repeat(1000) });
    const file = await open(fs, 'f', forReading);
    for (let position = 0; position <= 1000; position += 10) {
      await file.read(position, 10);
      vi.advanceTimersByTime(90);
    }
    expect(disk.counted()).toEqual({ getFileHandle: 1, getFile: 2, slice: 1 });
  });

  test('a file that somebody else removed goes on with the bytes that are there', async () => {
    vi.useFakeTimers();
    const { disk, fs } = folder({ f: 'x'.repeat(10) });
    const file = await open(fs, 'f', forReading);
    await textAt(file, 0, 2);
    disk.delete('f');
    vi.advanceTimersByTime(100);
    expect(await textAt(file, 2, 100)).toBe('x'.repeat(8));
    expect(await textAt(file, 10, 100)).toBe('');
  });

  test('the size asks again, too', async () => {
    const { disk, fs } = folder({ f: 'one' });
    const file = await open(fs, 'f', forReading);
    expect(await file.stat()).toMatchObject({ size: 3 });
    disk.put('f', 'one two');
    expect(await file.stat()).toMatchObject({ size: 7 });
    await file.close();
  });

  test('what somebody else stored meanwhile goes on with the new content', async () => {
    const { disk, fs } = folder({ f: 'old content' });
    const file = await open(fs, 'f', forReading);
    await file.stat();
    disk.put('f', 'new content!');
    expect(await content(file)).toBe('new content!');
    await file.close();
  });

  test('what was cut below the offset meanwhile is EIO', async () => {
    const { disk, fs } = folder({ f: 'x'.repeat(600_000) });
    const file = await open(fs, 'f', forReading);
    await file.read(0, 10);
    disk.put('f', 'short');
    expect(await code(async () => file.read(550_000, 10))).toBe('EIO');
    await file.close();
  });

  test('what was removed meanwhile is ENOENT', async () => {
    const { disk, fs } = folder({ f: 'x' });
    const file = await open(fs, 'f', forReading);
    disk.delete('f');
    expect(await code(async () => file.read(0, 10))).toBe('ENOENT');
    await file.close();
  });
});

describe('two descriptors', () => {
  test('register the file once, whoever adds writing', async () => {
    const { fs, writers } = folder({ f: 'x' });
    const reader = await open(fs, 'f', forReading);
    expect(writers.open.size).toBe(0);
    const one = await open(fs, 'f', forWriting);
    const two = await open(fs, 'f', forWriting);
    expect(writers.open.size).toBe(1);
    await one.close();
    await reader.close();
    expect(writers.open.size).toBe(1);
    await two.close();
    expect(writers.open.size).toBe(0);
  });

  test('opened at once share one open file', async () => {
    const { disk, fs } = folder();
    const [one, two] = await Promise.all([open(fs, 'f', anew), open(fs, 'f', anew)]);
    await one.write('end', bytes('a'));
    await two.write('end', bytes('b'));
    expect(await content(one)).toBe('ab');
    await one.close();
    await two.close();
    expect(disk.text('f')).toBe('ab');
  });

  test('a file that somebody else removed is made anew', async () => {
    const { disk, fs, writers } = folder({ f: 'old' });
    const old = await open(fs, 'f', forWriting);
    disk.delete('f');
    const file = await open(fs, 'f', anew);
    await file.write(0, bytes('new'));
    await file.close();
    await old.close();
    expect(disk.tree()).toEqual({ f: 'new' });
    expect(writers.open.size).toBe(0);
  });
});

describe('the close of who changed a file that others have open', () => {
  const changes: Readonly<Record<string, (fs: FileSystem) => Promise<OpenFile>>> = {
    'a write': async (fs) => {
      const file = await open(fs, 'f', forWriting);
      await file.write(0, bytes('new'));
      return file;
    },
    'a cut': async (fs) => {
      const file = await open(fs, 'f', forWriting);
      await file.truncate(0);
      return file;
    },
    'an open that cuts': (fs) => open(fs, 'f', anew),
  };

  test.each(Object.entries(changes))('stores %s', async (_, change) => {
    const { disk, fs } = folder({ f: 'old' });
    const reader = await open(fs, 'f', forReading);
    const writer = await change(fs);
    await writer.close();
    expect(disk.text('f')).not.toBe('old');
    await reader.close(true); // Ctrl-C
    expect(disk.text('f')).not.toBe('old');
    expect(disk.counts.get('close')).toBe(1);
  });

  test.each(Object.entries(changes))('tells that %s was not stored', async (_, change) => {
    const { disk, fs } = folder({ f: 'old' });
    const writer = await change(fs);
    const reader = await open(fs, 'f', forReading);
    disk.fail('close', 'QuotaExceededError');
    expect(await code(() => writer.close())).toBe('ENOSPC');
    expect(await code(() => reader.close())).toBe('none');
    expect(disk.tree()).toEqual({ f: 'old' });
  });

  test('is the only one that stores it', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const writer = await open(fs, 'f', anew);
    await writer.write(0, bytes('half'));
    const reader = await open(fs, 'f', forReading);
    expect(await content(reader)).toBe('half');
    await reader.close();
    expect(disk.text('f')).toBe('old');
    await writer.close();
    expect(disk.text('f')).toBe('half');
    expect(disk.counts.get('close')).toBe(1);
  });

  test('that is abandoned stays abandoned when a reader closes it', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const writer = await open(fs, 'f', anew);
    await writer.write(0, bytes('half'));
    const reader = await open(fs, 'f', forReading);
    await writer.close(true);
    await reader.close(); // a redirection's, which is closed as always
    expect(disk.text('f')).toBe('old');
  });
});

describe('a file that somebody else removed, and that was made anew', () => {
  test('is not written through the old descriptor', async () => {
    const { disk, fs, writers } = folder({ log: 'old\n' });
    const old = await open(fs, 'log', forWriting);
    disk.delete('log');
    const file = await open(fs, 'log', anew);
    await file.write('end', bytes('new 1\n'));
    await file.sync();
    for (const change of [
      () => old.write('end', bytes('OLD\n')),
      () => old.truncate(0),
      () => old.truncate(2),
      () => old.setTimes({ modified: 'now' }),
    ])
      expect(await code(change)).toBe('ENOENT');
    await file.write('end', bytes('new 2\n'));
    await file.close();
    await old.close();
    expect(disk.text('log')).toBe('new 1\nnew 2\n');
    expect(writers.open.size).toBe(0);
  });

  test('is not read through the old descriptor', async () => {
    const { disk, fs } = folder({ f: 'old', large: 'x'.repeat(600_000) });
    const old = await open(fs, 'f', forReading);
    const long = await open(fs, 'large', forReading);
    expect(await textAt(old, 0, 1)).toBe('o');
    expect(await textAt(long, 0, 1)).toBe('x');
    for (const path of ['f', 'large']) {
      disk.delete(path);
      const file = await open(fs, path, anew);
      await file.write(0, bytes('y'.repeat(600_000)));
      await file.close();
    }
    expect(await textAt(old, 1, 10)).toBe('ld'); // it is there
    expect(await code(() => long.read(500_000, 10))).toBe('ENOENT');
  });
});

describe.each(['a counted', 'a generous'] as const)(
  'a close that meets an open, %s registry',
  (kind) => {
    const append = { read: false, write: true, create: true };
    const start = async (): Promise<{ fs: FileSystem; disk: FakeDisk; first: OpenFile }> => {
      const { fs, disk } = folder(
        { log: '' },
        kind === 'a counted' ? {} : { writers: new GenerousWriters() },
      );
      const first = await open(fs, 'log', append);
      await first.write('end', bytes('a\n'));
      return { fs, disk, first };
    };
    const goOn = async (fs: FileSystem, second: OpenFile): Promise<void> => {
      await second.write('end', bytes('b\n'));
      const third = await open(fs, 'log', append);
      await third.write('end', bytes('c\n'));
      await second.close();
      await third.close();
    };

    test('which it comes before', async () => {
      const { fs, disk, first } = await start();
      const closed = first.close();
      const second = await open(fs, 'log', append);
      await closed;
      await goOn(fs, second);
      expect(disk.text('log')).toBe('a\nb\nc\n');
      expect(disk.writers()).toBe(0);
    });

    test('which it comes after', async () => {
      const { fs, disk, first } = await start();
      const opening = open(fs, 'log', append);
      await first.close();
      await goOn(fs, await opening);
      expect(disk.text('log')).toBe('a\nb\nc\n');
    });

    test('of a file that has nothing to store', async () => {
      const { fs, disk, first } = await start();
      await first.sync();
      const opening = open(fs, 'log', append);
      await first.close();
      await goOn(fs, await opening);
      expect(disk.text('log')).toBe('a\nb\nc\n');
    });

    test('has one registration, which is given back once', async () => {
      const { fs, writers } = folder({ f: '' });
      for (const opened of [append, forReading, anew]) {
        const first = await open(fs, 'f', append);
        const closed = first.close();
        const second = await open(fs, 'f', opened);
        await closed;
        expect(writers.open.size).toBe(opened.write ? 1 : 0);
        await second.close();
        expect(writers.open.size).toBe(0);
      }
    });
  },
);

test('an open for writing that is refused leaves the reader what it has', async () => {
  const { fs, writers } = folder({ f: 'x' });
  const reader = await open(fs, 'f', forReading);
  writers.others.add('disk\0f');
  expect(await code(() => open(fs, 'f', forWriting))).toBe('EBUSY');
  writers.others.clear();
  const writer = await open(fs, 'f', forWriting);
  await reader.close();
  expect(await content(writer)).toBe('x');
  await writer.close();
  expect(writers.open.size).toBe(0);
});

describe('unlinking an open file', () => {
  test('gives it no times that it could not have before', async () => {
    const { fs } = folder({ f: 'x' });
    const file = await open(fs, 'f', forWriting);
    await fs.unlink(at('f'));
    expect(await code(() => file.setTimes({ modified: 5n }))).toBe('ENOTSUP');
    expect(await code(() => file.setTimes({ modified: 'now' }))).toBe('none');
    await file.close();
  });

  test('gives its name and its writer back', async () => {
    const { disk, fs, writers } = folder();
    const temporary = await open(fs, 't', anew);
    await temporary.write(0, bytes('data'));
    await fs.unlink(at('t'));
    expect(writers.open.size).toBe(0);
    expect(disk.tree()).toEqual({});
    expect(await content(temporary)).toBe('data');
    await temporary.close();
    expect(disk.counts.get('createWritable')).toBeUndefined();
  });

  test('right after a cut that gave up a writer is not hindered by its lock', async () => {
    const { disk, fs } = folder({ f: 'x' });
    const file = await open(fs, 'f', anew);
    await file.write(0, large(writeBlock));
    await file.write('end', large(writeBlock));
    expect(disk.writers()).toBe(1);
    await file.truncate(0);
    expect(await code(() => fs.unlink(at('f')))).toBe('none');
    expect(disk.tree()).toEqual({});
  });

  test('that fails leaves it an ordinary file', async () => {
    const { disk, fs } = folder({ f: 'old' });
    const file = await open(fs, 'f', forWriting);
    disk.fail('removeEntry', 'NoModificationAllowedError');
    expect(await code(() => fs.unlink(at('f')))).toBe('EBUSY');
    await file.write(0, bytes('NEW'));
    await file.close();
    expect(disk.text('f')).toBe('NEW');
  });
});

describe('times', () => {
  test('now is to store the file again', async () => {
    const { disk, fs, writers } = folder({ f: 'x' });
    await fs.setTimes(at('f'), { modified: 'now' });
    expect(disk.text('f')).toBe('x');
    expect(disk.counted()).toEqual({ getFileHandle: 1, createWritable: 1, close: 1 });
    expect(writers.open.size).toBe(0);
  });
});
