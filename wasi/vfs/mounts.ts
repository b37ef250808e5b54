// The tree that a process sees: file systems mounted at paths, the longest prefix first.
import { SystemError } from './error.ts';
import type {
  Entry,
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
  Times,
} from './filesystem.ts';
import { find } from './find.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { equalPaths, startsWith, type Path } from './path.ts';
import type { Stream } from './stream.ts';

/** A file system at a path. */
export interface Mount {
  /** The path where it is. */
  readonly point: Path;
  /** What is there. */
  readonly fs: FileSystem;
  /** Where in `fs` the mount begins: a folder inside a mounted one is an alias into that one's file system. */
  readonly prefix: Path;
}

/** A tree of mounts. What a mount point had before is hidden by what is mounted there. */
export class MountTable implements FileSystem {
  #mounts: readonly Mount[] = [];

  constructor(mounts: readonly Mount[] = []) {
    this.mounts = mounts;
  }

  /** The mounts, the longest point first. What is set takes effect at the next call. */
  get mounts(): readonly Mount[] {
    return this.#mounts;
  }

  /** Replaces them. */
  set mounts(mounts: readonly Mount[]) {
    this.#mounts = mounts.toSorted((a, b) => b.point.length - a.point.length);
  }

  get readOnly(): boolean {
    return this.#mounts.every(({ fs }) => fs.readOnly);
  }

  /** Whether any file system holds symbolic links, so that paths must be walked a component at a time. */
  get links(): boolean {
    return this.#mounts.some(({ fs }) => fs.links === true);
  }

  /** Whether writing is refused where `path` is. @throws ENOENT there is no root */
  readOnlyAt(path: Path): boolean {
    return this.mountOf(path).mount.fs.readOnly;
  }

  /**
   * The mount that `path` is on, and its path there.
   * @throws ENOENT there is no root
   * @internal
   */
  mountOf(path: Path): { readonly mount: Mount; readonly inner: Path } {
    for (const mount of this.#mounts) {
      if (startsWith(path, mount.point)) {
        return { mount, inner: [...mount.prefix, ...path.slice(mount.point.length)] };
      }
    }
    throw new SystemError('ENOENT');
  }

