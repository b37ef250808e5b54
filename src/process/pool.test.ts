// Workers that stand ready, and what becomes of those that fail meanwhile.
import { expect, test, vi } from 'vitest';
import { Pool } from './pool.ts';
import type { ToProcess } from './protocol.ts';

class FakeWorker {
  readonly told: string[] = [];
  terminated = false;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | undefined;

  postMessage({ type }: ToProcess): void {
    this.told.push(type);
  }

  terminate(): void {
    this.terminated = true;
  }

  fails(message: string): void {
    this.onerror?.({ message, preventDefault: () => {} });
  }
}

const tree: ToProcess = { type: 'tree', mounts: [], commands: [] };

function makePool(): { pool: Pool; begun: FakeWorker[] } {
  const begun: FakeWorker[] = [];
  const pool = new Pool(() => {
    const worker = new FakeWorker();
    begun.push(worker);
    return worker as unknown as Worker;
  });
  pool.setTree(tree);
  return { pool, begun };
}

test('Pool gives the workers that are ready, then new ones', () => {
  const { pool, begun } = makePool();
  pool.fill();
  expect(begun).toHaveLength(2);
  for (let count = 0; count < 3; count++) pool.take().post({ type: 'peer-gone', pipe: 1 });
  expect(begun.map(({ told }) => told)).toEqual(begun.map(() => ['tree', 'peer-gone']));
});

test('Pool gives no worker that failed while it was idle', () => {
  const { pool, begun } = makePool();
  pool.fill();
  begun[0]?.fails('the script could not be loaded');
  const worker = pool.take();
  worker.post({ type: 'peer-gone', pipe: 1 });
  expect(begun.map(({ terminated }) => terminated)).toEqual([true, false]);
  expect(begun[1]?.told).toEqual(['tree', 'peer-gone']);
});

test('Pool leaves the failure of a worker to its user, until it is given back', () => {
  const { pool, begun } = makePool();
  const worker = pool.take();
  const failures: string[] = [];
  worker.onCrash = (reason) => failures.push(reason);
  begun[0]?.fails('a defect');
  expect(failures).toEqual(['a defect']);
  pool.giveBack(worker);
  begun[0]?.fails('another');
  expect(failures).toEqual(['a defect']);
  pool.take();
  expect(begun).toHaveLength(2);
});

test('Pool uses the worker of a short program again, and ends that of a long one with its garbage', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { pool, begun } = makePool();
    const worker = pool.take();
    vi.advanceTimersByTime(999);
    pool.giveBack(worker);
    expect(pool.take()).toBe(worker);
    vi.advanceTimersByTime(1001);
    pool.giveBack(worker);
    expect(begun.map(({ terminated }) => terminated)).toEqual([true]);
    expect(pool.take()).not.toBe(worker);
  } finally {
    vi.useRealTimers();
  }
});
