// Reading lines from a descriptor: as little as there has to be taken, so that whoever reads next finds the rest.
import type { SharedStream } from '../execute/shared.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';

/** How a line ends, and how much of one there may be. */
export interface LineOptions {
  /** The byte that ends it; a newline, where it is not given. */
  readonly delimiter?: number;
  /** As many characters at most. */
  readonly characters?: number;
}

/** A line without what ended it; `ended` where the input ended first. */
export interface Line {
  readonly text: string;
  readonly ended: boolean;
}

const blockSize = 1 << 16;

/** Reads a line. What was read beyond it is given back. @throws SystemError EINTR Ctrl-C */
export function* readLine(
  stream: SharedStream,
  signal: AbortSignal,
  { delimiter = 10, characters }: LineOptions = {},
): Steps<Line> {
  const chunks: Uint8Array[] = [];
  // A terminal, and a program's end of a pipe, give what is there; no more is taken than a line.
  const size = stream.type === 'terminal' ? 1 : blockSize;
  for (;;) {
    const bytes = yield* wait(stream.read(size, signal));
    if (bytes.length === 0) return { text: decode(chunks), ended: true };
    const place = bytes.indexOf(delimiter);
    chunks.push(place < 0 ? bytes.slice() : bytes.slice(0, place)); // bytes are lent
    if (characters !== undefined) {
      const all = Array.from(decode(chunks));
      if (all.length >= characters) {
        const text = all.slice(0, characters).join('');
        giveBack(stream, chunks, bytes, place, text);
        return { text, ended: false };
      }
    }
    if (place < 0) continue;
    if (place + 1 < bytes.length) stream.unread(bytes.slice(place + 1));
    return { text: decode(chunks), ended: false };
  }
}

/** Gives back what is behind the text that was wanted. */
function giveBack(
  stream: SharedStream,
  chunks: readonly Uint8Array[],
  last: Uint8Array,
  place: number,
  text: string,
): void {
  const used = new TextEncoder().encode(text).length;
  const before = chunks.slice(0, -1).reduce((sum, chunk) => sum + chunk.length, 0);
  const rest = last.slice(used - before);
  // The delimiter stays unless it was reached.
  if (rest.length > 0 || place >= 0) stream.unread(rest);
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return (text + decoder.decode()).replaceAll('\0', '');
}
