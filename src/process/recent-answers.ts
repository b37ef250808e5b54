// What a program has asked about names just now: it is told again, as long as it changes nothing. `mv` of uutils asks ten
// times about its two names before it renames, and each question waits for the browser.
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { Stat } from '../../wasi/vfs/filesystem.ts';
import { isPromise, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** How long an answer is told again, in milliseconds. */
const justNow = 10;
/** How many answers are kept. */
const mostKept = 64;

interface Answer {
  /** When the browser was asked. */
  readonly asked: number;
  /** Where there is nothing of that name, the error. */
  readonly told: Stat | SystemError;
}

/** The answers of one program. */
export class RecentAnswers {
  readonly #answers = new Map<string, Answer>();
  #changes = false;
  /** Counts how often they were forgotten: what was asked before is not kept afterwards. */
  #age = 0;

  /**
   * @param key of the name
   * @param ask asks the browser; what it tells at once is not kept, as it costs nothing
   * @throws what `ask` throws
   */
  stat(key: string, ask: () => MaybePromise<Stat>): MaybePromise<Stat> {
    const asked = performance.now();
    const known = this.#answers.get(key);
    if (known !== undefined && asked - known.asked < justNow) {
      if (known.told instanceof SystemError) throw known.told;
      return known.told;
    }
    const answer = ask();
    if (this.#changes || !isPromise(answer)) return answer;
    const age = this.#age;
    const keep = (told: Stat | SystemError): void => {
      if (age !== this.#age) return;
      if (this.#answers.size >= mostKept) this.#answers.clear();
      this.#answers.set(key, { asked, told });
    };
    return answer.then(
      (stat) => {
        keep(stat);
        return stat;
      },
      (error: unknown) => {
        if (isSystemError(error, 'ENOENT')) keep(error);
        throw error;
      },
    );
  }

  /** Others may have changed anything. */
  forget(): void {
    this.#answers.clear();
    this.#age++;
  }

  /** The program changes something, or has another program run: from now on it is told nothing again. */
  stop(): void {
    this.#changes = true;
    this.forget();
  }
}
