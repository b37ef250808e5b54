// Whether there is something at a path.
import { isSystemError } from './error.ts';
import type { FileSystem, Stat } from './filesystem.ts';
import { isPromise, type MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';

/** What is at `path`; undefined where there is nothing. @throws what `stat` throws but ENOENT */
export function find(fs: FileSystem, path: Path): MaybePromise<Stat | undefined> {
  const missing = (error: unknown): undefined => {
    if (!isSystemError(error, 'ENOENT')) throw error;
  };
  try {
    const stat = fs.stat(path);
    return isPromise(stat) ? stat.catch(missing) : stat;
  } catch (error) {
    return missing(error);
  }
}
