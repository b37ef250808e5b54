// A stream that the session owns and a process uses: the terminal, and files that several processes append to.
//
// Nothing is delivered that was not asked for, so that what one process leaves unread the next one gets.
import { isSystemError, SystemError, type Code } from '../../wasi/vfs/error.ts';
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** How much may be written and not yet taken by the session, in bytes. */
export const remoteWindow = 256 * 1024;

type Request =
  | { readonly op: 'read'; readonly id: number; readonly max: number }
  | { readonly op: 'readable'; readonly id: number }
  /** Withdraws what is asked; its answer may be on the way already. */
  | { readonly op: 'withdraw' }
  | { readonly op: 'write'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly op: 'close' };

type Answer =
  | { readonly op: 'read'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly op: 'readable'; readonly id: number; readonly count: number }
  | { readonly op: 'written'; readonly count: number; readonly failure?: Failure }
  | { readonly op: 'closed'; readonly failure?: Failure }
  | { readonly op: 'failed'; readonly id: number; readonly failure: Failure };

interface Failure {
  readonly code: Code;
  readonly reason: string;
}

/** The process's end. */
export class RemoteStream implements Stream {
  readonly kind = 'stream';
  readonly type: 'terminal' | 'pipe';
  readonly #port: MessagePort;
  /** The one read or poll that is asked for. */
  #asked:
    | { id: number; resolve(answer: Answer): void; reject(error: SystemError): void }
    | undefined;
  #nextId = 0;
  #closed: (() => void) | undefined;
  #underWay = 0;
  #failure: SystemError | undefined;
  #wake: (() => void)[] = [];

  constructor(port: MessagePort, type: 'terminal' | 'pipe') {
    this.#port = port;
    this.type = type;
    port.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
  }

  #receive(answer: Answer): void {
    if (answer.op === 'written') {
      this.#underWay -= answer.count;
      if (answer.failure !== undefined) this.#failure = revive(answer.failure);
      for (const wake of this.#wake.splice(0)) wake();
      return;
    }
    if (answer.op === 'closed') {
      if (answer.failure !== undefined) this.#failure = revive(answer.failure);
      this.#closed?.();
      return;
    }
    const asked = this.#asked;
    if (asked?.id !== answer.id) return; // withdrawn meanwhile
    this.#asked = undefined;
    if (answer.op === 'failed') asked.reject(revive(answer.failure));
    else asked.resolve(answer);
  }

  #send(request: Request, transfer: Transferable[] = []): void {
    this.#port.postMessage(request, transfer);
  }

  #ask(
    request: { readonly op: 'read'; readonly max: number } | { readonly op: 'readable' },
  ): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#asked = { id, resolve, reject };
      this.#send({ ...request, id });
    });
  }

  async read(max: number): Promise<Uint8Array> {
    const answer = await this.#ask({ op: 'read', max });
    return answer.op === 'read' ? answer.bytes : new Uint8Array(0);
  }

  /** @throws EINTR withdrawn */
  async readable(signal: AbortSignal): Promise<number> {
    const withdraw = (): void => {
      this.#send({ op: 'withdraw' });
      this.#asked?.reject(new SystemError('EINTR'));
      this.#asked = undefined;
    };
    signal.addEventListener('abort', withdraw, { once: true });
    try {
      const answer = await this.#ask({ op: 'readable' });
      return answer.op === 'readable' ? answer.count : 0;
    } finally {
      signal.removeEventListener('abort', withdraw);
    }
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    this.#throwFailure();
    const own = bytes.slice();
    if (this.#underWay >= remoteWindow) return this.#room().then(() => this.#post(own));
    return this.#post(own);
  }

  #post(bytes: Uint8Array<ArrayBuffer>): number {
    this.#throwFailure();
    const { length } = bytes;
    this.#underWay += length;
    this.#send({ op: 'write', bytes }, [bytes.buffer]);
    return length;
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  async #room(): Promise<void> {
    while (this.#underWay >= remoteWindow) await this.#answered();
  }

  #answered(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  /**
   * Withdraws a read, and returns when all output was taken: the exit follows it.
   * @throws what the last close of a file throws: it is stored when this returns
   */
  close(): MaybePromise<void> {
    if (this.#asked !== undefined) this.#send({ op: 'withdraw' });
    if (this.type === 'terminal' && this.#underWay === 0) {
      this.#send({ op: 'close' }); // there is nothing to wait for
      return;
    }
    return this.#finish();
  }

  async #drained(): Promise<void> {
    while (this.#underWay > 0) await this.#answered();
  }

  async #finish(): Promise<void> {
    await this.#drained();
    const failure = this.#failure;
    await new Promise<void>((resolve) => {
      this.#closed = resolve;
      this.#send({ op: 'close' });
    });
    this.#failure ??= failure;
    this.#throwFailure();
  }
}

function revive({ code, reason }: Failure): SystemError {
  return new SystemError(code, reason);
}

/**
 * The session's end: answers what is asked at `port` from `stream`.
 * @param closed gives the stream back; it is called once, at the process's close or its end
 * @returns a function that ends the service of a process that is gone, and resolves when the stream was given back
 */
export function serveStream(
  port: MessagePort,
  stream: Stream,
  closed: () => MaybePromise<void>,
): () => Promise<void> {
  let withdrawal = new AbortController();
  let given: Promise<Failure | undefined> | undefined;
  const answer = (message: Answer): void => port.postMessage(message);
  const failed = (error: unknown): Failure => {
    if (!isSystemError(error)) throw error;
    return { code: error.code, reason: error.reason };
  };
  const giveBack = async (): Promise<Failure | undefined> => {
    try {
      await closed();
      return undefined;
    } catch (error) {
      return failed(error);
    }
  };
  const end = async (): Promise<void> => {
    withdrawal.abort();
    given ??= giveBack();
    await given;
    port.close();
  };
  const close = async (): Promise<void> => {
    given ??= giveBack();
    const failure = await given;
    answer({ op: 'closed', ...(failure === undefined ? {} : { failure }) });
  };
  /** Waits until there is something to read before it takes it, so that a withdrawn read has taken nothing. */
  const readWhenReady = (max: number, signal: AbortSignal): MaybePromise<Uint8Array> =>
    andThen(stream.readable(signal), () =>
      // Another reader may have been quicker.
      signal.aborted ? new Uint8Array(0) : stream.read(max, signal),
    );
  let written = Promise.resolve();
  /** Each behind the one before it: a pipe that is full has one writer waiting, and a file one offset. */
  const write = (bytes: Uint8Array): Promise<void> => {
    const own = written.then(async () => {
      for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at));
    });
    written = own.catch(() => {}); // told to whoever wrote it
    return own;
  };
  port.onmessage = async ({ data }: MessageEvent<Request>) => {
    const { signal } = withdrawal;
    try {
      if (data.op === 'write') {
        const { length } = data.bytes;
        try {
          await write(data.bytes);
          answer({ op: 'written', count: length });
        } catch (error) {
          answer({ op: 'written', count: length, failure: failed(error) });
        }
      } else if (data.op === 'read') {
        answer({ op: 'read', id: data.id, bytes: await readWhenReady(data.max, signal) });
      } else if (data.op === 'readable') {
        const count = await stream.readable(signal);
        answer({ op: 'readable', id: data.id, count });
      } else {
        withdrawal.abort();
        withdrawal = new AbortController();
        if (data.op === 'close') await close();
      }
    } catch (error) {
      if ('id' in data && !signal.aborted)
        answer({ op: 'failed', id: data.id, failure: failed(error) });
    }
  };
  return end;
}
