// How far something long has come, told so seldom that telling costs nothing.

/** After how long the first word is said, in milliseconds. */
const patience = 500;
/** How long a word stands at least, in milliseconds. */
const pause = 100;

/** Is told a sentence that replaces the one before, and undefined when it is over. */
export type TellProgress = (sentence: string | undefined) => void;

export class Progress {
  readonly #tell: TellProgress | undefined;
  #next = performance.now() + patience;
  #told = false;

  /** It begins now. @param tell is told nothing of what is over within half a second */
  constructor(tell: TellProgress | undefined) {
    this.#tell = tell;
  }

  /** One more step is done. @param sentence says how far it is; it is asked only where it is told */
  step(sentence: () => string): void {
    if (this.#tell === undefined || performance.now() < this.#next) return;
    this.#next = performance.now() + pause;
    this.#told = true;
    this.#tell(sentence());
  }

  /** It is over, well or not. */
  end(): void {
    if (this.#told) this.#tell?.(undefined);
  }
}
