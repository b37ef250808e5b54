// How a program ends: what becomes of what it leaves open, and when others see that.
import { describe, expect, test } from 'vitest';
import { pipeWith } from './fixtures.ts';
import { PreparedProgram } from './program.ts';
import { assemble } from '../engine/fixtures.ts';
import { FileDescription } from '../fd/file.ts';
import { StreamDescription } from '../fd/stream.ts';
import { DescriptorTable, type Slot } from '../fd/table.ts';
import { streamRights } from '../preview1/structs.ts';
import { SystemError } from '../vfs/error.ts';
import { LateCloses } from '../vfs/late-closes.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { MountTable } from '../vfs/mounts.ts';
import type { Stream } from '../vfs/stream.ts';

/** Yields for ever. */
const endless = `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "asyncify_stack_begin") (result i32) (i32.const 1024))
  (func (export "asyncify_stack_end") (result i32) (i32.const 8192))
  (func (export "_start") (loop (drop (call $yield)) (br 0))))`;

const run = {
  args: ['program'],
  env: [],
  tree: new MountTable([{ point: [], prefix: [], fs: new MemoryFileSystem() }]),
  signal: new AbortController().signal,
  explain: () => {},
  complain: () => {},
};

function pipe(parts: Partial<Stream>): Slot {
  const description = new StreamDescription(pipeWith(parts));
  return { description, rights: streamRights, inheriting: 0n };
}

test('what could not be stored is told while standard error is open', async () => {
  const text = '(module (memory (export "memory") 1) (func (export "_start")))';
  const program = await PreparedProgram.prepare(await assemble(text), { engine: 'jspi' });
  const table = new DescriptorTable();
  const full = {
    close: () => {
      throw new SystemError('ENOSPC');
    },
  };
  table.set(2, pipe({}));
  table.set(5, pipe(full));
  const told: string[] = [];
  const explain = (sentence: string): void => {
    table.get(2); // throws where it is closed
    told.push(sentence);
  };
  expect(await program.run({ ...run, table, explain })).toMatchObject({ status: 1 });
  expect(told).toEqual(['No space left on device: what was written to a file could not be stored']);
});

test.each([0, 3])(
  'a late close that fails is told at the end of a program with %s',
  async (own) => {
    const text = `(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (call $exit (i32.const ${own}))))`;
    const program = await PreparedProgram.prepare(await assemble(text), { engine: 'jspi' });
    const table = new DescriptorTable();
    table.set(2, pipe({}));
    const late = new LateCloses();
    const failure = Promise.withResolvers<void>();
    void late.add(['d', 'new'], failure.promise);
    const told: string[] = [];
    const explain = (sentence: string): void => {
      table.get(2); // throws where it is closed
      told.push(sentence);
    };
    const ended = program.run({ ...run, table, late, explain });
    failure.reject(new SystemError('ENOSPC'));
    expect(await ended).toMatchObject({ status: own === 0 ? 1 : own });
    expect(told).toEqual([
      "No space left on device: what was written to '/d/new' could not be stored",
    ]);
  },
);

describe('at its end a program', () => {
  async function ended(table: DescriptorTable, body = ''): Promise<unknown> {
    const text = `(module (memory (export "memory") 1) (func (export "_start") ${body}))`;
    const program = await PreparedProgram.prepare(await assemble(text), { engine: 'jspi' });
    return program.run({ ...run, table });
  }

  test('closes nothing that another still uses', async () => {
    const table = new DescriptorTable();
    const closed: number[] = [];
    table.set(1, pipe({ close: () => void closed.push(1) }));
    const used = Promise.withResolvers<void>();
    const program = await PreparedProgram.prepare(
      await assemble('(module (memory (export "memory") 1) (func (export "_start")))'),
      { engine: 'jspi' },
    );
    const end = program.run({ ...run, table, lastUse: () => used.promise });
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toEqual([]);
    used.resolve();
    expect(await end).toMatchObject({ status: 0, signalled: false });
    expect(closed).toEqual([1]);
  });

  test('closes all that is open, also where a stream of the caller fails', async () => {
    const table = new DescriptorTable();
    const defect = new Error('a defect');
    const closed: number[] = [];
    const failing = (): never => {
      throw defect;
    };
    table.set(0, pipe({ close: failing }));
    table.set(1, pipe({ close: () => void closed.push(1) }));
    table.set(2, pipe({ close: () => void closed.push(2) }));
    await expect(ended(table)).rejects.toBe(defect);
    expect(closed).toEqual([1, 2]);
    table.set(0, pipe({ close: failing }));
    expect(await ended(table, 'unreachable')).toMatchObject({ status: 134 }); // that has been told
  });

  test('has stored its files when the reader of its pipe sees the end', async () => {
    const table = new DescriptorTable();
    const closed: string[] = [];
    const fs = new MemoryFileSystem();
    const file = await fs.open(['f'], { read: true, write: true, create: true });
    if (file.kind !== 'file') throw new Error(file.kind);
    file.close = () => void closed.push('file');
    table.set(1, pipe({ close: () => void closed.push('pipe') }));
    table.set(4, { description: new FileDescription(file, 0), rights: 0n, inheriting: 0n });
    await ended(table);
    expect(closed).toEqual(['file', 'pipe']);
  });
});

const engines = [
  ['jspi', undefined],
  ['asyncify', ['wasi_snapshot_preview1.sched_yield']],
] as const;

describe.each(engines)('a program on %s that is told to stop', (engine, waits) => {
  test('closes its descriptors when all have heard, and not before', async () => {
    const module = await assemble(endless, waits === undefined ? undefined : [...waits]);
    const program = await PreparedProgram.prepare(module, { engine });
    const table = new DescriptorTable();
    const closed = Promise.withResolvers<void>();
    const events: string[] = [];
    const close = (): void => {
      events.push('closed');
      closed.resolve();
    };
    table.set(1, pipe({ close }));
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<void>();
    const end = program.run({
      ...run,
      table,
      signal: stop.signal,
      get othersHeard() {
        asked.resolve();
        return heard.promise;
      },
    });
    stop.abort(130);
    await Promise.race([asked.promise, closed.promise]);
    events.push('heard');
    heard.resolve();
    await closed.promise;
    expect(events).toEqual(['heard', 'closed']);
    expect(await end).toMatchObject({ status: 130, trapped: false });
  });
});
