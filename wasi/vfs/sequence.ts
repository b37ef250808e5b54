// Steps that take place one after another, whoever asks for them.
import { isPromise, type MaybePromise } from './maybe-promise.ts';

export class Sequence {
  /** What is under way. */
  #busy: Promise<unknown> | undefined;

  /** Whether nothing is under way: the next step takes place at once. */
  get idle(): boolean {
    return this.#busy === undefined;
  }

  /** Runs `step` when what is under way is done, however it ends. */
  run<T>(step: () => MaybePromise<T>): MaybePromise<T> {
    const result = this.#busy === undefined ? step() : this.#busy.then(step, step);
    if (!isPromise(result)) return result;
    this.#busy = result;
    const done = (): void => {
      if (this.#busy === result) this.#busy = undefined;
    };
    result.then(done, done);
    return result;
  }
}
