// A FileSystemDirectoryHandle as a file system: a picked folder, or the private one (OPFS).
import { SystemError, isSystemError } from './error.ts';
import type {
  Entry,
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
  Times,
} from './filesystem.ts';
import { HandleListing } from './handle-listing.ts';
import { HandleRename } from './handle-rename.ts';
import { HandleTree, type Found } from './handle-tree.ts';
import { hash64 } from './hash.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { HandleFile, type OpenFileContext } from './open-file.ts';
import { byteLength, equalPaths, startsWith, type Path } from './path.ts';
import type { WriterRegistry } from './writers.ts';

/** The longest name that can be written: the browser writes to `NAME.crswap` beside it. */
const maximumWritableName = 255 - '.crswap'.length;
/** What ext4 tells of a small directory. */
const directorySize = 4096;

export interface HandleFileSystemOptions {
  /** Tells it from others: mounts of the same folder have the same. It gives the device number. */
  readonly device: string;
  readonly writers: WriterRegistry;
  readonly readOnly?: boolean;
  /**
   * It serves one program, and what that does not change stays: a file that it met just now is still no directory, which
   * saves a call for each. A session, whose programs change everything behind its back, never says so.
   */
  readonly brief?: boolean;
  /** Is told that the browser refused for lack of permission. */
  readonly onDenied?: () => void;
  /** Is told sentences that a person should read, such as what a rename left behind. */
  readonly explain?: (sentence: string) => void;
  /** Its abort makes a long rename turn back. */
  readonly signal?: AbortSignal;
}

/** A tree of handles. */
export class HandleFileSystem implements FileSystem {
  readOnly: boolean;
  readonly #tree: HandleTree;
  readonly #options: HandleFileSystemOptions;
  readonly #deviceNumber: bigint;
  readonly #open = new Map<string, HandleFile>();
  /** Opens under way: two at once of one file must lead to one open file. */
  readonly #opening = new Map<string, Promise<unknown>>();
  /** A directory that was there just now: the first stat of it asks nobody. */
  #expected: string | undefined;

  constructor(root: FileSystemDirectoryHandle, options: HandleFileSystemOptions) {
    this.#tree = new HandleTree(root, options.onDenied, options.brief);
    this.#options = options;
    this.#deviceNumber = hash64(options.device);
    this.readOnly = options.readOnly ?? false;
  }

  /** The key of a path in the registry of writers, and what its inode number comes from. */
  key(path: Path): string {
    return `${this.#options.device}\0${path.join('/')}`;
  }

  inode(path: Path): bigint {
    return hash64(this.key(path));
  }

  /**
   * Hands over the cwd of a program that begins: whoever spawned it has just found it. A program asks for it first of
   * all, and that costs no call of the browser.
   */
  keep(path: Path, handle: FileSystemDirectoryHandle): void {
    if (path.length > 0) this.#tree.remember(path, handle);
    else this.#tree.rootSeen();
    this.#expected = path.join('/');
  }

  /** The handle of a directory. @throws ENOENT, ENOTDIR, EACCES, EINVAL */
  async directory(path: Path): Promise<FileSystemDirectoryHandle> {
    return this.#tree.directory(path);
  }

  stat(path: Path): MaybePromise<Stat> {
    const key = path.join('/');
    const open = this.#open.get(key);
    if (open?.dirty === true) return open.stat();
    if (this.#expected === key) {
      this.#expected = undefined;
      return this.#statOf(path, 'directory', directorySize, 0);
    }
    if (path.length > 0) return this.#ask(path);
    return andThen(this.#tree.checkRoot(), () => this.#statOf(path, 'directory', directorySize, 0));
  }

  async #ask(path: Path): Promise<Stat> {
    const file = this.#tree.knownFile(path);
    const snapshot = file === undefined ? undefined : await this.#snapshot(file, path);
    if (snapshot !== undefined)
      return this.#statOf(path, 'file', snapshot.size, snapshot.lastModified);
    const found = await this.#tree.find(path);
    if (found.kind === 'directory') return this.#statOf(path, 'directory', directorySize, 0);
    try {
      const { size, lastModified } = await found.getFile();
      return this.#statOf(path, 'file', size, lastModified);
    } catch (error) {
      throw this.#tree.failed(error, 'file', found.name);
    }
  }

