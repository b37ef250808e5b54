// What a shell with job control says of jobs that have ended, between two commands.
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { sayStopped } from './foreground.ts';
import { printErrorOfText } from './message.ts';

/** Says how jobs have ended that nobody has heard of yet. */
export function* reportJobs(execution: Execution): Steps<void> {
  const { jobs } = execution.state;
  for (const job of jobs.list()) {
    if (job.isStopped && !job.saidStopped) yield* sayStopped(execution, job);
    if (job.isRunning) continue;
    const line = jobs.line(job);
    jobs.remove(job);
    if (!job.known) yield* printErrorOfText(execution, line);
  }
}
