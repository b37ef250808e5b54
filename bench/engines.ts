// Asyncify beside JSPI: each job on a page of either engine in turns, on the same folder.
import { fillFolder } from './jobs/folder.ts';
import type { Job } from './jobs/job.ts';
import type { Sizes } from './jobs/sizes.ts';
import { figuresOf } from './measure/figures.ts';
import { prepareJob } from './measure/measure-jobs.ts';
import { withFolder } from './measure/with-folder.ts';

/** Measures, and prints a table: medians in milliseconds, and how often Asyncify's is JSPI's. */
export async function benchEngines(
  jobs: readonly Job[],
  sizes: Sizes,
  runs: number,
): Promise<void> {
  console.log(`\n| job | JSPI, ms | Asyncify, ms | ratio |\n| --- | --- | --- | --- |`);
  const fill = (folder: string): void => fillFolder(folder, sizes);
  await withFolder({ engine: 'jspi', fill }, ({ timed: jspi, folder }) =>
    withFolder({ engine: 'asyncify', folder }, async ({ timed: asyncify }) => {
      for (const job of jobs) {
        const { name, command, times = 1 } = job;
        const pages = [
          { page: jspi, taken: [] as number[] },
          { page: asyncify, taken: [] as number[] },
        ] as const;
        for (let run = 0; run <= runs; run++) {
          for (const { page, taken } of pages) {
            prepareJob(job, folder);
            const { time } = await page.run(command);
            if (run > 0) taken.push(time / times); // the first does not count
          }
        }
        const [least, other] = pages.map(({ taken }) => figuresOf(taken).median) as [
          number,
          number,
        ];
        console.log(
          `| ${name} | ${least.toFixed(1)} | ${other.toFixed(1)} | ${(other / least).toFixed(2)} |`,
        );
      }
    }),
  );
}