  /** The file of a handle that was met; undefined where it is gone, or a directory now. @throws EACCES, EIO */
  async #snapshot(handle: FileSystemFileHandle, path: Path): Promise<File | undefined> {
    try {
      return await handle.getFile();
    } catch (error) {
      const failure = this.#tree.failed(error, 'file', handle.name);
      if (failure.code !== 'ENOENT' && failure.code !== 'EISDIR') throw failure;
      this.#tree.dropFile(path);
      return undefined;
    }
  }

  #statOf(path: Path, type: 'directory' | 'file', size: number, modified: number): Stat {
    // lastModified is a number of milliseconds; a broken one must not stop a listing.
    const time =
      Number.isFinite(modified) && modified > 0 ? BigInt(Math.round(modified)) * 1_000_000n : 0n;
    return {
      type,
      device: this.#deviceNumber,
      inode: this.inode(path),
      links: type === 'directory' ? 2 : 1,
      size,
      accessed: time,
      modified: time,
      changed: time,
    };
  }

  open(path: Path, options: OpenOptions): MaybePromise<OpenFile> {
    const key = path.join('/');
    const before = this.#opening.get(key);
    if (before !== undefined) return before.catch(() => {}).then(() => this.open(path, options));
    const opened = this.#openNow(path, {
      ...options,
      write: options.write || options.truncate === true,
    });
    this.#opening.set(key, opened);
    const done = (): void => void this.#opening.delete(key);
    opened.then(done, done);
    return opened;
  }

  async #openNow(path: Path, options: OpenOptions): Promise<OpenFile> {
    const { write, create = false, exclusive = false, truncate = false } = options;
    const name = path.at(-1);
    if (name === undefined) throw new SystemError('EISDIR');
    if (this.readOnly && (write || create)) return this.#openReadOnly(path, options);
    if (write && byteLength(name) > maximumWritableName) await this.#refuseLongName(path, create);
    const known = this.#open.get(path.join('/'));
    const there = known !== undefined && (await this.#isThere(known));
    if (there && create && exclusive) throw new SystemError('EEXIST');
    const acquired = write && !(there && known.registered);
    if (acquired) await this.#options.writers.acquire(this.key(path));
    try {
      if (there) {
        await known.use({ write, truncate, created: false });
        return known;
      }
      const { handle, file, created } = await this.#openHandle(path, options);
      if (created && write) this.#options.writers.created(this.key(path));
      const opened = new HandleFile(this.#contextOf(path, handle, () => opened));
      await opened.use({ write, truncate, created }, file);
      this.#open.set(path.join('/'), opened);
      return opened;
    } catch (error) {
      if (acquired) this.#options.writers.release(this.key(path));
      throw error;
    }
  }

  /** Whether an open file still has its entry: somebody else may have removed it. Then it has no name any more. */
  async #isThere(file: HandleFile): Promise<boolean> {
    try {
      await file.check();
      return true;
    } catch (error) {
      if (!isSystemError(error, 'ENOENT', 'EISDIR')) throw error;
      file.disown();
      return false;
    }
  }

  /** The handle of a file, which is made if it should be. Where it was asked for anyway, its `File`, too. */
  async #openHandle(
    path: Path,
    { create = false, exclusive = false, truncate = false }: OpenOptions,
  ): Promise<{
    readonly handle: FileSystemFileHandle;
    readonly file?: File;
    readonly created: boolean;
  }> {
    const known = truncate || exclusive ? undefined : this.#tree.knownFile(path);
    const file = known === undefined ? undefined : await this.#snapshot(known, path);
    if (known !== undefined && file !== undefined) return { handle: known, file, created: false };
    const found = create ? await this.#tree.findOrNothing(path) : await this.#tree.find(path);
    if (found !== undefined && create && exclusive) throw new SystemError('EEXIST');
    if (found?.kind === 'directory') throw new SystemError('EISDIR');
    if (found !== undefined) return { handle: found, created: false };
    return { handle: await this.#tree.create(path, 'file'), created: true };
  }

  #contextOf(path: Path, handle: FileSystemFileHandle, file: () => HandleFile): OpenFileContext {
    const key = path.join('/');
    return {
      handle,
      key: this.key(path),
      writers: this.#options.writers,
      statOf: (size, modified) => this.#statOf(path, 'file', size, modified),
      failed: (error) => this.#tree.failed(error, 'file', handle.name),
      forget: () => {
        if (this.#open.get(key) === file()) this.#open.delete(key);
      },
    };
  }

  /** The order of Unix: what is not there or is there already comes before the file system's being read-only. */
  async #openReadOnly(path: Path, options: OpenOptions): Promise<OpenFile> {
    const { write, create = false, exclusive = false } = options;
    const found = create ? await this.#tree.findOrNothing(path) : await this.#tree.find(path);
    if (found !== undefined && create && exclusive) throw new SystemError('EEXIST');
    if (found?.kind === 'directory') throw new SystemError('EISDIR');
    if (write || found === undefined) throw new SystemError('EROFS');
    return this.#openNow(path, { read: options.read, write: false });
  }

  /** @throws ENAMETOOLONG, or what would be wrong anyway */
  async #refuseLongName(path: Path, create: boolean): Promise<void> {
    const found = create ? await this.#tree.findOrNothing(path) : await this.#tree.find(path);
    if (found?.kind === 'directory') throw new SystemError('EISDIR');
    const reason = `the browser writes only to files with names of at most ${maximumWritableName} bytes`;
    throw new SystemError('ENAMETOOLONG', reason);
  }

  list(path: Path): MaybePromise<Listing> {
    // A directory that was met is not asked for: where it is gone, the listing says so.
    const known = this.#tree.knownDirectory(path);
    if (known !== undefined) return this.#listingOf(path, known);
    return this.#tree.find(path).then((found) => {
      if (found.kind === 'file') throw new SystemError('ENOTDIR');
      return this.#listingOf(path, found);
    });
  }

  #listingOf(path: Path, handle: FileSystemDirectoryHandle): Listing {
    return new HandleListing(handle, {
      failed: (error) => {
        this.#tree.drop(path);
        return this.#tree.failed(error, 'directory', handle.name);
      },
      entry: (name, found): Entry => {
        const at = [...path, name];
        this.#tree.remember(at, found);
        return { name, type: found.kind, inode: this.inode(at) };
      },
      isWritten: (name) => this.#options.writers.has(this.key([...path, name])),
    });
  }

  async createDirectory(path: Path): Promise<void> {
    if (path.length === 0) throw new SystemError('EEXIST');
    if ((await this.#tree.findOrNothing(path)) !== undefined) throw new SystemError('EEXIST');
    await this.#tree.directory(path.slice(0, -1));
    if (this.readOnly) throw new SystemError('EROFS');
    await this.#tree.create(path, 'directory');
  }

  async removeDirectory(path: Path): Promise<void> {
    if (path.length === 0) throw new SystemError('EBUSY');
    const found = await this.#tree.find(path);
    if (found.kind !== 'directory') throw new SystemError('ENOTDIR');
    if (this.readOnly) throw new SystemError('EROFS');
    this.#tree.drop(path);
    try {
      await this.#tree.remove(path, 'remove-directory');
    } catch (error) {
      throw isSystemError(error, 'ENOTEMPTY') ? await this.#notEmpty(error, found) : error;
    }
  }

  /** A directory that lists nothing and is not empty holds what the browser hides: say so. */
  async #notEmpty(error: SystemError, found: FileSystemDirectoryHandle): Promise<SystemError> {
    if (await this.#tree.lists(found)) return error;
    const reason = 'it holds entries that the browser hides, such as symbolic links; they stay';
    return new SystemError('ENOTEMPTY', reason, { cause: error });
  }

  async unlink(path: Path): Promise<void> {
    const found = await this.#tree.find(path);
    if (found.kind === 'directory') throw new SystemError('EISDIR');
    if (this.readOnly) throw new SystemError('EROFS');
    await this.#checkOthers(path);
    const key = path.join('/');
    // Whoever has it open goes on in memory, but only when it is gone.
    const gone = await this.#open.get(key)?.hold();
    await this.#tree.remove(path);
    gone?.();
  }

  /** @throws EBUSY another process writes the file */
  async #checkOthers(path: Path): Promise<void> {
    if (this.#open.get(path.join('/'))?.registered === true) return;
    if (await this.#options.writers.has(this.key(path))) throw new SystemError('EBUSY');
  }

  async rename(from: Path, to: Path): Promise<void> {
    if (from.length === 0 || to.length === 0) throw new SystemError('EBUSY');
    const source = await this.#tree.find(from);
    const target = await this.#tree.findOrNothing(to);
    if (source.kind === 'directory' && startsWith(to, from) && !equalPaths(from, to))
      throw new SystemError('EINVAL');
    if (target?.kind === 'directory' && source.kind === 'file') throw new SystemError('EISDIR');
    if (target?.kind === 'file' && source.kind === 'directory') throw new SystemError('ENOTDIR');
    if (target === undefined) await this.#tree.directory(to.slice(0, -1));
    if (this.readOnly) throw new SystemError('EROFS');
    if (equalPaths(from, to)) return;
    if (target?.kind === 'directory' && (await this.#tree.lists(target)))
      throw new SystemError('ENOTEMPTY');
    await this.#move(source, from, to, target !== undefined);
  }

  async #move(source: Found, from: Path, to: Path, replaces: boolean): Promise<void> {
    const rename = new HandleRename(this.#tree, {
      explain: (sentence) => this.#options.explain?.(sentence),
      check: (path) => this.#checkOthers(path),
      ...(this.#options.signal === undefined ? {} : { signal: this.#options.signal }),
    });
    if (replaces) await rename.checkSpelling(source, from, to);
    await this.#checkOthers(from);
    await this.#checkOthers(to);
    const moving = [...this.#open].filter(([key]) => startsWith(key.split('/'), from));
    for (const [, file] of moving) await file.sync();
    const gone = await this.#open.get(to.join('/'))?.hold();
    let kept: SystemError | undefined;
    if (source.kind === 'file') await rename.file(source, from, to);
    else kept = await rename.directory(source, from, to);
    gone?.();
    for (const [key, file] of moving)
      await this.#follow(file, key, [...to, ...key.split('/').slice(from.length)]);
    if (kept !== undefined) throw kept;
  }

  /** An open file goes on under its new name. */
  async #follow(file: HandleFile, key: string, path: Path): Promise<void> {
    const found = await this.#tree.find(path);
    if (found.kind !== 'file') return;
    this.#open.delete(key);
    this.#open.set(path.join('/'), file);
    await file.moved(this.#contextOf(path, found, () => file));
  }

  async setTimes(path: Path, times: Times): Promise<void> {
    if (this.readOnly || times.modified === undefined) {
      await this.stat(path);
      if (this.readOnly) throw new SystemError('EROFS');
      if (typeof times.accessed === 'bigint') throw new SystemError('ENOTSUP');
      return; // nobody can tell when something was read: another process may go on writing it
    }
    try {
      const file = await this.open(path, { read: true, write: true });
      try {
        await file.setTimes(times);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!isSystemError(error, 'EISDIR')) throw error;
      await this.#tree.touchDirectory(path, times);
    }
  }

  link(from: Path, to: Path): Promise<void> {
    return this.#refuseLink(from, to);
  }

  symlink(_target: string, path: Path): Promise<void> {
    return this.#refuseLink([], path);
  }

  /** There are no links; what else is wrong is told first. @throws ENOENT, EPERM, EEXIST, ENOTSUP */
  async #refuseLink(from: Path, to: Path): Promise<never> {
    const source = await this.#tree.find(from);
    if (from.length > 0 && source.kind === 'directory') throw new SystemError('EPERM');
    if ((await this.#tree.findOrNothing(to)) !== undefined) throw new SystemError('EEXIST');
    await this.#tree.directory(to.slice(0, -1));
    throw new SystemError('ENOTSUP');
  }

  async readlink(path: Path): Promise<string> {
    await this.#tree.find(path);
    throw new SystemError('EINVAL');
  }
}
