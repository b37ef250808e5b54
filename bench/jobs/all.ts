// All jobs, in the order of the table.
import { bigFiles } from './big-files.ts';
import type { Jobs } from './job.ts';
import { listings } from './listings.ts';
import { processes } from './processes.ts';
import { smallFiles } from './small-files.ts';

export const allJobs: Jobs = (sizes) =>
  [processes, listings, smallFiles, bigFiles].flatMap((jobs) => jobs(sizes));
