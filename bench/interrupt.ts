// How soon Ctrl-C brings the prompt back, at several moments of each job.
import type { EngineName } from '../e2e/setup/shell-page.ts';
import { fillFolder } from './jobs/folder.ts';
import type { Job } from './jobs/job.ts';
import type { Sizes } from './jobs/sizes.ts';
import type { InterruptFigures } from './measure/bench-page.ts';
import { figuresOf } from './measure/figures.ts';
import { prepareJob } from './measure/measure-jobs.ts';
import { withFolder } from './measure/with-folder.ts';

/** When Ctrl-C is pressed, as parts of the time that the job takes without it. */
const moments = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];

/**
 * Measures, and prints a table: milliseconds from the key to its answer, which is the prompt, or the sentence that files
 * are finished before it; and to the prompt.
 */
export async function benchInterrupt(
  jobs: readonly Job[],
  engine: EngineName,
  sizes: Sizes,
): Promise<void> {
  console.log(
    `\n${engine}\n\n| job | ms without | Ctrl-C to its answer, ms | worst | at | to the prompt | worst |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  const fill = (folder: string): void => fillFolder(folder, sizes);
  await withFolder({ engine, fill }, async ({ timed, folder }) => {
    for (const job of jobs) {
      const { name, command } = job;
      prepareJob(job, folder);
      await timed.run(command);
      prepareJob(job, folder);
      const { time } = await timed.run(command);
      const waits: ({ readonly at: number } & InterruptFigures)[] = [];
      for (const moment of moments) {
        prepareJob(job, folder);
        const figures = await timed.interrupt(command, time * moment);
        if (figures !== undefined) waits.push({ at: moment, ...figures });
      }
      const answered = figuresOf(waits.map(({ answer }) => answer));
      const prompted = figuresOf(waits.map(({ prompt }) => prompt));
      const at = waits.find(({ answer }) => answer === answered.worst)?.at;
      const [answer, worst, prompt, last] = [answered, prompted].flatMap((figures) => [
        figures.median.toFixed(0),
        figures.worst.toFixed(0),
      ]);
      const cells = [name, time.toFixed(0), answer, worst, at ?? '', prompt, last];
      console.log(`| ${cells.join(' | ')} |`);
    }
  });
}
