// What a caller may give as standard input and output, as streams.
import type { DescriptorTable } from './fd/table.ts';
import { StreamDescription } from './fd/stream.ts';
import * as rights from './preview1/rights.ts';
import { streamRights } from './preview1/structs.ts';
import { translate } from './vfs/dom-error.ts';
import { SystemError } from './vfs/error.ts';
import { andThen, isPromise, type MaybePromise } from './vfs/maybe-promise.ts';
import type { Stream } from './vfs/stream.ts';

/** Bytes or text, a web stream, a function that gives the next piece (undefined at the end), or a stream of ours. */
export type Input =
  | string
  | Uint8Array
  | ReadableStream<Uint8Array>
  | ((max: number) => MaybePromise<Uint8Array | string | undefined>)
  | Stream;

/** A web stream, a function that takes each piece (a promise holds the program back), or a stream of ours. */
export type Output =
  | WritableStream<Uint8Array>
  | ((bytes: Uint8Array) => MaybePromise<void>)
  | Stream;

const encoder = new TextEncoder();

function isStream(value: unknown): value is Stream {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'stream';
}

/** Gives what was read in pieces of any size in pieces of at most `max` bytes. */
class Pieces implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #next: (max: number) => MaybePromise<Uint8Array | undefined>;
  readonly #cancel: () => MaybePromise<void>;
  #rest = new Uint8Array(0);
  #ended = false;
  #reading: Promise<void> | undefined;

  constructor(
    next: (max: number) => MaybePromise<Uint8Array | undefined>,
    cancel: () => MaybePromise<void>,
  ) {
    this.#next = next;
    this.#cancel = cancel;
  }

  /** Waits until there is something, or the end is known. */
  #filled(max: number): MaybePromise<void> {
    while (this.#rest.length === 0 && !this.#ended) {
      if (this.#reading !== undefined) return this.#reading.then(() => this.#filled(max));
      const bytes = this.#next(max);
      if (isPromise(bytes)) {
        this.#reading = bytes
          .then((piece) => this.#take(piece))
          .finally(() => (this.#reading = undefined));
      } else this.#take(bytes);
    }
  }

  #take(bytes: Uint8Array | undefined): void {
    if (bytes === undefined) this.#ended = true;
    else this.#rest = new Uint8Array(bytes);
  }

  read(max: number): MaybePromise<Uint8Array> {
    return andThen(this.#filled(max), () => {
      const bytes = this.#rest.subarray(0, max);
      this.#rest = this.#rest.subarray(max);
      return bytes;
    });
  }

  readable(): MaybePromise<number> {
    return andThen(this.#filled(65_536), () => this.#rest.length);
  }

  write(): never {
    throw new SystemError('EBADF');
  }

  close(): MaybePromise<void> {
    return this.#cancel();
  }
}

/** `input` as a stream. */
export function inputStream(input: Input): Stream {
  if (isStream(input)) return input;
  if (typeof input === 'string' || input instanceof Uint8Array) {
    const pieces = [typeof input === 'string' ? encoder.encode(input) : input];
    return new Pieces(
      () => pieces.pop(),
      () => {},
    );
  }
  if (typeof input === 'function') {
    const encoded = (piece: Uint8Array | string | undefined): Uint8Array | undefined =>
      typeof piece === 'string' ? encoder.encode(piece) : piece;
    return new Pieces(
      (max) => andThen(input(max), encoded),
      () => {},
    );
  }
  const reader = input.getReader();
  return new Pieces(
    async () => (await reader.read().catch(throwUnreadable)).value,
    () => reader.releaseLock(),
  );
}

/** A web stream that fails, such as a download that breaks off: the program is told so as of a disk. */
function throwUnreadable(error: unknown): never {
  if (error instanceof SystemError || isOfBrowser(error)) throw translate(error, 'other');
  throw new SystemError('EIO', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}

/** Whether it is an error that says what is wrong. One of an abort does not. */
function isOfBrowser(error: unknown): boolean {
  return error instanceof DOMException && error.name !== 'AbortError';
}

/** `output` as a stream. */
export function outputStream(output: Output): Stream {
  if (isStream(output)) return output;
  const writer = typeof output === 'function' ? undefined : output.getWriter();
  const write =
    typeof output === 'function'
      ? output
      : (bytes: Uint8Array): MaybePromise<void> => writer?.write(bytes).catch(throwGone);
  return {
    kind: 'stream',
    type: 'pipe',
    read: () => {
      throw new SystemError('EBADF');
    },
    readable: () => 0,
    write: (bytes) => {
      const { length } = bytes;
      const written = write(bytes.slice());
      return written instanceof Promise ? written.then(() => length) : length;
    },
    close: () => writer?.releaseLock(),
  };
}

/**
 * A web stream that takes no more: whoever read it cancelled it, with a reason of any kind or none. Only the browser's
 * own errors say more, such as that the disk is full.
 */
function throwGone(error: unknown): never {
  if (error instanceof SystemError || isOfBrowser(error)) throw translate(error, 'other');
  throw new SystemError('EPIPE', '', { cause: error });
}

/** Puts the three standard streams at 0, 1 and 2. */
export function addStandardStreams(
  table: DescriptorTable,
  input: Stream,
  output: Stream,
  error: Stream,
): void {
  const canRead = streamRights & ~rights.write;
  const canWrite = streamRights & ~rights.read;
  table.set(0, { description: new StreamDescription(input), rights: canRead, inheriting: 0n });
  table.set(1, { description: new StreamDescription(output), rights: canWrite, inheriting: 0n });
  table.set(2, { description: new StreamDescription(error), rights: canWrite, inheriting: 0n });
}
