// When the browser has let go of a file whose writer was given up.

/**
 * Returns when the lock of a writer of `file` that was aborted just now is gone. Chromium answers `abort()` up to some
 * milliseconds before that, and whoever opens, moves or removes the file meanwhile is refused; what is asked about it
 * next is answered behind it (tried, on a real folder and in OPFS: refused 41 times of 1600, and never behind a `getFile()`).
 */
export async function lockGone(file: FileSystemFileHandle): Promise<void> {
  // Whatever it answers, it has answered.
  await file.getFile().catch(() => {});
}
