// What runs in a session: the numbers of its shells, jobs and programs, and what `ps` tells of each.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** Whether it computes, waits for something, or was stopped. */
export type ProcessState = 'running' | 'sleeping' | 'stopped';

/** What is known of a process. */
export interface ProcessReport {
  /** The number of what began it; 0 of the session's shell. */
  readonly parent: number;
  /** Undefined where only the others tell: a shell that waits for one of them sleeps. */
  readonly state: ProcessState | undefined;
  /** Whether it may read the terminal. */
  readonly foreground: boolean;
  /** When it began, in milliseconds since 1970. */
  readonly began: number;
  /** Bytes of its linear memory; undefined where it has none, or has never told. */
  readonly memory: number | undefined;
  /** As it was called. */
  readonly args: readonly string[];
}

/** What has a number. */
export interface TableEntry {
  /** @param signal its name without SIG */
  receive(signal: string): void;
  report(): MaybePromise<ProcessReport>;
}

/** A process in a list of all. */
export interface ListedProcess extends ProcessReport {
  readonly pid: number;
  readonly state: ProcessState;
}

/** The processes of one session. Numbers are given once. */
export class ProcessTable {
  /** Shells and jobs. */
  readonly #entries = new Map<number, TableEntry>();
  /** A program may run as a job, under its number: then signals are the job's. */
  readonly #programs = new Map<number, TableEntry>();
  #last = 0;

  /** A number that nobody has. */
  number(): number {
    this.#last += 1;
    return this.#last;
  }

  enter(pid: number, entry: TableEntry): void {
    this.#entries.set(pid, entry);
  }

  /** Takes `entry` off, where it is still the one of that number. */
  remove(pid: number, entry: TableEntry): void {
    if (this.#entries.get(pid) === entry) this.#entries.delete(pid);
  }

  /** Has a program from its begin to its end. */
  run(pid: number, program: TableEntry, ended: Promise<unknown>): void {
    this.#programs.set(pid, program);
    void ended.finally(() => {
      if (this.#programs.get(pid) === program) this.#programs.delete(pid);
    });
  }

  /** What hears the signals for a number. */
  get(pid: number): TableEntry | undefined {
    return this.#entries.get(pid) ?? this.#programs.get(pid);
  }

  /** All of them, by number. */
  async list(): Promise<readonly ListedProcess[]> {
    const all = new Map([...this.#entries, ...this.#programs]);
    const reports = await Promise.all(
      Array.from(all, async ([pid, entry]) => ({ pid, ...(await entry.report()) })),
    );
    const parents = new Set(reports.map(({ parent }) => parent));
    return reports
      .map((report) => ({
        ...report,
        state: report.state ?? (parents.has(report.pid) ? 'sleeping' : 'running'),
      }))
      .toSorted((a, b) => a.pid - b.pid);
  }
}
