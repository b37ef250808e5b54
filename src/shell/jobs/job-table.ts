// The jobs of one shell: their numbers, which of them is the current one, and what is known of those that ended.
import { signalTitle } from '../traps.ts';
import type { BackgroundJob } from './background-job.ts';

/** How many jobs that have ended `wait` still knows. */
const remembered = 1024;

/** Why a job specification names no job. */
export type NoJob = 'none' | 'ambiguous';

export class JobTable {
  readonly #jobs = new Map<number, BackgroundJob>();
  /** By each of their process numbers. */
  readonly #byPid = new Map<number, BackgroundJob>();
  /** The jobs of the shell that this subshell is of, for `jobs` to list. */
  readonly #listed: JobTable | undefined;
  #current: BackgroundJob | undefined;
  #previous: BackgroundJob | undefined;

  /** @param listed what `jobs` lists as long as there is nothing else */
  constructor(listed?: JobTable) {
    this.#listed = listed;
  }

  /** By their numbers; those of the shell around where this one is only asked for its list. */
  list(): readonly BackgroundJob[] {
    if (this.#jobs.size === 0 && this.#listed !== undefined) return this.#listed.list();
    return [...this.#jobs.values()].toSorted((a, b) => a.number - b.number);
  }

  /** Those of this very shell that are listed. */
  get own(): readonly BackgroundJob[] {
    return [...this.#jobs.values()];
  }

  /** All that this very shell has begun, listed or not, and not disowned. */
  get children(): readonly BackgroundJob[] {
    return [...new Set(this.#byPid.values())].filter((job) => !job.disowned);
  }

  /** Those that it would leave behind when it ends. */
  get running(): readonly BackgroundJob[] {
    return this.own.filter((job) => job.isRunning && !job.spared);
  }

  add(job: BackgroundJob): void {
    job.number = Math.max(0, ...this.#jobs.keys()) + 1;
    this.#jobs.set(job.number, job);
    for (const pid of job.pids) this.#byPid.set(pid, job);
    this.#previous = this.#current;
    this.#current = job;
  }

  /** Has `wait` know a job that is not listed: a process substitution. */
  know(job: BackgroundJob): void {
    for (const pid of job.pids) this.#byPid.set(pid, job);
  }

  /** Takes it off the list; `wait` still knows its status. */
  remove(job: BackgroundJob): void {
    if (this.#jobs.get(job.number) !== job) return;
    this.#jobs.delete(job.number);
    if (this.#current === job) this.#current = this.#previous;
    if (this.#previous === job || this.#previous === this.#current) this.#previous = undefined;
    this.#current ??= this.#latest();
    this.#previous ??= this.#latest(this.#current);
    this.#forgetOldest();
  }

  /** Lists it no more, and does not wait for it unless it is named: `disown`. */
  disown(job: BackgroundJob): void {
    this.remove(job);
    job.disowned = true;
  }

  #latest(but?: BackgroundJob): BackgroundJob | undefined {
    return [...this.#jobs.values()].findLast((job) => job.isRunning && job !== but);
  }

  #forgetOldest(): void {
    for (const [pid, job] of this.#byPid) {
      if (this.#byPid.size <= remembered) return;
      if (!job.isRunning) this.#byPid.delete(pid);
    }
  }

  /** `+` for the current job, `-` for the one before it. */
  mark(job: BackgroundJob): string {
    const { number } = job;
    const table = this.#jobs.get(number) === job ? this : this.#listed;
    if (table === undefined) return ' ';
    if (job === table.#current) return '+';
    return job === table.#previous ? '-' : ' ';
  }

  /** That of a process number, whether it has ended or not. */
  ofPid(pid: number): BackgroundJob | undefined {
    return this.#byPid.get(pid);
  }

  /** What a specification (`%1`, `%+`, `%-`, `%name`, `%?text`) names. */
  find(spec: string): BackgroundJob | NoJob {
    const name = spec.replace(/^%/, '');
    if (name === '' || name === '%' || name === '+') return this.#current ?? 'none';
    if (name === '-') return this.#previous ?? this.#current ?? 'none';
    if (/^\d+$/.test(name)) return this.#jobs.get(Number(name)) ?? 'none';
    const found = this.list().filter(({ text }) =>
      name.startsWith('?') ? text.includes(name.slice(1)) : text.startsWith(name),
    );
    const [job, ...more] = found;
    if (job === undefined) return 'none';
    return more.length > 0 ? 'ambiguous' : job;
  }

  /** The line that `jobs` prints for it, without its newline. */
  line(job: BackgroundJob): string {
    const text = job.isRunning && !job.isStopped ? `${job.text} &` : job.text;
    return `[${job.number}]${this.mark(job)}  ${condition(job).padEnd(24)}${text}`;
  }

  /** The lines of `jobs -l`: one for each stage. */
  longLines(job: BackgroundJob): readonly string[] {
    const { pids } = job;
    const { stages } = job.options;
    return pids.map((pid, index) => {
      const last = index === pids.length - 1 && job.isRunning && !job.isStopped ? ' &' : '';
      const stage = `${stages[index] ?? ''}${last}`;
      const number = String(pid).padStart(5);
      if (index > 0) return `${' '.repeat(5)}${number}${' '.repeat(24)}| ${stage}`;
      return `[${job.number}]${this.mark(job)} ${number} ${longCondition(job).padEnd(24)}${stage}`;
    });
  }
}

const motions = { running: 'Running', stopping: 'Stopping', stopped: 'Stopped' } as const;

/** Why a job stands; Ctrl-Z is the usual reason. */
const reasons: Readonly<Record<string, string>> = {
  STOP: 'signal',
  TTIN: 'tty input',
  TTOU: 'tty output',
};

/** What a job does, and why it stands, in bash's words. */
function longCondition(job: BackgroundJob): string {
  const reason = job.isStopped ? reasons[job.options.job.stoppedBy ?? ''] : undefined;
  return reason === undefined ? condition(job) : `${condition(job)} (${reason})`;
}

/** What a job does, in bash's words. */
export function condition({ status, options }: BackgroundJob): string {
  if (status === undefined) return motions[options.job.motion];
  const { signal } = options.job;
  const killed = options.job.endedBy;
  if (killed !== undefined && signal.aborted) return signalTitle(killed);
  return status === 0 ? 'Done' : `Exit ${status}`;
}
