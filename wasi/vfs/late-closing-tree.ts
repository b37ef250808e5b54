// A process's tree in which a file that the process made may be closed late, and the barriers that nobody can tell it by.
import type { OpenFile, OpenOptions, Stat, Times } from './filesystem.ts';
import type { LateCloses } from './late-closes.ts';
import { andThen, isPromise, type MaybePromise } from './maybe-promise.ts';
import { MountTable } from './mounts.ts';
import type { Path } from './path.ts';
import type { Stream } from './stream.ts';

/**
 * To store a small file takes the browser some milliseconds, and what a program closes it seldom looks at again: the
 * close of a file that it made goes on while it makes the next. What would show that, or do harm if the close fails,
 * waits: an open or a stat of that file (its own state sees to that); a change of what was there before; whatever removes
 * or replaces something. A failure is the process's (`LateCloses.failures`), and until then nothing is removed.
 */
export class LateClosingTree extends MountTable {
  readonly #late: LateCloses;

  constructor({ mounts }: MountTable, late: LateCloses) {
    super(mounts);
    this.#late = late;
  }

  /** Runs `step` behind the closes that are under way. */
  #behind<T>(step: () => MaybePromise<T>): MaybePromise<T> {
    return andThen(this.#late.settled(), step);
  }

  override open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    return andThen(super.open(path, options), (file) => {
      if (file.kind === 'stream') return file;
      // Of a file that could not be stored nothing is read as if that were all of it.
      const failure = options.truncate === true ? undefined : this.#late.failure(path);
      if (failure !== undefined) {
        return andThen(file.close(true), () => {
          throw failure;
        });
      }
      return new LateClosingFile(file, path, this.#late, options.truncate === true);
    });
  }

  override removeDirectory(path: Path): MaybePromise<void> {
    return this.#behind(() => super.removeDirectory(path));
  }

  override unlink(path: Path): MaybePromise<void> {
    return this.#behind(() => {
      this.#late.checkOthers(path);
      return andThen(super.unlink(path), () => this.#late.forget(path));
    });
  }

  override rename(from: Path, to: Path): MaybePromise<void> {
    return this.#behind(() => {
      const failure = this.#late.failure(from);
      if (failure !== undefined) throw failure;
      this.#late.checkOthers(from);
      return super.rename(from, to);
    });
  }
}

/** An open file of such a tree. */
class LateClosingFile implements OpenFile {
  readonly kind = 'file';
  readonly #file: OpenFile;
  readonly #path: Path;
  readonly #late: LateCloses;
  /** Whether the open itself has cut it: what is stored then is all of it, whatever failed before. */
  readonly #anew: boolean;
  /** Whether anything was changed through it. */
  #changed: boolean;

  constructor(file: OpenFile, path: Path, late: LateCloses, anew: boolean) {
    this.#file = file;
    this.#path = path;
    this.#late = late;
    this.#anew = anew;
    this.#changed = anew;
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
    return andThen(this.#late.settled(), () => andThen(this.#file.sync(), () => this.#stored()));
  }

  setTimes(times: Times): MaybePromise<void> {
    return this.#file.setTimes(times);
  }

  close(abandon = false): MaybePromise<void> {
    if (!this.#changed) return this.#file.close(abandon);
    const late = this.fresh && !abandon;
    const closed = this.#behind(() =>
      andThen(this.#file.close(abandon), () => (abandon ? undefined : this.#stored())),
    );
    return late && isPromise(closed) ? this.#late.add(this.#path, closed) : closed;
  }

  #stored(): void {
    if (this.#anew) this.#late.forget(this.#path);
  }
}
