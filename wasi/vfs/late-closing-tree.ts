// A process's tree in which a file that the process made may be closed late, and the barriers that nobody can tell it by.
import type { Listing, OpenFile, OpenOptions, Stat, Times, Tree } from './filesystem.ts';
import type { LateCloses } from './late-closes.ts';
import { andThen, isPromise, type MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';
import type { Stream } from './stream.ts';

/**
 * To store a small file takes the browser some milliseconds, and what a program closes it seldom looks at again: the
 * close of a file that it made goes on while it makes the next. What would show that, or do harm if the close fails,
 * waits: an open or a stat of that file (its own state sees to that); a change of what was there before; whatever removes
 * or replaces something. A failure is the process's (`LateCloses.failures`), and until then nothing is removed.
 */
export class LateClosingTree implements Tree {
  readonly #tree: Tree;
  readonly #late: LateCloses;

  constructor(tree: Tree, late: LateCloses) {
    this.#tree = tree;
    this.#late = late;
  }

  get readOnly(): boolean {
    return this.#tree.readOnly;
  }

  get links(): boolean {
    return this.#tree.links;
  }

  readOnlyAt(path: Path): boolean {
    return this.#tree.readOnlyAt?.(path) ?? this.#tree.readOnly;
  }

  /** Runs `step` behind the closes that are under way. */
  #behind<T>(step: () => MaybePromise<T>): MaybePromise<T> {
    return andThen(this.#late.settled(), step);
  }

  stat(path: Path): MaybePromise<Stat> {
    return this.#tree.stat(path);
  }

  inode(path: Path): bigint | undefined {
    return this.#tree.inode?.(path);
  }

  open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    return andThen(this.#tree.open(path, options), (file) => {
      if (file.kind === 'stream') return file;
      // Of a file that could not be stored nothing is read as if that were all of it.
      if (options.truncate !== true) {
        try {
          this.#late.check(path);
        } catch (error) {
          return andThen(file.close(true), () => {
            throw error;
          });
        }
      }
      return new LateClosingFile(file, path, this.#late, options.truncate === true);
    });
  }

  list(path: Path): MaybePromise<Listing> {
    return this.#tree.list(path);
  }

  createDirectory(path: Path): MaybePromise<void> {
    return this.#tree.createDirectory(path);
  }

  removeDirectory(path: Path): MaybePromise<void> {
    return this.#behind(() => this.#tree.removeDirectory(path));
  }

  unlink(path: Path): MaybePromise<void> {
    return this.#behind(() => {
      this.#late.checkOthers(path);
      return andThen(this.#tree.unlink(path), () => this.#late.forget(path));
    });
  }

  rename(from: Path, to: Path): MaybePromise<void> {
    return this.#behind(() => {
      this.#late.check(from);
      this.#late.checkOthers(from);
      return this.#tree.rename(from, to);
    });
  }

  setTimes(path: Path, times: Times): MaybePromise<void> {
    return this.#tree.setTimes(path, times);
  }

  link(from: Path, to: Path): MaybePromise<void> {
    return this.#tree.link(from, to);
  }

  symlink(target: string, path: Path): MaybePromise<void> {
    return this.#tree.symlink(target, path);
  }

  readlink(path: Path): MaybePromise<string> {
    return this.#tree.readlink(path);
  }
}

/** An open file of such a tree. */
class LateClosingFile implements OpenFile {
  readonly kind = 'file';
  readonly #file: OpenFile;
  readonly #path: Path;
  readonly #late: LateCloses;
  /** Whether anything was changed through it. */
  #changed: boolean;

  constructor(file: OpenFile, path: Path, late: LateCloses, changed: boolean) {
    this.#file = file;
    this.#path = path;
    this.#late = late;
    this.#changed = changed;
  }

  get fresh(): boolean {
    return this.#file.fresh === true;
  }

  /** Runs `step`: behind the closes that are under way, where it changes what was there before the process. */
  #behind<T>(step: () => MaybePromise<T>): MaybePromise<T> {
    return this.fresh ? step() : andThen(this.#late.settled(), step);
  }

  stat(): MaybePromise<Stat> {
    return this.#file.stat();
  }

  read(position: number, max: number): MaybePromise<Uint8Array> {
    // What lies under changes that the browser has already is read by storing them.
    if (this.#changed) return this.#behind(() => this.#file.read(position, max));
    return this.#file.read(position, max);
  }

  write(position: number | 'end', bytes: Uint8Array): MaybePromise<number> {
    this.#changed = true;
    return this.#file.write(position, bytes);
  }

  truncate(size: number): MaybePromise<void> {
    this.#changed = true;
    return this.#file.truncate(size);
  }

  sync(): MaybePromise<void> {
    return andThen(this.#late.settled(), () => this.#file.sync());
  }

  setTimes(times: Times): MaybePromise<void> {
    return this.#file.setTimes(times);
  }

  close(abandon = false): MaybePromise<void> {
    if (!this.#changed) return this.#file.close(abandon);
    const late = this.fresh && !abandon;
    const closed = this.#behind(() => this.#file.close(abandon));
    return late && isPromise(closed) ? this.#late.add(this.#path, closed) : closed;
  }
}
