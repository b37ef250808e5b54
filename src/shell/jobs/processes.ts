// The shells and jobs of one shell among the processes of the session: itself, its subshells, the background jobs of all.
import type { ProcessTable, TableEntry } from '../../process/process-table.ts';
import { Turns } from '../turns.ts';
import type { BackgroundJob } from './background-job.ts';

export class ShellProcesses {
  /** All who run share the turns of the event loop. */
  readonly turns = new Turns();
  /** Every background job that has not ended, also those of subshells that have. */
  readonly running = new Set<BackgroundJob>();
  readonly table: ProcessTable;
  /** The number of the shell. */
  readonly shell: number;

  /** @param shell its number, where it has one already */
  constructor(table: ProcessTable, shell = table.number()) {
    this.table = table;
    this.shell = shell;
  }

  /** Gives `entry` a number of its own. */
  add(entry: TableEntry): number {
    const pid = this.table.number();
    this.table.enter(pid, entry);
    return pid;
  }

  /** The shell of that number, and its background jobs that are no groups of their own. */
  groupOf(shell: number): readonly TableEntry[] {
    const jobs = [...this.running].filter(
      ({ options: { state, controlled } }) => state.shell === shell && !controlled,
    );
    return [...jobs, ...this.#only(shell)];
  }

  /** The shell, and all background jobs. */
  get all(): readonly TableEntry[] {
    return [...this.running, ...this.#only(this.shell)];
  }

  #only(pid: number): TableEntry[] {
    const entry = this.table.get(pid);
    return entry === undefined ? [] : [entry];
  }
}
