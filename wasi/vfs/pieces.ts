// Bytes of a file that lie in several places: in the buffer, in what is stored, in a hole.
import { andThen, type MaybePromise } from './maybe-promise.ts';

/** The most that one read puts together, in bytes. */
const joined = 256 * 1024;

/**
 * All of `length` bytes, as far as they are not too many.
 * @param piece gives at most so many bytes from an offset on, and none only where there are none
 */
export function joinPieces(
  length: number,
  piece: (offset: number, max: number) => MaybePromise<Uint8Array>,
): MaybePromise<Uint8Array> {
  const wanted = Math.min(length, joined);
  return andThen(piece(0, length), (first) => {
    if (first.length >= wanted) return first;
    const bytes = new Uint8Array(wanted);
    const fill = (part: Uint8Array, at: number): MaybePromise<Uint8Array> => {
      bytes.set(part, at);
      const end = at + part.length;
      if (part.length === 0 || end === wanted) return bytes.subarray(0, end);
      return andThen(piece(end, wanted - end), (next) => fill(next, end));
    };
    return fill(first, 0);
  });
}
