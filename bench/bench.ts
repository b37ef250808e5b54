// `npm run bench`: all that is measured in a real Chromium, or one part of it: `start`, `library`, `jobs`.
import { writeFileSync, mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { engines } from '../e2e/setup/engines.ts';
import { provideBrowser } from '../e2e/setup/find-browser.ts';
import { allJobs } from './jobs/all.ts';
import { fullSizes, quickSizes } from './jobs/sizes.ts';
import { benchLibrary } from './library.ts';
import { builtCommands, measureJobs, type JobFigures } from './measure/measure-jobs.ts';
import { surroundings, tableHead, tableRow } from './report.ts';
import { benchStart } from './start.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    engine: { type: 'string', multiple: true, default: ['jspi'] },
    runs: { type: 'string', default: '5' },
  },
});

/** Where the figures are left, as JSON. */
const results = 'test-results/bench';

async function benchJobs(): Promise<void> {
  const sizes = values.quick ? quickSizes : fullSizes;
  const built = builtCommands();
  const jobs = allJobs(sizes).filter(
    ({ name, needs = [] }) =>
      needs.every((command) => built.has(command)) && (values.only?.includes(name) ?? true),
  );
  mkdirSync(results, { recursive: true });
  for (const engine of engines.filter((name) => values.engine.includes(name))) {
    const all: JobFigures[] = [];
    console.log(`\n${engine}, ${surroundings('Chromium')}\n\n${tableHead}`);
    await measureJobs(jobs, { engine, sizes, runs: Number(values.runs) }, (figures) => {
      all.push(figures);
      console.log(tableRow(figures));
    });
    writeFileSync(`${results}/jobs-${engine}.json`, `${JSON.stringify(all, null, 2)}\n`);
  }
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  library: benchLibrary,
  jobs: benchJobs,
};

process.env['CHROMIUM'] = provideBrowser();
for (const name of positionals.length === 0 ? Object.keys(parts) : positionals) {
  const part = parts[name];
  if (part === undefined) throw new Error(`${name}: there is ${Object.keys(parts).join(', ')}`);
  await part();
}
