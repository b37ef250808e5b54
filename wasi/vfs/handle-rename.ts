// Renames on handles: a file by `move()`, a directory file by file, so that each file is whole in the old place or
// the new one at every moment, and nothing that the browser hides is ever removed.
import { quoted } from './dom-error.ts';
import { isSystemError, SystemError } from './error.ts';
import type { Movable } from './file-handle.ts';
import { copyHandle } from './handle-copy.ts';
import type { Found, HandleTree } from './handle-tree.ts';
import { lockGone } from './lock-gone.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { startsWith, type Path } from './path.ts';
import { severalAtOnce } from './several-at-once.ts';

/**
 * Names for which Chromium's `move()` opens a dialog ("can be dangerous") and, headless, never settles. Creating
 * and writing them asks nothing. The list differs by system (Chromium's download file types): this is the union.
 */
const dangerous = new Set(
  `ad ade adp apk app application appref-ms as asp asx bas bash bat bin cab cer chi chm class cmd com command cpgz
  cpi cpl crt crx csh dart deb der desktop dex dll dmg drv efi eml exe fon fxp gadget grp hlp hta htt inf ini ins inx
  isp isu jar job jnlp js jse ksh lnk local mad maf mag mam mar mas mat mau mav maw mda mdb mde mdt mdw mdz mht mhtml
  mmc mobileconfig mpkg msc msg msh msh1 msh1xml msh2 msh2xml mshxml msi msp mst ocx ops osx out paf partial pcd pif
  pkg pl plg prf prg ps1 ps1xml ps2 ps2xml psc1 psc2 pst pup py pyc pyo pyw rb reg rgs rpm run scf scr sct search-ms
  settingcontent-ms sh shar shb shs slk sldm swf sys tcsh theme torrent url vb vbe vbs vbscript vdx vsd vsmacros vss
  vst vsw vsx vtx wflow wgt widget workflow ws wsc wsf wsh xbap xnk xrm-ms`.split(/\s+/),
);

/** Whether `move()` to this name might ask the person. */
export function isDangerous(name: string): boolean {
  return dangerous.has(name.toLowerCase().split('.').at(-1) ?? '') && name.includes('.');
}

/** After how long a `move()` must be waiting for the person, in milliseconds. */
const asking = 1000;

/**
 * Is told of each step in the rename of a directory.
 * @param moved how many of its files have their new name; undefined when it is over, well or not
 * @param back whether it is being taken back
 */
export type RenameProgress = (moved: number | undefined, back: boolean) => void;

export interface RenameContext {
  /** Is told sentences that a person should read. */
  explain(sentence: string): void;
  /** @throws EBUSY another process writes the file */
  check(path: Path): MaybePromise<void>;
  /** Its abort makes it turn back. */
  readonly signal: AbortSignal | undefined;
  readonly progress: RenameProgress | undefined;
}

/** One rename, and how to take it back. */
export class HandleRename {
  readonly #tree: HandleTree;
  readonly #context: RenameContext;
  /** Directories that were made, from the top. */
  readonly #made: Path[] = [];
  readonly #moved: { readonly from: Path; readonly to: Path }[] = [];
  /** The directories that were left, from the top. */
  readonly #left: Path[] = [];
  #copied = 0;

  constructor(tree: HandleTree, context: RenameContext) {
    this.#tree = tree;
    this.#context = context;
  }

  /**
   * On macOS and Windows `a` and `A` are one entry, and to copy one to the other and remove it would destroy it. What
   * the system itself renames is safe.
   * @throws ENOTSUP the two names are one entry, and it cannot be moved in one step
   */
  async checkSpelling(source: Found, from: Path, to: Path): Promise<void> {
    if (fold(from) !== fold(to)) return;
    if (source.kind === 'file' && this.#moves(source, to)) return;
    for (const [index, name] of from.entries()) {
      const other = to[index] ?? '';
      if (name === other) continue;
      const entries = await this.#entries(await this.#tree.directory(from.slice(0, index)));
      const names = entries.map((entry) => entry.name);
      if (names.includes(name) && names.includes(other)) return; // two entries, even so
    }
    throw new SystemError(
      'ENOTSUP',
      'the two names are one entry on this disk: rename it to a third name first',
    );
  }

  #moves(source: Movable, to: Path): boolean {
    return source.move !== undefined && !isDangerous(to.at(-1) ?? '') && !isDangerous(source.name);
  }

