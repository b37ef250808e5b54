// What has a process number: the shell, its subshells, and the background jobs of all of them.
import { Turns } from '../turns.ts';
import type { BackgroundJob } from './background-job.ts';

/** What a signal can be sent to. */
export interface SignalTarget {
  /** @param signal its name without SIG */
  receive(signal: string): void;
}

/** The number of the session's shell. */
const sessionPid = 1;

/** The process numbers of one session's shell. */
export class ShellProcesses {
  /** All who run share the turns of the event loop. */
  readonly turns = new Turns();
  /** Every background job that has not ended, also those of subshells that have. */
  readonly running = new Set<BackgroundJob>();
  readonly #targets = new Map<number, SignalTarget>();
  #last = sessionPid;

  /** Gives `target` a number of its own. */
  add(target: SignalTarget): number {
    this.#last += 1;
    this.#targets.set(this.#last, target);
    return this.#last;
  }

  /** The session's shell, which begins before it can be signalled. @returns its number */
  get shell(): number {
    return sessionPid;
  }

  /** Has signals to the session's shell reach `target`. */
  listen(target: SignalTarget): void {
    this.#targets.set(sessionPid, target);
  }

  remove(pid: number): void {
    this.#targets.delete(pid);
  }

  get(pid: number): SignalTarget | undefined {
    return this.#targets.get(pid);
  }

  /** The shell of that number, and its background jobs that are no groups of their own. */
  groupOf(shell: number): readonly SignalTarget[] {
    const jobs = [...this.running].filter(
      ({ options: { state, controlled } }) => state.shell === shell && !controlled,
    );
    return [...jobs, ...this.#only(shell)];
  }

  /** The session's shell, and all background jobs. */
  get all(): readonly SignalTarget[] {
    return [...this.running, ...this.#only(sessionPid)];
  }

  #only(pid: number): SignalTarget[] {
    const target = this.#targets.get(pid);
    return target === undefined ? [] : [target];
  }
}
