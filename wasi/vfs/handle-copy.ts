// A copy of a file that is known to be whole.
import { SystemError } from './error.ts';
import { lockGone } from './lock-gone.ts';

const block = 4 * 1024 * 1024;

/**
 * Copies all of `source` over `target`, and compares what is stored then with the source.
 * @throws DOMException, SystemError EIO they differ
 */
export async function copyHandle(
  source: FileSystemFileHandle,
  target: FileSystemFileHandle,
): Promise<void> {
  // Before the writer, which would stay open if this failed.
  const file = await source.getFile();
  // `mode` is not yet in TypeScript's library.
  const options = { keepExistingData: false, mode: 'exclusive' };
  const writer = await target.createWritable(options);
  try {
    await file.stream().pipeTo(writer); // closes it, or aborts it at an error: the target is as it was then
  } catch (error) {
    await lockGone(target); // whoever made it for this will remove it
    throw error;
  }
  if (!(await equalContent(await source.getFile(), await target.getFile()))) {
    throw new SystemError('EIO', 'the copy differs from what was copied');
  }
}

async function equalContent(a: File, b: File): Promise<boolean> {
  if (a.size !== b.size) return false;
  for (let at = 0; at < a.size; at += block) {
    const [one, other] = await Promise.all([
      a.slice(at, at + block).arrayBuffer(),
      b.slice(at, at + block).arrayBuffer(),
    ]);
    if (!equalBytes(new Uint8Array(one), new Uint8Array(other))) return false;
  }
  return true;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
