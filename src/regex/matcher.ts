// Finds what POSIX calls the match of a regular expression: the one that begins first, and of these the longest.
//
// All ways are followed at once, so that no expression takes more time than its length times the text's. What the groups
// matched is found behind that, on a way to the end that is known by then; as with glibc, of several ways the first of the
// alternatives is preferred. With a back-reference the ways cannot be joined: there the steps are counted.
import type { Program, Step } from './program.ts';
import { compileProgram } from './program.ts';
import { parseRegex } from './parser.ts';
import type { RegexPlace } from './tree.ts';

/** How many steps a search with back-references may take. */
const mostSearchSteps = 20_000_000;
/** How many pairs of a step and a place may be remembered: 64 MiB. */
const mostRemembered = 2 ** 29;

/** A search that was given up. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

/** A match: the text of it, and of each group; undefined for a group that took no part. */
export type Match = readonly [string, ...(string | undefined)[]];

/** An extended regular expression. */
export class Matcher {
  readonly #program: Program;

  /** @throws SyntaxError it is none */
  constructor(source: string, { ignoreCase = false }: { readonly ignoreCase?: boolean } = {}) {
    this.#program = compileProgram(parseRegex(source, 'extended'), ignoreCase);
  }

  /** The first and longest match in `text`. @throws TooManySteps */
  exec(text: string): Match | undefined {
    const search = new Search(this.#program, Array.from(text));
    return this.#program.hasReferences ? search.byTrying() : search.byFollowing();
  }
}

class Search {
  readonly #program: Program;
  readonly #chars: readonly string[];
  #steps = 0;

  constructor(program: Program, chars: readonly string[]) {
    this.#program = program;
    this.#chars = chars;
  }

  byFollowing(): Match | undefined {
    const place = this.#longest();
    if (place === undefined) return undefined;
    const [begin, end] = place;
    if (this.#program.groups === 0) return this.#match(begin, end, []);
    const marks = this.#walk(begin, (at) => at === end, true);
    return this.#match(begin, end, marks?.marks ?? []);
  }

  byTrying(): Match | undefined {
    for (let begin = 0; begin <= this.#chars.length; begin += 1) {
      let longest = -1;
      this.#walk(
        begin,
        (at) => {
          longest = Math.max(longest, at);
          return false;
        },
        false,
      );
      if (longest < 0) continue;
      const way = this.#walk(begin, (at) => at === longest, false);
      return this.#match(begin, longest, way?.marks ?? []);
    }
    return undefined;
  }

  #match(begin: number, end: number, marks: readonly number[]): Match {
    const part = (from: number, to: number): string => this.#chars.slice(from, to).join('');
    const groups = Array.from({ length: this.#program.groups }, (_, index) => {
      const [from = -1, to = -1] = marks.slice(index * 2 + 2, index * 2 + 4);
      return from < 0 || to < 0 ? undefined : part(from, to);
    });
    return [part(begin, end), ...groups];
  }

