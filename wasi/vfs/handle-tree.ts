// From paths to handles. A handle is a name, not an inode: keeping one keeps nothing of the file, and saves asking for it.
import { quoted, translate, type Asked } from './dom-error.ts';
import { isSystemError, SystemError } from './error.ts';
import type { Times } from './filesystem.ts';
import { isPromise, type MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';

/** The most handles of each kind that are kept. */
const maximumHandles = 8192;
/** How long a file that was met is taken to be a file, in milliseconds. */
const fileTrust = 1000;
/** How long a root that was there is taken to be there, in milliseconds: nothing but a whole listing tells. */
const rootTrust = 1000;

/** An entry as the browser has it. */
export type Found = FileSystemFileHandle | FileSystemDirectoryHandle;

/** The handles below one directory handle, by path. */
export class HandleTree {
  readonly root: FileSystemDirectoryHandle;
  readonly #onDenied: (() => void) | undefined;
  readonly #directories = new Map<string, FileSystemDirectoryHandle>();
  readonly #files = new Map<
    string,
    { readonly handle: FileSystemFileHandle; readonly met: number }
  >();
  readonly #brief: boolean;
  /** When others may have changed anything. */
  #expired = -Infinity;
  /** When the browser last gave an entry of the root. */
  #rootSeen = -Infinity;

  /**
   * @param onDenied is told that the browser refused for lack of permission
   * @param brief see `HandleFileSystemOptions.brief`
   */
  constructor(root: FileSystemDirectoryHandle, onDenied?: () => void, brief = false) {
    this.root = root;
    this.#brief = brief;
    this.#onDenied = onDenied;
  }

  /** The error of something that a handle threw. */
  failed(error: unknown, asked: Asked, name: string): SystemError {
    const failure = translate(error, asked, name);
    if (failure.code === 'EACCES') {
      this.#rootSeen = -Infinity;
      this.#onDenied?.();
    }
    return failure;
  }

  /** Keeps a handle that was met. */
  remember(path: Path, handle: Found): void {
    const key = path.join('/');
    const handles = handle.kind === 'file' ? this.#files : this.#directories;
    if (handles.size >= maximumHandles) handles.clear();
    if (handle.kind === 'file') this.#files.set(key, { handle, met: performance.now() });
    else this.#directories.set(key, handle);
    if (path.length === 1) this.rootSeen();
  }

  /** The root is there. */
  rootSeen(): void {
    this.#rootSeen = performance.now();
  }

  /**
   * Whether the root is there: at once where it was just now, else by an entry that was met. The browser tells of a root
   * only by listing it, and reads all of it for that.
   * @throws ENOENT, EACCES
   */
  checkRoot(): MaybePromise<void> {
    if (performance.now() - this.#rootSeen < rootTrust) return;
    return this.#checkByEntry();
  }

  async #checkByEntry(): Promise<void> {
    for (const handles of [this.#files, this.#directories]) {
      const name = firstName(handles.keys());
      if (name === undefined) continue;
      try {
        await this.find([name]);
        return;
      } catch (error) {
        if (!isSystemError(error, 'ENOENT')) throw error;
        this.drop([name]);
      }
    }
    await this.lists(this.root);
    this.rootSeen();
  }

  /** Forgets what is at `path` and below it. */
  drop(path: Path): void {
    const prefix = path.join('/');
    // A file has nothing below it.
    if (this.#files.delete(prefix) && !this.#directories.has(prefix)) return;
    for (const handles of [this.#directories, this.#files]) {
      for (const key of handles.keys()) {
        if (key === prefix || key.startsWith(`${prefix}/`)) handles.delete(key);
      }
    }
  }

  /** Forgets the handle of a file that was removed, or may be another kind of entry now. */
  dropFile(path: Path): void {
    this.#files.delete(path.join('/'));
  }

  /** Others may have changed anything: what was a file may be a directory. */
  expire(): void {
    this.#expired = performance.now();
  }

  /**
   * The handle of a file that was met just now. It may have gone since; that it is a directory now nobody would notice:
   * `getFile()` of its handle gives a `File` all the same (tried), and what removes a file removes an empty directory.
   */
  knownFile(path: Path): FileSystemFileHandle | undefined {
    const key = path.join('/');
    const known = this.#brief && !this.#directories.has(key) ? this.#files.get(key) : undefined;
    if (known === undefined || known.met <= this.#expired) return undefined;
    return performance.now() - known.met < fileTrust ? known.handle : undefined;
  }

  /** The file of a handle that was met; undefined where it is gone, or a directory now. @throws EACCES, EIO */
  async snapshot(handle: FileSystemFileHandle, path: Path): Promise<File | undefined> {
    try {
      return await handle.getFile();
    } catch (error) {
      const failure = this.failed(error, 'file', handle.name);
      if (failure.code !== 'ENOENT' && failure.code !== 'EISDIR') throw failure;
      this.dropFile(path);
      return undefined;
    }
  }

  /** The handle of a directory that was met. It may have gone since. */
  knownDirectory(path: Path): FileSystemDirectoryHandle | undefined {
    return path.length === 0 ? this.root : this.#directories.get(path.join('/'));
  }

  /** The handle of a directory, at once where it was met. @throws ENOENT, ENOTDIR, EACCES, EINVAL */
  directory(path: Path): MaybePromise<FileSystemDirectoryHandle> {
    return this.knownDirectory(path) ?? this.#walk(path);
  }

  async #walk(path: Path): Promise<FileSystemDirectoryHandle> {
    let depth = path.length - 1;
    while (depth > 0 && this.knownDirectory(path.slice(0, depth)) === undefined) depth--;
    let handle = this.knownDirectory(path.slice(0, depth)) ?? this.root;
    for (; depth < path.length; depth++)
      handle = await this.#enter(handle, path.slice(0, depth + 1));
    return handle;
  }

  async #enter(parent: FileSystemDirectoryHandle, path: Path): Promise<FileSystemDirectoryHandle> {
    const name = path.at(-1) ?? '';
    try {
      const handle = await parent.getDirectoryHandle(name);
      this.remember(path, handle);
      return handle;
    } catch (error) {
      throw this.failed(error, 'directory', name);
    }
  }

  /** What is at `path`, asked of the browser. @throws ENOENT, ENOTDIR, EACCES, EINVAL */
  async find(path: Path): Promise<Found> {
    const name = path.at(-1);
    if (name === undefined) return this.root;
    const known = this.directory(path.slice(0, -1));
    const parent = isPromise(known) ? await known : known;
    // What was a directory is asked for as one first.
    const first = this.knownDirectory(path) === undefined ? 'file' : 'directory';
    try {
      return await this.#get(parent, path, first);
    } catch (error) {
      if (!isMismatch(error)) throw this.failed(error, first, name);
    }
    this.drop(path);
    try {
      return await this.#get(parent, path, first === 'file' ? 'directory' : 'file');
    } catch (error) {
      throw this.failed(error, first === 'file' ? 'directory' : 'file', name);
    }
  }

  async #get(
    parent: FileSystemDirectoryHandle,
    path: Path,
    kind: 'file' | 'directory',
  ): Promise<Found> {
    const name = path.at(-1) ?? '';
    const found = await (kind === 'file'
      ? parent.getFileHandle(name)
      : parent.getDirectoryHandle(name));
    this.remember(path, found);
    return found;
  }

  /** As `find`, or undefined where there is nothing. */
  async findOrNothing(path: Path): Promise<Found | undefined> {
    try {
      return await this.find(path);
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Makes an entry, or finds it. @throws ENOENT, ENOTDIR, ELOOP something hidden has that name */
  async create<K extends 'file' | 'directory'>(
    path: Path,
    kind: K,
  ): Promise<Extract<Found, { kind: K }>> {
    const parent = await this.directory(path.slice(0, -1));
    const name = path.at(-1) ?? '';
    try {
      const found: Found = await (kind === 'file'
        ? parent.getFileHandle(name, { create: true })
        : parent.getDirectoryHandle(name, { create: true }));
      this.remember(path, found);
      return found as Extract<Found, { kind: K }>;
    } catch (error) {
      throw await this.creationFailed(error, path);
    }
  }

  /** "Not found" for something that was to be made: the directory is gone, or a hidden entry is in the way. */
  async creationFailed(error: unknown, path: Path): Promise<SystemError> {
    const failure = this.failed(error, 'create', path.at(-1) ?? '');
    if (failure.code !== 'ENOENT') return failure;
    const parent = path.slice(0, -1);
    try {
      await this.lists(await this.directory(parent));
    } catch {
      this.drop(parent);
      return failure;
    }
    return new SystemError(
      'ELOOP',
      'the browser hides an entry of that name: a symbolic link, perhaps',
      { cause: error },
    );
  }

  /** Whether a directory lists anything. @throws ENOENT it is gone, EACCES */
  async lists(directory: FileSystemDirectoryHandle): Promise<boolean> {
    try {
      const { done } = await directory.keys().next();
      return done !== true;
    } catch (error) {
      throw this.failed(error, 'directory', directory.name);
    }
  }

  /** Removes a file or an empty directory. Never `recursive`: that removes what the browser hides, too. */
  async remove(path: Path, asked: Asked = 'other'): Promise<void> {
    const parent = await this.directory(path.slice(0, -1));
    const name = path.at(-1) ?? '';
    try {
      await parent.removeEntry(name);
    } catch (error) {
      throw this.failed(error, asked, name);
    }
    this.drop(path);
  }

  /**
   * Sets a directory's times to now: it has the time at which an entry came or went, and there is no other way.
   * @throws ENOTSUP another time
   */
  async touchDirectory(path: Path, { accessed, modified }: Times): Promise<void> {
    if (typeof modified === 'bigint' || typeof accessed === 'bigint') {
      throw new SystemError('ENOTSUP');
    }
    if (modified === undefined) return; // nobody can tell when a directory was read
    const entry = [...path, `.touch-${crypto.randomUUID()}`];
    await this.create(entry, 'file');
    // It must not stay: whatever was in the way may have gone. What else could be done is the person's.
    await this.remove(entry)
      .catch(() => this.remove(entry))
      .catch((error: unknown) => {
        if (!isSystemError(error)) throw error;
        const reason = `${quoted(entry.join('/'))}, which gave it the time, could not be removed`;
        throw new SystemError(error.code, reason, { cause: error });
      });
  }
}

/** The first path of one name. */
function firstName(paths: Iterable<string>): string | undefined {
  for (const path of paths) if (!path.includes('/')) return path;
  return undefined;
}

function isMismatch(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TypeMismatchError';
}
