// Measures jobs: in the shell, at the limit, and by the system's own programs, in turns.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../e2e/setup/shell-page.ts';
import { serveFolder } from '../../e2e/setup/static-server.ts';
import { fillFolder } from '../jobs/folder.ts';
import type { Job } from '../jobs/job.ts';
import type { Sizes } from '../jobs/sizes.ts';
import { bundleLimit } from '../limit/bundle.ts';
import { BenchPage } from './bench-page.ts';
import { countingScripts, type CallCounts } from './counting.ts';
import { figuresOf, type Figures } from './figures.ts';

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

const dist = process.env['DIRSH_DIST'] ?? 'dist';

/** The commands that are built. */
export function builtCommands(): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(dist, 'programs/manifest.json'), 'utf8')) as {
    readonly programs: readonly { readonly commands: readonly string[] }[];
  };
  return new Set(manifest.programs.flatMap(({ commands }) => commands));
}

function bash(line: string, cwd: string): void {
  const { status, error } = spawnSync('bash', ['-c', line], { cwd, stdio: 'ignore' });
  if (error !== undefined) throw error;
  // grep that finds nothing says 1
  if (status !== 0 && status !== 1) throw new Error(`bash: ${line}: ${status}`);
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

  #prepare(): void {
    if (this.#job.prepare !== undefined) bash(this.#job.prepare, this.#folder);
  }

  async shell(): Promise<{ readonly time: number; readonly longTasks: readonly number[] }> {
    this.#prepare();
    const { command, times = 1 } = this.#job;
    const { time, status, longTasks } = await this.#page.run(command);
    if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}`);
    return { time: time / times, longTasks };
  }

  async limit(): Promise<number | undefined> {
    const { limit } = this.#job;
    if (limit === undefined) return undefined;
    this.#prepare();
    return this.#page.limit(limit);
  }

  native(): number {
    this.#prepare();
    const began = performance.now();
    bash(this.#job.command, this.#folder);
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

interface Places {
  /** The page whose times count. */
  readonly timed: BenchPage;
  /** One that counts calls. */
  readonly counting: BenchPage;
  readonly folder: string;
}

/** Opens a browser for times and one for counts, on a new folder, and gives what `use` does with them. */
export async function withFolder<T>(
  { engine, fill }: { readonly engine: EngineName; readonly fill: (folder: string) => void },
  use: (places: Places) => Promise<T>,
): Promise<T> {
  const limit = await bundleLimit();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-bench-')));
  const server = await serveFolder(dist, '/bench/', { 'limit.js': Buffer.from(limit) });
  const countingServer = await serveFolder(dist, '/bench/', countingScripts(dist, limit));
  const pages: BenchPage[] = [];
  const open = async (url: string): Promise<BenchPage> => {
    const page = await BenchPage.open(url, engine, folder);
    pages.push(page);
    return page;
  };
  try {
    fill(folder);
    return await use({
      timed: await open(server.url),
      counting: await open(countingServer.url),
      folder,
    });
  } finally {
    for (const page of pages) await page.close();
    server.close();
    countingServer.close();
    rmSync(folder, { recursive: true, force: true });
  }
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
