// Folders that are dropped anywhere on the page.
import type { FolderHandle } from './handles.ts';

export interface DropEvents {
  /** The folders of one drop, in its order. */
  dropped(folders: readonly FolderHandle[]): void;
  /** What was dropped and cannot be opened: a sentence. */
  refused(sentence: string): void;
}

type HandleItem = DataTransferItem & {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
};

/** Makes `target` take folders. */
export function takeDrops(target: HTMLElement, events: DropEvents): void {
  const show = (over: boolean): void => void target.classList.toggle('drop', over);
  target.addEventListener('dragover', (event) => {
    event.preventDefault();
    show(true);
  });
  target.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) show(false);
  });
  target.addEventListener('drop', (event) => {
    event.preventDefault();
    show(false);
    // The list is empty after the event: every handle is asked for within it.
    const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file');
    const handles = items.map((item: HandleItem) => item.getAsFileSystemHandle?.());
    void open(handles, events);
  });
}

async function open(
  handles: readonly (Promise<FileSystemHandle | null> | undefined)[],
  events: DropEvents,
): Promise<void> {
  const folders: FolderHandle[] = [];
  for (const promise of handles) {
    if (promise === undefined) {
      events.refused('This browser cannot open a dropped folder.');
      return;
    }
    try {
      const handle = await promise;
      if (handle?.kind === 'directory') folders.push(handle as FolderHandle);
      else events.refused('Only folders can be dropped here.');
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      events.refused('The browser does not open this folder: it may hold system files.');
    }
  }
  if (folders.length > 0) events.dropped(folders);
}
