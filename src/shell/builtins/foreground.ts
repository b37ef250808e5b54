// `fg` and `bg`: jobs come to the foreground, and go on in the background.
import { isSaid } from '../execute/foreground.ts';
import { stoppedStatus } from '../execute/job.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { signalTitle } from '../traps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { jobOf } from './job-operand.ts';
import { readOptions } from './options.ts';

export const fg: Builtin = {
  name: 'fg',
  synopsis: 'fg [job_spec]',
  help: `Bring a job to the foreground, the current one where none is named.

Ctrl-C reaches it there. The status is that of the job.`,
  run: toForeground,
};

export const bg: Builtin = {
  name: 'bg',
  synopsis: 'bg [job_spec ...]',
  help: 'Have jobs that were stopped go on in the background.',
  run: toBackground,
};

function* toForeground(call: Call): Steps<number> {
  const operands = yield* operandsOf(call, fg);
  if (typeof operands === 'number') return operands;
  const job = yield* jobOf(call, operands[0]);
  if (job === undefined) return 1;
  const { jobs } = call.state;
  if (!job.isRunning) {
    yield* call.complain('fg: job has terminated');
    jobs.remove(job);
    return 1;
  }
  yield* call.print(`${job.text}\n`);
  job.continue(true);
  job.known = true; // whoever waits for it sees how it ends
  const status = yield* call.job.follow(job.options.job, job.ended);
  if (status === 'stopped') {
    job.known = false;
    return stoppedStatus;
  }
  const { killedBy } = job.options.job;
  if (isSaid(killedBy)) yield* call.printError(`${signalTitle(killedBy)}\n`);
  jobs.remove(job);
  return status;
}

function* toBackground(call: Call): Steps<number> {
  const operands = yield* operandsOf(call, bg);
  if (typeof operands === 'number') return operands;
  let status = 0;
  for (const operand of operands.length === 0 ? [undefined] : operands) {
    const job = yield* jobOf(call, operand);
    if (job === undefined) {
      status = 1;
    } else if (!job.isRunning) {
      yield* call.complain('bg: job has terminated');
      status = 1;
    } else if (job.isStopped) {
      job.continue(false);
      yield* call.print(`[${job.number}]${call.state.jobs.mark(job)} ${job.text} &\n`);
    } else {
      yield* call.complain(`bg: job ${job.number} already in background`);
    }
  }
  return status;
}

/** The jobs that are named, or the status of a call that is wrong. */
function* operandsOf(call: Call, builtin: Builtin): Steps<readonly string[] | number> {
  const options = readOptions(call.args, '');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, builtin, `${printable(options.unknown)}: ${options.problem}`);
  if (call.state.hasJobControl) return options.operands;
  yield* call.complain(`${builtin.name}: no job control`);
  return 1;
}
