// What the descriptors of one command refer to, and which of them it has to give back.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Path } from '../../../wasi/vfs/path.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Descriptor, DescriptorKey, RedirectionMode, World } from '../../process/world.ts';
import { Capture } from './capture.ts';
import { Shared, SharedStream } from './shared.ts';

/** A redirection that cannot be made; the command is not run. The message is a sentence without the shell's name. */
export class RedirectionError extends Error {
  override readonly name = 'RedirectionError';

  /** The error of opening what the user called `label`. */
  static of(label: string, error: SystemError): RedirectionError {
    return new RedirectionError(`${printable(label)}: ${error.message}`, { cause: error });
  }
}

/** Whether a program gets it: the standard ones, and what the shell has open by other numbers, for `/dev/fd/N`. */
function isGiven([number, descriptor]: readonly [DescriptorKey, Descriptor]): boolean {
  if (number === 'trace' || number <= 2) return true;
  return descriptor instanceof Shared && !descriptor.closesOnExec;
}

/** The file that a redirection names. */
export interface RedirectedFile {
  /** As the user called it. */
  readonly label: string;
  readonly path: Path;
  readonly mode: RedirectionMode;
}

/**
 * Descriptors by number. Those that the command inherits are never closed; those that it owns go to a program, or are
 * opened as streams, or are closed by `release`, each exactly once.
 */
export class DescriptorTable {
  readonly #world: World;
  /** Those of the shell itself as long as nothing is redirected. */
  #entries: ReadonlyMap<DescriptorKey, Descriptor>;
  #copied: Map<DescriptorKey, Descriptor> | undefined;
  /** What the command owns, in the order of the redirections, with the file (none for a pipe). */
  readonly #owned = new Map<Descriptor, RedirectedFile | undefined>();
  /** The files that a program is to open later, in the same order, with the numbers as they were before each. */
  readonly #unopened = new Map<Descriptor, ReadonlyMap<DescriptorKey, Descriptor>>();
  readonly #streams = new Map<Descriptor, Stream>();

  constructor(world: World, inherited: ReadonlyMap<DescriptorKey, Descriptor>) {
    this.#world = world;
    this.#entries = inherited;
  }

