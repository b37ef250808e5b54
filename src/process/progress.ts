// How far the rename of a large directory is, told so seldom that telling costs nothing.
import type { RenameProgress } from '../../wasi/vfs/handle-rename.ts';

/** After how long the first word is said, in milliseconds. */
const patience = 500;
/** How long a word stands at least, in milliseconds. */
const pause = 100;

/**
 * Makes sentences of what a rename tells.
 * @param tell is told a sentence that replaces the one before, and undefined when it is over; nothing of what is over
 *   within half a second
 */
export function progressSentences(tell: (sentence: string | undefined) => void): RenameProgress {
  let next: number | undefined;
  let told = false;
  return (moved, back) => {
    if (moved === undefined) {
      if (told) tell(undefined);
      next = undefined;
      told = false;
      return;
    }
    const now = performance.now();
    next ??= now + patience;
    if (now < next) return;
    next = now + pause;
    told = true;
    tell(
      back
        ? `moving the files back: ${moved} left`
        : `moving the files one by one: ${moved} so far`,
    );
  };
}
