// What becomes of processes that are told to stop: with workers that answer as the test says.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PooledWorker } from './pool.ts';
import {
  finishPatience,
  hastePatience,
  signalGroup,
  stopPatience,
  WorkerProcess,
} from './process.ts';
import type { ChildMessage, FromProcess, ToProcess } from './protocol.ts';
import { SessionWriters } from './session-writers.ts';
import { SystemError } from '../../wasi/vfs/error.ts';

/** A worker that keeps what it is told. */
class FakeWorker {
  readonly told: ToProcess[] = [];
  terminated = false;
  onmessage: ((event: { data: FromProcess }) => void) | undefined;
  onerror: ((event: unknown) => void) | undefined;

  postMessage(message: ToProcess): void {
    this.told.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  says(message: FromProcess): void {
    this.onmessage?.({ data: message });
  }

  get kinds(): readonly string[] {
    return this.told.map(({ type }) => type);
  }
}

interface Begun {
  readonly worker: FakeWorker;
  readonly process: WorkerProcess;
  readonly cleaned: string[];
  /** The files of which it was discarded what was not stored, and whether they were still the process's then. */
  readonly discarded: [key: string, held: boolean][];
  readonly said: string[];
}

function begin(writers = new SessionWriters(), children: readonly Begun[] = []): Begun {
  const worker = new FakeWorker();
  const cleaned: string[] = [];
  const discarded: [string, boolean][] = [];
  const said: string[] = [];
  const process = new WorkerProcess({
    worker: new PooledWorker(worker as unknown as Worker),
    writers,
    descriptors: new Map(),
    cwd: ['mnt', 'x'],
    ends: [],
    endServices: async () => {},
    finished: () => {},
    clean: async (keys) => void cleaned.push(...keys),
    discard: async (keys) => {
      for (const key of keys) discarded.push([key, writers.has(key)]);
    },
    start: ({ id }) => {
      const child = children[id];
      if (child === undefined) throw new SystemError('ENOENT');
      return Promise.resolve(child.process);
    },
    denied: () => {},
    say: (sentence) => said.push(sentence),
  });
  return { worker, process, cleaned, discarded, said };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Lets promises that are settled have their effects. */
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a group that is told to stop', () => {
  test('nobody may show its end before all have heard', async () => {
    const [one, other] = [begin(), begin()];
    signalGroup([one.process, other.process], 'INT');
    one.worker.says({ type: 'stopping' });
    await settled();
    expect(one.worker.kinds).toEqual(['stop']);
    other.worker.says({ type: 'stopping' });
    await settled();
    expect(one.worker.kinds).toEqual(['stop', 'proceed']);
    expect(other.worker.kinds).toEqual(['stop', 'proceed']);
  });

  test('one that has ended by itself holds up nobody', async () => {
    const [one, other] = [begin(), begin()];
    signalGroup([one.process, other.process], 'INT');
    other.worker.says({ type: 'exited', status: 0, signalled: false, reusable: true });
    one.worker.says({ type: 'stopping' });
    await settled();
    expect(one.worker.kinds).toEqual(['stop', 'proceed']);
    expect(other.worker.kinds).toEqual(['stop']); // its worker may have another program by now
    await expect(other.process.exited).resolves.toEqual({ status: 0 });
  });

  test('one that does not answer is terminated, and holds up nobody longer', async () => {
    const [one, deaf] = [begin(), begin()];
    signalGroup([one.process, deaf.process], 'INT');
    one.worker.says({ type: 'stopping' });
    await vi.advanceTimersByTimeAsync(stopPatience - 1);
    expect(deaf.worker.terminated).toBe(false);
    expect(one.worker.kinds).toEqual(['stop']);
    await vi.advanceTimersByTimeAsync(1);
    expect(deaf.worker.terminated).toBe(true);
    expect(one.worker.terminated).toBe(false);
    expect(one.worker.kinds).toEqual(['stop', 'proceed']);
    await expect(deaf.process.exited).resolves.toEqual({ status: 130, signal: 'INT' });
  });

  test('a second signal changes nothing before it is told what is waited for', async () => {
    const { process, worker } = begin();
    signalGroup([process], 'INT');
    worker.says({ type: 'stopping' });
    signalGroup([process], 'INT');
    expect(worker.terminated).toBe(false);
    expect(worker.kinds).toEqual(['stop']);
    signalGroup([process], 'KILL');
    expect(worker.terminated).toBe(true);
    await expect(process.exited).resolves.toEqual({ status: 137, signal: 'KILL' });
  });

  test('one that was terminated tells what ended it, whatever comes while its files are cleaned up', async () => {
    const { process, worker } = begin();
    signalGroup([process], 'INT');
    vi.advanceTimersByTime(stopPatience);
    expect(worker.terminated).toBe(true);
    signalGroup([process], 'KILL');
    await expect(process.exited).resolves.toEqual({ status: 130, signal: 'INT' });
  });
});

