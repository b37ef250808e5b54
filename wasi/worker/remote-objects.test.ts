import { afterEach, describe, expect, test } from 'vitest';
import { testFileSystem } from '../vfs/conformance.ts';
import { isSystemError, SystemError } from '../vfs/error.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import type { Stream } from '../vfs/stream.ts';
import { Caller } from './caller.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { RemoteFileSystem, RemoteStream, streamWindow } from './remote-objects.ts';
import { SharedObjects } from './shared-objects.ts';

const ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Both sides of a run, over a real channel. */
function joined(): { shared: SharedObjects; caller: Caller; stop: AbortController } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const shared = new SharedObjects();
  const stop = new AbortController();
  const caller = new Caller(port2, stop.signal);
  port1.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if ('call' in data) void shared.call(data).then((answer) => port1.postMessage(answer));
    else if ('withdraw' in data) shared.withdraw(data.withdraw);
  };
  port2.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ('answer' in data) caller.answered(data);
  };
  return { shared, caller, stop };
}

function remote(fs: FileSystem): RemoteFileSystem {
  const { shared, caller } = joined();
  const message = shared.add(fs);
  if (message.kind !== 'file system') throw new Error(message.kind);
  return new RemoteFileSystem(caller, message.object, message.state);
}

testFileSystem({ describe, test }, 'remote', () => remote(new MemoryFileSystem()), {
  links: true,
  times: true,
});

describe('RemoteFileSystem', () => {
  test('knows that it was made read-only', async () => {
    const fs = Object.assign(new MemoryFileSystem(), { readOnly: false as boolean });
    const far = remote(fs);
    Object.defineProperty(fs, 'readOnly', { value: true });
    await far.stat([]);
    expect(far.readOnly).toBe(true);
  });

  test('tells why, beyond the code', async () => {
    const fs = new MemoryFileSystem();
    fs.stat = () => {
      throw new SystemError('EINVAL', 'the browser does not allow it');
    };
    await expect(remote(fs).stat([])).rejects.toMatchObject({
      code: 'EINVAL',
      reason: 'the browser does not allow it',
    });
    fs.stat = () => {
      throw new TypeError('a defect');
    };
    await expect(remote(fs).stat([])).rejects.toThrow(new TypeError('a defect'));
  });
});

test('a file whose close has failed is not closed again at the end of the run', async () => {
  const fs = new MemoryFileSystem();
  const closed: (boolean | undefined)[] = [];
  const open = fs.open.bind(fs);
  fs.open = (path, options) =>
    Object.assign(open(path, options), {
      close: (abandon?: boolean) => {
        closed.push(abandon);
        throw new SystemError('ENOSPC');
      },
    });
  const { shared, caller } = joined();
  const message = shared.add(fs);
  if (message.kind !== 'file system') throw new Error(message.kind);
  const far = new RemoteFileSystem(caller, message.object, message.state);
  const file = await far.open(['f'], { read: true, write: true, create: true });
  await expect(async () => file.close()).rejects.toMatchObject({ code: 'ENOSPC' });
  await shared.closeAll();
  expect(closed).toEqual([undefined]);
});

/** A stream that takes what is written when it is told. */
class Sink implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly taken: number[] = [];
  readonly #waiting: (() => void)[] = [];
  closed = 0;

  write(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting.push(() => {
        this.taken.push(...bytes.subarray(0, 2));
        resolve(Math.min(bytes.length, 2));
      });
      this.#asked?.();
    });
  }

  #asked: (() => void) | undefined;

  /** Takes two bytes of what is written, when it is. */
  async take(): Promise<void> {
    if (this.#waiting.length === 0) await new Promise<void>((resolve) => (this.#asked = resolve));
    this.#waiting.shift()?.();
  }

  read(): never {
    throw new SystemError('EBADF');
  }

  readable(): number {
    return 0;
  }

  close(): void {
    this.closed++;
  }
}

function remoteStream(stream: Stream): { far: RemoteStream; stop: AbortController } {
  const { shared, caller, stop } = joined();
  const message = shared.add(stream);
  if (message.kind !== 'stream') throw new Error(message.kind);
  return { far: new RemoteStream(caller, message), stop };
}

describe('RemoteStream', () => {
  test('writes in order, all of it, one after another', async () => {
    const sink = new Sink();
    const { far } = remoteStream(sink);
    expect(far.write(new Uint8Array([1, 2, 3]))).toBe(3);
    expect(far.write(new Uint8Array([4, 5]))).toBe(2);
    const closed = far.close();
    for (let count = 0; count < 3; count++) await sink.take();
    await closed;
    expect(sink.taken).toEqual([1, 2, 3, 4, 5]);
    expect(sink.closed).toBe(1);
  });

  test('holds the writer back when much is under way', async () => {
    const taken: number[] = [];
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const { far } = remoteStream({
      ...new Sink(),
      kind: 'stream',
      type: 'pipe',
      read: () => new Uint8Array(0),
      readable: () => 0,
      close: () => {},
      write: async (bytes) => {
        await gate;
        taken.push(bytes.length);
        return bytes.length;
      },
    });
    expect(far.write(new Uint8Array(streamWindow))).toBe(streamWindow);
    const second = far.write(new Uint8Array(1));
    expect(second).toBeInstanceOf(Promise);
    go();
    expect(await second).toBe(1);
    await far.close();
    expect(taken).toEqual([streamWindow, 1]);
  });

  test('throws what a write failed with at the next one', async () => {
    const gone: Stream = {
      kind: 'stream',
      type: 'pipe',
      read: () => new Uint8Array(0),
      readable: () => 0,
      close: () => {},
      write: () => {
        throw new SystemError('EPIPE');
      },
    };
    const { far } = remoteStream(gone);
    far.write(new Uint8Array(1));
    await far.close();
    expect(() => far.write(new Uint8Array(1))).toThrow(new SystemError('EPIPE'));
    const full = remoteStream({
      ...gone,
      write: () => {
        throw new SystemError('ENOSPC');
      },
    });
    full.far.write(new Uint8Array(1));
    await expect(full.far.close()).rejects.toThrow(new SystemError('ENOSPC'));
  });

  test('a close does not wait for who takes nothing, when the program is stopped', async () => {
    const { far, stop } = remoteStream(new Sink());
    far.write(new Uint8Array(1));
    const closed = far.close();
    stop.abort();
    await closed;
  });

  test('a read that waits is withdrawn', async () => {
    const heard: boolean[] = [];
    const { far } = remoteStream({
      kind: 'stream',
      type: 'terminal',
      write: (bytes) => bytes.length,
      close: () => {},
      readable: () => 1,
      read: (_, signal) =>
        new Promise((__, reject) => {
          signal?.addEventListener('abort', () => {
            heard.push(true);
            reject(new SystemError('EINTR'));
          });
        }),
    });
    const withdrawn = new AbortController();
    const read = far.read(1, withdrawn.signal);
    withdrawn.abort();
    await expect(read).rejects.toSatisfy((error) => isSystemError(error, 'EINTR'));
    await far.readable(new AbortController().signal); // behind it
    expect(heard).toEqual([true]);
  });
});
