// A regular expression as a program of small steps, which a matcher takes in turns.
import type { ParsedRegex } from './parser.ts';
import type { Regex, RegexPlace } from './tree.ts';

/** A step. Places in the program are numbers of steps. */
export type Step =
  /** One character that `accepts`. */
  | { readonly kind: 'take'; readonly accepts: (char: string) => boolean; readonly next: number }
  | { readonly kind: 'place'; readonly place: RegexPlace; readonly next: number }
  /** Two ways; the first is preferred. */
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  /** Remembers the place in the text: at `2n` where group n begins, at `2n + 1` where it ends, above where a round of a loop does. */
  | { readonly kind: 'mark'; readonly index: number; readonly next: number }
  /** A round of a loop has ended; one that took nothing was the last. */
  | { readonly kind: 'again'; readonly index: number; readonly loop: number; readonly next: number }
  | { readonly kind: 'reference'; readonly number: number; readonly next: number }
  | { readonly kind: 'found' };

/** How many steps a program may have: intervals in intervals multiply. */
const mostSteps = 200_000;

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** How many groups it has. */
  readonly groups: number;
  /** How many places it remembers. */
  readonly marks: number;
  readonly hasReferences: boolean;
}

/** @throws SyntaxError it is too large */
export function compileProgram({ regex, groups }: ParsedRegex, ignoreCase: boolean): Program {
  const compiler = new Compiler(groups, ignoreCase);
  const start = compiler.compile(regex, compiler.add({ kind: 'found' }));
  const { steps, marks, hasReferences } = compiler;
  return { steps, start, groups, marks, hasReferences };
}

/** Builds it from its end, so that each step knows what follows. */
class Compiler {
  readonly steps: Step[] = [];
  marks: number;
  hasReferences = false;
  readonly #flags: string;

  constructor(groups: number, ignoreCase: boolean) {
    this.marks = groups * 2 + 2;
    this.#flags = ignoreCase ? 'iu' : 'u';
  }

  add(step: Step): number {
    if (this.steps.length === mostSteps) throw new SyntaxError('Regular expression too big');
    return this.steps.push(step) - 1;
  }

  /** The number of the step that `regex` begins with, where `next` follows it. */
  compile(regex: Regex, next: number): number {
    switch (regex.kind) {
      case 'char':
        return this.add({ kind: 'take', accepts: this.#charTest(regex.char), next });
      case 'any':
        return this.add({ kind: 'take', accepts: () => true, next });
      case 'set':
        return this.add({ kind: 'take', accepts: this.#setTest(regex.source), next });
      case 'place':
        return this.add({ kind: 'place', place: regex.place, next });
      case 'sequence':
        return regex.items.reduceRight((after, item) => this.compile(item, after), next);
      case 'choice':
        return regex.branches
          .map((branch) => this.compile(branch, next))
          .reduceRight((second, first) => this.add({ kind: 'fork', first, second }));
      case 'repeat':
        return this.#repeat(regex, next);
      case 'group': {
        const index = regex.number * 2;
        const end = this.add({ kind: 'mark', index: index + 1, next });
        return this.add({ kind: 'mark', index, next: this.compile(regex.item, end) });
      }
      case 'reference':
        this.hasReferences = true;
        return this.add({ kind: 'reference', number: regex.number, next });
    }
  }

  #repeat({ item, least, most }: Extract<Regex, { kind: 'repeat' }>, next: number): number {
    let start = next;
    if (most === Infinity) {
      const index = this.marks;
      this.marks += 1;
      const loop = this.add({ kind: 'found' }); // keeps the place: what it leads to leads back
      const again = this.add({ kind: 'again', index, loop, next });
      const first = this.add({ kind: 'mark', index, next: this.compile(item, again) });
      this.steps[loop] = { kind: 'fork', first, second: next };
      start = loop;
    } else {
      for (let count = least; count < most; count += 1)
        start = this.add({ kind: 'fork', first: this.compile(item, start), second: next });
    }
    for (let count = 0; count < least; count += 1) start = this.compile(item, start);
    return start;
  }

  #charTest(char: string): (char: string) => boolean {
    return this.#flags === 'u'
      ? (other) => other === char
      : this.#setTest(`[\\u{${char.codePointAt(0)?.toString(16)}}]`);
  }

  /** What is below 128 is asked once. */
  #setTest(source: string): (char: string) => boolean {
    const regex = new RegExp(`^${source}$`, this.#flags);
    const known: (boolean | undefined)[] = [];
    return (char) => {
      const code = char.charCodeAt(0);
      return code < 128 ? (known[code] ??= regex.test(char)) : regex.test(char);
    };
  }
}
