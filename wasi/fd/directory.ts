// The open file description of a directory: where paths begin, and a listing with cookies.
import type { Entry, FileSystem, Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import type { Path } from '../vfs/path.ts';

/** How far `..` leads from a directory. */
export interface Boundary {
  /** How many names of the path are never left. */
  readonly floor: number;
  /** At the floor `..` stays there, as at the root of a Unix tree; otherwise it is refused. */
  readonly clamp: boolean;
  /** Whether `..` leads from what is opened below as far as from here; otherwise not out of the opened directory. */
  readonly inherited: boolean;
}

/** A directory that is open. */
export class DirectoryDescription {
  readonly kind = 'directory';
  readonly path: Path;
  readonly boundary: Boundary;
  /** The name of a preopened directory, as the program is told it. */
  readonly preopen: string | undefined;
  flags = 0;
  users = 0;
  readonly #fs: FileSystem;
  /** What was read so far; a cookie is an index into it, so that it stays good while the directory changes. */
  #entries: Entry[] = [];
  #next: (() => MaybePromise<readonly Entry[]>) | undefined;
  #complete = false;

  constructor(fs: FileSystem, path: Path, boundary: Boundary, preopen?: string) {
    this.#fs = fs;
    this.path = path;
    this.boundary = boundary;
    this.preopen = preopen;
  }

  /** The boundary of a directory that is opened below this one. */
  boundaryAt(path: Path): Boundary {
    return this.boundary.inherited ? this.boundary : { ...this.boundary, floor: path.length };
  }

  /** Begins the listing anew, as rewinddir does. */
  rewind(): void {
    this.#entries = [];
    this.#next = undefined;
    this.#complete = false;
  }

  /** The entry at `index`, `.` and `..` first; undefined behind the last. */
  entry(index: number): MaybePromise<Entry | undefined> {
    const known = this.#entries[index];
    if (known !== undefined || this.#complete) return known;
    return andThen(this.#more(), () => this.entry(index));
  }

  #more(): MaybePromise<void> {
    if (this.#next === undefined) {
      return andThen(this.#fs.list(this.path), (listing) =>
        andThen(this.#dots(), (dots) => {
          this.#entries = dots;
          this.#next = () => listing.next();
        }),
      );
    }
    return andThen(this.#next(), (entries) => {
      if (entries.length === 0) this.#complete = true;
      // Not push(...entries): a batch may be larger than the stack takes.
      for (const entry of entries) this.#entries.push(entry);
    });
  }

  #dots(): MaybePromise<Entry[]> {
    // A preopened directory is its own parent; one below it has one, even if no path leads there.
    const floor = this.preopen === undefined ? 0 : this.boundary.floor;
    const parent = this.path.length > floor ? this.path.slice(0, -1) : this.path;
    return andThen(this.#inode(this.path), (own) =>
      andThen(this.#inode(parent), (above) => [
        { name: '.', type: 'directory', inode: own },
        { name: '..', type: 'directory', inode: above },
      ]),
    );
  }

  #inode(path: Path): MaybePromise<bigint> {
    return this.#fs.inode?.(path) ?? andThen(this.#fs.stat(path), ({ inode }) => inode);
  }

  stat(): MaybePromise<Stat> {
    return this.#fs.stat(this.path);
  }

  close(): void {
    this.rewind();
  }
}