describe('a process that has heard and does not end', () => {
  test('is said to finish its files; a second signal ends it, and names them', async () => {
    const { process, worker, cleaned, said } = begin();
    for (const key of ['disk\0new', 'disk\0a/old']) worker.says({ type: 'acquire', id: 0, key });
    worker.says({ type: 'created', key: 'disk\0new' });
    signalGroup([process], 'INT');
    worker.says({ type: 'stopping' });
    await vi.advanceTimersByTimeAsync(finishPatience - 1);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toEqual(['finishing 2 files…']);
    await vi.advanceTimersByTimeAsync(hastePatience - finishPatience - 1);
    signalGroup([process], 'INT'); // pressed twice in haste
    await vi.advanceTimersByTimeAsync(10_000);
    expect(worker.terminated).toBe(false);
    expect(said.slice(1)).toEqual(['a second Ctrl-C does not wait']);
    signalGroup([process], 'INT');
    await expect(process.exited).resolves.toEqual({ status: 130, signal: 'INT' });
    expect(cleaned).toEqual(['disk\0new']);
    expect(said.slice(2)).toEqual(["not waited for: 'a/old' may yet change"]);
  });

  test('is spoken of later where it holds no file', async () => {
    const { process, worker, said } = begin();
    signalGroup([process], 'INT');
    worker.says({ type: 'stopping' });
    await vi.advanceTimersByTimeAsync(hastePatience - 1);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(said).toEqual(['finishing…; a second Ctrl-C does not wait']);
    signalGroup([process], 'INT');
    await expect(process.exited).resolves.toEqual({ status: 130, signal: 'INT' });
  });

  test('is not spoken of when it ends in time', async () => {
    const { process, worker, said } = begin();
    signalGroup([process], 'INT');
    worker.says({ type: 'stopping' });
    worker.says({ type: 'exited', status: 130, signalled: true, reusable: true });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual([]);
    await expect(process.exited).resolves.toEqual({ status: 130, signal: 'INT' });
  });
});

describe('a process that is terminated', () => {
  test('what it created and never stored is cleaned up, and its files are free', async () => {
    const writers = new SessionWriters();
    const { process, worker, cleaned, discarded } = begin(writers);
    for (const key of ['new', 'stored', 'old']) {
      worker.says({ type: 'acquire', id: 0, key });
      if (key !== 'old') worker.says({ type: 'created', key });
    }
    worker.says({ type: 'stored', key: 'stored' });
    const other = begin(writers);
    other.worker.says({ type: 'acquire', id: 7, key: 'old' });
    expect(other.worker.told).toEqual([{ type: 'answer', id: 7, busy: true }]);
    signalGroup([process], 'KILL');
    await expect(process.exited).resolves.toEqual({ status: 137, signal: 'KILL' });
    expect(cleaned).toEqual(['new']);
    expect(discarded).toEqual([
      ['new', true],
      ['stored', true],
      ['old', true],
    ]);
    other.worker.says({ type: 'acquire', id: 8, key: 'old' });
    expect(other.worker.told.at(-1)).toEqual({ type: 'answer', id: 8, busy: false });
  });
});

/** A child whose number is its place among those that `begin` was given. */
function childMessage(id: number, limit?: ChildMessage['limit']): ChildMessage {
  return { id, args: ['child'], env: [], cwd: [], descriptors: [], limit, nullInput: false };
}

describe('a process and a folder that is to be taken out', () => {
  test('has its directory in it, or has something in it open, as it says itself', async () => {
    const { worker, process } = begin();
    await expect(process.uses(['mnt'])).resolves.toBe(true);
    await expect(process.uses(['mnt', 'x'])).resolves.toBe(true);
    expect(worker.told).toEqual([]);
    const first = process.uses(['mnt', 'y']);
    const second = process.uses(['mnt', 'x', 'z']);
    expect(worker.told.at(-1)).toEqual({ type: 'uses', path: ['mnt', 'x', 'z'] });
    worker.says({ type: 'uses', uses: false });
    worker.says({ type: 'uses', uses: true });
    expect(await Promise.all([first, second])).toEqual([false, true]);
  });

  test('may use it where it does not answer, and does not when it has ended', async () => {
    const { worker, process } = begin();
    const asked = process.uses(['mnt', 'y']);
    await vi.advanceTimersByTimeAsync(stopPatience);
    await expect(asked).resolves.toBe(true);
    worker.says({ type: 'exited', status: 0, signalled: false, reusable: true });
    await expect(process.uses(['mnt', 'y'])).resolves.toBe(false);
  });
});

