// A job that runs: the processes of a command text, and what signals do to them and to the shell's own waits.
import type { Exit, Process, Signal, World } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Turns } from '../turns.ts';

/** What is added to a signal's number: the status of what it ended. */
const signalStatus = 128;
/** The status of what Ctrl-C ended. */
export const interruptedStatus = signalStatus + 2;

/** One command text while it is executed, or one background job. */
export class Job {
  readonly turns: Turns;
  readonly #processes = new Set<Process>();
  readonly #world: World;
  #stop = new AbortController();
  #status = interruptedStatus;
  #endedBy: string | undefined;
  /** The jobs that what ends this one ends too: that of `fg`, process substitutions. */
  readonly #others = new Set<Job>();

  /** @param turns shared with all who run in the same worker */
  constructor(world: World, turns: Turns) {
    this.#world = world;
    this.turns = turns;
  }

  /** Is aborted by the first signal that ends it: the shell itself waits for nothing any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get interrupted(): boolean {
    return this.signal.aborted;
  }

  /** The status of what was interrupted. */
  get status(): number {
    return this.#status;
  }

  /** The signal that ended it. */
  get endedBy(): string | undefined {
    return this.#endedBy;
  }

  /** Ctrl-C. A second one ends what the first one could not. */
  interrupt(): void {
    this.end('INT', 2);
  }

  /** A signal ends it, and its processes. */
  end(name: string, number: number): void {
    if (!this.interrupted) {
      this.#endedBy = name;
      this.#status = signalStatus + number;
    }
    this.#stop.abort();
    this.#world.signal(this.#processes, this.#processSignal(name));
    for (const other of this.#others) other.end(name, number);
  }

  /** Goes on after a Ctrl-C for which there is a trap. */
  resume(): void {
    this.#stop = new AbortController();
    this.#endedBy = undefined;
    this.#status = interruptedStatus;
  }

  /** Waits for another job, which signals reach meanwhile. */
  *follow<T>(other: Job, ended: Promise<T>): Steps<T> {
    this.#others.add(other);
    try {
      return yield* wait(ended);
    } finally {
      this.#others.delete(other);
    }
  }

  /** Has another job, until it has ended, hear what this one does. */
  accompany(other: Job, ended: Promise<unknown>): void {
    this.#others.add(other);
    void ended.finally(() => this.#others.delete(other));
  }

  /** Waits for a process, which signals reach meanwhile. */
  *run(process: Process): Steps<Exit> {
    this.#processes.add(process);
    if (this.interrupted) this.#world.signal([process], this.#processSignal(this.#endedBy));
    try {
      return yield* wait(process.exited);
    } finally {
      this.#processes.delete(process);
    }
  }

  /** Programs cannot trap signals: they are asked to end, or ended. */
  #processSignal(name: string | undefined): Signal {
    return name === 'INT' || name === 'KILL' ? name : 'TERM';
  }
}
