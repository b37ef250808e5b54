// The signals for which a shell has a trap, from their arrival until the trap runs: between two commands.

/** Those of one shell. */
export class PendingSignals {
  #names: string[] = [];
  #arrival = Promise.withResolvers<string>();

  get isEmpty(): boolean {
    return this.#names.length === 0;
  }

  /** The first of them; undefined where there is none. A signal that came twice meanwhile is one. */
  get first(): string | undefined {
    return this.#names[0];
  }

  add(name: string): void {
    if (!this.#names.includes(name)) this.#names.push(name);
    this.#arrival.resolve(name);
    this.#arrival = Promise.withResolvers();
  }

  /** Takes all, in the order in which they came. */
  take(): readonly string[] {
    const names = this.#names;
    this.#names = [];
    return names;
  }

  /** Resolves when the next one arrives: what ends a `wait`. */
  get next(): Promise<string> {
    return this.#arrival.promise;
  }
}
