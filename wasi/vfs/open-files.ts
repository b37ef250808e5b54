// The files of a handle tree that are open, by path: however often a file is opened, there is one open file of it.
import type { Ahead } from './ahead.ts';
import { conflict, type Surroundings } from './conflict.ts';
import { SystemError, isSystemError } from './error.ts';
import { FileUse } from './file-use.ts';
import { maximumWritableName, type Scratch } from './file-writer.ts';
import type { OpenFile, OpenOptions, Stat } from './filesystem.ts';
import type { Found, HandleTree } from './handle-tree.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { HandleFile } from './open-file.ts';
import type { OpenFileContext, Snapshot } from './open-file-context.ts';
import { byteLength, startsWith, type Path } from './path.ts';
import type { ReaderOf } from './stored-file.ts';
import type { WriterRegistry } from './writers.ts';

/** What the file system tells of itself. */
export interface OpenFilesContext {
  readonly writers: WriterRegistry;
  /** The key of a path in the registry of writers. */
  key(path: Path): string;
  /** The stat of a file with a size and a time in milliseconds since 1970. */
  statOf(path: Path, size: number, modified: number): Stat;
  /** It can change. */
  readOnly(): boolean;
  /** See `HandleFileSystemOptions.scratch`. */
  readonly scratch: Scratch | undefined;
  /** See `HandleFileSystemOptions.ahead`. */
  readonly ahead: Ahead | undefined;
  /** See `HandleFileSystemOptions.readerOf`. */
  readonly readerOf: ReaderOf;
  /** Is told of what was made, or is open to be changed: nobody looks at it then. */
  forget(path: Path): void;
}

interface Opened {
  readonly handle: FileSystemFileHandle;
  readonly snapshot?: Snapshot;
  readonly created: boolean;
}

export class OpenFiles {
  readonly #tree: HandleTree;
  readonly #context: OpenFilesContext;
  readonly #open = new Map<string, HandleFile>();
  readonly #surroundings: Surroundings;
  /** Opens under way: two at once of one file must lead to one open file. */
  readonly #opening = new Map<string, Promise<unknown>>();

  constructor(tree: HandleTree, context: OpenFilesContext) {
    this.#tree = tree;
    this.#surroundings = {
      open: (path, options) => this.open(path, options),
      remove: (path) => tree.remove(path),
    };
    this.#context = context;
  }

  get size(): number {
    return this.#open.size;
  }

  /** The open file at `path`, if it is open. */
  at(path: Path): HandleFile | undefined {
    return this.#open.get(path.join('/'));
  }

  /** The open files at `path` and below it. */
  below(path: Path): { readonly path: Path; readonly file: HandleFile }[] {
    return [...this.#open]
      .map(([key, file]) => ({ path: key.split('/'), file }))
      .filter((entry) => startsWith(entry.path, path));
  }

  /** @throws see `FileSystem.open` */
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
    if (this.#context.readOnly() && (write || create)) return this.#openReadOnly(path, options);
    if (write && byteLength(name) > maximumWritableName) await this.#refuseLongName(path, create);
    const known = this.at(path);
    if (known !== undefined && (await this.#isThere(known))) {
      // Its last close came first. To use it all the same would make two open files of one file, each with a writer.
      if (this.at(path) !== known) return this.#openNow(path, options);
      if (create && exclusive) throw new SystemError('EEXIST');
      await known.use({ write, truncate, created: false });
      return new FileUse(known, truncate);
    }
    const { writers } = this.#context;
    if (write) await writers.acquire(this.#context.key(path));
    let entry: Opened;
    try {
      entry = await this.#openHandle(path, options);
    } catch (error) {
      if (write) writers.release(this.#context.key(path));
      throw error;
    }
    const { handle, snapshot, created } = entry;
    if (created && write) writers.created(this.#context.key(path));
    const opened: HandleFile = new HandleFile(
      this.#contextOf(path, handle, () => opened),
      write,
    );
    this.#open.set(path.join('/'), opened);
    if (write || create) this.#context.forget(path);
    await opened.use({ write, truncate, created }, snapshot);
    return new FileUse(opened, truncate && !created);
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
    { write, create = false, exclusive = false, truncate = false }: OpenOptions,
  ): Promise<Opened> {
    const glance = write || create ? undefined : await this.#context.ahead?.take(path, 'open');
    if (glance !== undefined) return { handle: glance.handle, snapshot: glance, created: false };
    const known = truncate || exclusive ? undefined : this.#tree.knownFile(path);
    const file = known === undefined ? undefined : await this.#tree.snapshot(known, path);
    if (known !== undefined && file !== undefined)
      return { handle: known, snapshot: { file }, created: false };
    const found = create ? await this.#tree.findOrNothing(path) : await this.#tree.find(path);
    if (found !== undefined && create && exclusive) throw new SystemError('EEXIST');
    if (found?.kind === 'directory') throw new SystemError('EISDIR');
    if (found !== undefined) return { handle: found, created: false };
    return { handle: await this.#tree.create(path, 'file'), created: true };
  }

  #contextOf(path: Path, handle: FileSystemFileHandle, file: () => HandleFile): OpenFileContext {
    const key = path.join('/');
    const { scratch } = this.#context;
    return {
      handle,
      openScratch:
        scratch &&
        (() =>
          scratch.open(handle, this.#context.key(path), () =>
            this.#tree.directory(path.slice(0, -1)),
          )),
      readerOf: this.#context.readerOf,
      key: this.#context.key(path),
      writers: this.#context.writers,
      readOnly: () => this.#context.readOnly(),
      statOf: (size, modified) => this.#context.statOf(path, size, modified),
      failed: (error) => this.#tree.failed(error, 'file', handle.name),
      image: async (writer, size) =>
        writer.image(await this.#tree.directory(path.slice(0, -1)), size),
      conflict: (write) => conflict(path, this.#surroundings, write),
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
    if (found === undefined) await this.#tree.directory(path.slice(0, -1));
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

  /**
   * An open file goes on under its new name. Where the browser does not give that, the rename has taken place all the
   * same; what is done with the file fails then, and never reaches what has its old name next.
   */
  async follow(file: HandleFile, from: Path, to: Path): Promise<void> {
    let found: Found;
    try {
      found = await this.#tree.find(to);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return file.disown(error);
    }
    if (found.kind !== 'file') return file.disown();
    this.#open.delete(from.join('/'));
    this.#open.set(to.join('/'), file);
    await file.moved(this.#contextOf(to, found, () => file));
  }
}
