// The event loop's turns: a loop of builtins never waits, and must let the worker hear Ctrl-C all the same.

/** How long the shell may run without a turn, in milliseconds. */
const longest = 10;
/** How long each may run where several do: a key is answered between any two of them. */
const longestOfMany = 4;

/** How many loops go by before the clock is asked, which costs more than a builtin. */
const betweenLooks = 64;

/** When the last turn was, and who waits for theirs. */
export class Turns {
  #last = performance.now();
  #calls = 0;
  readonly #waiting: (() => void)[] = [];
  #isAsked = false;

  /** Whether it is time for a turn: then wait for `next`. */
  get isDue(): boolean {
    this.#calls += 1;
    if (this.#calls < betweenLooks) return false;
    this.#calls = 0;
    const allowed = this.#waiting.length > 0 ? longestOfMany : longest;
    return performance.now() - this.#last > allowed;
  }

  /** Resolves after messages that have arrived were heard. Those who wait go on one in each turn, the first first. */
  async next(): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!this.#isAsked) this.#ask();
    await turn;
  }

  /** Asks for one turn. A channel of its own: Node hears many messages of one channel in one turn. */
  #ask(): void {
    this.#isAsked = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      this.#last = performance.now();
      this.#isAsked = false;
      this.#waiting.shift()?.();
      // Asked for before whoever goes on has computed: keys that come meanwhile are behind one turn at most.
      if (this.#waiting.length > 0) this.#ask();
    };
    port2.postMessage(null);
  }
}
