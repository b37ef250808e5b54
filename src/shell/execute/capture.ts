// Where the commands of `$(…)` write: builtins at once, programs through a pipe for each.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';
import type { Steps } from '../steps.ts';
import { perform, wait } from '../steps.ts';
import type { Descriptor, World } from '../../process/world.ts';

const blockSize = 1 << 16;

/** The output of a command substitution. Unlike a pipe's end, any number of commands may have it. */
export class Capture implements Descriptor {
  readonly kind = 'pipe-writer';
  readonly #world: World;
  readonly #signal: AbortSignal;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #readers: Promise<void>[] = [];
  readonly #limit: number;
  #text = '';

  /**
   * @param signal Ctrl-C: what is read from the terminal may never end
   * @param limit how many characters there may be: `$(yes)` would fill the memory
   */
  constructor(world: World, signal: AbortSignal, limit: number) {
    this.#world = world;
    this.#signal = signal;
    this.#limit = limit;
  }

  /** Whether there was more than the limit; the rest is thrown away. */
  get isFull(): boolean {
    return this.#text.length > this.#limit;
  }

  /** @throws SystemError EPIPE there is more than the limit: who writes it is to end */
  append(bytes: Uint8Array): void {
    if (this.isFull) throw new SystemError('EPIPE');
    this.#text += this.#decoder.decode(bytes, { stream: true });
  }

  /** A descriptor for one program, read until its end. */
  writer(): Descriptor {
    const { reader, writer } = this.#world.pipe();
    const reading = perform(this.drain(reader));
    if (reading instanceof Promise) this.#readers.push(reading);
    return writer;
  }

  /** Has the text wait for a background job that may write to it. @returns ends that */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#readers.push(promise);
    return resolve;
  }

  /** Reads a descriptor to its end. */
  *drain(descriptor: Descriptor): Steps<void> {
    const stream: Stream = yield* wait(this.#world.stream(descriptor));
    try {
      yield* this.copy(stream);
    } finally {
      yield* wait(stream.close());
    }
  }

  /** Reads a stream to its end. */
  *copy(stream: Stream): Steps<void> {
    try {
      while (!this.isFull) {
        const bytes = yield* wait(stream.read(blockSize, this.#signal));
        if (bytes.length === 0) return;
        this.append(bytes);
      }
    } catch (error) {
      if (!isSystemError(error, 'EINTR') && !isSystemError(error, 'EPIPE')) throw error;
    }
  }

  /** What was written, once all programs have ended. NULs are dropped, and newlines at the end. */
  *text(): Steps<string> {
    for (const reader of this.#readers) yield* wait(reader);
    return (this.#text + this.#decoder.decode()).replaceAll('\0', '').replace(/\n+$/, '');
  }
}
