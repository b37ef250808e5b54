// Numbers of descriptors: each leads to an open file description, the lowest free one first.
import { isSystemError, SystemError } from '../vfs/error.ts';
import { isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';
import { equalPaths, type Path } from '../vfs/path.ts';
import type { DirectoryDescription } from './directory.ts';
import type { FileDescription } from './file.ts';
import type { StreamDescription } from './stream.ts';

/** What a descriptor refers to (POSIX: open file description). Several descriptors may share one. */
export type Description = FileDescription | DirectoryDescription | StreamDescription;

/** A descriptor: its description, and what may be done through it. */
export interface Slot {
  readonly description: Description;
  /** `fs_rights_base` */
  rights: bigint;
  /** `fs_rights_inheriting` */
  inheriting: bigint;
}

/** A description whose close failed: what was written to it is lost. */
export interface Unstored {
  readonly description: Description;
  readonly error: SystemError;
}

/** The most descriptors that a process has at once. */
export const maximumDescriptors = 1024;

/** Where descriptors of the shell go whose numbers the preopened directories need. */
const displaced = 512;

/** A process's descriptors. */
export class DescriptorTable {
  readonly #slots: (Slot | undefined)[] = [];
  /** The numbers of descriptors that the shell knows by another one, by that. */
  readonly #displaced = new Map<number, number>();
  /** What could not be stored so far. Programs drop the error of a close (Rust's `File` does); the host must not. */
  readonly unstored: Unstored[] = [];

  /** Takes the lowest free number. @throws EMFILE */
  add(slot: Slot): number {
    const fd = this.free();
    this.set(fd, slot);
    return fd;
  }

  /** The lowest free number, which the next `add` takes. @throws EMFILE */
  free(): number {
    const gap = this.#slots.indexOf(undefined);
    const fd = gap === -1 ? this.#slots.length : gap;
    if (fd >= maximumDescriptors) throw new SystemError('EMFILE');
    return fd;
  }

  /** Puts `slot` at a free number: descriptors that a process begins with. @throws Error the number is taken */
  set(fd: number, slot: Slot): void {
    // Whatever is there would never be closed, and what was written to it never stored.
    if (this.#slots[fd] !== undefined) throw new Error(`descriptor ${fd} is taken`);
    while (this.#slots.length < fd) this.#slots.push(undefined);
    slot.description.users++;
    this.#slots[fd] = slot;
  }

  /** Puts a preopened directory where wasi-libc looks for it. What the shell had there moves, and keeps its name in /dev/fd. */
  setPreopen(fd: number, slot: Slot): void {
    const taken = this.#slots[fd];
    if (taken !== undefined) {
      let free = displaced;
      while (this.#slots[free] !== undefined) free++;
      this.#slots[fd] = undefined;
      taken.description.users--;
      this.set(free, taken);
      this.#displaced.set(fd, free);
    }
    this.set(fd, slot);
  }

  /** The descriptors by the numbers that the shell gave them (`/dev/fd/N`). */
  *byShell(): Generator<[number, Slot]> {
    const names = new Map([...this.#displaced].map(([name, fd]) => [fd, name]));
    for (const [fd, slot] of this.entries()) {
      const name = names.get(fd);
      if (name !== undefined) yield [name, slot];
      else if (!this.#displaced.has(fd)) yield [fd, slot];
    }
  }

  /** @throws EBADF */
  get(fd: number): Slot {
    const slot = this.#slots[fd >>> 0];
    if (slot === undefined) throw new SystemError('EBADF');
    return slot;
  }

  /** The description, if the descriptor has `right`. @throws EBADF */
  use(fd: number, right: bigint): Description {
    const slot = this.get(fd);
    if ((slot.rights & right) !== right) throw new SystemError('EBADF');
    return slot.description;
  }

  /**
   * Frees the number; the last one closes the description.
   * @param abandon see `OpenFile.close`
   * @throws EBADF, and what closing throws: the number is free all the same, as on Linux
   */
  close(fd: number, abandon = false): MaybePromise<void> {
    const { description } = this.get(fd);
    this.#slots[fd >>> 0] = undefined;
    return this.#release(description, abandon);
  }

  /** Moves `from` to the number `to`, whose description is closed (`fd_renumber`). @throws EBADF */
  renumber(from: number, to: number): MaybePromise<void> {
    const slot = this.get(from);
    const { description } = this.get(to);
    if (from === to) return;
    this.#slots[to >>> 0] = slot;
    this.#slots[from >>> 0] = undefined;
    return this.#release(description, false);
  }

  /** Takes away a user; the last one closes the description. */
  #release(description: Description, abandon: boolean): MaybePromise<void> {
    description.users--;
    if (description.users > 0) return;
    const failed = (error: unknown): never => {
      // A pipe that nobody reads stores nothing.
      if (isSystemError(error) && error.code !== 'EPIPE')
        this.unstored.push({ description, error });
      throw error;
    };
    try {
      const closed = description.close(abandon);
      return isPromise(closed) ? closed.catch(failed) : closed;
    } catch (error) {
      return failed(error);
    }
  }

  /** The directory at `path` was removed: who has it open has a directory without a name. */
  removed(path: Path): void {
    for (const directory of this.#directories()) directory.removed(path);
  }

  /** `from` has the name `to` now, and what was there is gone. */
  renamed(from: Path, to: Path): void {
    if (equalPaths(from, to)) return;
    for (const directory of this.#directories()) {
      directory.removed(to);
      directory.renamed(from, to);
    }
  }

  /** The directories that are open, each once. */
  #directories(): Set<DirectoryDescription> {
    const found = new Set<DirectoryDescription>();
    for (const [, { description }] of this.entries())
      if (description.kind === 'directory') found.add(description);
    return found;
  }

  /** Every open descriptor, in order. */
  *entries(): Generator<[number, Slot]> {
    for (const [fd, slot] of this.#slots.entries()) if (slot !== undefined) yield [fd, slot];
  }
}
