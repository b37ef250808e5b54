// What `/`, `?` and `&` look for: extended regular expressions, with less' ways to say more about the search.
import { literalPattern, posixPattern } from '../../regex/posix.ts';
import type { Match } from './rows.ts';

/** How letters are compared: `smart` ignores their case unless the pattern has capitals (`-i`). */
export type Case = 'exact' | 'smart' | 'ignore';

/** A search. */
export class Pattern {
  readonly #regex: RegExp;
  readonly #isInverted: boolean;

  /**
   * @param text as it was typed: `!` or ^N at its beginning inverts it, ^R takes the rest literally
   * @throws SyntaxError it is no regular expression
   */
  constructor(text: string, letters: Case) {
    let rest = text;
    let isInverted = false;
    let isLiteral = false;
    for (; rest !== '' && '!\u000e\u0012'.includes(rest.charAt(0)); rest = rest.slice(1)) {
      if (rest.startsWith('\u0012')) isLiteral = true;
      else isInverted = true;
    }
    this.#isInverted = isInverted;
    const ignore = letters === 'ignore' || (letters === 'smart' && !/\p{Lu}/u.test(rest));
    const source = isLiteral ? literalPattern(rest) : posixPattern(rest, 'extended');
    this.#regex = new RegExp(source, ignore ? 'giu' : 'gu');
  }

  /** Whether a line is one of those that are looked for. */
  accepts(line: string): boolean {
    this.#regex.lastIndex = 0;
    return this.#regex.test(line) !== this.#isInverted;
  }

  /** The places that are shown as found. */
  matches(line: string): Match[] {
    this.#regex.lastIndex = 0; // from where `matchAll` begins
    return Array.from(line.matchAll(this.#regex), (found): Match => [
      found.index,
      found.index + found[0].length,
    ]).filter(([start, end]) => end > start);
  }
}