  /** The entries to be changed: a copy from the first change on. */
  get #own(): Map<DescriptorKey, Descriptor> {
    this.#copied ??= new Map(this.#entries);
    this.#entries = this.#copied;
    return this.#copied;
  }

  get(number: number): Descriptor | undefined {
    return this.#entries.get(number);
  }

  /** Whether any redirection or pipe is the command's own. */
  get isChanged(): boolean {
    return this.#copied !== undefined;
  }

  /**
   * Takes over a new descriptor.
   * @param file what a redirection opens, `now` or `later` by a program
   * @throws RedirectionError
   */
  *own(
    number: DescriptorKey,
    descriptor: Descriptor,
    file?: RedirectedFile,
    open: 'now' | 'later' = 'now',
  ): Steps<void> {
    this.#owned.set(descriptor, file);
    if (file !== undefined) {
      if (open === 'now') yield* this.#open(descriptor);
      // What appends was opened by the world at once.
      else if (file.mode !== 'append') this.#unopened.set(descriptor, new Map(this.#entries));
    }
    yield* this.#set(number, descriptor);
  }

  /** Has a number that the shell has opened meanwhile, and closes itself. */
  adopt(number: number, descriptor: Descriptor): void {
    this.#copied?.set(number, descriptor);
  }

  /** `number>&from`. @param label how `from` was written @throws RedirectionError `from` is not open */
  *duplicate(number: DescriptorKey, from: number, label = String(from)): Steps<void> {
    const descriptor = this.#entries.get(from);
    if (descriptor === undefined) {
      throw RedirectionError.of(label, new SystemError('EBADF'));
    }
    yield* this.#set(number, descriptor);
  }

  /** `number>&-` @throws RedirectionError */
  *remove(number: number): Steps<void> {
    yield* this.#set(number, undefined);
  }

  /** Gives `number` another meaning. What no number refers to any more is opened all the same, and closed: `> a > b`. */
  *#set(number: DescriptorKey, descriptor: Descriptor | undefined): Steps<void> {
    const old = this.#entries.get(number);
    if (old === descriptor) return;
    const dropped =
      old !== undefined &&
      this.#owned.has(old) &&
      [...this.#entries].every(([other, used]) => other === number || used !== old);
    if (dropped) yield* this.perform();
    if (descriptor === undefined) this.#own.delete(number);
    else this.#own.set(number, descriptor);
    if (dropped) yield* this.#close(old);
  }

  /**
   * Opens and closes, in order, the files that a program is to open later, up to that of `last`. bash opens them in that
   * order and stops at the first that fails, so this comes before anything that the shell itself does to a file. A
   * program that gets one of them opens it again.
   * @throws RedirectionError the first that fails: it and all that follow it are as if they had never been written
   */
  *perform(last?: Descriptor): Steps<void> {
    for (const [descriptor, before] of this.#unopened) {
      const file = this.#owned.get(descriptor);
      try {
        if (file !== undefined) yield* this.#try(file);
      } catch (error) {
        this.#unopened.clear();
        this.#copied = new Map(before);
        this.#entries = this.#copied;
        throw error;
      }
      this.#unopened.delete(descriptor);
      if (descriptor === last) return;
    }
  }

  *#try({ label, path, mode }: RedirectedFile): Steps<void> {
    try {
      const stream = yield* wait(this.#world.stream(yield* wait(this.#world.open(path, mode))));
      yield* wait(stream.close());
    } catch (error) {
      if (isSystemError(error)) throw RedirectionError.of(label, error);
      throw error;
    }
  }

  /** Performs what a program is not given and so does not open; and what is before that. @throws RedirectionError */
  *performOthers(): Steps<void> {
    const given = new Set([...this.#entries].filter(isGiven).map(([, descriptor]) => descriptor));
    const last = [...this.#unopened.keys()].findLast((descriptor) => !given.has(descriptor));
    if (last !== undefined) yield* this.perform(last);
  }

  *#open(descriptor: Descriptor): Steps<Stream> {
    if (descriptor instanceof Shared) return descriptor.stream;
    const opened = this.#streams.get(descriptor);
    if (opened !== undefined) return opened;
    const file = this.#owned.get(descriptor);
    try {
      const stream = yield* wait(this.#world.stream(descriptor));
      this.#streams.set(descriptor, stream);
      return stream;
    } catch (error) {
      // `stream` took it, whether it succeeded or not.
      this.#owned.delete(descriptor);
      for (const [number, other] of this.#entries) {
        if (other === descriptor) this.#own.delete(number);
      }
      if (isSystemError(error) && file !== undefined) throw RedirectionError.of(file.label, error);
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

  /** Hands over what a program gets, in the order of the redirections. It owns them from now on. */
  take(): ReadonlyMap<DescriptorKey, Descriptor> {
    const taken = new Map<DescriptorKey, Descriptor>();
    const lent = new Map<Descriptor, Descriptor>();
    const order = [...this.#owned.keys()];
    const entries = [...this.#entries]
      .filter(isGiven)
      .toSorted(([, a], [, b]) => order.indexOf(a) - order.indexOf(b));
    for (const [number, descriptor] of entries) {
      if (descriptor instanceof Capture || descriptor instanceof Shared) {
        const given =
          lent.get(descriptor) ??
          (descriptor instanceof Capture ? descriptor.writer() : descriptor.lend(this.#world));
        lent.set(descriptor, given);
        taken.set(number, given);
      } else {
        taken.set(number, descriptor);
        this.#owned.delete(descriptor);
      }
    }
    return taken;
  }

  /** The names that the redirections gave to what they open. */
  labels(): ReadonlyMap<Descriptor, string> {
    return new Map([...this.#owned].map(([descriptor, file]) => [descriptor, file?.label ?? '']));
  }

  /** All of them by number, for commands that inherit them. */
  entries(): ReadonlyMap<DescriptorKey, Descriptor> {
    return new Map(this.#entries);
  }

  /** What a builtin reads. @throws SystemError EBADF; RedirectionError */
  *input(number: number): Steps<SharedStream> {
    const descriptor = this.#entries.get(number);
    if (descriptor === undefined) throw new SystemError('EBADF');
    const stream = yield* this.#open(descriptor);
    return stream instanceof SharedStream ? stream : new SharedStream(stream);
  }

  /** Opens all that the command owns, so that the commands inside it can use it one after another. @throws RedirectionError */
  *share(): Steps<void> {
    for (const descriptor of new Set(this.#entries.values())) {
      if (!this.#owned.has(descriptor)) continue;
      const file = this.#owned.get(descriptor);
      const stream = new SharedStream(yield* this.#open(descriptor));
      const shared = new Shared(stream, file?.label ?? '');
      this.#owned.delete(descriptor);
      this.#streams.delete(descriptor);
      this.#owned.set(shared, file);
      this.#streams.set(shared, stream);
      for (const [number, other] of this.#entries) {
        if (other === descriptor) this.#own.set(number, shared);
      }
    }
  }

  /** Leaves what it owns to the shell: `exec`. */
  keep(): readonly Shared[] {
    const kept = [...this.#owned.keys()].filter((descriptor) => descriptor instanceof Shared);
    for (const shared of kept) {
      this.#owned.delete(shared);
      this.#streams.delete(shared);
    }
    return kept;
  }

  /** Gives back everything that is left. @throws RedirectionError a file that could not be stored */
  *release(): Steps<void> {
    if (this.#owned.size === 0 && this.#streams.size === 0) return;
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
    const file = this.#owned.get(descriptor);
    const stream = this.#streams.get(descriptor);
    this.#owned.delete(descriptor);
    this.#unopened.delete(descriptor);
    this.#streams.delete(descriptor);
    try {
      yield* wait(stream === undefined ? this.#world.close(descriptor) : stream.close());
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) return;
      if (isSystemError(error) && file !== undefined) throw RedirectionError.of(file.label, error);
      throw error;
    }
  }
}
