// `jobs` lists what runs in the background.
import type { BackgroundJob } from '../jobs/background-job.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { jobOf } from './job-operand.ts';
import { readOptions } from './options.ts';

export const jobs: Builtin = {
  name: 'jobs',
  synopsis: 'jobs [-lnprs] [jobspec ...] or jobs -x command [args]',
  help: `List the jobs of this shell.

  -l  with their process numbers
  -n  only those that have changed since they were listed
  -p  only the process numbers
  -r  only those that run
  -s  only those that are stopped`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'lnprs');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, jobs, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  const { state } = call;
  let status = 0;
  let listed: BackgroundJob[] = [];
  for (const operand of operands) {
    const job = yield* jobOf(call, operand);
    if (job === undefined) status = 1;
    else listed.push(job);
  }
  if (operands.length === 0) {
    // Without job control a shell forgets what has ended.
    listed = state.jobs
      .list()
      .filter((job) => job.isRunning || state.hasJobControl)
      .filter(
        (job) =>
          (!letters.has('r') || (job.isRunning && !job.isStopped)) &&
          (!letters.has('s') || job.isStopped) &&
          (!letters.has('n') || !job.isRunning),
      );
  }
  for (const job of listed) yield* call.print(textOf(job, letters, call));
  for (const job of state.jobs.list()) if (!job.isRunning) state.jobs.remove(job);
  return status;
}

function textOf(job: BackgroundJob, letters: ReadonlySet<string>, call: Call): string {
  const { jobs: table } = call.state;
  if (letters.has('p')) return `${job.pids[0] ?? ''}\n`;
  const lines = letters.has('l') ? table.longLines(job) : [table.line(job)];
  return lines.map((line) => `${line}\n`).join('');
}
