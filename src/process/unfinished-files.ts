// What a terminated process leaves of the files that it was writing.
import { quoted } from '../../wasi/vfs/dom-error.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import type { Path } from '../../wasi/vfs/path.ts';

/** Files by their keys in the registry of writers. */
export class UnfinishedFiles {
  readonly #devices: () => ReadonlyMap<string, HandleFileSystem>;
  readonly #say: (sentence: string) => void;

  /** @param devices the session's file systems of handles @param say says a sentence to the person */
  constructor(
    devices: () => ReadonlyMap<string, HandleFileSystem>,
    say: (sentence: string) => void,
  ) {
    this.#devices = devices;
    this.#say = say;
  }

  /** Files that a terminated process created and never stored: the empty ones are removed, others are named. */
  async clean(keys: readonly string[]): Promise<void> {
    for (const { fs, path } of this.#filesOf(keys)) {
      try {
        await whenReleased(() => removeEmpty(fs, path));
      } catch (error) {
        if (!isSystemError(error)) throw error;
        if (error.code !== 'ENOENT')
          this.#say(`dirsh: ${quoted(path.join('/'))} was not finished, and stays`);
      }
    }
  }

  /** What a terminated process had written of files, and not stored. What cannot be removed ends with the session. */
  async discard(keys: readonly string[]): Promise<void> {
    for (const { fs, path } of this.#filesOf(keys)) {
      try {
        await whenReleased(async () => fs.scratch?.remove(fs.key(path)));
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    }
  }

  #filesOf(keys: readonly string[]): { readonly fs: HandleFileSystem; readonly path: Path }[] {
    return keys.flatMap((key) => {
      const [device = '', path = ''] = key.split('\0');
      const fs = this.#devices().get(device);
      return fs === undefined ? [] : [{ fs, path: path.split('/') }];
    });
  }
}

/** How long the browser may take to let go of a file whose worker it has ended, in milliseconds. */
const releasePatience = 5000;

/** Does what a worker that was just terminated may still keep from being done, by its locks. @throws SystemError */
async function whenReleased(step: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + releasePatience; ;) {
    try {
      return await step();
    } catch (error) {
      if (!isSystemError(error, 'EBUSY') || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/**
 * Removes a file if it is empty. What a terminated worker had begun to store is stored all the same, and then it is not
 * empty any more.
 * @throws SystemError
 */
async function removeEmpty(fs: HandleFileSystem, path: Path): Promise<void> {
  if ((await fs.stat(path)).size === 0) await fs.unlink(path);
}
