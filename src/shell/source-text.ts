// The text that commands were read from: where a position of the tree is in it.

/** A script, a typed line, a file. */
export class SourceText {
  readonly text: string;
  /** The file's name as it was given; undefined for what was typed, or for the text of `eval`. */
  readonly file: string | undefined;
  readonly #firstLine: number;
  #lineStarts: readonly number[] | undefined;

  constructor(text: string, file?: string, firstLine = 1) {
    this.text = text;
    this.file = file;
    this.#firstLine = firstLine;
  }

  /** The line of a position, from 1. */
  line(position: number): number {
    return this.#index(position) + this.#firstLine;
  }

  /** The column of a position, from 1, in UTF-16 units. */
  column(position: number): number {
    return position - (this.#starts[this.#index(position)] ?? 0) + 1;
  }

  get #starts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
        starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  /** Which of the lines has the position, by halving. */
  #index(position: number): number {
    const starts = this.#starts;
    let low = 0;
    for (let high = starts.length - 1; low < high;) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
