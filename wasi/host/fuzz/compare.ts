// For tests: whether an answer is right, and the figures of a run.
import type { Answer } from './model.ts';
import type { Answered } from './player.ts';
import type { Step } from './step.ts';

/** Whether an answer is one of those that the model allows. */
function same(answer: Answered, right: Answer): boolean {
  if ('errno' in answer)
    return 'codes' in right && right.codes.some((code) => code === answer.errno);
  if ('text' in answer) return 'text' in right && right.text === answer.text;
  if (!('listed' in right)) return false;
  const { must, may, change } = right.listed;
  const names = new Set(answer.names);
  return (
    names.size === answer.names.length &&
    must.every((name) => names.has(name)) &&
    answer.names.every((name) => may.includes(name)) &&
    same(answer.change, change)
  );
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  );
}

/** @throws Error the answer is none of those that the model allows */
export function check(step: Step, answer: Answered, right: Answer): void {
  if (!same(answer, right))
    throw new Error(`${text(step)} gave ${text(answer)}, not ${text(right)}`);
}

/** What was run so far. */
export class Tally {
  plans = 0;
  steps = 0;
  readonly #since = performance.now();

  /** A line: a run that ends early must not look like a whole one. */
  line(name: string, seed: number): string {
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1);
    return `${name}: ${this.plans} plans, ${this.steps} steps, ${seconds} s, seed ${seed}\n`;
  }
}