  /** Moves one file, replacing what is at `to`. @throws ELOOP something hidden is there; EBUSY, EACCES, EINVAL */
  async file(source: Movable, from: Path, to: Path): Promise<void> {
    try {
      if (this.#moves(source, to)) await this.#move(source, to);
      else await this.#copy(source, from, to);
    } finally {
      this.#tree.drop(from);
      this.#tree.drop(to);
    }
  }

  async #move(source: Movable, to: Path): Promise<void> {
    const name = to.at(-1) ?? '';
    const directory = await this.#tree.directory(to.slice(0, -1));
    const sentence = `the browser does not answer whether ${quoted(name)} may be renamed: it may be asking you, or this is a named pipe; Ctrl-C gives it up`;
    const { signal } = this.#context;
    const givenUp = Promise.withResolvers<never>();
    const giveUp = (): void => givenUp.reject(new SystemError('EINTR'));
    const timer = setTimeout(() => {
      this.#context.explain(sentence);
      if (signal?.aborted === true) giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
    }, asking);
    try {
      // A named pipe looks like an empty file, and moving one waits until somebody opens it (tried): a person must be
      // able to give up.
      await Promise.race([source.move?.(directory, name), givenUp.promise]);
    } catch (error) {
      const failure = this.#tree.failed(error, 'other', name);
      // Of a file that is gone Chromium says that it was aborted (tried).
      if (isAborted(error) && !(await isThere(source)))
        throw new SystemError('ENOENT', '', { cause: error });
      // The source was there just now: it is what the browser hides at the target that it does not find.
      throw failure.code === 'ENOENT' && (await isThere(source))
        ? await this.#tree.creationFailed(error, to)
        : failure;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  async #copy(source: FileSystemFileHandle, from: Path, to: Path): Promise<void> {
    const name = to.at(-1) ?? '';
    const existed = (await this.#tree.findOrNothing(to)) !== undefined;
    // What was replaced cannot be had back.
    if (existed) await this.#checkRemovable(source);
    const target = await this.#tree.create(to, 'file');
    try {
      await copyHandle(source, target);
    } catch (error) {
      const failure = this.#tree.failed(error, 'file', name);
      throw existed ? failure : await this.#takeAway(failure, to);
    }
    try {
      await this.#tree.remove(from);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#notRemoved(error, from, to, existed);
    }
    if (this.#copied++ > 0) return;
    this.#context.explain(
      `${quoted(name)} was copied, as the browser asks before it renames such files: its mode is now that of a new file`,
    );
  }

  /** Whatever locks a file against being removed locks it against an exclusive writer, too. @throws EBUSY, EACCES, ENOSPC */
  async #checkRemovable(source: FileSystemFileHandle): Promise<void> {
    // `mode` is not yet in TypeScript's library.
    const options = { keepExistingData: false, mode: 'exclusive' };
    try {
      const writer = await source.createWritable(options);
      await writer.abort().finally(() => lockGone(source));
    } catch (error) {
      const failure = this.#tree.failed(error, 'file', source.name);
      // A name that is too long for a writer keeps nobody from removing it.
      if (failure.code !== 'EIO') throw failure;
    }
  }

  /** Removes a copy that was not finished. @returns `failure`, which names the copy if that stays */
  async #takeAway(failure: SystemError, to: Path): Promise<SystemError> {
    try {
      await this.#tree.remove(to);
      return failure;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const reason = [failure.reason, `what was copied to ${shown(to)} could not be removed`];
      return new SystemError(failure.code, reason.filter(Boolean).join('; '), { cause: failure });
    }
  }