  /** The begin and the end of the match: all ways at once, a character at a time. */
  #longest(): readonly [number, number] | undefined {
    const { steps, start } = this.#program;
    let best: readonly [number, number] | undefined;
    /** The steps that take a character next, and where the way to each began. */
    let ways = new Map<number, number>();
    for (let at = 0; at <= this.#chars.length; at += 1) {
      // Those that began first go first: a later way to the same step can only be a worse one.
      const reached = new Map<number, number>();
      const seen = new Set<number>();
      for (const [number, begin] of ways) this.#reach(number, begin, at, seen, reached);
      if (best === undefined) this.#reach(start, at, at, seen, reached);
      ways = new Map();
      const char = this.#chars[at];
      for (const [number, begin] of reached) {
        if (best !== undefined && begin > best[0]) continue;
        const step = steps[number];
        if (step?.kind === 'found') best = [begin, at];
        else if (step?.kind === 'take' && char !== undefined && step.accepts(char)) {
          if (!ways.has(step.next)) ways.set(step.next, begin);
        }
      }
      if (ways.size === 0 && best !== undefined) return best;
    }
    return best;
  }

  /** Adds what can be reached from a step without a character. */
  #reach(
    from: number,
    begin: number,
    at: number,
    seen: Set<number>,
    reached: Map<number, number>,
  ): void {
    const open = [from];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (seen.has(number)) continue;
      seen.add(number);
      const step = this.#program.steps[number];
      if (step === undefined) continue;
      if (step.kind === 'found' || step.kind === 'take') reached.set(number, begin);
      else if (step.kind === 'fork') open.push(step.second, step.first);
      else if (step.kind === 'mark') open.push(step.next);
      else if (step.kind === 'again') open.push(step.loop);
      else if (step.kind === 'place' && this.#isPlace(step.place, at)) open.push(step.next);
    }
  }

  /**
   * Goes the preferred ways from `begin` one after another, until one comes to a place that is `wanted`.
   * @param once whether no pair of a step and a place is gone to twice: it would fail again
   */
  #walk(
    begin: number,
    wanted: (at: number) => boolean,
    once: boolean,
  ): { readonly marks: readonly number[] } | undefined {
    const { steps, start } = this.#program;
    const marks = Array.from({ length: this.#program.marks }, () => -1);
    const width = this.#chars.length - begin + 1;
    if (once && width * steps.length > mostRemembered) throw new TooManySteps();
    const gone = once ? new Uint8Array(Math.ceil((width * steps.length) / 8)) : undefined;
    /** Ways that are left, and marks that are to be put back before them. */
    const open: Way[] = [{ kind: 'way', number: start, at: begin }];
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      if (way.kind === 'mark') {
        marks[way.index] = way.value;
        continue;
      }
      let { number, at } = way;
      for (;;) {
        if (gone !== undefined) {
          const bit = number * width + at - begin;
          const byte = gone[bit >> 3] ?? 0;
          if ((byte & (1 << (bit & 7))) !== 0) break;
          gone[bit >> 3] = byte | (1 << (bit & 7));
        } else this.#count();
        const step = steps[number];
        if (step === undefined) break;
        if (step.kind === 'found') {
          if (wanted(at)) return { marks };
          break;
        }
        if (step.kind === 'fork') {
          open.push({ kind: 'way', number: step.second, at });
          number = step.first;
          continue;
        }
        if (step.kind === 'again') {
          number = !once && marks[step.index] === at ? step.next : step.loop;
          continue;
        }
        if (step.kind === 'mark') {
          open.push({ kind: 'mark', index: step.index, value: marks[step.index] ?? -1 });
          marks[step.index] = at;
        } else {
          const length = this.#taken(step, at, marks);
          if (length < 0) break;
          at += length;
        }
        number = step.next;
      }
    }
    return undefined;
  }

  /** How many characters a step takes; -1 where it does not fit. */
  #taken(
    step: Extract<Step, { kind: 'take' | 'place' | 'reference' }>,
    at: number,
    marks: readonly number[],
  ): number {
    if (step.kind === 'place') return this.#isPlace(step.place, at) ? 0 : -1;
    if (step.kind === 'take') {
      const char = this.#chars[at];
      return char !== undefined && step.accepts(char) ? 1 : -1;
    }
    const [from = -1, to = -1] = marks.slice(step.number * 2, step.number * 2 + 2);
    if (from < 0 || to < 0) return -1;
    for (let index = from; index < to; index += 1)
      if (this.#chars[index] !== this.#chars[at + index - from]) return -1;
    return to - from;
  }

  #isPlace(place: RegexPlace, at: number): boolean {
    const isWord = (index: number): boolean => /[\p{L}\p{N}_]/u.test(this.#chars[index] ?? '');
    switch (place) {
      case 'begin':
      case 'text-begin':
        return at === 0;
      case 'end':
      case 'text-end':
        return at === this.#chars.length;
      case 'word-begin':
        return !isWord(at - 1) && isWord(at);
      case 'word-end':
        return isWord(at - 1) && !isWord(at);
      case 'word-edge':
        return isWord(at - 1) !== isWord(at);
      case 'no-word-edge':
        return isWord(at - 1) === isWord(at);
    }
  }

  #count(): void {
    this.#steps += 1;
    if (this.#steps > mostSearchSteps) throw new TooManySteps();
  }
}

type Way =
  | { readonly kind: 'way'; readonly number: number; readonly at: number }
  | { readonly kind: 'mark'; readonly index: number; readonly value: number };
