import { describe, expect, test, vi } from 'vitest';

import { Guest, out, pipeWith, room, TestPipe } from './fixtures.ts';
import { now } from './clock.ts';
import { SystemError } from '../vfs/error.ts';
import { folder } from '../vfs/fixtures.ts';
import { LateCloses } from '../vfs/late-closes.ts';

interface Clock {
  readonly id?: number;
  readonly timeout: bigint;
  readonly absolute?: boolean;
}

/** Writes subscriptions at 8192: a clock, or a descriptor to read (0, 1, …) or write (negative: ~fd). */
function subscribe(
  guest: Guest,
  subscriptions: readonly (Clock | number)[],
): [number, number, number, number] {
  for (const [index, subscription] of subscriptions.entries()) {
    const at = 8192 + 48 * index;
    guest.memory.bytes(at, 48).fill(0);
    guest.memory.setU64(at, BigInt(100 + index));
    if (typeof subscription === 'number') {
      guest.memory.setU8(at + 8, subscription < 0 ? 2 : 1);
      guest.memory.setU32(at + 16, subscription < 0 ? ~subscription : subscription);
      continue;
    }
    guest.memory.setU32(at + 16, subscription.id ?? 1);
    guest.memory.setU64(at + 24, subscription.timeout);
    guest.memory.setU16(at + 40, subscription.absolute === true ? 1 : 0);
  }
  return [8192, room, subscriptions.length, out];
}

/** What is ready: the index of its subscription, its errno and its bytes. */
function events(guest: Guest): [number, number, bigint][] {
  return Array.from({ length: guest.memory.u32(out) }, (_, index) => {
    const at = room + 32 * index;
    return [
      Number(guest.memory.u64(at)) - 100,
      guest.memory.u16(at + 8),
      guest.memory.u64(at + 16),
    ];
  });
}

async function poll(
  guest: Guest,
  ...subscriptions: (Clock | number)[]
): Promise<[number, number, bigint][]> {
  expect(await guest.call('poll_oneoff', ...subscribe(guest, subscriptions))).toBe('ESUCCESS');
  return events(guest);
}

/** The flags of the first event. */
const flags = (guest: Guest): number => guest.memory.u16(room + 24);

/** In a task of its own, as a message comes. */
const later = <T>(value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 0));

const fail = (): never => {
  throw new SystemError('EIO');
};

const milliseconds = (count: number): bigint => BigInt(count) * 1_000_000n;

describe('clocks', () => {
  test('sleep at least as long as asked', async () => {
    const guest = new Guest();
    const start = performance.now();
    expect(await poll(guest, { timeout: milliseconds(20) })).toEqual([[0, 0, 0n]]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(20);
  });

  test('until a time', async () => {
    const guest = new Guest();
    const start = performance.now();
    await poll(guest, { timeout: now(1) + milliseconds(15), absolute: true });
    expect(performance.now() - start).toBeGreaterThanOrEqual(14.9);
    await poll(guest, { id: 0, timeout: now(0) + milliseconds(5), absolute: true });
    expect(guest.waits).toBe(2);
    await poll(guest, { timeout: 5n, absolute: true }); // long ago
    await poll(guest, { timeout: 0n });
    expect(guest.waits).toBe(2);
  });

  test('of several the earliest wins', async () => {
    const guest = new Guest();
    expect(
      await poll(guest, { timeout: milliseconds(10_000) }, { timeout: milliseconds(5) }),
    ).toEqual([[1, 0, 0n]]);
  });
});

describe('descriptors', () => {
  test('wait for bytes, and the timer is withdrawn', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    setTimeout(() => pipe.send('hello'), 5);
    expect(await poll(guest, 0, { timeout: milliseconds(10_000) })).toEqual([[0, 0, 5n]]);
  });

  test('the timer ends the wait, and nothing was taken', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    expect(await poll(guest, 0, { timeout: milliseconds(5) })).toEqual([[1, 0, 0n]]);
    expect(pipe.withdrawn).toBe(1);
    pipe.send('late');
    expect(await guest.read(0)).toBe('late');
  });

  test('that are ready are told at once', async () => {
    const guest = new Guest(folder({ f: 'hello' }).fs);
    const pipe = new TestPipe();
    guest.stream(1, pipe);
    expect(await poll(guest, ~1, { timeout: milliseconds(10_000) })).toEqual([[0, 0, 65_536n]]);
    expect(guest.waits).toBe(0);
    const fd = await guest.open('f');
    expect(await poll(guest, fd)).toEqual([[0, 0, 5n]]);
  });

  test('that answer by message are heard, even with a timeout of 0', async () => {
    const guest = new Guest();
    guest.stream(0, pipeWith({ readable: () => later(5) }));
    guest.stream(1, pipeWith({}));
    for (let times = 0; times < 3; times++) {
      expect(await poll(guest, { timeout: 0n }, 0)).toEqual([
        [0, 0, 0n],
        [1, 0, 5n],
      ]);
    }
    expect(await poll(guest, 0, ~1, { timeout: milliseconds(10_000) })).toEqual([
      [1, 0, 65_536n],
      [0, 0, 5n],
    ]);
  });

  test('that have nothing hold back none that are ready', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    expect(await poll(guest, 0, { timeout: 0n })).toEqual([[1, 0, 0n]]);
    expect(pipe.withdrawn).toBe(1);
    pipe.send('late');
    expect(await guest.read(0)).toBe('late');
  });

  test('that are wrong are told in their event', async () => {
    const { disk, fs } = folder({ f: 'hello' });
    const guest = new Guest(fs);
    guest.stream(0, pipeWith({ readable: () => Promise.reject(new SystemError('EIO')) }));
    guest.stream(1, pipeWith({ readable: () => Promise.reject(new Error('a defect')) }));
    guest.stream(2, pipeWith({ readable: fail }));
    const fd = await guest.open('f');
    disk.fail('getFile', 'NotReadableError');
    for (const wrong of [0, 2, fd])
      expect(await poll(guest, wrong, { timeout: milliseconds(10_000) })).toEqual([[0, 29, 0n]]);
    expect(await poll(guest, 99)).toEqual([[0, 8, 0n]]);
    await expect(guest.call('poll_oneoff', ...subscribe(guest, [1]))).rejects.toThrow('a defect');
  });
});

