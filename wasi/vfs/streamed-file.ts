// Reading a large File in order: a stream into buffers that are used again takes half the time of slices.
import type { MaybePromise } from './maybe-promise.ts';
import { ReadAhead, wholeFile, type SnapshotReader } from './read-ahead.ts';

/** The most that is asked of the stream at once, in bytes. Three such buffers are held. */
const streamBlock = 1024 * 1024;
/** How much must have been read in order before a stream is worth opening, in bytes. */
const inOrder = 128 * 1024;
/** The least that a random reader gets at once, in bytes. */
const smallBlock = 64 * 1024;
/** How long a stream may leave a read unanswered, twice, in milliseconds (RATIONALE: Why does a read not wait for its stream?). */
const patience = 50;

type Bytes = Uint8Array<ArrayBuffer>;

interface Stream {
  readonly reader: ReadableStreamBYOBReader;
  /** Where in the file its next block begins, in bytes. */
  position: number;
}

/** What reads a snapshot best. */
export function readerOf(file: File): SnapshotReader {
  return file.size > 2 * wholeFile ? new StreamedFile(file) : new ReadAhead(file);
}

/** A reader of one snapshot of a file: in order by a stream, elsewhere by slices. */
export class StreamedFile implements SnapshotReader {
  readonly #file: File;
  /** The bytes that are there, and where in the file they begin. */
  #bytes: Bytes = new Uint8Array(0);
  #start = 0;
  /** What was there before: somebody may still look at it. */
  #previous: Bytes | undefined;
  /** A buffer that nobody looks at any more. */
  #spare: ArrayBuffer | undefined;
  #stream: Stream | undefined;
  /** The block that was asked for ahead, which begins behind the bytes that are there. */
  #ahead: Promise<Bytes> | undefined;
  /** Where a sequential reader would go on, and how much it has read so. */
  #expected = 0;
  #run = 0;

  constructor(file: File) {
    this.#file = file;
  }

  read(position: number, max: number): MaybePromise<Uint8Array> {
    if (position !== this.#expected) this.#run = 0;
    const from = position - this.#start;
    if (from >= 0 && from < this.#bytes.length) return this.#take(from, max);
    return this.#fetch(position, max).then(() => this.#take(position - this.#start, max));
  }

  #take(from: number, max: number): Bytes {
    const bytes = this.#bytes.subarray(from, from + max);
    this.#expected = this.#start + from + bytes.length;
    this.#run += bytes.length;
    if (this.#run >= inOrder) this.#askAhead();
    return bytes;
  }

  /** Makes the bytes at `position` those that are there. */
  async #fetch(position: number, max: number): Promise<void> {
    const ahead = this.#ahead;
    if (ahead !== undefined && position === this.#start + this.#bytes.length) {
      this.#ahead = undefined;
      this.#hold(position, await ahead);
    } else {
      this.end();
      const least = position === this.#expected ? wholeFile : smallBlock;
      this.#hold(position, await this.#slice(position, Math.max(least, max)));
    }
  }

  #hold(start: number, bytes: Bytes): void {
    this.#spare = this.#previous?.buffer;
    this.#previous = this.#bytes.buffer.byteLength >= streamBlock ? this.#bytes : undefined;
    this.#start = start;
    this.#bytes = bytes;
  }

  async #slice(start: number, length: number): Promise<Bytes> {
    const end = start + Math.min(length, streamBlock);
    return new Uint8Array(await this.#file.slice(start, end).arrayBuffer());
  }

  #askAhead(): void {
    const start = this.#start + this.#bytes.length;
    if (this.#ahead !== undefined || start >= this.#file.size) return;
    if (this.#stream?.position !== start) {
      this.end();
      const reader = this.#file.slice(start).stream().getReader({ mode: 'byob' });
      this.#stream = { reader, position: start };
    }
    this.#ahead = this.#next(this.#stream);
    this.#ahead.catch(() => {}); // whoever uses the block meets the error
  }

  /** The next block of the stream; where that does not answer, it is given up, and a slice is asked for. */
  async #next(stream: Stream): Promise<Bytes> {
    const buffer = this.#spare ?? new ArrayBuffer(streamBlock);
    this.#spare = undefined;
    const { position } = stream;
    const answer = await answered(stream.reader.read(new Uint8Array(buffer, 0, streamBlock)));
    // Its end has answered: nobody wants the block.
    if (this.#stream !== stream) throw new DOMException('the stream was left', 'AbortError');
    if (answer?.value === undefined || answer.value.length === 0) {
      this.#leaveStream();
      return this.#slice(position, streamBlock);
    }
    stream.position += answer.value.length;
    return answer.value;
  }

  #leaveStream(): void {
    this.#stream?.reader.cancel().catch(() => {}); // nobody waits for it
    this.#stream = undefined;
  }

  end(): void {
    this.#ahead = undefined;
    this.#leaveStream();
  }
}

/** What `promise` gives; undefined where it does not for long, though the event loop turns. */
async function answered<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A program that computed for long keeps both from coming: the timer alone says nothing the first time.
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => (timer = setTimeout(() => resolve(undefined), patience)), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
