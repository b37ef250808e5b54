// Where the commands of `$(…)` write: builtins at once, programs through a pipe for each.
import { isSystemError } from '../../../wasi/vfs/error.ts';
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
  #text = '';

  /** @param signal Ctrl-C: what is read from the terminal may never end */
  constructor(world: World, signal: AbortSignal) {
    this.#world = world;
    this.#signal = signal;
  }

  append(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
  }

  /** A descriptor for one program, read until its end. */
  writer(): Descriptor {
    const { reader, writer } = this.#world.pipe();
    const reading = perform(this.drain(reader));
    if (reading instanceof Promise) this.#readers.push(reading);
    return writer;
  }

  /** Reads a descriptor to its end. */
  *drain(descriptor: Descriptor): Steps<void> {
    const stream: Stream = yield* wait(this.#world.stream(descriptor));
    try {
      for (;;) {
        const bytes = yield* wait(stream.read(blockSize, this.#signal));
        if (bytes.length === 0) return;
        this.append(bytes);
      }
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    } finally {
      yield* wait(stream.close());
    }
  }

  /** What was written, once all programs have ended. NULs are dropped, and newlines at the end. */
  *text(): Steps<string> {
    for (const reader of this.#readers) yield* wait(reader);
    return (this.#text + this.#decoder.decode()).replaceAll('\0', '').replace(/\n+$/, '');
  }
}