describe('a process that started another', () => {
  test('hears how that ended', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    outer.worker.says({ type: 'start', child: childMessage(0) });
    await settled();
    expect(outer.worker.told).toEqual([]);
    inner.worker.says({ type: 'exited', status: 3, signalled: false, reusable: true });
    await settled();
    const end = { status: 3, signalled: false };
    expect(outer.worker.told).toEqual([{ type: 'child-ended', id: 0, end }]);
  });

  test('hears that a signal ended it', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    outer.worker.says({ type: 'start', child: childMessage(0) });
    await settled();
    signalGroup([inner.process], 'KILL');
    await settled();
    const end = { status: 137, signalled: true };
    expect(outer.worker.told).toEqual([{ type: 'child-ended', id: 0, end }]);
  });

  test('hears that there is no such program', async () => {
    const outer = begin();
    outer.worker.says({ type: 'start', child: childMessage(0) });
    await settled();
    expect(outer.worker.told).toEqual([{ type: 'child-ended', id: 0, end: { code: 'ENOENT' } }]);
  });

  test('is told to stop with all that it started, and nobody shows its end before all have heard', async () => {
    const innermost = begin();
    const inner = begin(undefined, [innermost]);
    const outer = begin(undefined, [inner]);
    outer.worker.says({ type: 'start', child: childMessage(0) });
    inner.worker.says({ type: 'start', child: childMessage(0) });
    await settled();
    signalGroup([outer.process], 'INT');
    const all = [outer, inner, innermost];
    expect(all.map(({ worker }) => worker.kinds)).toEqual([['stop'], ['stop'], ['stop']]);
    outer.worker.says({ type: 'stopping' });
    inner.worker.says({ type: 'stopping' });
    await settled();
    expect(inner.worker.kinds).toEqual(['stop']);
    innermost.worker.says({ type: 'stopping' });
    await settled();
    for (const { worker } of all) expect(worker.kinds).toEqual(['stop', 'proceed']);
  });

  test('is told to stop while the other is loaded: that one is as well', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    outer.worker.says({ type: 'start', child: childMessage(0) });
    signalGroup([outer.process], 'INT');
    await settled();
    expect(inner.worker.kinds).toEqual(['stop']);
  });

  test('is terminated: nobody serves the other any more, which is ended, too', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    outer.worker.says({ type: 'start', child: childMessage(0) });
    await settled();
    signalGroup([outer.process], 'INT');
    inner.worker.says({ type: 'stopping' });
    await vi.advanceTimersByTimeAsync(stopPatience);
    expect(outer.worker.terminated).toBe(true);
    expect(inner.worker.terminated).toBe(true);
  });

  test('with a time limit: that one is signalled when it is over, and killed after the grace', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    const limit = { after: 5000, signal: 'TERM', grace: 2000 } as const;
    outer.worker.says({ type: 'start', child: childMessage(0, limit) });
    await vi.advanceTimersByTimeAsync(4999);
    expect(inner.worker.kinds).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(inner.worker.told).toEqual([{ type: 'stop', status: 143 }]);
    inner.worker.says({ type: 'stopping' }); // and goes on
    await vi.advanceTimersByTimeAsync(2000);
    expect(inner.worker.terminated).toBe(true);
    expect(outer.worker.kinds).toEqual(['child-ended']);
    expect(outer.worker.told.at(-1)).toMatchObject({ end: { status: 137, late: true } });
  });

  test('with a time limit: one that ends in time is not late', async () => {
    const inner = begin();
    const outer = begin(undefined, [inner]);
    const limit = { after: 5000, signal: 'TERM', grace: undefined } as const;
    outer.worker.says({ type: 'start', child: childMessage(0, limit) });
    await settled();
    inner.worker.says({ type: 'exited', status: 0, signalled: false, reusable: true });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(inner.worker.kinds).toEqual([]);
    expect(outer.worker.told.at(-1)).toMatchObject({ end: { status: 0, late: false } });
  });
});

describe('a process that is asked what it does', () => {
  test('sleeps where its worker answers, with the memory that it tells', async () => {
    const { worker, process } = begin();
    const [first, second] = [process.inspect(), process.inspect()];
    expect(worker.kinds).toEqual(['measure']);
    worker.says({ type: 'memory', bytes: 65_536 });
    expect(await first).toEqual({ state: 'sleeping', memory: 65_536 });
    expect(await second).toEqual({ state: 'sleeping', memory: 65_536 });
  });

  test('computes where it does not, with what it told last; it is asked once', async () => {
    const { worker, process } = begin();
    const first = process.inspect();
    await vi.advanceTimersByTimeAsync(50);
    expect(await first).toEqual({ state: 'running', memory: undefined });
    worker.says({ type: 'memory', bytes: 65_536 });
    const second = process.inspect();
    await vi.advanceTimersByTimeAsync(50);
    expect(await second).toEqual({ state: 'running', memory: 65_536 });
    expect(worker.kinds).toEqual(['measure', 'measure']);
    const third = process.inspect();
    await vi.advanceTimersByTimeAsync(50);
    expect((await third).state).toBe('running');
    expect(worker.kinds).toEqual(['measure', 'measure']);
  });

  test('is stopped when it has heard that, and until it goes on', async () => {
    const { worker, process } = begin();
    const state = async (): Promise<string> => {
      const asked = process.inspect();
      worker.says({ type: 'memory', bytes: undefined });
      return (await asked).state;
    };
    void process.pause();
    expect(await state()).toBe('sleeping');
    worker.says({ type: 'paused' });
    expect(await state()).toBe('stopped');
    process.resume();
    expect(await state()).toBe('sleeping');
  });
});
