// /home and /tmp: the browser's private storage (OPFS).
import type { MountMessage } from '../process/protocol.ts';

/** Their mounts; none where the browser gives no private storage. */
export async function privateMounts(): Promise<MountMessage[]> {
  let root: FileSystemDirectoryHandle;
  try {
    root = await navigator.storage.getDirectory();
    await Promise.all(
      ['home', 'tmp'].map((name) => root.getDirectoryHandle(name, { create: true })),
    );
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return [];
  }
  return ['home', 'tmp'].map((name) => ({
    point: [name],
    device: 'private',
    handle: root,
    prefix: [name],
    readOnly: false,
  }));
}
