// Typed bytes that wait: while a folder is being opened, and while the browser asks the person something.

const enter = 0x0d;

/** Passes input on in order; holds it while something goes on that it must follow. */
export class HeldInput {
  readonly #pass: (bytes: Uint8Array) => void;
  readonly #isPending: () => boolean;
  readonly #ask: () => Promise<void>;
  #held: Uint8Array[] = [];
  /** How many things are to be waited for. */
  #holds = 0;

  /**
   * @param pass takes the input
   * @param isPending whether a question waits for the gesture of an Enter
   * @param ask asks it; the Enter follows the answer
   */
  constructor(
    pass: (bytes: Uint8Array) => void,
    isPending: () => boolean,
    ask: () => Promise<void>,
  ) {
    this.#pass = pass;
    this.#isPending = isPending;
    this.#ask = ask;
  }

  /** Holds what is typed from now on until `done` settles. */
  hold(done: Promise<unknown>): void {
    this.#holds++;
    const release = (): void => {
      this.#holds--;
      while (this.#holds === 0) {
        const bytes = this.#held.shift();
        if (bytes === undefined) return;
        this.#pass(bytes);
      }
    };
    done.then(release, release);
  }

  type(bytes: Uint8Array): void {
    if (bytes.includes(enter) && this.#isPending()) this.hold(this.#ask());
    if (this.#holds > 0) this.#held.push(bytes);
    else this.#pass(bytes);
  }
}