  /**
   * The copy is whole, and its source could not be removed: takes the copy back.
   * @throws `cause`, with what is where if that is not as it was; nothing where somebody else removed the source
   */
  async #notRemoved(cause: SystemError, from: Path, to: Path, existed: boolean): Promise<void> {
    const stays = `${shown(from)} could not be removed: it stays, and so does its copy ${shown(to)}`;
    let found: Found | undefined;
    try {
      found = await this.#tree.findOrNothing(from);
      if (found !== undefined && !existed) await this.#tree.remove(to);
    } catch {
      throw new SystemError(cause.code, stays, { cause });
    }
    if (found === undefined) return; // the copy is all that there is
    if (!existed) throw cause;
    throw new SystemError(cause.code, `${stays}, which has replaced what was there`, { cause });
  }

  /**
   * Makes the directories, moves each file, and removes the old directories from the bottom, never recursively.
   * At a failure or an abort everything is moved back.
   * @returns an error where what the browser hides stayed behind, in directories that keep their names; all else was moved
   * @throws EINTR aborted; ENOTEMPTY the target holds what the browser hides
   */
  async directory(
    source: FileSystemDirectoryHandle,
    from: Path,
    to: Path,
  ): Promise<SystemError | undefined> {
    // A target lists nothing, but may hold what is hidden.
    const replaces = (await this.#tree.findOrNothing(to)) !== undefined;
    if (replaces) await this.#tree.remove(to, 'remove-directory');
    try {
      await this.#moveAll(source, from, to);
    } catch (error) {
      if (replaces) await this.#tree.create(to, 'directory').catch(() => {}); // the first error tells more
      throw error;
    }
    return this.#removeLeft(to);
  }

  /** Moves everything, or moves it back. */
  async #moveAll(source: FileSystemDirectoryHandle, from: Path, to: Path): Promise<void> {
    try {
      await this.#moveDirectory(source, from, to);
    } catch (error) {
      await this.#takeBack();
      throw error;
    } finally {
      this.#context.progress?.(undefined, false);
    }
  }

  async #moveDirectory(source: FileSystemDirectoryHandle, from: Path, to: Path): Promise<void> {
    this.#left.push(from);
    await this.#tree.create(to, 'directory');
    this.#made.push(to);
    const steps = (await this.#entries(source)).map((entry) => ({
      entry,
      from: [...from, entry.name],
      to: [...to, entry.name],
    }));
    await severalAtOnce(steps, async (step) => {
      if (step.entry.kind === 'directory') return;
      if (this.#context.signal?.aborted === true) throw new SystemError('EINTR');
      await this.#context.check(step.from);
      await this.file(step.entry, step.from, step.to);
      this.#moved.push(step);
      this.#context.progress?.(this.#moved.length, false);
    });
    for (const step of steps)
      if (step.entry.kind === 'directory')
        await this.#moveDirectory(step.entry, step.from, step.to);
  }

  /** The whole listing at once: what is moved away must not change it under the iterator. */
  async #entries(directory: FileSystemDirectoryHandle): Promise<Found[]> {
    const entries: Found[] = [];
    try {
      for await (const entry of directory.values()) if (entry.name !== '') entries.push(entry);
    } catch (error) {
      throw this.#tree.failed(error, 'directory', directory.name);
    }
    return entries;
  }

  /** Moves back what was moved; where the browser does not answer any more, says what is where instead. */
  async #takeBack(): Promise<void> {
    let answers = true;
    let left = this.#moved.length;
    await severalAtOnce(this.#moved.toReversed(), async ({ from, to }) => {
      this.#context.progress?.(left--, true);
      try {
        if (!answers) throw new SystemError('EINTR');
        const moved = await inTime(this.#tree.find(to));
        if (moved.kind === 'file') await this.file(moved, to, from);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        if (error.code === 'EINTR') answers = false;
        this.#context.explain(`the rename stopped half way: ${shown(from)} is now ${shown(to)}`);
      }
    });
    // Not empty: a file that could not be moved back is there, and was named.
    for (const path of this.#made.toReversed())
      if (answers) await inTime(this.#tree.remove(path, 'remove-directory')).catch(() => {});
  }

  async #removeLeft(to: Path): Promise<SystemError | undefined> {
    const kept: Path[] = [];
    let failure: SystemError | undefined;
    for (const path of this.#left.toReversed()) {
      try {
        await this.#tree.remove(path, 'remove-directory');
      } catch (error) {
        if (!isSystemError(error)) throw error;
        if (!kept.some((below) => startsWith(below, path))) kept.push(path);
        failure ??= error;
      }
      this.#tree.drop(path);
    }
    if (failure === undefined) return undefined;
    const names = kept.map(shown).join(', ');
    const reason =
      failure.code === 'ENOTEMPTY'
        ? `entries that the browser hides, such as symbolic links, stay in ${names}; all else was moved to ${shown(to)}`
        : `all was moved to ${shown(to)}; of what is empty now ${names} could not be removed`;
    return new SystemError(failure.code, reason, { cause: failure });
  }
}

/**
 * What a call answers at once. While the browser waits for a named pipe to be opened it answers none (tried in Chromium).
 * @throws EINTR it does not answer
 */
function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new SystemError('EINTR')), asking);
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}

function shown(path: Path): string {
  return quoted(path.join('/'));
}

/** A path as a disk takes it that knows no case and one form of Unicode. */
function fold(path: Path): string {
  return path.join('/').normalize('NFC').toLowerCase();
}

async function isThere(file: FileSystemFileHandle): Promise<boolean> {
  try {
    await file.getFile();
    return true;
  } catch (error) {
    return !(error instanceof DOMException && error.name === 'NotFoundError');
  }
}

function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
