import { expect, test } from 'vitest';

import type { FromProcess } from './protocol.ts';
import { RemoteWriters } from './remote-writers.ts';
import { SessionWriters } from './session-writers.ts';

/** The registry as one process sees it; its messages come when `deliver` is called. */
function connected(session: SessionWriters): {
  readonly writers: RemoteWriters;
  readonly asked: FromProcess[];
  deliver(): Promise<void>;
} {
  const asked: FromProcess[] = [];
  const inbox: (() => void)[] = [];
  const owner = {};
  const writers = new RemoteWriters((message) => {
    asked.push(message);
    if (message.type !== 'watch-writers') return;
    const news = (key: string, written: boolean): void =>
      void inbox.push(() => writers.changed(key, written));
    const keys = session.watch(owner, news);
    inbox.push(() => writers.told(keys));
  });
  return {
    writers,
    asked,
    deliver: async () => {
      for (const message of inbox.splice(0)) {
        message();
        await new Promise((resolve) => setImmediate(resolve)); // each is a task of its own
      }
    },
  };
}

test('what others write is asked for once, and told from then on', async () => {
  const session = new SessionWriters();
  const other = {};
  session.acquire('a', other);
  const { writers, asked, deliver } = connected(session);
  const first = Promise.all([writers.has('a'), writers.has('b')]);
  await deliver();
  expect(await first).toEqual([true, false]);
  session.acquire('b', other);
  session.release('a', other);
  await deliver();
  expect([writers.has('a'), writers.has('b')]).toEqual([false, true]);
  session.releaseAll(other);
  await deliver();
  expect(writers.has('b')).toBe(false);
  expect(asked).toEqual([{ type: 'watch-writers' }]);
});

test('what this process writes itself is known without a question', async () => {
  const session = new SessionWriters();
  const { writers, asked } = connected(session);
  const acquired = writers.acquire('a');
  writers.answered(0, false);
  await acquired;
  expect(writers.has('a')).toBe(true);
  expect(asked).toEqual([{ type: 'acquire', id: 0, key: 'a' }]);
});

test('is asked for anew when the process has heard from others: their message may come first', async () => {
  const session = new SessionWriters();
  const { writers, deliver } = connected(session);
  const first = writers.has('a');
  await deliver();
  expect(await first).toBe(false);
  session.acquire('a', {});
  writers.expire();
  const next = writers.has('a');
  await deliver();
  expect(await next).toBe(true);
});

test('also where it was asked before, and had no answer yet', async () => {
  const session = new SessionWriters();
  const { writers, deliver } = connected(session);
  const first = writers.has('a');
  session.acquire('a', {});
  writers.expire();
  const next = writers.has('a');
  await deliver();
  expect(await first).toBe(false);
  expect(await next).toBe(true);
  expect(writers.has('a')).toBe(true);
});

test('a process that has ended is told nothing more', () => {
  const session = new SessionWriters();
  const watcher = {};
  const told: string[] = [];
  session.watch(watcher, (key) => told.push(key));
  session.acquire('a', watcher); // its own
  session.acquire('b', {});
  session.releaseAll(watcher);
  session.acquire('c', {});
  expect(told).toEqual(['b']);
});
