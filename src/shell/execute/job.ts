// The foreground job: the processes of a command text, and what Ctrl-C does to them.
import type { Exit, Process, World } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';

/** The status of what Ctrl-C ended: 128 + SIGINT. */
export const interruptedStatus = 130;

/** One command text while it is executed. */
export class Job {
  readonly #processes = new Set<Process>();
  readonly #world: World;
  readonly #signal: AbortSignal;

  constructor(world: World, signal: AbortSignal) {
    this.#world = world;
    this.#signal = signal;
    signal.addEventListener('abort', this.#interrupt);
  }

  get interrupted(): boolean {
    return this.#signal.aborted;
  }

  /** Waits for a process, which Ctrl-C reaches meanwhile. */
  *run(process: Process): Steps<Exit> {
    this.#processes.add(process);
    if (this.interrupted) this.#world.signal([process], 'INT');
    try {
      return yield* wait(process.exited);
    } finally {
      this.#processes.delete(process);
    }
  }

  /** No more processes come: the signal is not listened to any longer. */
  end(): void {
    this.#signal.removeEventListener('abort', this.#interrupt);
  }

  readonly #interrupt = (): void => this.#world.signal(this.#processes, 'INT');
}
