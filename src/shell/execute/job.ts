// The foreground job: the processes of a command text, and what Ctrl-C does to them and to the shell's own waits.
import type { Exit, Process, World } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { Turns } from '../turns.ts';

/** The status of what Ctrl-C ended: 128 + SIGINT. */
export const interruptedStatus = 130;

/** One command text while it is executed. */
export class Job {
  readonly turns = new Turns();
  readonly #processes = new Set<Process>();
  readonly #world: World;
  #stop = new AbortController();

  constructor(world: World) {
    this.#world = world;
  }

  /** Is aborted by the first Ctrl-C: the shell itself waits for nothing any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get interrupted(): boolean {
    return this.signal.aborted;
  }

  /** Ctrl-C. A second one ends what the first one could not. */
  interrupt(): void {
    this.#stop.abort();
    this.#world.signal(this.#processes, 'INT');
  }

  /** Goes on after a Ctrl-C for which there is a trap. */
  resume(): void {
    this.#stop = new AbortController();
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
}
