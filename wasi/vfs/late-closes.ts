// The closes of a process that are still under way while its program goes on.
import { isSystemError, SystemError } from './error.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { formatPath, type Path } from './path.ts';

/** How many closes of a process may be under way; more of them gain nothing (RATIONALE: Why may a close end late?). */
export const maximumLate = 4;

/** Closes of files that the process made: nothing of theirs is older than the process, so that nobody can miss it. */
export class LateCloses {
  readonly #closing = new Set<Promise<void>>();
  /** What could not be stored, by the path of the file. */
  readonly #failures = new Map<string, SystemError>();

  /** Lets the close of the file at `path` go on. Waits only where too many are under way. */
  add(path: Path, close: Promise<void>): MaybePromise<void> {
    const failed = (error: unknown): void => {
      if (!isSystemError(error)) throw error;
      this.#failures.set(formatPath(path), error);
    };
    const done: Promise<void> = close.catch(failed).finally(() => this.#closing.delete(done));
    this.#closing.add(done);
    if (this.#closing.size > maximumLate) return Promise.race(this.#closing);
  }

  /** Returns when all that were added have come to their end, well or not. Never throws what a close threw. */
  settled(): MaybePromise<void> {
    if (this.#closing.size === 0) return;
    return Promise.all(this.#closing).then(() => {});
  }

  /** The file at `path` was removed, or stored anew as a whole: nobody misses what could not be stored in it. */
  forget(path: Path): void {
    this.#failures.delete(formatPath(path));
  }

  /** Takes out what could not be stored so far: each file and why. */
  takeFailures(): [string, SystemError][] {
    const failures = [...this.#failures];
    this.#failures.clear();
    return failures;
  }

  /** What the close of the file at `path` has failed with: what was written to it is not there. */
  failure(path: Path): SystemError | undefined {
    return this.#failures.get(formatPath(path));
  }

  /**
   * Before something is removed or replaced: it may be the last copy of what could not be stored in another file.
   * @param own the entry that is removed or moved; a failure of its own is another matter
   * @throws what the close of another file has failed with
   */
  checkOthers(own: Path): void {
    const name = formatPath(own);
    for (const [path, { code }] of this.#failures)
      if (path !== name)
        throw new SystemError(code, `what was written to '${path}' could not be stored`);
  }
}
