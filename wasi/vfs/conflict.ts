// What a process would have stored in a file that somebody else changed meanwhile is kept in a new file beside it.
import { quoted, translate } from './dom-error.ts';
import { isSystemError, SystemError } from './error.ts';
import type { OpenFile, OpenOptions } from './filesystem.ts';
import { maximumWritableName } from './file-writer.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { byteLength, type Path } from './path.ts';

/** How much is copied at once, in bytes. */
const block = 1024 * 1024;

/** `NAME.conflict`, `NAME.conflict-2`, …: as much of NAME as the browser can write. */
function conflictName(name: string, index: number): string {
  const ending = index === 1 ? '.conflict' : `.conflict-${index}`;
  let characters = [...name];
  while (byteLength(characters.join('')) + ending.length > maximumWritableName)
    characters = characters.slice(0, -1);
  return `${characters.join('')}${ending}`;
}

/** What a conflict needs of the file system that the file is on. */
export interface Surroundings {
  open(path: Path, options: OpenOptions): MaybePromise<OpenFile>;
  remove(path: Path): Promise<void>;
}

/**
 * Makes a new file beside the one at `path`, which somebody else changed, and stores in it what `write` writes.
 * @returns the error of the one at `path`: EIO, with a reason that names both
 */
export async function conflict(
  path: Path,
  around: Surroundings,
  write: (file: OpenFile) => Promise<void>,
): Promise<SystemError> {
  const name = quoted(path.at(-1) ?? '');
  const told = `${name} was changed by somebody else while it was written; what was to be stored`;
  try {
    const { at, file } = await newBeside(path, around);
    try {
      await write(file);
      await file.close();
    } catch (error) {
      await discard(at, file, around);
      throw error;
    }
    const kept = quoted(at.at(-1) ?? '');
    return new SystemError('EIO', `${told} is in ${kept}`);
  } catch (cause) {
    const { message } = translate(cause, 'file');
    return new SystemError('EIO', `${told} could not be kept: ${message}`, { cause });
  }
}

/** A new file, with the first name that is free. @throws what `open` throws */
async function newBeside(
  path: Path,
  around: Surroundings,
): Promise<{ readonly at: Path; readonly file: OpenFile }> {
  for (let index = 1; ; index++) {
    const at = [...path.slice(0, -1), conflictName(path.at(-1) ?? '', index)];
    try {
      const options = { read: false, write: true, create: true, exclusive: true };
      return { at, file: await around.open(at, options) };
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
  }
}

/** Takes away what could not be completed. What keeps it from that is no news: the first error is told. */
async function discard(at: Path, file: OpenFile, around: Surroundings): Promise<void> {
  const closed = async (): Promise<void> => file.close(true);
  await closed().catch(() => {});
  await around.remove(at).catch(() => {});
}

/** Writes all of `blob` behind what `file` has. @throws DOMException, and what `write` throws */
export async function copyBlob(blob: Blob, file: OpenFile): Promise<void> {
  for (let at = 0; at < blob.size; at += block)
    await file.write('end', new Uint8Array(await blob.slice(at, at + block).arrayBuffer()));
}
