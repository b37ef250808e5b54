// The trace of a program: its order with what the program writes, who holds whom back, and how it ends.
import { expect, test } from 'vitest';
import { Tracing, type TraceOutput } from './tracing.ts';
import { FileDescription } from '../../wasi/fd/file.ts';
import { StreamDescription } from '../../wasi/fd/stream.ts';
import { ProgramExit } from '../../wasi/host/host.ts';
import { formatCall, type TracedCall } from '../../wasi/host/trace.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';

const all = { summary: false };
const never = new AbortController().signal;

function call(name: string): TracedCall {
  const ended = { errno: 'ESUCCESS', result: '0', duration: 1, suspended: false };
  return { name, args: [4], given: '4', ...ended };
}

const line = (name: string): string => `${formatCall(call(name))}\n`;

/** A stream; `written` has what came, and `write` may be another one's. */
class Output {
  written = '';
  closed = 0;
  write: (bytes: Uint8Array) => MaybePromise<number> = (bytes) => {
    this.written += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  readonly description: TraceOutput = new StreamDescription({
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(),
    readable: () => 0,
    write: (bytes) => this.write(bytes),
    close: () => void this.closed++,
  });

  /** A window that is full until `open`. */
  full(): { open(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { write } = this;
    this.write = (bytes) => {
      const own = bytes.slice();
      return promise.then(() => {
        this.write = write;
        return write(own);
      });
    };
    return { open: resolve };
  }
}

function tracing(options = all as { summary: boolean; only?: string[] }, signal = never) {
  const output = new Output();
  const trace = new Tracing(options, signal);
  trace.begin(output.description);
  return { output, trace };
}

test('a line for each call, at once, and the status behind them', async () => {
  const { output, trace } = tracing();
  expect(trace.take(call('fd_read'))).toBeUndefined();
  expect(output.written).toBe(line('fd_read'));
  expect(trace.take(call('fd_close'))).toBeUndefined();
  await trace.end(3);
  expect(output.written).toBe(`${line('fd_read')}${line('fd_close')}+++ exited with 3 +++\n`);
  expect(output.closed).toBe(1);
});

test('only some calls', async () => {
  const { output, trace } = tracing({ summary: false, only: ['fd_read'] });
  for (const name of ['fd_read', 'fd_close']) await trace.take(call(name));
  expect(output.written).toBe(line('fd_read'));
});

test('a table at the end', async () => {
  const { output, trace } = tracing({ summary: true, only: ['fd_read'] });
  for (const name of ['fd_read', 'fd_close', 'fd_read']) await trace.take(call(name));
  expect(output.written).toBe('');
  await trace.end(0);
  expect(output.written).toMatch(
    /^% time .*\n.*\n100\.00 +0\.002000 +1000 +2 +fd_read\n.*\n.* total\n$/,
  );
});

test('nothing is closed that somebody else has open', async () => {
  const { output, trace } = tracing();
  output.description.users++;
  await trace.end(0);
  expect([output.closed, output.description.users]).toEqual([0, 1]);
});

test('a full stream holds the program back, and keeps the order', async () => {
  const { output, trace } = tracing();
  const window = output.full();
  const first = trace.take(call('fd_read'));
  const second = trace.take(call('fd_write'));
  expect([first instanceof Promise, second instanceof Promise]).toEqual([true, true]);
  window.open();
  await second;
  expect(output.written).toBe(line('fd_read') + line('fd_write'));
  expect(trace.take(call('fd_close'))).toBeUndefined();
});

test('a stream that nobody reads any more ends the program as SIGPIPE would', async () => {
  const { output, trace } = tracing();
  output.write = () => {
    throw new SystemError('EPIPE');
  };
  expect(() => trace.take(call('fd_read'))).toThrow(ProgramExit);
  output.write = () => Promise.reject(new SystemError('EPIPE'));
  await expect(trace.take(call('fd_read'))).rejects.toMatchObject({ status: 141 });
  await trace.end(141);
  expect(output.closed).toBe(1);
});

test('Ctrl-C waits for nobody who reads the trace', async () => {
  const stop = new AbortController();
  const { output, trace } = tracing(all, stop.signal);
  output.full();
  const taken = trace.take(call('fd_read'));
  stop.abort(130);
  await taken;
  await trace.end(130);
  expect(output.closed).toBe(1);
});

test('a full disk loses lines, not the program', async () => {
  const { output, trace } = tracing();
  const { write } = output;
  output.write = () => {
    throw new SystemError('ENOSPC');
  };
  expect(trace.take(call('fd_read'))).toBeUndefined();
  output.write = write;
  await trace.end(0);
  expect(output.written).toBe('+++ exited with 0 +++\n');
});

test('in a file it stands where the program would write next', async () => {
  const fs = new MemoryFileSystem();
  const file = await fs.open(['log'], { read: true, write: true, create: true });
  if (file.kind !== 'file') throw new Error('no file');
  const description = new FileDescription(file, 0, true, '/log');
  description.users++;
  const trace = new Tracing(all, never);
  trace.begin(description);
  await description.write(new TextEncoder().encode('one\n'), false);
  await trace.take(call('fd_write'));
  await description.write(new TextEncoder().encode('two\n'), false);
  await trace.end(0);
  const expected = `one\n${line('fd_write')}two\n+++ exited with 0 +++\n`;
  expect(new TextDecoder().decode(await file.read(0, 1000))).toBe(expected);
});

test('a trace that could not be stored is told', async () => {
  const { output, trace } = tracing();
  Object.assign(output.description, {
    close: () => Promise.reject(new SystemError('ENOSPC')),
  });
  await expect(trace.end(0)).rejects.toSatisfy((error) => isSystemError(error, 'ENOSPC'));
});

test('without a place to go it is thrown away', async () => {
  const trace = new Tracing(all, never);
  expect(trace.take(call('fd_read'))).toBeUndefined();
  await trace.end(0);
});
