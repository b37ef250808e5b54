// How soon Ctrl-C brings the prompt back, at several moments of each job.
import type { EngineName } from '../e2e/setup/shell-page.ts';
import { fillFolder } from './jobs/folder.ts';
import type { Job } from './jobs/job.ts';
import type { Sizes } from './jobs/sizes.ts';
import { figuresOf } from './measure/figures.ts';
import { prepareJob } from './measure/measure-jobs.ts';
import { withFolder } from './measure/with-folder.ts';

/** When Ctrl-C is pressed, as parts of the time that the job takes without it. */
const moments = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];

/** Measures, and prints a table: milliseconds from the key to the prompt. */
export async function benchInterrupt(
  jobs: readonly Job[],
  engine: EngineName,
  sizes: Sizes,
): Promise<void> {
  console.log(`\n${engine}\n\n| job | ms without | Ctrl-C to prompt, ms | worst | at |`);
  console.log('| --- | --- | --- | --- | --- |');
  const fill = (folder: string): void => fillFolder(folder, sizes);
  await withFolder({ engine, fill }, async ({ timed, folder }) => {
    for (const job of jobs) {
      const { name, command } = job;
      prepareJob(job, folder);
      await timed.run(command);
      prepareJob(job, folder);
      const { time } = await timed.run(command);
      const waits: { readonly at: number; readonly wait: number }[] = [];
      for (const moment of moments) {
        prepareJob(job, folder);
        const wait = await timed.interrupt(command, time * moment);
        if (wait !== undefined) waits.push({ at: moment, wait });
      }
      const { median, worst } = figuresOf(waits.map(({ wait }) => wait));
      const at = waits.find(({ wait }) => wait === worst)?.at;
      console.log(
        `| ${name} | ${time.toFixed(0)} | ${median.toFixed(0)} | ${worst.toFixed(0)} | ${at ?? ''} |`,
      );
    }
  });
}
