// What has a process number: the shell, its subshells, and the background jobs of all of them.
import { Turns } from '../turns.ts';
import type { BackgroundJob } from './background-job.ts';

/** What a signal can be sent to. */
export interface SignalTarget {
  /** @param signal its name without SIG */
  receive(signal: string): void;
}

/** The number of the shell itself: `$$`. */
export const shellPid = 1;

/** The process numbers of one session's shell. */
export class ShellProcesses {
  /** All who run share the turns of the event loop. */
  readonly turns = new Turns();
  /** Every background job that has not ended, also those of subshells that have. */
  readonly running = new Set<BackgroundJob>();
  readonly #targets = new Map<number, SignalTarget>();
  #last = shellPid;

  /** Gives `target` a number of its own. */
  add(target: SignalTarget): number {
    this.#last += 1;
    this.#targets.set(this.#last, target);
    return this.#last;
  }

  /** The shell itself, under the number that it has. */
  set shell(target: SignalTarget) {
    this.#targets.set(shellPid, target);
  }

  remove(pid: number): void {
    this.#targets.delete(pid);
  }

  get(pid: number): SignalTarget | undefined {
    return this.#targets.get(pid);
  }

  /** The shell itself, and all background jobs. */
  get all(): readonly SignalTarget[] {
    const shell = this.#targets.get(shellPid);
    return [...this.running, ...(shell === undefined ? [] : [shell])];
  }
}
