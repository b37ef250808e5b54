// A FileSystemDirectoryHandle as a file system: a picked folder, or the private one (OPFS).
import type { Ahead, Met } from './ahead.ts';
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
import type { Scratch } from './file-writer.ts';
import type { HandleFileSystemOptions } from './handle-fs-options.ts';
import { HandleListing } from './handle-listing.ts';
import { HandleRename } from './handle-rename.ts';
import { HandleTree, type Found } from './handle-tree.ts';
import { hash64 } from './hash.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { OpenFiles } from './open-files.ts';
import { equalPaths, startsWith, type Path } from './path.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Walk } from './walk.ts';
import { LocalWriters, type WriterRegistry } from './writers.ts';

/** What ext4 tells of a small directory. */
const directorySize = 4096;

/** A tree of handles. */
export class HandleFileSystem implements FileSystem {
  readOnly: boolean;
  readonly #tree: HandleTree;
  readonly #options: HandleFileSystemOptions;
  readonly #device: string;
  readonly #writers: WriterRegistry;
  readonly #deviceNumber: bigint;
  readonly #open: OpenFiles;
  /** See `HandleFileSystemOptions.ahead`. */
  readonly ahead: Ahead | undefined;
  readonly #walk: Walk | undefined;

  constructor(root: FileSystemDirectoryHandle, options: HandleFileSystemOptions = {}) {
    this.#tree = new HandleTree(root, options.onDenied, options.brief);
    this.#options = options;
    this.#device = options.device ?? crypto.randomUUID();
    this.#writers = options.writers ?? new LocalWriters();
    this.#deviceNumber = hash64(this.#device);
    this.readOnly = options.readOnly ?? false;
    this.ahead = options.ahead?.((path) => this.#look(path));
    this.#walk = options.walk?.(
      (path) => this.#listKnown(path),
      (path, entries) => this.ahead?.retold(path, entries),
    );
    this.#open = new OpenFiles(this.#tree, {
      writers: this.#writers,
      key: (path) => this.key(path),
      statOf: (path, size, lastModified) => this.#statOf(path, 'file', { size, lastModified }),
      readOnly: () => this.readOnly,
      scratch: options.scratch,
      ahead: this.ahead,
      readerOf: options.readerOf ?? ((file) => new ReadAhead(file)),
      forget: (path) => this.#forget(path),
    });
  }

  /** The key of a path in the registry of writers, and what its inode number comes from. */
  key(path: Path): string {
    return `${this.#device}\0${path.join('/')}`;
  }

  /** See `HandleFileSystemOptions.scratch`. */
  get scratch(): Scratch | undefined {
    return this.#options.scratch;
  }

  /** How many files are open: none, when all that was opened is closed. */
  get openFiles(): number {
    return this.#open.size;
  }

  inode(path: Path): bigint {
    return hash64(this.key(path));
  }

  /**
   * Hands over the cwd of a program that begins: whoever spawned it has just found it. A program asks for it first of
   * all, and that costs no call of the browser.
   */
  keep(path: Path, handle: FileSystemDirectoryHandle): void {
    if (path.length === 0) return this.#tree.rootSeen();
    this.#tree.remember(path, handle);
    this.#walk?.seen(path, performance.now());
  }

  /** Others may have changed anything: the program has heard from them, or waited. */
  expire(): void {
    this.#tree.expire();
    this.ahead?.forgetAll();
    this.#walk?.forgetAll();
    this.#writers.expire?.();
  }

  /** What was asked ahead of what was changed, or meanwhile, is not told any more. */
  #forget(path: Path): void {
    this.ahead?.forget(path);
    this.#walk?.forget(path);
  }

  /** Takes a step that changes what is at `path`. Where it fails, something was met that was not expected. */
  async #change(path: Path, step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } finally {
      this.#forget(path);
    }
  }

  /** The handle of a directory. @throws ENOENT, ENOTDIR, EACCES, EINVAL */
  async directory(path: Path): Promise<FileSystemDirectoryHandle> {
    return this.#tree.directory(path);
  }

  stat(path: Path): MaybePromise<Stat> {
    const open = this.#open.at(path);
    if (open?.dirty === true) return open.stat();
    if (path.length === 0)
      return andThen(this.#tree.checkRoot(), () => this.#statOf(path, 'directory'));
    return andThen(this.#walk?.arrived(path), () =>
      this.#walk?.isThere(path) ? this.#statOf(path, 'directory') : this.#ask(path),
    );
  }

  #ask(path: Path): MaybePromise<Stat> {
    const glance = this.#open.at(path) === undefined ? this.ahead?.take(path, 'stat') : undefined;
    return andThen(glance, (told) =>
      told === undefined ? this.#askNow(path) : this.#statOf(path, 'file', told.file),
    );
  }

  async #askNow(path: Path): Promise<Stat> {
    const file = this.#tree.knownFile(path);
    const snapshot = file === undefined ? undefined : await this.#tree.snapshot(file, path);
    if (snapshot !== undefined) return this.#statOf(path, 'file', snapshot);
    const asked = performance.now();
    const found = await this.#tree.find(path);
    if (found.kind === 'directory') {
      this.#walk?.seen(path, asked);
      return this.#statOf(path, 'directory');
    }
    try {
      return this.#statOf(path, 'file', await found.getFile());
    } catch (error) {
      throw this.#tree.failed(error, 'file', found.name);
    }
  }

  /** See `Look`. */
  async #look(path: Path): Promise<Met | undefined> {
    if (this.#open.at(path) !== undefined) return undefined; // it answers for itself
    try {
      const handle = this.#tree.knownFile(path) ?? (await this.#tree.find(path));
      return handle.kind === 'directory' ? undefined : { handle, file: await handle.getFile() };
    } catch {
      return undefined; // whoever asks for it is told
    }
  }

  #statOf(
    path: Path,
    type: 'directory' | 'file',
    { size, lastModified } = { size: directorySize, lastModified: 0 },
  ): Stat {
    // lastModified is a number of milliseconds; a broken one must not stop a listing.
    const time =
      Number.isFinite(lastModified) && lastModified > 0
        ? BigInt(Math.round(lastModified)) * 1_000_000n
        : 0n;
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
    const { write, create = false, truncate = false } = options;
    if (!write && !create && !truncate && this.#walk?.isThere(path))
      throw new SystemError('EISDIR');
    return this.#open.open(path, options);
  }

  list(path: Path): MaybePromise<Listing> {
    // A directory that was met is not asked for: where it is gone, the listing says so.
    const known = this.#walk === undefined ? this.#listKnown(path) : this.#walk.list(path);
    if (known !== undefined) return known;
    return this.#tree.find(path).then((found) => {
      if (found.kind === 'file') throw new SystemError('ENOTDIR');
      return this.list(path);
    });
  }

  /** See `List`. */
  #listKnown(path: Path): Listing | undefined {
    const handle = this.#tree.knownDirectory(path);
    if (handle === undefined) return undefined;
    this.ahead?.begin(path);
    this.#walk?.begin(path);
    const asked = performance.now();
    return new HandleListing(handle, {
      failed: (error) => {
        this.#tree.drop(path);
        this.#forget(path);
        return this.#tree.failed(error, 'directory', handle.name);
      },
      entry: (name, found): Entry => {
        const at = [...path, name];
        this.#tree.remember(at, found);
        return { name, type: found.kind, inode: this.inode(at) };
      },
      isWritten: (name) => this.#writers.has(this.key([...path, name])),
      read: (entries) => {
        this.#walk?.read(path, entries, asked);
        this.ahead?.listed(path, entries);
      },
    });
  }

  async createDirectory(path: Path): Promise<void> {
    if (path.length === 0) throw new SystemError('EEXIST');
    if ((await this.#tree.findOrNothing(path)) !== undefined) throw new SystemError('EEXIST');
    await this.#tree.directory(path.slice(0, -1));
    if (this.readOnly) throw new SystemError('EROFS');
    await this.#change(path, () => this.#tree.create(path, 'directory'));
  }

  async removeDirectory(path: Path): Promise<void> {
    if (path.length === 0) throw new SystemError('EBUSY');
    const found = await this.#tree.find(path);
    if (found.kind !== 'directory') throw new SystemError('ENOTDIR');
    if (this.readOnly) throw new SystemError('EROFS');
    this.#tree.drop(path);
    try {
      await this.#change(path, () => this.#tree.remove(path, 'remove-directory'));
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
    // Whether a file that was met just now is there, its removal tells.
    const met = this.readOnly ? undefined : this.#tree.knownFile(path);
    const found = met ?? (await this.#tree.find(path));
    if (found.kind === 'directory') throw new SystemError('EISDIR');
    if (this.readOnly) throw new SystemError('EROFS');
    await this.#checkOthers(path);
    // Whoever has it open goes on in memory, but only when it is gone.
    const gone = await this.#open.at(path)?.hold();
    await this.#change(path, () => this.#tree.remove(path));
    gone?.();
  }

  /** @throws EBUSY another process writes the file */
  async #checkOthers(path: Path): Promise<void> {
    if (this.#open.at(path)?.registered === true) return;
    if (await this.#writers.has(this.key(path))) throw new SystemError('EBUSY');
  }

  async rename(from: Path, to: Path): Promise<void> {
    if (from.length === 0 || to.length === 0) throw new SystemError('EBUSY');
    const source = await this.#tree.find(from);
    const target = await this.#tree.findOrNothing(to);
    if (target === undefined) await this.#tree.directory(to.slice(0, -1));
    if (source.kind === 'directory' && startsWith(to, from) && !equalPaths(from, to))
      throw new SystemError('EINVAL');
    if (startsWith(from, to) && !equalPaths(from, to)) throw new SystemError('ENOTEMPTY');
    if (target?.kind === 'directory' && source.kind === 'file') throw new SystemError('EISDIR');
    if (target?.kind === 'file' && source.kind === 'directory') throw new SystemError('ENOTDIR');
    if (this.readOnly) throw new SystemError('EROFS');
    if (equalPaths(from, to)) return;
    if (target?.kind === 'directory' && (await this.#tree.lists(target)))
      throw new SystemError('ENOTEMPTY');
    const moved = this.#move(source, from, to, target !== undefined);
    await moved.finally(() => this.#renamed(source, from, to));
  }

  #renamed({ kind }: Found, from: Path, to: Path): void {
    if (kind === 'directory') return this.expire(); // all that is below them, too
    this.#forget(from);
    this.#forget(to);
  }

  async #move(source: Found, from: Path, to: Path, replaces: boolean): Promise<void> {
    const rename = new HandleRename(this.#tree, {
      explain: (sentence) => this.#options.explain?.(sentence),
      check: (path) => this.#checkOthers(path),
      signal: this.#options.signal,
      progress: this.#options.progress,
    });
    if (replaces) await rename.checkSpelling(source, from, to);
    await this.#checkOthers(from);
    await this.#checkOthers(to);
    const moving = this.#open.below(from);
    for (const { file } of moving) await file.sync();
    const gone = await this.#open.at(to)?.hold();
    let kept: SystemError | undefined;
    if (source.kind === 'file') await rename.file(source, from, to);
    else kept = await this.#alone([from, to], () => rename.directory(source, from, to));
    gone?.();
    for (const { file, path } of moving)
      await this.#open.follow(file, path, [...to, ...path.slice(from.length)]);
    if (kept !== undefined) throw kept;
  }

  /** Does something to directories that are registered as written: whoever ends it half way can name them. */
  async #alone<T>(paths: readonly Path[], step: () => Promise<T>): Promise<T> {
    const writers = this.#writers;
    const held: string[] = [];
    try {
      for (const path of paths) {
        await writers.acquire(this.key(path));
        held.push(this.key(path));
      }
      return await step();
    } finally {
      for (const key of held) writers.release(key);
    }
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
      await this.#change(path, () => this.#tree.touchDirectory(path, times));
    }
  }

  link(from: Path, to: Path): Promise<void> {
    return this.#refuseLink(from, to);
  }

  symlink(_target: string, path: Path): Promise<void> {
    return this.#refuseLink(undefined, path);
  }

  /** There are no links; what else is wrong is told first. @throws ENOENT, EPERM, EEXIST, EROFS, ENOTSUP */
  async #refuseLink(from: Path | undefined, to: Path): Promise<never> {
    if (from !== undefined && (await this.#tree.find(from)).kind === 'directory')
      throw new SystemError('EPERM');
    if ((await this.#tree.findOrNothing(to)) !== undefined) throw new SystemError('EEXIST');
    await this.#tree.directory(to.slice(0, -1));
    throw new SystemError(this.readOnly ? 'EROFS' : 'ENOTSUP');
  }

  async readlink(path: Path): Promise<string> {
    await this.#tree.find(path);
    throw new SystemError('EINVAL');
  }
}
