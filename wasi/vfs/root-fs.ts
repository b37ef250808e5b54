// What is above the mounts: the directories that lead to their points, and nothing else.
import { SystemError } from './error.ts';
import type { Entry, FileSystem, Listing, OpenOptions, Stat } from './filesystem.ts';
import { hash64 } from './hash.ts';
import type { Path } from './path.ts';

const device = hash64('root-fs');

/** The root of a tree of mounts. Nothing in it can be changed: EROFS, after what comes before it in Unix. */
export class RootFileSystem implements FileSystem {
  readonly readOnly = true;
  /** The directories in each, by path. */
  readonly #directories = new Map<string, Set<string>>([['', new Set()]]);
  readonly #time = BigInt(Date.now()) * 1_000_000n;

  /** @param points where something is mounted, and other directories that are to be there */
  constructor(points: Iterable<Path>) {
    for (const point of points) {
      for (const [depth, name] of point.entries()) {
        this.#directories.get(point.slice(0, depth).join('/'))?.add(name);
        const path = point.slice(0, depth + 1).join('/');
        if (!this.#directories.has(path)) this.#directories.set(path, new Set());
      }
    }
  }

  #has(path: Path): boolean {
    return this.#directories.has(path.join('/'));
  }

  /** The names in a directory. @throws ENOENT */
  #names(path: Path): Set<string> {
    const names = this.#directories.get(path.join('/'));
    if (names === undefined) throw new SystemError('ENOENT');
    return names;
  }

  inode(path: Path): bigint {
    return hash64(path.join('/'));
  }

  stat(path: Path): Stat {
    this.#names(path);
    return {
      type: 'directory',
      device,
      inode: this.inode(path),
      links: 2,
      size: 4096,
      accessed: this.#time,
      modified: this.#time,
      changed: this.#time,
    };
  }

  open(path: Path, { create = false, exclusive = false }: OpenOptions): never {
    if (create && (exclusive || !this.#has(path))) return this.createDirectory(path);
    this.#names(path);
    throw new SystemError('EISDIR');
  }

  list(path: Path): Listing {
    const entries = [...this.#names(path)].map((name): Entry => {
      return { name, type: 'directory', inode: this.inode([...path, name]) };
    });
    return { next: () => entries.splice(0) };
  }

  /** @throws EEXIST, ENOENT, EROFS */
  createDirectory(path: Path): never {
    if (this.#has(path)) throw new SystemError('EEXIST');
    return this.#refuse(path.slice(0, -1));
  }

  /** @throws ENOENT, EROFS */
  #refuse(path: Path): never {
    this.#names(path);
    throw new SystemError('EROFS');
  }

  removeDirectory(path: Path): never {
    return this.#refuse(path);
  }

  unlink(path: Path): never {
    return this.#refuse(path);
  }

  rename(from: Path, to: Path): never {
    this.#names(from);
    return this.#refuse(to.slice(0, -1));
  }

  setTimes(path: Path): never {
    return this.#refuse(path);
  }

  link(from: Path, to: Path): never {
    this.#names(from);
    return this.createDirectory(to);
  }

  symlink(_target: string, path: Path): never {
    return this.createDirectory(path);
  }

  readlink(path: Path): never {
    this.#names(path);
    throw new SystemError('EINVAL');
  }
}
