// What Binaryen prints: that is where it says what is wrong with a module.

/** Of a large module it can be a line for each instruction. */
const kept = 20;

/**
 * Takes what is printed as an error from now on. Binaryen must be loaded after that; and in a worker of its own, where
 * nobody else prints.
 * @returns gives the first lines that were printed since its last call
 */
export function collectComplaints(): () => readonly string[] {
  const lines: string[] = [];
  // oxlint-disable-next-line no-console -- the one way to hear it
  console.error = (...words: unknown[]): void => {
    if (lines.length < kept) lines.push(words.join(' '));
  };
  return () => lines.splice(0);
}
