// What the pages have in common: the text that a program prints, and the folder that a person opens.

const decoder = new TextDecoder();

/** The element with that id. @throws Error the page has none */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** Shows what a program prints. */
export function print(bytes: Uint8Array): void {
  element('output').append(decoder.decode(bytes, { stream: true }));
}

/** Calls `action` when the button is pressed, behind an empty output, and shows what it throws. */
export function onClick(id: string, action: () => Promise<unknown>): void {
  element(id).addEventListener('click', () => void show(action));
}

/** Calls `use` with each folder that is picked by the button `open`, or dropped on the page. */
export function onFolder(use: (folder: FileSystemDirectoryHandle) => Promise<unknown>): void {
  onClick('open', async () => use(await showDirectoryPicker({ mode: 'readwrite' })));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    // Asked for at once: when the event is over, it is gone.
    const dropped = event.dataTransfer?.items[0]?.getAsFileSystemHandle();
    void show(async () => {
      const folder = await dropped;
      if (folder instanceof FileSystemDirectoryHandle) await use(folder);
    });
  });
}

async function show(action: () => Promise<unknown>): Promise<void> {
  element('output').textContent = '';
  try {
    await action();
  } catch (error) {
    element('output').append(String(error));
  }
}
