// Where large files of the private storage are while they are written: a directory for each session, beside what is
// mounted. What a session leaves in it, the next one removes.

/** The directory that holds them all. */
const name = 'scratch';

/**
 * A session's own directory; undefined where the browser has no sync access handles, cannot move what they wrote, or does
 * not give the directory: large files are then written as in a folder.
 */
export async function beginScratch(
  root: FileSystemDirectoryHandle,
): Promise<FileSystemDirectoryHandle | undefined> {
  const { prototype } = FileSystemFileHandle;
  if (!('createSyncAccessHandle' in prototype && 'move' in prototype)) return undefined;
  try {
    const all = await root.getDirectoryHandle(name, { create: true });
    const own = `dirsh-${crypto.randomUUID()}`;
    await hold(own);
    const directory = await all.getDirectoryHandle(own, { create: true });
    // Beside the beginning of the session: nobody waits for it. What cannot be removed now is, another time.
    removeLeft(all).catch(ignore);
    return directory;
  } catch (error) {
    return ignore(error);
  }
}

/** What the browser refuses. */
function ignore(error: unknown): undefined {
  if (!(error instanceof DOMException)) throw error;
}

/** Takes a lock that ends with the session, and returns when it is there. */
function hold(lock: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = navigator.locks.request(lock, () => {
      resolve();
      return new Promise(() => {});
    });
    ended.catch(reject);
  });
}

/** Removes the directories of sessions that are gone: nobody holds their locks. */
async function removeLeft(all: FileSystemDirectoryHandle): Promise<void> {
  for (const left of await namesIn(all))
    await navigator.locks.request(left, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      const directory = await all.getDirectoryHandle(left);
      for (const file of await namesIn(directory)) await directory.removeEntry(file);
      await all.removeEntry(left);
    });
}

async function namesIn(directory: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of directory.keys()) names.push(entry);
  return names;
}
