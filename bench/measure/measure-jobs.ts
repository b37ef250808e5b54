// Measures jobs: in the shell, at the limit, and by the system's own programs, in turns.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../e2e/setup/shell-page.ts';
import { fillFolder } from '../jobs/folder.ts';
import type { Job } from '../jobs/job.ts';
import type { Sizes } from '../jobs/sizes.ts';
import type { BenchPage } from './bench-page.ts';
import type { CallCounts } from './counting.ts';
import { figuresOf, type Figures } from './figures.ts';
import { dist, withFolder, type Places } from './with-folder.ts';

/** What a job took. */
export interface JobFigures {
  readonly job: Job;
  /** In the shell, from Enter to the prompt. */
  readonly shell: Figures;
  readonly limit: Figures | undefined;
  readonly native: Figures;
  readonly counts: CallCounts;
  readonly limitCounts: CallCounts | undefined;
  /** The peak of the page's process, in bytes; undefined where the system does not tell. */
  readonly memory: number | undefined;
  /** The longest task of the page's thread, in milliseconds; 0 where none was above 50. */
  readonly longestTask: number;
  /** Which part of the time the page's thread was in tasks above 50 ms. */
  readonly longTaskShare: number;
}

export interface MeasureOptions {
  readonly engine: EngineName;
  readonly sizes: Sizes;
  /** How many runs of each count, behind one that does not. */
  readonly runs: number;
}

/** The commands that are built. */
export function builtCommands(): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(dist, 'programs/manifest.json'), 'utf8')) as {
    readonly programs: readonly { readonly commands: readonly string[] }[];
  };
  return new Set(manifest.programs.flatMap(({ commands }) => commands));
}

/** Runs a line by the system's bash. */
function runByBash(line: string, cwd: string): void {
  const { status, error } = spawnSync('bash', ['-c', line], { cwd, stdio: 'ignore' });
  if (error !== undefined) throw error;
  // grep that finds nothing says 1
  if (status !== 0 && status !== 1) throw new Error(`bash: ${line}: ${status}`);
}

/** Does what a job needs before each of its runs. */
export function prepareJob({ prepare }: Job, folder: string): void {
  if (prepare !== undefined) runByBash(prepare, folder);
}

/** One turn of a job on a page: the shell, and the limit. */
class Turns {
  readonly #page: BenchPage;
  readonly #job: Job;
  readonly #folder: string;

  constructor(page: BenchPage, job: Job, folder: string) {
    this.#page = page;
    this.#job = job;
    this.#folder = folder;
  }

  async shell(): Promise<{ readonly time: number; readonly longTasks: readonly number[] }> {
    prepareJob(this.#job, this.#folder);
    const { command, times = 1 } = this.#job;
    const { time, status, longTasks } = await this.#page.run(command);
    if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}`);
    return { time: time / times, longTasks };
  }

  async limit(): Promise<number | undefined> {
    const { limit } = this.#job;
    if (limit === undefined) return undefined;
    prepareJob(this.#job, this.#folder);
    return this.#page.limit(limit);
  }

  native(): number {
    prepareJob(this.#job, this.#folder);
    const began = performance.now();
    runByBash(this.#job.command, this.#folder);
    return (performance.now() - began) / (this.#job.times ?? 1);
  }
}

async function measureJob(
  { timed, counting, folder, runs }: Places & { readonly runs: number },
  job: Job,
): Promise<JobFigures> {
  const turns = new Turns(timed, job, folder);
  timed.resetPeak();
  await turns.shell();
  const memory = timed.peakMemory();
  await turns.limit();
  const shell: number[] = [];
  const limit: number[] = [];
  const native: number[] = [];
  const longTasks: number[] = [];
  for (let run = 0; run < runs; run++) {
    const measured = await turns.shell();
    shell.push(measured.time);
    longTasks.push(...measured.longTasks);
    const least = await turns.limit();
    if (least !== undefined) limit.push(least);
    native.push(turns.native());
  }
  const counted = new Turns(counting, job, folder);
  await counting.counts();
  await counted.shell();
  const counts = await counting.counts();
  await counted.limit();
  const limitCounts = await counting.counts();
  const elapsed = shell.reduce((sum, time) => sum + time, 0) * (job.times ?? 1);
  return {
    job,
    shell: figuresOf(shell),
    limit: limit.length === 0 ? undefined : figuresOf(limit),
    native: figuresOf(native),
    counts,
    limitCounts: job.limit === undefined ? undefined : limitCounts,
    memory,
    longestTask: Math.max(0, ...longTasks),
    longTaskShare: longTasks.reduce((sum, task) => sum + task, 0) / elapsed,
  };
}

/** Measures jobs one after another, and tells each when it is measured. */
export async function measureJobs(
  jobs: readonly Job[],
  { engine, sizes, runs }: MeasureOptions,
  measured: (figures: JobFigures) => void,
): Promise<void> {
  const fill = (folder: string): void => fillFolder(folder, sizes);
  await withFolder({ engine, fill }, async (places) => {
    for (const job of jobs) measured(await measureJob({ ...places, runs }, job));
  });
}
