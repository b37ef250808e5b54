// What Binaryen prints. It takes `console.error` when it is loaded, so that this must be imported before it; and in a worker of
// its own, where nobody else prints.

/** Of a large module it can be a line for each instruction. */
const kept = 20;

const lines: string[] = [];

// oxlint-disable-next-line no-console -- the one way to hear it
console.error = (...words: unknown[]): void => {
  if (lines.length < kept) lines.push(words.join(' '));
};

/** The first lines that were printed since the last call. */
export function complaints(): readonly string[] {
  return lines.splice(0);
}
