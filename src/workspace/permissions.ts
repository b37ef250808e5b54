// Folders that may only be read: the person is asked for writing at the first Enter after the drop.
import { accessOf, askAccess, type FolderHandle } from './handles.ts';

export type Access = 'read-write' | 'read-only' | 'none';

/** Which folders are still to be asked for. */
export class Permissions {
  readonly #answered: (handle: FolderHandle, access: Access) => void;
  #pending: FolderHandle[] = [];

  /** @param answered is told what the person said */
  constructor(answered: (handle: FolderHandle, access: Access) => void) {
    this.#answered = answered;
  }

  /** What may be done with a folder that was just opened; where that is not all, the next Enter asks. */
  async opened(handle: FolderHandle): Promise<Access> {
    const access = await accessOf(handle);
    if (access !== 'read-write') this.#pending.push(handle);
    return access;
  }

  get pending(): boolean {
    return this.#pending.length > 0;
  }

  /** Asks for all that are pending, within a gesture. */
  async ask(): Promise<void> {
    for (const handle of this.#pending.splice(0)) await this.askFor(handle);
  }

  /** Asks for one folder, within a gesture. */
  async askFor(handle: FolderHandle): Promise<void> {
    this.#answered(handle, await askAccess(handle));
  }
}
