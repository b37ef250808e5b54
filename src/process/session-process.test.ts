// A process of the session: what it is told, what it closes, and when.
import { expect, test } from 'vitest';
import { SessionProcess, type SessionProcessContext } from './session-process.ts';
import type { OwnDescriptor } from './descriptors.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

function begin(
  run: SessionProcessContext['run'],
  { open, close = () => {} }: { open?: () => never; close?: () => void } = {},
) {
  let closed = 0;
  let written = '';
  const stream: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(),
    write: (bytes) => {
      written += new TextDecoder().decode(bytes);
      return bytes.length;
    },
    readable: () => 0,
    close: () => {
      closed += 1;
      close();
    },
  };
  const said: string[] = [];
  const descriptor: OwnDescriptor = { kind: 'lent', stream };
  const process = new SessionProcess({
    cwd: [],
    descriptors: new Map([
      [1, descriptor],
      [2, descriptor],
    ]),
    open: open ?? (() => stream),
    run,
    say: (sentence) => void said.push(sentence),
  });
  return { process, said, descriptor, closed: () => closed, written: () => written };
}

test('SessionProcess: what two numbers refer to is opened and closed once', async () => {
  const { process, closed } = begin((streams) => (streams.get(1) === streams.get(2) ? 3 : 4));
  expect(await process.exited).toEqual({ status: 3 });
  expect(closed()).toBe(1);
});

test('SessionProcess: one that is stopped closes its pipes when all of its group have heard', async () => {
  const { process, closed } = begin(() => new Promise<number>(() => {}));
  await process.signal('TERM');
  await new Promise((resolve) => setTimeout(resolve));
  expect(closed()).toBe(0);
  process.proceed();
  expect(await process.exited).toEqual({ status: 143, signal: 'TERM' });
  expect(closed()).toBe(1);
});

test('SessionProcess: a shell in it hears of a stop, though it begins behind that', async () => {
  const told: string[] = [];
  const begun = Promise.withResolvers<number>();
  const { process } = begin(async (_streams, _signal, heed) => {
    await Promise.resolve();
    heed({ pause: () => void told.push('pause'), continue: () => void told.push('continue') });
    return begun.promise;
  });
  await process.pause();
  await new Promise((resolve) => setTimeout(resolve));
  process.resume();
  await process.pause();
  expect(told).toEqual(['pause', 'continue', 'pause']);
  begun.resolve(0);
});

test('SessionProcess: EPIPE is its end by SIGPIPE', async () => {
  const { process } = begin(() => {
    throw new SystemError('EPIPE');
  });
  expect(await process.exited).toEqual({ status: 141, signal: 'PIPE' });
});

test('SessionProcess: a redirection that cannot be opened is told, and nothing is run', async () => {
  const error = new SystemError('EISDIR');
  const { process, descriptor } = begin(() => 0, {
    open: () => {
      throw error;
    },
  });
  expect(await process.exited).toEqual({ status: 1, failure: { descriptor, error } });
});

test('SessionProcess: what cannot be stored is said, and is a failure', async () => {
  const { process, said } = begin(() => 0, {
    close: () => {
      throw new SystemError('ENOSPC');
    },
  });
  expect(await process.exited).toEqual({ status: 1 });
  expect(said).toEqual(['No space left on device']);
});

test('SessionProcess: one that is stopped writes nothing more, whatever it does about it', async () => {
  const gone = Promise.withResolvers<unknown>();
  const { process, said, written } = begin(async (streams, signal) => {
    const write = async (text: string): Promise<unknown> =>
      streams.get(2)?.write(new TextEncoder().encode(text));
    await write('before');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await write('interrupted').catch((error: unknown) => gone.resolve(error));
    return 1;
  });
  await new Promise((resolve) => setTimeout(resolve));
  await process.signal('INT');
  process.proceed();
  expect(await process.exited).toEqual({ status: 130, signal: 'INT' });
  expect(await gone.promise).toMatchObject({ code: 'EINTR' });
  expect(written()).toBe('before');
  expect(said).toEqual([]);
});
