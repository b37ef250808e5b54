// The open file description of a directory: where paths begin, and a listing with cookies.
import { SystemError } from '../vfs/error.ts';
import type { Entry, FileSystem, Listing, Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { equalPaths, startsWith, type Path } from '../vfs/path.ts';

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
  /** The name of a preopened directory, as the program is told it. */
  readonly preopen: string | undefined;
  flags = 0;
  users = 0;
  readonly #fs: FileSystem;
  #path: Path;
  #boundary: Boundary;
  /** The program has removed it: what has its path next is another directory. */
  #removed = false;
  /** What was read so far; a cookie is an index into it, so that it stays good while the directory changes. */
  #entries: Entry[] = [];
  #next: (() => MaybePromise<readonly Entry[]>) | undefined;
  #complete = false;

  constructor(fs: FileSystem, path: Path, boundary: Boundary, preopen?: string) {
    this.#fs = fs;
    this.#path = path;
    this.#boundary = boundary;
    this.preopen = preopen;
  }

  /** Where it is. @throws ENOENT it was removed */
  get path(): Path {
    if (this.#removed) throw new SystemError('ENOENT');
    return this.#path;
  }

  get boundary(): Boundary {
    return this.#boundary;
  }

  /** The program has removed what was at `path`. */
  removed(path: Path): void {
    if (equalPaths(this.#path, path)) this.#removed = true;
  }

  /** The program has renamed `from`: whoever has it or something below it open has it under its new name. */
  renamed(from: Path, to: Path): void {
    if (this.#removed || !startsWith(this.#path, from)) return;
    // A listing under way goes on where the directory is now.
    this.#next = undefined;
    this.#path = [...to, ...this.#path.slice(from.length)];
    if (!this.#boundary.inherited) this.#boundary = { ...this.#boundary, floor: this.#path.length };
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

  /** The entry at `index`, `.` and `..` first; undefined behind the last. @throws ENOENT it was removed */
  entry(index: number): MaybePromise<Entry | undefined> {
    if (this.#removed) throw new SystemError('ENOENT');
    const known = this.#entries[index];
    if (known !== undefined || this.#complete) return known;
    return andThen(this.#more(), () => this.entry(index));
  }

  #more(): MaybePromise<void> {
    if (this.#next === undefined) {
      return andThen(this.#fs.list(this.path), (listing) =>
        andThen(this.#dots(), (dots) => {
          const told = new Set(this.#entries.map(({ name }) => name));
          if (told.size === 0) this.#entries = dots;
          this.#next = () => untold(listing, told);
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

/** The next entries that were not told before; empty at the end. */
function untold(listing: Listing, told: ReadonlySet<string>): MaybePromise<readonly Entry[]> {
  return andThen(listing.next(), (entries) => {
    const left = told.size === 0 ? entries : entries.filter(({ name }) => !told.has(name));
    return left.length > 0 || entries.length === 0 ? left : untold(listing, told);
  });
}
