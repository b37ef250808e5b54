// What the descriptors of one command refer to, and which of them it has to give back.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Descriptor, World } from '../../process/world.ts';
import { Capture } from './capture.ts';

/** A redirection that cannot be made; the command is not run. The message is a sentence without the shell's name. */
export class RedirectionError extends Error {
  override readonly name = 'RedirectionError';

  /** The error of opening what the user called `label`. */
  static of(label: string, error: SystemError): RedirectionError {
    return new RedirectionError(`${printable(label)}: ${error.message}`, { cause: error });
  }
}

/**
 * Descriptors by number. Those that the command inherits are never closed; those that it owns go to a program, or are
 * opened as streams, or are closed by `release`, each exactly once.
 */
export class DescriptorTable {
  readonly #world: World;
  /** In the order of the redirections, so that the first that fails is the one that bash would name. */
  readonly #entries: Map<number, Descriptor>;
  /** What the command owns, with the name that the user gave it (empty for a pipe). */
  readonly #owned = new Map<Descriptor, string>();
  readonly #streams = new Map<Descriptor, Stream>();

  constructor(world: World, inherited: ReadonlyMap<number, Descriptor>) {
    this.#world = world;
    this.#entries = new Map(inherited);
  }

  get(number: number): Descriptor | undefined {
    return this.#entries.get(number);
  }

  /** Whether any redirection or pipe is the command's own. */
  get ownsAny(): boolean {
    return this.#owned.size > 0;
  }

  /** Takes over a new descriptor. What the number referred to before must then be dropped with `settle`. */
  own(number: number, descriptor: Descriptor, label = ''): void {
    this.#owned.set(descriptor, label);
    this.#set(number, descriptor);
  }

  /** `number>&from`. @throws RedirectionError `from` is not open */
  duplicate(number: number, from: number): void {
    const descriptor = this.#entries.get(from);
    if (descriptor === undefined) {
      throw RedirectionError.of(String(from), new SystemError('EBADF'));
    }
    if (number !== from) this.#set(number, descriptor);
  }

  /** `number>&-` */
  remove(number: number): void {
    this.#entries.delete(number);
  }

  #set(number: number, descriptor: Descriptor): void {
    this.#entries.delete(number);
    this.#entries.set(number, descriptor);
  }

  /**
   * Opens and closes the files that no number refers to any more, so that `> a > b` creates both.
   * @throws RedirectionError
   */
  *settle(): Steps<void> {
    const used = new Set(this.#entries.values());
    for (const [descriptor, label] of this.#owned) {
      if (!used.has(descriptor)) yield* this.#drop(descriptor, label);
    }
  }

  *#drop(descriptor: Descriptor, label: string): Steps<void> {
    if (label !== '') yield* this.#open(descriptor);
    yield* this.#close(descriptor);
  }

  /**
   * Opens the files of the redirections, in order, but those that a number below `first` refers to.
   * @throws RedirectionError
   */
  *openFiles(first = 0): Steps<void> {
    const entries = [...this.#entries];
    const lower = new Set(entries.filter(([number]) => number < first).map(([, file]) => file));
    for (const [, descriptor] of entries) {
      const label = this.#owned.get(descriptor);
      if (label && !lower.has(descriptor)) yield* this.#open(descriptor);
    }
  }

  *#open(descriptor: Descriptor): Steps<Stream> {
    const opened = this.#streams.get(descriptor);
    if (opened !== undefined) return opened;
    const label = this.#owned.get(descriptor);
    try {
      const stream = yield* wait(this.#world.stream(descriptor));
      this.#streams.set(descriptor, stream);
      return stream;
    } catch (error) {
      // `stream` took it, whether it succeeded or not.
      this.#owned.delete(descriptor);
      for (const [number, other] of this.#entries) {
        if (other === descriptor) this.#entries.delete(number);
      }
      if (isSystemError(error) && label !== undefined) throw RedirectionError.of(label, error);
      throw error;
    }
  }

  /** Writes all of `bytes`. @throws SystemError EBADF not open, EPIPE, ENOSPC; RedirectionError */
  *write(number: number, bytes: Uint8Array): Steps<void> {
    const descriptor = this.#entries.get(number);
    if (descriptor === undefined) throw new SystemError('EBADF');
    if (descriptor instanceof Capture) {
      descriptor.append(bytes);
      return;
    }
    const stream = yield* this.#open(descriptor);
    for (let rest = bytes; rest.length > 0;) {
      rest = rest.subarray(yield* wait(stream.write(rest)));
    }
  }

  /** Hands over what a program gets: 0, 1 and 2. It owns them from now on. */
  take(): ReadonlyMap<number, Descriptor> {
    const taken = new Map<number, Descriptor>();
    const writers = new Map<Capture, Descriptor>();
    for (const [number, descriptor] of this.#entries) {
      if (number > 2) continue;
      if (descriptor instanceof Capture) {
        const writer = writers.get(descriptor) ?? descriptor.writer();
        writers.set(descriptor, writer);
        taken.set(number, writer);
      } else {
        taken.set(number, descriptor);
        this.#owned.delete(descriptor);
      }
    }
    return taken;
  }

  /** The names that the redirections gave to what they open. */
  labels(): ReadonlyMap<Descriptor, string> {
    return new Map(this.#owned);
  }

  /** All of them by number, for commands that inherit them. */
  entries(): ReadonlyMap<number, Descriptor> {
    return new Map(this.#entries);
  }

  /** Gives back everything that is left. @throws RedirectionError a file that could not be stored */
  *release(): Steps<void> {
    let failure: unknown;
    for (const descriptor of new Set([...this.#streams.keys(), ...this.#owned.keys()])) {
      try {
        yield* this.#close(descriptor);
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  *#close(descriptor: Descriptor): Steps<void> {
    const label = this.#owned.get(descriptor);
    const stream = this.#streams.get(descriptor);
    this.#owned.delete(descriptor);
    this.#streams.delete(descriptor);
    try {
      yield* wait(stream === undefined ? this.#world.close(descriptor) : stream.close());
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) return;
      if (isSystemError(error) && label !== undefined) throw RedirectionError.of(label, error);
      throw error;
    }
  }
}
