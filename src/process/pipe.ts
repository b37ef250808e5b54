// Pipes between workers: bytes over a MessagePort, with a bound on what is under way.
import { SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** How much of a pipe may be written and not yet read, in bytes; a writer then waits. */
export const pipeCapacity = 1024 * 1024;

/** Bytes, or null at the end. */
type ToReader = Uint8Array<ArrayBuffer> | null;
/** How many bytes were read, or null when nothing will be read any more. */
type ToWriter = number | null;

/** The end that is written. */
export class PipeWriter implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #port: MessagePort;
  #underWay = 0;
  #broken = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToWriter>) => {
      if (data === null) this.peerGone();
      else {
        this.#underWay -= data;
        this.#proceed();
      }
    };
  }

  /** The reader is gone, whether it said so or not. */
  peerGone(): void {
    this.#broken = true;
    this.#proceed();
  }

  #proceed(): void {
    if (!this.#broken && this.#underWay >= pipeCapacity) return;
    this.#wake?.();
    this.#wake = undefined;
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    if (this.#broken) throw new SystemError('EPIPE');
    if (bytes.length === 0) return 0;
    if (this.#underWay >= pipeCapacity) {
      const own = bytes.slice();
      return this.#room().then(() => this.write(own));
    }
    const data = bytes.slice();
    const { length } = data; // 0 once the buffer is transferred
    this.#underWay += length;
    this.#port.postMessage(data satisfies ToReader, [data.buffer]);
    return length;
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  read(): never {
    throw new SystemError('EBADF');
  }

  readable(): number {
    return 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // The port stays open: what is under way, and the end behind it, must arrive.
    this.#port.postMessage(null satisfies ToReader);
  }
}

/** The end that is read. */
export class PipeReader implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #port: MessagePort;
  readonly #chunks: Uint8Array[] = [];
  #buffered = 0;
  #ended = false;
  #closed = false;
  #wake: (() => void)[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToReader>) => {
      if (data === null) this.peerGone();
      else {
        this.#chunks.push(data);
        this.#buffered += data.length;
        this.#proceed();
      }
    };
  }

  /** Nothing comes any more. */
  peerGone(): void {
    this.#ended = true;
    this.#proceed();
  }

  #proceed(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  read(max: number): MaybePromise<Uint8Array> {
    const chunk = this.#chunks[0];
    if (chunk === undefined) {
      if (this.#ended) return new Uint8Array(0);
      return this.#arrival().then(() => this.read(max));
    }
    const bytes = chunk.subarray(0, max);
    if (bytes.length === chunk.length) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(max);
    this.#buffered -= bytes.length;
    this.#port.postMessage(bytes.length satisfies ToWriter);
    return bytes;
  }

  readable(signal: AbortSignal): MaybePromise<number> {
    if (this.#buffered > 0 || this.#ended || signal.aborted) return this.#buffered;
    return this.#arrival().then(() => this.#buffered);
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  write(): never {
    throw new SystemError('EBADF');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#chunks.length = 0;
    this.#ended = true;
    this.#port.postMessage(null satisfies ToWriter);
  }
}
