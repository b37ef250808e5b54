import { describe, expect, test } from 'vitest';

import { SystemError } from './error.ts';
import { code } from './fixtures.ts';
import { HeldStream, maximumHeld } from './held-stream.ts';
import { LateCloses } from './late-closes.ts';
import { isPromise } from './maybe-promise.ts';
import type { Stream } from './stream.ts';

/** A pipe, with what came out of it, and a close that is under way until it is released. */
function underWay(
  write?: Stream['write'],
  stop = new AbortController().signal,
): {
  readonly stream: HeldStream;
  readonly came: string[];
  readonly release: () => void;
  readonly late: LateCloses;
} {
  const came: string[] = [];
  const pipe: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(0),
    readable: () => 0,
    write:
      write ??
      ((bytes) => {
        came.push(new TextDecoder().decode(bytes));
        return bytes.length;
      }),
    close: () => void came.push('(end)'),
  };
  const late = new LateCloses();
  const { promise, resolve } = Promise.withResolvers<void>();
  void late.add(['new'], promise);
  return { stream: new HeldStream(pipe, late, stop), came, release: resolve, late };
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('what is written behind a close leaves when that is done, in order, and the end behind it', async () => {
  const { stream, came, release, late } = underWay();
  const lent = text('one');
  expect(stream.write(lent)).toBe(3); // the program goes on
  lent.fill(0); // its memory is only lent
  expect(stream.write(text('two'))).toBe(3);
  const closed = stream.close();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(came).toEqual([]);
  release();
  await late.settled();
  await closed;
  expect(came).toEqual(['one', 'two', '(end)']);
});

test('the end of a pipe in which nothing is held back waits for the close', async () => {
  const { stream, came, release } = underWay();
  const closed = stream.close();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(came).toEqual([]);
  release();
  await closed;
  expect(came).toEqual(['(end)']);
});

test('without a close under way nothing is held back', async () => {
  const { stream, came, release, late } = underWay();
  release();
  await late.settled();
  expect(stream.write(text('one'))).toBe(3);
  expect(came).toEqual(['one']);
});

test('it holds back so much, and then the writer waits', async () => {
  const { stream, release } = underWay();
  const written = stream.write(new Uint8Array(maximumHeld));
  expect(written).toBe(maximumHeld);
  const more = stream.write(text('more'));
  expect(isPromise(more)).toBe(true);
  release();
  expect(await more).toBe(4);
});

test('what is not taken is the error of whoever comes next', async () => {
  const { stream, release, late } = underWay(() => {
    throw new SystemError('EPIPE');
  });
  expect(stream.write(text('one'))).toBe(3);
  release();
  await late.settled();
  expect(await code(() => stream.close())).toBe('EPIPE');
  expect(await code(() => stream.write(text('two')))).toBe('EPIPE');
});

test('a stream that takes less than it is given is given the rest', async () => {
  const taken: number[] = [];
  const { stream, release, late } = underWay((bytes) => {
    taken.push(bytes.length);
    return 1;
  });
  expect(stream.write(text('abc'))).toBe(3);
  release();
  await late.settled();
  await stream.close();
  expect(taken).toEqual([3, 2, 1]);
});

test('what is no errno is the error of whoever comes next, too', async () => {
  const defect = new Error('a defect of the caller');
  const { stream, release, late } = underWay(() => {
    throw defect;
  });
  expect(stream.write(text('one'))).toBe(3);
  release();
  await late.settled();
  await new Promise((resolve) => setTimeout(resolve, 0));
  await expect(async () => stream.close()).rejects.toBe(defect);
  expect(() => stream.write(text('two'))).toThrow(defect);
});

describe('when the program is told to stop', () => {
  test('what is taken without waiting has left before the end', async () => {
    const stop = new AbortController();
    const { stream, came, release } = underWay(undefined, stop.signal);
    for (const part of ['one', 'two', 'three']) void stream.write(text(part));
    stop.abort();
    release();
    await stream.close();
    expect(came).toEqual(['one', 'two', 'three', '(end)']);
  });

  test('before or amid its close, what nobody takes is not waited for', async () => {
    for (const early of [true, false]) {
      const stop = new AbortController();
      const { stream, came, release } = underWay(() => new Promise(() => {}), stop.signal);
      expect(stream.write(text('one'))).toBe(3);
      if (early) stop.abort();
      release();
      const closed = stream.close();
      if (!early) stop.abort();
      await closed;
      expect(came).toEqual(['(end)']);
    }
  });
});
