// What was killed, to be yanked back. It outlives the line.

/** The last kills; in readline a ring of ten. */
export class KillRing {
  readonly #kills: string[] = [];

  /** Adds `text`; with `join`, to the last kill, at the side where it stood. */
  add(text: string, side: 'before' | 'after', join: boolean): void {
    if (text === '') return;
    const last = join ? this.#kills.pop() : undefined;
    if (last === undefined) this.#kills.push(text);
    else this.#kills.push(side === 'before' ? text + last : last + text);
    if (this.#kills.length > 10) this.#kills.shift();
  }

  /** The kill that yank inserts. */
  get last(): string | undefined {
    return this.#kills.at(-1);
  }

  /** Brings the one before to the top, for yank-pop. */
  rotate(): void {
    const last = this.#kills.pop();
    if (last !== undefined) this.#kills.unshift(last);
  }
}
