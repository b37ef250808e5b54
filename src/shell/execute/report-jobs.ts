// What a shell with job control says of jobs that have ended or stopped: between two commands, or, by `set -b`, at once.
import type { BackgroundJob } from '../jobs/background-job.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { perform } from '../steps.ts';
import type { Execution } from './execution.ts';
import { printErrorOfText } from './message.ts';

/** Says how jobs have ended that nobody has heard of yet, and which stand. */
export function* reportJobs(
  execution: Execution,
  say: (line: string) => Steps<void> = (line) => printErrorOfText(execution, line),
): Steps<void> {
  const { jobs } = execution.state;
  for (const job of jobs.list()) {
    if (job.isStopped && !job.saidStopped) yield* sayStopped(execution.state, job, say);
    if (job.isRunning) continue;
    const line = jobs.line(job);
    jobs.remove(job);
    if (!job.known) yield* say(line);
  }
}

/** Says that a job stands; on a terminal below the ^Z. */
export function* sayStopped(
  { jobs }: State,
  job: BackgroundJob,
  say: (line: string) => Steps<void>,
): Steps<void> {
  job.saidStopped = true;
  yield* say(`\n${jobs.line(job)}`);
}

/** Says at once what becomes of a job, where `set -b` is on. */
export async function watchJob(execution: Execution, job: BackgroundJob): Promise<void> {
  const { state, notify } = execution;
  const say = (line: string): Steps<void> => {
    if (notify === undefined) return printErrorOfText(execution, line);
    notify(line);
    return nothing();
  };
  while (job.isRunning) {
    await Promise.race([job.ended, job.options.job.standing]);
    if (state.options.has('notify') && state.hasJobControl)
      await perform(reportJobs(execution, say));
    await Promise.race([job.ended, job.options.job.passage]);
  }
}

function* nothing(): Steps<void> {}