describe('the end of the input', () => {
  // poll(2) of Linux: POLLHUP where the writers of a pipe are gone, never for a terminal or a file.
  test('of a pipe is a hangup', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    setTimeout(() => pipe.end(), 0);
    expect(await poll(guest, 0)).toEqual([[0, 0, 0n]]);
    expect(flags(guest)).toBe(1);
    expect(await poll(guest, 0)).toEqual([[0, 0, 0n]]);
    expect(flags(guest)).toBe(1);
  });

  test('of a pipe that holds bytes is none yet', async () => {
    const guest = new Guest();
    const pipe = new TestPipe();
    guest.stream(0, pipe);
    pipe.send('last');
    pipe.end();
    expect(await poll(guest, 0)).toEqual([[0, 0, 4n]]);
    expect(flags(guest)).toBe(0);
  });

  test('of a terminal and of a file is none', async () => {
    const guest = new Guest(folder({ f: '' }).fs);
    const terminal = new TestPipe('terminal');
    terminal.end();
    guest.stream(0, terminal);
    expect(await poll(guest, 0)).toEqual([[0, 0, 0n]]);
    expect(flags(guest)).toBe(0);
    expect(await poll(guest, await guest.open('f'))).toEqual([[0, 0, 0n]]);
    expect(flags(guest)).toBe(0);
  });
});

describe('a wait is no loop', () => {
  test('a terminal, a pipe and two clocks: each is asked once, and the rest is withdrawn', async () => {
    const guest = new Guest();
    const asked = vi.fn<() => void>();
    const counted = (pipe: TestPipe): TestPipe => {
      const readable = pipe.readable.bind(pipe);
      pipe.readable = (signal) => {
        asked();
        return readable(signal);
      };
      return pipe;
    };
    const [terminal, pipe] = [counted(new TestPipe('terminal')), counted(new TestPipe())];
    guest.stream(0, terminal);
    guest.stream(1, pipe);
    setTimeout(() => terminal.send('key'), 20);
    const clock = { timeout: milliseconds(10_000) };
    const timers = vi.spyOn(globalThis, 'setTimeout');
    expect(await poll(guest, clock, 1, 0, clock)).toEqual([[2, 0, 3n]]);
    expect([asked.mock.calls.length, timers.mock.calls.length]).toEqual([2, 2]);
    expect(pipe.withdrawn).toBe(1);
    timers.mockRestore();
  });

  test('a clock behind the longest timer of a browser, 24 days', async () => {
    vi.useFakeTimers();
    try {
      const guest = new Guest();
      const day = 86_400_000;
      let ended = false;
      const waiting = poll(guest, { timeout: milliseconds(60 * day) }).then(() => (ended = true));
      await vi.advanceTimersByTimeAsync(60 * day - 1);
      expect([ended, vi.getTimerCount()]).toEqual([false, 1]);
      await vi.advanceTimersByTimeAsync(1);
      await waiting;
      expect(ended).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('nothing to wait for, or no memory', async () => {
  const guest = new Guest();
  expect(await guest.call('poll_oneoff', 0, 0, 0, 0)).toBe('EINVAL');
  expect(await guest.call('poll_oneoff', 0xffff_ff00, room, 10, out)).toBe('EFAULT');
  expect(await guest.call('poll_oneoff', 0, 0xffff_ff00, 10, out)).toBe('EFAULT');
});

test('a stop ends it', async () => {
  const stop = new AbortController();
  const guest = new Guest(undefined, { signal: stop.signal });
  const waiting = guest.call(
    'poll_oneoff',
    ...subscribe(guest, [{ timeout: milliseconds(10_000) }]),
  );
  stop.abort(143);
  await expect(waiting).rejects.toMatchObject({ status: 143 });
});

describe('with a close under way', () => {
  test('a time that has come is told when that is done', async () => {
    const late = new LateCloses();
    const guest = new Guest(undefined, { late });
    const { promise, resolve } = Promise.withResolvers<void>();
    void late.add(['new'], promise);
    const order: string[] = [];
    const polled = poll(guest, { timeout: 0n }).then((ready) => {
      order.push('the clock');
      return ready;
    });
    await later(undefined);
    order.push('the close');
    resolve();
    expect(await polled).toEqual([[0, 0, 0n]]);
    expect(order).toEqual(['the close', 'the clock']);
  });

  test('a stream that is ready waits for nothing', async () => {
    const late = new LateCloses();
    const guest = new Guest(undefined, { late });
    void late.add(['new'], new Promise(() => {}));
    guest.stream(0, pipeWith({ readable: () => 5 }));
    expect(await poll(guest, 0)).toEqual([[0, 0, 5n]]);
  });
});
