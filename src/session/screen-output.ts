// Bytes on their way to the screen, with a bound on what is not yet drawn.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** How much may be under way to the screen, in bytes; who writes then waits. */
export const screenWindow = 64 * 1024;
/** The most bytes that go to the screen as one piece: xterm.js parses each in one task. */
export const screenPiece = 8 * 1024;

export class ScreenOutput {
  readonly #send: (bytes: Uint8Array) => void;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  write(bytes: Uint8Array): MaybePromise<void> {
    this.#underWay += bytes.length;
    for (let at = 0; at < bytes.length; at += screenPiece)
      this.#send(bytes.subarray(at, at + screenPiece));
    if (this.#underWay < screenWindow) return;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** The screen has drawn so many bytes. */
  drawn(count: number): void {
    this.#underWay -= count;
    if (this.#underWay >= screenWindow / 2) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
