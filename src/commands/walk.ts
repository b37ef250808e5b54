// Directories with what is in them, each entry's stat asked for beside the others'.
import type { Call } from './call.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { Entry, Stat } from '../../wasi/vfs/filesystem.ts';
import type { Path } from '../../wasi/vfs/path.ts';

/** How many entries are asked for at once: more gains nothing. */
const atOnce = 32;

/** An entry, and what is known of it. */
export interface Found {
  readonly entry: Entry;
  /** Or why nothing is. */
  readonly stat: Stat | SystemError;
}

/** What is in a directory, in no order. @throws SystemError */
export async function entriesOf(call: Call, path: Path): Promise<Entry[]> {
  const entries: Entry[] = [];
  const listing = await call.until(call.session.tree.list(path));
  for (;;) {
    const some = await call.until(listing.next());
    if (some.length === 0) return entries;
    entries.push(...some);
    await call.turn();
  }
}

/** What is in a directory, with what is known of each. @throws SystemError */
export async function statsIn(call: Call, path: Path, entries: readonly Entry[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < entries.length; from += atOnce) {
    const some = entries.slice(from, from + atOnce);
    found.push(...(await Promise.all(some.map((entry) => foundAt(call, path, entry)))));
    await call.turn();
  }
  return found;
}

async function foundAt(call: Call, directory: Path, entry: Entry): Promise<Found> {
  try {
    return { entry, stat: await call.statAt([...directory, entry.name]) };
  } catch (error) {
    if (!isSystemError(error) || call.signal.aborted) throw error;
    return { entry, stat: error };
  }
}
