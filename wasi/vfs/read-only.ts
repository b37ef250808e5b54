// A read-only view of any file system.
import { SystemError, type Code } from './error.ts';
import type { FileSystem, Listing, OpenFile, OpenOptions, Stat, Times } from './filesystem.ts';
import { find } from './find.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';
import type { Stream } from './stream.ts';

/** Everything that would change something is EROFS, after what comes before it in Unix (ENOENT, EEXIST). */
export class ReadOnlyFileSystem implements FileSystem {
  readonly readOnly = true;
  readonly #fs: FileSystem;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** Whether the file system below holds symbolic links. */
  get links(): boolean {
    return this.#fs.links === true;
  }

  stat(path: Path): MaybePromise<Stat> {
    return this.#fs.stat(path);
  }

  inode(path: Path): bigint | undefined {
    return this.#fs.inode?.(path);
  }

  open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    const { write, create = false, exclusive = false, truncate = false } = options;
    if (!write && !truncate && !create) return this.#openToRead(path, options);
    const check = (stat: Stat | undefined): MaybePromise<OpenFile | Stream> => {
      if (stat === undefined) return create ? this.#refuseNew(path) : refuse('ENOENT');
      if (create && exclusive) throw new SystemError('EEXIST');
      if (stat.type === 'directory') throw new SystemError('EISDIR');
      if (write || truncate) throw new SystemError('EROFS');
      return this.#openToRead(path, { read: options.read, write: false });
    };
    return andThen(find(this.#fs, path), check);
  }

  /** A device is no part of the file system: what is written to it changes nothing here. */
  #openToRead(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    return andThen(this.#fs.open(path, options), (opened) =>
      opened.kind === 'file' ? new ReadOnlyFile(opened) : opened,
    );
  }

  list(path: Path): MaybePromise<Listing> {
    return this.#fs.list(path);
  }

  readlink(path: Path): MaybePromise<string> {
    return this.#fs.readlink(path);
  }

  createDirectory(path: Path): MaybePromise<void> {
    return andThen(find(this.#fs, path), (stat) =>
      stat === undefined ? this.#refuseNew(path) : refuse('EEXIST'),
    );
  }

  removeDirectory(path: Path): MaybePromise<void> {
    return this.#refuse(path);
  }

  unlink(path: Path): MaybePromise<void> {
    return this.#refuse(path);
  }

  rename(from: Path, to: Path): MaybePromise<void> {
    return andThen(this.#fs.stat(from), () => this.#refuseNew(to));
  }

  setTimes(path: Path): MaybePromise<void> {
    return this.#refuse(path);
  }

  link(from: Path, to: Path): MaybePromise<void> {
    return andThen(this.#fs.stat(from), () => this.createDirectory(to));
  }

  symlink(_target: string, path: Path): MaybePromise<void> {
    return this.createDirectory(path);
  }

  /** Nothing is made where the way leads. @throws EROFS; ENOENT and ENOTDIR on the way */
  #refuseNew(path: Path): MaybePromise<never> {
    return andThen(this.#fs.stat(path.slice(0, -1)), ({ type }) =>
      refuse(type === 'directory' ? 'EROFS' : 'ENOTDIR'),
    );
  }

  /** What is not there is not found; all else cannot be changed. */
  #refuse(path: Path): MaybePromise<void> {
    return andThen(this.#fs.stat(path), () => refuse('EROFS'));
  }
}

/** An open file that is only read, whatever the descriptor claims: a right to set the size is none to write. */
class ReadOnlyFile implements OpenFile {
  readonly kind = 'file';
  readonly #file: OpenFile;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  stat(): MaybePromise<Stat> {
    return this.#file.stat();
  }

  read(position: number, max: number): MaybePromise<Uint8Array> {
    return this.#file.read(position, max);
  }

  write(_position: number | 'end', _bytes: Uint8Array): never {
    refuse('EROFS');
  }

  truncate(_size: number): never {
    refuse('EROFS');
  }

  setTimes(_times: Times): never {
    refuse('EROFS');
  }

  sync(): MaybePromise<void> {
    return this.#file.sync();
  }

  close(abandon?: boolean): MaybePromise<void> {
    return this.#file.close(abandon);
  }
}

function refuse(code: Code): never {
  throw new SystemError(code);
}
