// The event loop's turns: a loop of builtins never waits, and must let the worker hear Ctrl-C all the same.

/** How long the shell may run without a turn, in milliseconds. */
const longest = 10;

/** How many loops go by before the clock is asked, which costs more than a builtin. */
const betweenLooks = 64;

/** When the last turn was. */
export class Turns {
  #last = performance.now();
  #calls = 0;

  /** Whether it is time for a turn: then wait for `next`. */
  get isDue(): boolean {
    this.#calls += 1;
    if (this.#calls < betweenLooks) return false;
    this.#calls = 0;
    return performance.now() - this.#last > longest;
  }

  /** Resolves after messages that have arrived were heard. */
  async next(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
    port1.close();
    this.#last = performance.now();
  }
}
