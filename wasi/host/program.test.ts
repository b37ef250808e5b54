// How a program that is told to stop ends: what it leaves open, and when others see that.
import { describe, expect, test } from 'vitest';
import { PreparedProgram } from './program.ts';
import { assemble } from '../engine/fixtures.ts';
import { StreamDescription } from '../fd/stream.ts';
import { DescriptorTable } from '../fd/table.ts';
import { streamRights } from '../preview1/structs.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { MountTable } from '../vfs/mounts.ts';

/** Yields for ever. */
const endless = `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "asyncify_stack_begin") (result i32) (i32.const 1024))
  (func (export "asyncify_stack_end") (result i32) (i32.const 8192))
  (func (export "_start") (loop (drop (call $yield)) (br 0))))`;

const engines = [
  ['jspi', undefined],
  ['asyncify', ['wasi_snapshot_preview1.sched_yield']],
] as const;

describe.each(engines)('a program on %s that is told to stop', (engine, waits) => {
  test('closes its descriptors when all have heard, and not before', async () => {
    const module = await assemble(endless, waits === undefined ? undefined : [...waits]);
    const program = await PreparedProgram.prepare(module, engine);
    const table = new DescriptorTable();
    const closed = Promise.withResolvers<void>();
    const events: string[] = [];
    const pipe = {
      kind: 'stream',
      type: 'pipe',
      read: () => new Uint8Array(0),
      readable: () => 0,
      write: (bytes: Uint8Array) => bytes.length,
      close: () => {
        events.push('closed');
        closed.resolve();
      },
    } as const;
    table.set(1, {
      description: new StreamDescription(pipe),
      rights: streamRights,
      inheriting: 0n,
    });
    const stop = new AbortController();
    const asked = Promise.withResolvers<void>();
    const heard = Promise.withResolvers<void>();
    const end = program.run({
      args: ['endless'],
      env: [],
      table,
      tree: new MountTable([{ point: [], prefix: [], fs: new MemoryFileSystem() }]),
      signal: stop.signal,
      get othersHeard() {
        asked.resolve();
        return heard.promise;
      },
      explain: () => {},
      complain: () => {},
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
