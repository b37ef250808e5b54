import { afterEach, describe, expect, test, vi } from 'vitest';
import { FakeDisk } from './fake-disk.ts';
import { fakeFolder } from './fake-handles.ts';
import { ReadAhead, wholeFile } from './read-ahead.ts';
import { readerOf, StreamedFile } from './streamed-file.ts';

const mebibyte = 1024 * 1024;
const byteAt = (position: number): number => (position * 31 + (position >>> 13)) & 0xff;

/** A file whose every place is told by its bytes. */
async function fileOf(size: number): Promise<{ disk: FakeDisk; file: File }> {
  const disk = new FakeDisk({ f: Uint8Array.from({ length: size }, (_, index) => byteAt(index)) });
  return { disk, file: await (await fakeFolder(disk).getFileHandle('f')).getFile() };
}

function wrongByte(bytes: Uint8Array, position: number): number {
  for (let index = 0; index < bytes.length; index++)
    if (bytes[index] !== byteAt(position + index)) return position + index;
  return -1;
}

/** Reads from `position` to `end`, and checks each byte. */
async function check(
  reader: StreamedFile,
  position: number,
  end: number,
  max = 65_536,
): Promise<void> {
  for (let at = position; at < end;) {
    const bytes = await reader.read(at, Math.min(max, end - at));
    expect(bytes.length).toBeGreaterThan(0);
    expect(wrongByte(bytes, at)).toBe(-1);
    at += bytes.length;
  }
}

/** The streams of a file's slices from now on. */
const streamsOf = (file: File): { readonly opened: number[]; readonly cancelled: number[] } => {
  const opened: number[] = [];
  const cancelled: number[] = [];
  const slice = file.slice.bind(file);
  vi.spyOn(file, 'slice').mockImplementation((start = 0, end) => {
    const part = slice(start, end);
    const stream = part.stream.bind(part);
    vi.spyOn(part, 'stream').mockImplementation(() => {
      opened.push(start);
      const made = stream();
      const getReader = made.getReader.bind(made);
      vi.spyOn(made, 'getReader').mockImplementation((options) => {
        const reader = getReader(options);
        const cancel = reader.cancel.bind(reader);
        vi.spyOn(reader, 'cancel').mockImplementation(async (reason) => {
          cancelled.push(start);
          await cancel(reason);
        });
        return reader;
      });
      return made;
    });
    return part;
  });
  return { opened, cancelled };
};

afterEach(() => {
  vi.useRealTimers();
});

describe('in order', () => {
  test.each([5000, 65_536, 3 * mebibyte])('%i bytes at a time, by one stream', async (max) => {
    const size = 5 * mebibyte + 17;
    const { file } = await fileOf(size);
    const { opened } = streamsOf(file);
    await check(new StreamedFile(file), 0, size, max);
    expect(opened.length).toBe(1);
  });

  test('a stream goes on behind a jump', async () => {
    const { file } = await fileOf(4 * mebibyte);
    const reader = new StreamedFile(file);
    await check(reader, 0, mebibyte);
    await check(reader, 3 * mebibyte, 4 * mebibyte);
    await check(reader, mebibyte / 2, 2 * mebibyte);
  });
});

test('anywhere: one slice is enough for each, and no stream', async () => {
  const size = 8 * mebibyte;
  const { disk, file } = await fileOf(size);
  const { opened } = streamsOf(file);
  const reader = new StreamedFile(file);
  let seed = 42;
  for (let count = 0; count < 200; count++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const position = seed % (size - 5000);
    await check(reader, position, position + 1 + (seed % 5000));
  }
  expect(opened).toEqual([]);
  expect(disk.counts.get('slice')).toBeLessThanOrEqual(200);
});

test('a stream that does not answer is given up, and what it owes is read all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const size = 6 * mebibyte;
  const { file } = await fileOf(size);
  const { opened, cancelled } = streamsOf(file);
  const { read } = ReadableStreamBYOBReader.prototype;
  let reads = 0;
  const spy = vi.spyOn(ReadableStreamBYOBReader.prototype, 'read').mockImplementation(function (
    this: ReadableStreamBYOBReader,
    view: ArrayBufferView<ArrayBuffer>,
  ) {
    return ++reads === 3 ? new Promise(() => {}) : read.call(this, view);
  });
  const reading = check(new StreamedFile(file), 0, size);
  await vi.advanceTimersByTimeAsync(1000);
  await reading;
  spy.mockRestore();
  expect(reads).toBeGreaterThan(3);
  expect(opened.length).toBe(2);
  expect(cancelled).toEqual([opened[0]]);
});

test('a file that has changed is met by who reads it', async () => {
  const size = 4 * mebibyte;
  const { disk, file } = await fileOf(size);
  const reader = new StreamedFile(file);
  await check(reader, 0, mebibyte);
  disk.put('f', 'another');
  await expect(check(reader, mebibyte, size)).rejects.toMatchObject({ name: 'NotReadableError' });
});

test('what is read of no more leaves no stream open, and is not read in another way', async () => {
  const { file } = await fileOf(4 * mebibyte);
  const { opened, cancelled } = streamsOf(file);
  const reader = new StreamedFile(file);
  await check(reader, 0, mebibyte);
  const slices = vi.mocked(file.slice).mock.calls.length;
  reader.end();
  expect(cancelled).toEqual(opened);
  expect(opened.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 0)); // what was asked ahead has been answered
  expect(file.slice).toHaveBeenCalledTimes(slices);
});

test.each([
  [1, ReadAhead],
  [2 * wholeFile, ReadAhead],
  [2 * wholeFile + 1, StreamedFile],
])('a file of %i bytes is read by %o', async (size, reader) => {
  expect(readerOf((await fileOf(size)).file)).toBeInstanceOf(reader);
});
