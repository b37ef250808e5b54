// A large file of the private storage (OPFS) while it is written: by a sync access handle, in a directory that nobody
// sees, from where it is moved to its place when it is whole.
import { SystemError } from './error.ts';
import type { PrivateFile, SyncAccess } from './file-handle.ts';
import { translate } from './dom-error.ts';
import type { Scratch, Sink } from './file-writer.ts';
import { hash64 } from './hash.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** The scratch directory of one session. */
export class ScratchDirectory implements Scratch {
  readonly #directory: FileSystemDirectoryHandle;

  /** @param directory of the same private storage, outside of the tree; no other session uses it */
  constructor(directory: FileSystemDirectoryHandle) {
    this.#directory = directory;
  }

  open(
    target: FileSystemFileHandle,
    key: string,
    parent: () => MaybePromise<FileSystemDirectoryHandle>,
  ): Promise<Sink> {
    const place = { directory: this.#directory, name: nameOf(key), parent };
    return ScratchFile.open(target, place);
  }

  async remove(key: string): Promise<void> {
    try {
      await removeScratch({ directory: this.#directory, name: nameOf(key) });
    } catch (error) {
      throw translate(error, 'other', nameOf(key));
    }
  }
}

/** One of each file: the registry of writers gives a file to one of a session's processes at a time. */
function nameOf(key: string): string {
  return hash64(key).toString(36);
}

/** Where a file is while it is written, and where it belongs. */
interface ScratchPlace {
  readonly directory: FileSystemDirectoryHandle;
  readonly name: string;
  parent(): MaybePromise<FileSystemDirectoryHandle>;
}

/**
 * After how many bytes the disk is waited for. All of it at the close would take so long for a large file that a program
 * could not hear meanwhile that it is to stop.
 */
const flushed = 64 * 1024 * 1024;

/** What it is given becomes the file at `close`, by one `move()`; until then the file is as it was. */
class ScratchFile implements Sink {
  readonly #target: FileSystemFileHandle;
  readonly #place: ScratchPlace;
  readonly #file: PrivateFile;
  /** Locks the target, as an exclusive writer would: another tab cannot write it, or remove it. */
  readonly #guard: SyncAccess;
  readonly #access: SyncAccess;
  /** How many bytes were written since the disk was waited for. */
  #unflushed = 0;

  private constructor(
    target: FileSystemFileHandle,
    place: ScratchPlace,
    file: PrivateFile,
    guard: SyncAccess,
    access: SyncAccess,
  ) {
    this.#target = target;
    this.#place = place;
    this.#file = file;
    this.#guard = guard;
    this.#access = access;
  }

  /** @throws DOMException NoModificationAllowedError: another tab writes the file */
  static async open(target: FileSystemFileHandle, place: ScratchPlace): Promise<ScratchFile> {
    const guard = await (target as PrivateFile).createSyncAccessHandle();
    let access: SyncAccess | undefined;
    try {
      const { directory, name } = place;
      const file = (await directory.getFileHandle(name, { create: true })) as PrivateFile;
      access = await file.createSyncAccessHandle();
      access.truncate(0); // what a process left that was ended
      return new ScratchFile(target, place, file, guard, access);
    } catch (error) {
      access?.close();
      guard.close();
      await takeAway(place);
      throw error;
    }
  }

  async write({ position, data }: Parameters<Sink['write']>[0]): Promise<void> {
    for (let done = 0; done < data.length;) {
      const written = this.#access.write(data.subarray(done), { at: position + done });
      if (written === 0) throw new SystemError('ENOSPC');
      done += written;
    }
    this.#unflushed += data.length;
    if (this.#unflushed >= flushed) this.#flush();
  }

  async truncate(size: number): Promise<void> {
    this.#access.truncate(size);
  }

  async close(): Promise<void> {
    try {
      this.#flush();
      const parent = await this.#place.parent();
      this.#unlock();
      // Another tab that takes the lock between these two has it refused: nothing was stored then.
      await this.#file.move(parent, this.#target.name);
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  async abort(): Promise<void> {
    this.#unlock();
    await takeAway(this.#place);
  }

  #flush(): void {
    this.#access.flush();
    this.#unflushed = 0;
  }

  #unlock(): void {
    this.#access.close();
    this.#guard.close();
  }
}

/** Removes what was written; what stays even so is removed with the session's scratch directory. */
async function takeAway(place: ScratchPlace): Promise<void> {
  const again = (): Promise<void> => removeScratch(place); // whatever was in the way may have gone
  await removeScratch(place)
    .catch(again)
    .catch(() => {});
}

async function removeScratch({
  directory,
  name,
}: Pick<ScratchPlace, 'directory' | 'name'>): Promise<void> {
  try {
    await directory.removeEntry(name);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}
