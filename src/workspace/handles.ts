// What the File System Access API adds to handles, and TypeScript's library does not have yet.
// https://wicg.github.io/file-system-access/

interface PermissionDescriptor {
  readonly mode: 'read' | 'readwrite';
}

export type PermissionAnswer = 'granted' | 'denied' | 'prompt';

/** A directory handle whose permission can be asked for. */
export type FolderHandle = FileSystemDirectoryHandle & {
  queryPermission?(descriptor: PermissionDescriptor): Promise<PermissionAnswer>;
  requestPermission?(descriptor: PermissionDescriptor): Promise<PermissionAnswer>;
};

/** What may be done with a folder now. */
export async function accessOf(handle: FolderHandle): Promise<'read-write' | 'read-only' | 'none'> {
  if (handle.queryPermission === undefined) return 'read-write'; // a browser without permissions
  if ((await handle.queryPermission({ mode: 'readwrite' })) === 'granted') return 'read-write';
  return (await handle.queryPermission({ mode: 'read' })) === 'granted' ? 'read-only' : 'none';
}

/** Asks the person for writing, and for reading where that is missing too. It needs a gesture. */
export async function askAccess(
  handle: FolderHandle,
): Promise<'read-write' | 'read-only' | 'none'> {
  try {
    await handle.requestPermission?.({ mode: 'readwrite' });
  } catch (error) {
    // No gesture, or the page is hidden: what is granted already stays.
    if (!(error instanceof DOMException)) throw error;
  }
  return accessOf(handle);
}

interface DirectoryPicker {
  showDirectoryPicker?(options: { id: string; mode: 'read' | 'readwrite' }): Promise<FolderHandle>;
}

/** Whether this browser can open folders. */
export function canPick(): boolean {
  return (globalThis as DirectoryPicker).showDirectoryPicker !== undefined;
}

/** The browser's dialog. @throws DOMException AbortError: cancelled, or a folder that the browser does not give */
export async function pick(): Promise<FolderHandle> {
  const { showDirectoryPicker } = globalThis as DirectoryPicker;
  if (showDirectoryPicker === undefined) throw new DOMException('', 'NotSupportedError');
  return showDirectoryPicker({ id: 'dirsh', mode: 'readwrite' });
}
