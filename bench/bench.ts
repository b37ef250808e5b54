// `npm run bench`: all that is measured in a real Chromium, or one part of it: `start`, `library`, `jobs`, `engines`,
// `interrupt`, `scale`, `pipelines`, `loops` (which needs only Node and bash). Only by their names: `profile`, which tells where the time of
// jobs goes, and `check`, which compares the ratios of a quick run with those that were stored.
import { writeFileSync, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { engines } from '../e2e/setup/engines.ts';
import { provideBrowser } from '../e2e/setup/find-browser.ts';
import type { EngineName } from '../e2e/setup/shell-page.ts';
import { allJobs } from './jobs/all.ts';
import type { Job } from './jobs/job.ts';
import { fullSizes, quickSizes, type Sizes } from './jobs/sizes.ts';
import { benchEngines } from './engines.ts';
import { benchInterrupt } from './interrupt.ts';
import { benchLibrary } from './library.ts';
import { builtCommands, measureJobs, type JobFigures } from './measure/measure-jobs.ts';
import { benchPipelines } from './pipelines.ts';
import { profileJobs } from './profile.ts';
import { missedRatios, storeRatios } from './ratios.ts';
import { surroundings, tableHead, tableRow } from './report.ts';
import { benchScale } from './scale.ts';
import { benchLoops } from './shell-loops.ts';
import { benchStart } from './start.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    engine: { type: 'string', multiple: true, default: ['jspi'] },
    runs: { type: 'string', default: '5' },
    store: { type: 'boolean', default: false },
  },
});

/** Where the figures are left, as JSON. */
const results = 'test-results/bench';

const chosen = engines.filter((name) => values.engine.includes(name));
const runs = Number(values.runs);

const sizes = values.quick ? quickSizes : fullSizes;

/** The jobs that are asked for, as far as their programs are built. */
function chosenJobs(of: Sizes): Job[] {
  const built = builtCommands();
  return allJobs(of).filter(
    ({ name, needs = [] }) =>
      needs.every((command) => built.has(command)) && (values.only?.includes(name) ?? true),
  );
}

/** Measures the jobs that are asked for, and prints a row for each. */
async function measured(engine: EngineName, of: Sizes): Promise<JobFigures[]> {
  const jobs = chosenJobs(of);
  const all: JobFigures[] = [];
  console.log(`\n${engine}, ${surroundings('Chromium')}\n\n${tableHead}`);
  await measureJobs(jobs, { engine, sizes: of, runs }, (figures) => {
    all.push(figures);
    const start = all.find(({ job }) => job.name === 'true')?.shell.median;
    console.log(tableRow(figures, start));
  });
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}/jobs-${engine}.json`, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}

async function benchJobs(): Promise<void> {
  for (const engine of chosen) await measured(engine, sizes);
}

/** Fails where a ratio to the limit has become worse; with `--store`, the ratios are those to compare with from now on. */
async function check(): Promise<void> {
  const figures = await measured('jspi', quickSizes);
  if (values.store) return storeRatios(figures);
  const missed = missedRatios(figures);
  for (const sentence of missed) console.error(sentence);
  if (missed.length > 0) process.exitCode = 1;
}

async function profile(): Promise<void> {
  for (const engine of chosen) await profileJobs(chosenJobs(sizes), engine, sizes);
}

async function interrupt(): Promise<void> {
  for (const engine of chosen) await benchInterrupt(chosenJobs(sizes), engine, sizes);
}

async function scale(): Promise<void> {
  for (const engine of chosen) await benchScale(engine, 3);
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  library: benchLibrary,
  jobs: benchJobs,
  engines: () => benchEngines(chosenJobs(sizes), sizes, runs),
  interrupt,
  scale,
  pipelines: () => benchPipelines(),
  loops: () => benchLoops(runs),
};

/** Those that run only where they are named. */
const named: Readonly<Record<string, () => Promise<void>>> = { check, profile };

process.env['CHROMIUM'] = provideBrowser();
for (const name of positionals.length === 0 ? Object.keys(parts) : positionals) {
  const part = parts[name] ?? named[name];
  if (part === undefined)
    throw new Error(`${name}: there is ${Object.keys({ ...parts, ...named }).join(', ')}`);
  await part();
}
