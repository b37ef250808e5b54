// Reads and writes of big files, the fastest way that the browser has.

/** The most that one read gives, in bytes. */
const readSize = 1024 * 1024;

/** How long a stream may leave a read unanswered, in milliseconds: of a hundred streams Chromium 156 forgets one. */
const patience = 100;

/**
 * Reads files to their ends. `stream()` is faster than slices of any size, and into a buffer that is used again twice as
 * fast as with a new one for each read. (With `min`, Chromium 156 never answers.)
 */
export async function readFiles(files: readonly FileSystemFileHandle[]): Promise<void> {
  let buffer = new ArrayBuffer(readSize);
  for (const handle of files) {
    const file = await handle.getFile();
    for (let position = 0; position < file.size;) {
      const reader = file.slice(position).stream().getReader({ mode: 'byob' });
      for (;;) {
        const answer = await answered(reader.read(new Uint8Array(buffer)));
        buffer = answer?.value?.buffer ?? new ArrayBuffer(readSize);
        if (answer === undefined || answer.done) break; // where it was forgotten, another goes on
        position += answer.value.length;
      }
    }
  }
}

async function answered<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How much is read of an end of a file, in bytes: what `head` and `tail` of any system ask for at the least. */
const endSize = 8192;

export async function readEnd(file: FileSystemFileHandle, which: 'first' | 'last'): Promise<void> {
  const content = await file.getFile();
  const start = which === 'first' ? 0 : Math.max(content.size - endSize, 0);
  await content.slice(start, start + endSize).arrayBuffer();
}

/**
 * Writes the content of files to another one. The browser copies a `File` by itself, three times as fast as bytes are
 * handed to it.
 */
export async function copyFiles(
  from: readonly FileSystemFileHandle[],
  to: FileSystemFileHandle,
): Promise<void> {
  const writer = await to.createWritable();
  for (const handle of from) await writer.write(await handle.getFile());
  await writer.close();
}
