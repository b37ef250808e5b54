// A directory handle as a program sees it: what it has asked just now is not asked of the browser again.
import type { RecentAnswers } from './recent-answers.ts';
import type { OpenFile, OpenOptions, Stat, Times } from '../../wasi/vfs/filesystem.ts';
import type { HandleFileSystemOptions } from '../../wasi/vfs/handle-fs-options.ts';
import { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Path } from '../../wasi/vfs/path.ts';

export class ProgramFileSystem extends HandleFileSystem {
  readonly #recent: RecentAnswers;

  /** @param recent of all file systems of the program: a change of one may be one of another */
  constructor(
    root: FileSystemDirectoryHandle,
    options: HandleFileSystemOptions,
    recent: RecentAnswers,
  ) {
    super(root, options);
    this.#recent = recent;
  }

  override stat(path: Path): MaybePromise<Stat> {
    return this.#recent.stat(this.key(path), () => super.stat(path));
  }

  override expire(): void {
    this.#recent.forget();
    super.expire();
  }

  override open(path: Path, options: OpenOptions): MaybePromise<OpenFile> {
    if (options.write || options.create === true || options.truncate === true) this.#recent.stop();
    return super.open(path, options);
  }

  override createDirectory(path: Path): Promise<void> {
    this.#recent.stop();
    return super.createDirectory(path);
  }

  override removeDirectory(path: Path): Promise<void> {
    this.#recent.stop();
    return super.removeDirectory(path);
  }

  override unlink(path: Path): Promise<void> {
    this.#recent.stop();
    return super.unlink(path);
  }

  override rename(from: Path, to: Path): Promise<void> {
    this.#recent.stop();
    return super.rename(from, to);
  }

  override setTimes(path: Path, times: Times): Promise<void> {
    this.#recent.stop();
    return super.setTimes(path, times);
  }
}
