// Where the time of a job goes: what each worker of the page did while its command ran.
import type { EngineName } from '../e2e/setup/shell-page.ts';
import type { Job } from './jobs/job.ts';
import { fillFolder } from './jobs/folder.ts';
import type { Sizes } from './jobs/sizes.ts';
import { prepareJob } from './measure/measure-jobs.ts';
import { withFolder } from './measure/with-folder.ts';

/** How many functions are printed of each worker. */
const shown = 14;

/** Prints a profile of each job's second run. */
export async function profileJobs(
  jobs: readonly Job[],
  engine: EngineName,
  sizes: Sizes,
): Promise<void> {
  const fill = (folder: string): void => fillFolder(folder, sizes);
  await withFolder({ engine, fill }, async ({ timed, folder }) => {
    for (const job of jobs) {
      const { name, command } = job;
      prepareJob(job, folder);
      await timed.run(command);
      prepareJob(job, folder);
      const { time, profiles } = await timed.profile(command);
      console.log(`\n${name}: ${command}: ${time.toFixed(0)} ms, with the profiler`);
      for (const worker of profiles.filter(({ busy }) => busy >= time / 50)) {
        console.log(`\n  ${worker.name}: busy ${worker.busy.toFixed(0)} ms`);
        for (const called of worker.functions.slice(0, shown))
          console.log(`  ${called.time.toFixed(1).padStart(10)}  ${called.name}`);
      }
    }
  });
}
