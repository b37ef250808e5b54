// For tests: directory and file handles that behave as Chromium's on a local folder, which Node does not have. The
// traps are those of ../shared/browser-facts.md and wasi-on-handles.md §1.3–1.5; each was tried in Chromium.
import {
  domError,
  FakeDisk,
  refusedName,
  type CallKind,
  type FakeDirectoryNode,
  type FakeFileNode,
} from './fake-disk.ts';
import { FakeFile, FakeWriter } from './fake-file.ts';
import { FakeSyncAccess } from './fake-sync-access.ts';

/** Names for which `move()` opens a dialog, on Linux. */
const dangerous = /\.(sh|py|bash|pl|jar|deb|desktop|swf)$/i;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|desktop\.ini|thumbs\.db)(\..*)?$/i;

/** Whether Chromium refuses a name on a local folder. https://crsrc.org/c/content/browser/file_system_access/ */
export function isRefused(name: string): boolean {
  return (
    name === '' ||
    /["*/:<>?\\|]|\p{Cc}|\p{Cf}|^\s|\s$|^~|~$|\.$|^\.\.|\.(lnk|scf|url)$/iu.test(name) ||
    reserved.test(name)
  );
}

function checkName(disk: FakeDisk, name: string, method: string): void {
  const refused = disk.isPrivate ? /^\.{0,2}$|\//.test(name) : isRefused(name);
  if (refused) throw refusedName(method);
}

const encoder = new TextEncoder();
/** In bytes, as ext4 has it. */
const directorySize = 4096;

/** A name that the disk cannot hold is "failed", where one is to be made. */
function checkLength(name: string): void {
  if (encoder.encode(name).length > 255) throw domError('InvalidStateError');
}

/** A handle is a path: it finds whatever is there when it is used. */
class FakeHandle {
  readonly disk: FakeDisk;
  path: readonly string[];

  constructor(disk: FakeDisk, path: readonly string[]) {
    this.disk = disk;
    this.path = path;
  }

  get name(): string {
    return this.path.at(-1) ?? 'root';
  }

  async isSameEntry(other: FileSystemHandle): Promise<boolean> {
    await this.disk.call('isSameEntry');
    // Chromium compares paths, not inodes.
    if (!(other instanceof FakeHandle) || other.disk !== this.disk) return false;
    return other.path.join('/') === this.path.join('/');
  }

  async queryPermission({ mode = 'read' } = {}): Promise<PermissionState> {
    const { permission } = this.disk;
    return permission === 'readwrite' || (permission === 'read' && mode === 'read')
      ? 'granted'
      : 'prompt';
  }

  /** The directory at a path. @throws NotFoundError */
  protected directoryAt(path: readonly string[]): FakeDirectoryNode {
    const node = this.disk.find(path);
    if (node?.kind !== 'directory') throw domError('NotFoundError');
    return node;
  }

  /** Removes an entry that nobody writes. */
  protected removeFrom(parent: FakeDirectoryNode, given: string, recursive: boolean): void {
    const name = this.disk.spelling(parent, given);
    const node = parent.entries.get(name);
    if (node === undefined || node.kind === 'hidden') throw domError('NotFoundError');
    if (node.kind === 'directory' && node.entries.size > 0 && !recursive)
      throw domError('InvalidModificationError');
    if (this.disk.writers(node) > 0) throw domError('NoModificationAllowedError');
    parent.entries.delete(name);
  }
}

export class FakeFileHandle extends FakeHandle implements FileSystemFileHandle {
  readonly kind = 'file';

  /**
   * A kept handle of what is a directory now gives a `File` and a writer all the same, as Chromium asks only for size and
   * time; what is in it cannot be read, and nothing be stored.
   */
  #node(): FakeFileNode {
    const node = this.disk.find(this.path);
    if (node === undefined || node.kind === 'hidden') throw domError('NotFoundError');
    if (node.kind === 'file') return node;
    return { ...this.disk.newFile(), bytes: new Uint8Array(directorySize) };
  }

  async getFile(): Promise<File> {
    await this.disk.call('getFile');
    return new FakeFile(this.disk, this.path, this.#node());
  }

  async createWritable(
    options: FileSystemCreateWritableOptions & { readonly mode?: string } = {},
  ): Promise<FileSystemWritableFileStream> {
    await this.disk.call('createWritable');
    const node = this.#node();
    const mode = options.mode ?? 'siloed';
    const exclusive =
      mode === 'exclusive' || [...node.locks].some((lock) => lock.mode === 'exclusive');
    if (exclusive && node.locks.size > 0) throw domError('NoModificationAllowedError');
    checkLength(`${this.name}.crswap`);
    const parent = this.directoryAt(this.path.slice(0, -1));
    return new FakeWriter({
      disk: this.disk,
      node,
      parent,
      name: this.name,
      mode,
      keep: options.keepExistingData === true,
    });
  }

  async createSyncAccessHandle(): Promise<FakeSyncAccess> {
    await this.disk.call('createSyncAccessHandle');
    const node = this.#node();
    if (!this.disk.isPrivate) throw domError('InvalidStateError');
    if (node.locks.size > 0) throw domError('NoModificationAllowedError');
    return new FakeSyncAccess(this.disk, node);
  }

  /** Moves into a directory, or with a name alone renames. A directory has no such method. */
  async move(target: FakeDirectoryHandle | string, newName?: string): Promise<void> {
    await this.disk.call('move');
    const name = typeof target === 'string' ? target : (newName ?? this.name);
    checkName(this.disk, name, 'move');
    // What is gone, or a directory now, is neither "not found" nor a mismatch here.
    const there = this.disk.find(this.path);
    if (there === undefined || there.kind === 'directory') throw domError('AbortError');
    const node = this.#node();
    checkLength(name);
    if (node.locks.size > 0) throw domError('NoModificationAllowedError');
    if (!this.disk.isPrivate && (dangerous.test(name) || dangerous.test(this.name))) {
      this.disk.dialogs++;
      return new Promise(() => {}); // "Save t.sh? … can be dangerous": headless, nobody answers
    }
    const directory = typeof target === 'string' ? this.path.slice(0, -1) : target.path;
    const to = this.directoryAt(directory);
    const existing = to.entries.get(this.disk.spelling(to, name));
    if (existing?.kind === 'hidden') throw domError('NotFoundError');
    if (existing?.kind === 'directory') throw domError('InvalidModificationError');
    if (existing !== undefined && existing !== node && existing.locks.size > 0)
      throw domError('NoModificationAllowedError');
    const from = this.directoryAt(this.path.slice(0, -1));
    from.entries.delete(this.disk.spelling(from, this.name));
    to.entries.delete(this.disk.spelling(to, name));
    to.entries.set(name, node);
    this.path = [...directory, name];
  }

  async remove(): Promise<void> {
    await this.disk.call('remove');
    this.removeFrom(this.directoryAt(this.path.slice(0, -1)), this.name, false);
  }
}

/** What a listing gives. */
type Shown = FileSystemFileHandle | FileSystemDirectoryHandle;

/** Chromium sends a listing in messages of this many entries. */
const batch = 100;

export class FakeDirectoryHandle extends FakeHandle implements FileSystemDirectoryHandle {
  readonly kind = 'directory';

  async getFileHandle(
    name: string,
    options: FileSystemGetFileOptions = {},
  ): Promise<FileSystemFileHandle> {
    await this.#get('getFileHandle', name, 'file', options.create === true);
    return new FakeFileHandle(this.disk, [...this.path, name]);
  }

  async getDirectoryHandle(
    name: string,
    options: FileSystemGetDirectoryOptions = {},
  ): Promise<FileSystemDirectoryHandle> {
    await this.#get('getDirectoryHandle', name, 'directory', options.create === true);
    return new FakeDirectoryHandle(this.disk, [...this.path, name]);
  }

  async #get(
    method: CallKind,
    name: string,
    kind: 'file' | 'directory',
    create: boolean,
  ): Promise<void> {
    await this.disk.call(method);
    checkName(this.disk, name, method);
    const directory = this.directoryAt(this.path);
    const found = directory.entries.get(this.disk.spelling(directory, name));
    if (found === undefined && create) {
      checkLength(name);
      if (this.disk.permission === 'read') throw domError('NotAllowedError');
      directory.entries.set(
        name,
        kind === 'file' ? this.disk.newFile() : { kind, entries: new Map() },
      );
      return;
    }
    // A hidden entry is not found even where one is to be created.
    if (found === undefined || found.kind === 'hidden') throw domError('NotFoundError');
    if (found.kind !== kind) throw domError('TypeMismatchError');
  }

  async removeEntry(
    name: string,
    { recursive = false }: FileSystemRemoveOptions = {},
  ): Promise<void> {
    await this.disk.call('removeEntry');
    checkName(this.disk, name, 'removeEntry');
    if (recursive) this.disk.recursive++;
    this.removeFrom(this.directoryAt(this.path), name, recursive);
  }

  async remove({ recursive = false }: FileSystemRemoveOptions = {}): Promise<void> {
    await this.disk.call('remove');
    if (recursive) this.disk.recursive++;
    this.removeFrom(this.directoryAt(this.path.slice(0, -1)), this.name, recursive);
  }

  async resolve(descendant: FileSystemHandle): Promise<string[] | null> {
    await this.disk.call('resolve');
    if (!(descendant instanceof FakeHandle) || descendant.disk !== this.disk) return null;
    const inside = this.path.every((name, index) => descendant.path[index] === name);
    return inside ? descendant.path.slice(this.path.length) : null;
  }

  async *entries(): FileSystemDirectoryHandleAsyncIterator<[string, Shown]> {
    await this.disk.call('list');
    if (this.disk.find(this.path)?.kind === 'file') throw domError('TypeMismatchError');
    const names = [...this.directoryAt(this.path).entries.keys()];
    for (let at = 0; at < names.length; at += batch) {
      if (at > 0) await this.disk.call('list');
      const directory = this.disk.find(this.path);
      for (const name of names.slice(at, at + batch)) {
        const node = directory?.kind === 'directory' ? directory.entries.get(name) : undefined;
        const hidden = node?.kind === 'hidden' || (!this.disk.isPrivate && isRefused(name));
        if (node === undefined || node.kind === 'hidden' || hidden) continue;
        const path = [...this.path, name];
        yield [
          name,
          node.kind === 'file'
            ? new FakeFileHandle(this.disk, path)
            : new FakeDirectoryHandle(this.disk, path),
        ];
      }
    }
  }

  async *keys(): FileSystemDirectoryHandleAsyncIterator<string> {
    for await (const [name] of this.entries()) yield name;
  }

  async *values(): FileSystemDirectoryHandleAsyncIterator<Shown> {
    for await (const [, handle] of this.entries()) yield handle;
  }

  [Symbol.asyncIterator](): FileSystemDirectoryHandleAsyncIterator<[string, Shown]> {
    return this.entries();
  }
}

/** The folder that a person picked. */
export function fakeFolder(
  disk: FakeDisk,
  path: readonly string[] = [],
): FileSystemDirectoryHandle {
  return new FakeDirectoryHandle(disk, path);
}
