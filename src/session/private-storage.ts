// /home and /tmp: the browser's private storage (OPFS).
import type { MountMessage } from '../process/protocol.ts';
import { beginScratch } from './scratch.ts';

/** Their mounts; none where the browser gives no private storage. */
export async function privateMounts(): Promise<MountMessage[]> {
  let root: FileSystemDirectoryHandle;
  let scratch: FileSystemDirectoryHandle | undefined;
  try {
    root = await navigator.storage.getDirectory();
    [scratch] = await Promise.all([
      beginScratch(root),
      ...['home', 'tmp'].map((name) => root.getDirectoryHandle(name, { create: true })),
    ]);
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
    ...(scratch === undefined ? {} : { scratch }),
  }));
}
