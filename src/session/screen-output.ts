// Bytes on their way to the screen, with a bound on what is not yet drawn.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** How much may be under way to the screen, in bytes; who writes then waits. */
export const screenWindow = 64 * 1024;
/** The most bytes that go to the screen as one piece: xterm.js parses each in one task. */
export const screenPiece = 8 * 1024;
/** How long what need not be seen at once may wait for what follows it, in milliseconds. */
export const laziness = 10;

export class ScreenOutput {
  readonly #send: (bytes: Uint8Array) => void;
  #underWay = 0;
  #waiting: (() => void)[] = [];
  #held: Uint8Array[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /**
   * @param lazily whether the bytes may wait a moment, to go with what follows. Each message may draw a frame of its own,
   *   and the page hears nothing while it draws (RATIONALE.md, "Why does the cursor not blink?").
   */
  write(bytes: Uint8Array, lazily = false): MaybePromise<void> {
    this.#underWay += bytes.length;
    this.#held.push(bytes);
    if (lazily) this.#timer ??= setTimeout(() => this.flush(), laziness);
    else this.flush();
    if (this.#underWay < screenWindow) return;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Sends what is held back. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bytes = joined(this.#held);
    this.#held = [];
    for (let at = 0; at < bytes.length; at += screenPiece)
      this.#send(bytes.subarray(at, at + screenPiece));
  }

  /** The screen has drawn so many bytes. */
  drawn(count: number): void {
    this.#underWay -= count;
    if (this.#underWay >= screenWindow / 2) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
