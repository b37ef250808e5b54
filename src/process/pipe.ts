// Pipes between workers: bytes over a MessagePort, with a bound on what is under way.
import { SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** How much may be on its way and not yet read, in bytes; a writer then waits. What is gathered comes on top. */
export const pipeCapacity = 2 * 1024 * 1024;

/**
 * How much a message carries at the most that was written in pieces, in bytes: each message costs as much as 64 KiB of copying, and leaves some
 * kilobytes that the browser frees late.
 */
const gathered = 1024 * 1024;
/** A smaller piece leaves at once, in bytes: whoever writes lines wants them to be seen. */
const smallPiece = 4096;

/** Bytes, or null at the end. */
type ToReader = Uint8Array<ArrayBuffer> | null;
/** What was read, or null when nothing will be read any more. */
type ToWriter = Taken | null;

interface Taken {
  /** In bytes, since this was told last. */
  readonly count: number;
  /** A buffer whose bytes were all read: it goes to and fro, as one for each message would have to be made, and cleared away. */
  readonly buffer: ArrayBuffer | undefined;
}

/**
 * The end that is written. While the reader has something to read, blocks are gathered: it gets them in one message
 * when it has read another, or when they are many.
 */
export class PipeWriter implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #port: MessagePort;
  /** What was sent and not yet read, in bytes. */
  #underWay = 0;
  #gathered: Uint8Array<ArrayBuffer> | undefined;
  #length = 0;
  /** Buffers that came back. There are no more than were under way at once. */
  readonly #free: ArrayBuffer[] = [];
  #broken = false;
  #closed = false;
  /** Several may write: what a program has started, and it itself. */
  #wake: (() => void)[] = [];

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToWriter>) => {
      if (data === null) return this.peerGone();
      this.#underWay -= data.count;
      if (data.buffer !== undefined) this.#free.push(data.buffer);
      if (this.#underWay < pipeCapacity) this.#flush();
      this.#proceed();
    };
  }

  /** The reader is gone, whether it said so or not. */
  peerGone(): void {
    this.#broken = true;
    this.#gathered = undefined;
    this.#length = 0;
    this.#free.length = 0;
    this.#proceed();
  }

  #proceed(): void {
    if (!this.#broken && this.#underWay >= pipeCapacity) return;
    for (const wake of this.#wake.splice(0)) wake();
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    if (this.#broken) throw new SystemError('EPIPE');
    if (bytes.length === 0) return 0;
    if (this.#underWay >= pipeCapacity) {
      const own = bytes.slice();
      return this.#room().then(() => this.write(own));
    }
    const { length } = bytes;
    if (this.#length + length > gathered) this.#flush();
    if (this.#length === 0 && (length < smallPiece || length > gathered)) {
      this.#send(bytes.slice());
      return length;
    }
    this.#gathered ??= new Uint8Array(this.#free.pop() ?? new ArrayBuffer(gathered));
    this.#gathered.set(bytes, this.#length);
    this.#length += length;
    if (this.#underWay === 0 || length < smallPiece || this.#length === gathered) this.#flush();
    return length;
  }

  /** What is gathered leaves. */
  #flush(): void {
    const bytes = this.#gathered;
    if (bytes === undefined) return;
    this.#gathered = undefined;
    this.#send(bytes.subarray(0, this.#length));
    this.#length = 0;
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#underWay += bytes.length; // 0 once the buffer is transferred
    this.#port.postMessage(bytes satisfies ToReader, [bytes.buffer]);
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
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
    this.#flush();
    // The port stays open: what is under way, and the end behind it, must arrive.
    this.#port.postMessage(null satisfies ToReader);
  }
}

/** The end that is read. */
export class PipeReader implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #port: MessagePort;
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #buffered = 0;
  /** What was read and not yet told to the writer, in bytes. */
  #taken = 0;
  /** The buffer whose last bytes are lent to who read them. */
  #lent: ArrayBuffer | undefined;
  /** One that can go back. */
  #spent: ArrayBuffer | undefined;
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
    if (this.#lent !== undefined) {
      this.#spent = this.#lent;
      this.#lent = undefined;
    }
    const chunk = this.#chunks[0];
    if (chunk === undefined) {
      if (this.#ended) return new Uint8Array(0);
      return this.#arrival().then(() => this.read(max));
    }
    const bytes = chunk.subarray(0, max);
    if (bytes.length === chunk.length) {
      this.#chunks.shift();
      if (chunk.buffer.byteLength === gathered) this.#lent = chunk.buffer;
    } else this.#chunks[0] = chunk.subarray(max);
    this.#buffered -= bytes.length;
    this.#taken += bytes.length;
    // The last of a message, and of a longer one as much as one of blocks has.
    if (bytes.length === chunk.length || this.#taken >= gathered) this.#acknowledge();
    return bytes;
  }

  #acknowledge(): void {
    const buffer = this.#spent;
    const taken: ToWriter = { count: this.#taken, buffer };
    this.#port.postMessage(taken, buffer === undefined ? [] : [buffer]);
    this.#taken = 0;
    this.#spent = undefined;
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
