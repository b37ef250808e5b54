// `wait` waits for what runs in the background.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { untilAborted } from '../../../wasi/vfs/until-aborted.ts';
import type { BackgroundJob } from '../jobs/background-job.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { signalNumber } from '../traps.ts';
import { isName } from '../variable-name.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { jobOf } from './job-operand.ts';
import { readOptions } from './options.ts';

export const waitForJobs: Builtin = {
  name: 'wait',
  synopsis: 'wait [-fn] [-p var] [id ...]',
  help: `Wait for what runs in the background.

The status is that of the last ID: a process number or a job, such as %1. Without
an ID it waits for all jobs, and gives 0.
  -f  wait until a job has ended, and not only until it is stopped
  -n  wait for the next one that ends
  -p  store its process number in VAR`,
  run,
};

/** The status of a wait for what is no job of this shell. */
const unknownStatus = 127;

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'fnp:');
  if (options.unknown !== undefined)
    return yield* complainUsage(
      call,
      waitForJobs,
      `${printable(options.unknown)}: ${options.problem}`,
    );
  const { letters, operands, values } = options;
  const variable = values.get('p');
  if (variable !== undefined) {
    if (!isName(variable)) {
      yield* call.complain(`wait: \`${printable(variable)}': not a valid identifier`);
      return 1;
    }
    call.state.variables.unset(variable);
  }
  if (letters.has('n')) return yield* waitForNext(call, operands, variable);
  const forced = letters.has('f') || !call.state.hasJobControl;
  if (operands.length === 0) return yield* waitForAll(call, forced);
  let status = 0;
  for (const operand of operands) {
    const job = yield* named(call, operand);
    if (job === undefined) {
      status = /^\d+$/.test(operand) || operand.startsWith('%') ? unknownStatus : 1;
      continue;
    }
    const { ended, interrupted } = yield* until(call, endOf(job, forced));
    if (interrupted !== undefined) return interrupted;
    if (ended === 'stopped') {
      status = 128 + signalNumber(job.options.job.stoppedBy ?? 'STOP');
      continue;
    }
    status = ended;
    settle(call, job, variable);
  }
  return status;
}

/** The job of an operand; undefined where there is none, which is said. */
function* named(call: Call, operand: string): Steps<BackgroundJob | undefined> {
  if (operand.startsWith('%')) return yield* jobOf(call, operand);
  const isPid = /^\d+$/.test(operand);
  const job = isPid ? call.state.jobs.ofPid(Number(operand)) : undefined;
  if (job === undefined)
    yield* call.complain(
      isPid
        ? `wait: pid ${operand} is not a child of this shell`
        : `wait: \`${printable(operand)}': not a pid or valid job spec`,
    );
  return job;
}

/** The status of a job; or, with job control, that it was stopped meanwhile. @param forced waits for the end all the same */
function endOf(job: BackgroundJob, forced: boolean): Promise<number | 'stopped'> {
  return forced ? job.ended : Promise.race([job.ended, job.options.job.stopping]);
}

function* waitForAll(call: Call, forced: boolean): Steps<number> {
  const { jobs } = call.state;
  for (const job of jobs.children) {
    // Of process substitutions, only the last one, as in bash.
    if (!job.options.listed && String(job.pid) !== call.state.lastBackground) continue;
    const { ended, interrupted } = yield* until(call, endOf(job, forced));
    if (interrupted !== undefined) return interrupted;
    if (ended === 'stopped')
      yield* call.complain(`wait: warning: job ${job.number}[${job.pid}] stopped`);
    else settle(call, job, undefined);
  }
  return 0;
}

function* waitForNext(
  call: Call,
  operands: readonly string[],
  variable: string | undefined,
): Steps<number> {
  const { jobs } = call.state;
  const candidates: BackgroundJob[] = [];
  if (operands.length === 0) candidates.push(...jobs.own);
  for (const operand of operands) {
    const job = yield* named(call, operand);
    if (job !== undefined) candidates.push(job);
  }
  if (candidates.length === 0) return unknownStatus;
  const first = candidates.find((job) => !job.isRunning);
  const next = first ?? Promise.race(candidates.map((job) => job.ended.then(() => job)));
  const { ended, interrupted } = yield* until(call, Promise.resolve(next));
  if (interrupted !== undefined) return interrupted;
  settle(call, ended, variable);
  return ended.status ?? 0;
}

/** What was waited for is known, and listed no more. With job control the shell says itself how it ended. */
function settle(call: Call, job: BackgroundJob, variable: string | undefined): void {
  const { jobs, variables, hasJobControl, interactive } = call.state;
  job.waited = true;
  if (variable !== undefined) variables.set(variable, String(job.pid));
  if (!hasJobControl || interactive) job.known = !hasJobControl;
  if (!hasJobControl) jobs.remove(job);
}

/** What a wait gave, or the status of a wait that a signal ended. */
type Waited<T> =
  | { readonly ended: T; readonly interrupted?: undefined }
  | { readonly ended?: undefined; readonly interrupted: number };

/** Waits until `promise` resolves, Ctrl-C, or a signal that has a trap. */
function* until<T>(call: Call, promise: Promise<T>): Steps<Waited<T>> {
  const { signals } = call.state;
  const trapped = (name: string): Waited<T> => ({ interrupted: 128 + signalNumber(name) });
  try {
    return yield* wait(
      untilAborted(
        Promise.race([promise.then((ended): Waited<T> => ({ ended })), signals.next.then(trapped)]),
        call.signal,
      ),
    );
  } catch (error) {
    if (!isSystemError(error, 'EINTR')) throw error;
    return trapped('INT');
  }
}