  #isPoint(path: Path): boolean {
    return this.#mounts.some(({ point }) => equalPaths(point, path));
  }

  /** What is made anew is not made where something is mounted. @throws EEXIST */
  #checkNoPoint(path: Path): void {
    if (this.#isPoint(path)) throw new SystemError('EEXIST');
  }

  /** Whether it must not be removed or renamed: a mount point, or what one lies in. */
  #isBusy(path: Path): boolean {
    return this.#mounts.some(({ point }) => startsWith(point, path));
  }

  stat(path: Path): MaybePromise<Stat> {
    const { mount, inner } = this.mountOf(path);
    return mount.fs.stat(inner);
  }

  expire(): void {
    for (const { fs } of this.#mounts) fs.expire?.();
  }

  inode(path: Path): bigint | undefined {
    const { mount, inner } = this.mountOf(path);
    return mount.fs.inode?.(inner);
  }

  open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    if (options.create === true && options.exclusive === true) this.#checkNoPoint(path);
    const { mount, inner } = this.mountOf(path);
    return mount.fs.open(inner, options);
  }

  list(path: Path): MaybePromise<Listing> {
    const { mount, inner } = this.mountOf(path);
    const points = this.#mounts.filter(
      ({ point }) => point.length === path.length + 1 && startsWith(point, path),
    );
    if (points.length === 0) return mount.fs.list(inner);
    return andThen(mount.fs.list(inner), (listing) => withMounts(listing, points));
  }

  createDirectory(path: Path): MaybePromise<void> {
    this.#checkNoPoint(path);
    const { mount, inner } = this.mountOf(path);
    return mount.fs.createDirectory(inner);
  }

  removeDirectory(path: Path): MaybePromise<void> {
    if (this.#isBusy(path)) throw new SystemError('EBUSY');
    const { mount, inner } = this.mountOf(path);
    return mount.fs.removeDirectory(inner);
  }

  unlink(path: Path): MaybePromise<void> {
    if (this.#isPoint(path)) throw new SystemError('EISDIR');
    const { mount, inner } = this.mountOf(path);
    return mount.fs.unlink(inner);
  }

  /** From or to a read-only file system it is EROFS (RUSTSEC-2026-0188), between two others EXDEV. */
  rename(from: Path, to: Path): MaybePromise<void> {
    if (this.#isBusy(from) || this.#isBusy(to)) {
      return andThen(this.stat(from), () =>
        andThen(this.#checkDirectory(to.slice(0, -1)), () => {
          throw new SystemError('EBUSY');
        }),
      );
    }
    const source = this.mountOf(from);
    const target = this.mountOf(to);
    if (source.mount.fs === target.mount.fs) {
      return source.mount.fs.rename(source.inner, target.inner);
    }
    return andThen(this.#checkDirectory(from.slice(0, -1)), () =>
      andThen(this.#checkDirectory(to.slice(0, -1)), () => {
        const readOnly = source.mount.fs.readOnly || target.mount.fs.readOnly;
        throw new SystemError(readOnly ? 'EROFS' : 'EXDEV');
      }),
    );
  }

  /** What is wrong with the way to an entry is told before that the entry cannot be had. @throws ENOENT, ENOTDIR */
  #checkDirectory(path: Path): MaybePromise<void> {
    return andThen(this.stat(path), ({ type }) => {
      if (type !== 'directory') throw new SystemError('ENOTDIR');
    });
  }

  setTimes(path: Path, times: Times): MaybePromise<void> {
    const { mount, inner } = this.mountOf(path);
    return mount.fs.setTimes(inner, times);
  }

  link(from: Path, to: Path): MaybePromise<void> {
    const source = this.mountOf(from);
    const target = this.mountOf(to);
    if (source.mount.fs === target.mount.fs && !this.#isPoint(to))
      return source.mount.fs.link(source.inner, target.inner);
    return andThen(this.stat(from), ({ type }) => {
      if (type === 'directory') throw new SystemError('EPERM');
      return andThen(this.#checkFreeName(to), () => {
        throw new SystemError(target.mount.fs.readOnly ? 'EROFS' : 'EXDEV');
      });
    });
  }

  /** @throws EEXIST; ENOENT and ENOTDIR on the way to it */
  #checkFreeName(path: Path): MaybePromise<void> {
    return andThen(this.#checkDirectory(path.slice(0, -1)), () =>
      andThen(find(this, path), (stat) => {
        if (stat !== undefined) throw new SystemError('EEXIST');
      }),
    );
  }

  symlink(target: string, path: Path): MaybePromise<void> {
    this.#checkNoPoint(path);
    const { mount, inner } = this.mountOf(path);
    return mount.fs.symlink(target, inner);
  }

  readlink(path: Path): MaybePromise<string> {
    const { mount, inner } = this.mountOf(path);
    return mount.fs.readlink(inner);
  }
}

/** A listing in which the mount points stand for what they hide, with the inodes of what is mounted. */
function withMounts(listing: Listing, mounts: readonly Mount[]): Listing {
  const hidden = new Set(mounts.map(({ point }) => point.at(-1)));
  let pending: readonly Mount[] = mounts;
  const mounted = async (): Promise<Entry[]> => {
    const entries: Entry[] = [];
    for (const { point, fs, prefix } of pending) {
      // A folder that cannot be reached now is listed all the same: its name is how it is reached again.
      const inode = fs.inode?.(prefix) ?? (await inodeOf(fs, prefix));
      entries.push({ name: point.at(-1) ?? '', type: 'directory', inode });
    }
    pending = [];
    return entries;
  };
  const next = (): MaybePromise<readonly Entry[]> => {
    if (pending.length > 0) return mounted();
    return andThen(listing.next(), (entries) => {
      if (entries.length === 0) return entries;
      const visible = entries.filter(({ name }) => !hidden.has(name));
      return visible.length > 0 ? visible : next();
    });
  };
  return { next };
}

async function inodeOf(fs: FileSystem, path: Path): Promise<bigint> {
  try {
    return (await fs.stat(path)).inode;
  } catch (error) {
    if (error instanceof SystemError) return 1n;
    throw error;
  }
}
