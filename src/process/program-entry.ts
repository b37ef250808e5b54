// A program among the processes of a session: what signals do to it, and what `ps` tells of it.
import type { ProcessReport, TableEntry } from './process-table.ts';
import { defaultAction, signalToProgram } from './signals.ts';
import type { Process, SpawnOptions, World } from './world.ts';

type Begun = Pick<SpawnOptions, 'args' | 'parent' | 'job'>;

export class ProgramEntry implements TableEntry {
  readonly #world: Pick<World, 'signal' | 'inspect'>;
  readonly #process: Process;
  readonly #begun: Begun;
  readonly #began = Date.now();

  constructor(world: Pick<World, 'signal' | 'inspect'>, process: Process, begun: Begun) {
    this.#world = world;
    this.#process = process;
    this.#begun = begun;
  }

  /** It ends alone; it stops with its job, as whoever waits for it could not go on. */
  receive(signal: string): void {
    const { job } = this.#begun;
    switch (defaultAction(signal)) {
      case 'ends':
        return this.#world.signal([this.#process], signalToProgram(signal));
      case 'stops':
        return job.pause(signal);
      case 'continues':
        return job.continue(job.terminal.isOpen);
      case 'ignored':
    }
  }

  async report(): Promise<ProcessReport> {
    const { args, parent, job } = this.#begun;
    const condition = await this.#world.inspect(this.#process);
    return { args, parent, foreground: job.terminal.isOpen, began: this.#began, ...condition };
  }
}
