// A background job: a subshell that runs beside the shell that began it.
import type { Job } from '../execute/job.ts';
import type { State } from '../state.ts';
import { signalNumber } from '../traps.ts';
import type { ProcessReport, TableEntry } from '../../process/process-table.ts';
import { dispositionOf } from './disposition.ts';

/** What a job is begun with. */
export interface BackgroundJobOptions {
  /** As it was typed. */
  readonly text: string;
  /** The stages of its pipeline, as they were typed. */
  readonly stages: readonly string[];
  /** The numbers of its stages, which nobody has but, perhaps, the programs that run as these. */
  readonly pids: readonly number[];
  readonly job: Job;
  /** The subshell that it is. */
  readonly state: State;
  /** Whether `set -m` was on: it is a process group of its own, and hears Ctrl-C when it is in the foreground. */
  readonly controlled: boolean;
  /** Whether `jobs` lists it; process substitutions are not. */
  readonly listed: boolean;
  /** The job that began it, if it was one. */
  readonly parent: BackgroundJob | undefined;
}

/** One of a shell's jobs. */
export class BackgroundJob implements TableEntry {
  readonly options: BackgroundJobOptions;
  /** `%number` */
  number = 0;
  /** Its status, once it has ended. */
  status: number | undefined;
  /** Whether the shell has said how it ended, or somebody has waited for it. */
  known = false;
  /** When it ended, in milliseconds since 1970. */
  endedAt: number | undefined;
  /** Whether `wait` has told its status. */
  waited = false;
  /** Whether nobody is to be asked about it at the end of the shell: `disown -h`. */
  spared = false;
  /** Whether it is no job of its shell any more: `disown`. */
  disowned = false;
  /** Whether the shell has said that it is stopped. */
  saidStopped = false;
  readonly #began = Date.now();
  readonly #ended = Promise.withResolvers<number>();

  constructor(options: BackgroundJobOptions) {
    this.options = options;
    const { processes } = options.state;
    for (const pid of options.pids) processes.table.enter(pid, this);
    processes.running.add(this);
  }

  get pids(): readonly number[] {
    return this.options.pids;
  }

  /** The number that `$!` gives: its last stage's. */
  get pid(): number {
    return this.pids.at(-1) ?? 0;
  }

  get text(): string {
    return this.options.text;
  }

  /** Resolves with its status. */
  get ended(): Promise<number> {
    return this.#ended.promise;
  }

  get isRunning(): boolean {
    return this.status === undefined;
  }

  /** Whether it was told to stop, and has not ended. */
  get isStopped(): boolean {
    return this.isRunning && this.options.job.motion !== 'running';
  }

  /** It goes on. @param foreground whether it may read the terminal */
  continue(foreground: boolean): void {
    this.saidStopped = false;
    this.options.job.continue(foreground);
  }

  /** The job of the shell itself that this one was begun in. */
  get root(): BackgroundJob {
    return this.options.parent?.root ?? this;
  }

  /** What a signal does to it. */
  receive(signal: string): void {
    const { job, state, controlled } = this.options;
    if (!this.isRunning) return;
    const ignores = !controlled && (signal === 'INT' || signal === 'QUIT');
    if (ignores && (state.traps.get(signal) ?? '') === '') return;
    switch (dispositionOf(signal, state.traps)) {
      case 'trapped':
        return state.signals.add(signal);
      case 'ends':
        return job.end(signal, signalNumber(signal));
      case 'stops':
        return job.pause(signal);
      case 'continues':
        return this.continue(false);
      case 'ignored':
    }
  }

  /** As a process that runs shell code. */
  report(): ProcessReport {
    const { text, job, state } = this.options;
    return {
      parent: state.parentPid,
      state: job.motion === 'stopped' ? 'stopped' : undefined,
      foreground: job.terminal.isOpen,
      began: this.#began,
      memory: undefined,
      args: [`${state.args[0] ?? ''}:`, text],
    };
  }

  /** It has ended. */
  end(status: number): void {
    const { processes } = this.options.state;
    this.status = status;
    this.endedAt = Date.now();
    for (const pid of this.pids) processes.table.remove(pid, this);
    processes.running.delete(this);
    this.#ended.resolve(status);
  }
}
