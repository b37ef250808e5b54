// What a person waits for, and can stop by Ctrl-Z: a program, a pipeline, a subshell, a script. Stopped, it is a job as those of `&`.
import { BackgroundJob } from '../jobs/background-job.ts';
import { interruptible } from '../interruptible-fs.ts';
import type { Steps } from '../steps.ts';
import { perform, wait } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { reported } from './failure.ts';
import { Held } from './held.ts';
import { Job, stoppedStatus } from './job.ts';
import { printErrorOfText } from './message.ts';
import { sayStopped, watchJob } from './report-jobs.ts';
import { signalTitle } from '../traps.ts';

/**
 * Whether a stop leaves the shell in order. What is in a subshell stops with that; and the pipes of a process substitution are
 * closed when their statement ends.
 */
export function canStop({ state, background, substituted }: Execution): boolean {
  return (
    state.interactive &&
    state.hasJobControl &&
    state.subshells === 0 &&
    background === undefined &&
    substituted.size === 0
  );
}

interface Place {
  readonly pos: number;
  readonly end: number;
}

interface Options {
  /** Those of a pipeline; the command itself, where they are not given. */
  readonly stages?: readonly Place[];
  /** What whoever begins it closes behind it: it stays open until a stopped one has ended. */
  readonly table?: DescriptorTable;
}

/**
 * Runs `steps` to their end, or until they are stopped. A stop leaves the loops that it happens in, as in bash.
 * @returns their status
 */
export function* inForeground(
  execution: Execution,
  steps: (inner: Execution) => Steps<number>,
  { stages = [execution.state.command], table }: Options = {},
): Steps<number> {
  if (!canStop(execution)) return yield* steps(execution);
  const { world, state, job: shell } = execution;
  const job = new Job(world, state.processes.turns, 'foreground');
  const pids = stages.map(() => state.processes.table.number());
  const inner = { ...execution, pids, job, fs: interruptible(world.fs, () => job.signal) };
  const running = perform(steps(inner));
  if (!(running instanceof Promise)) return running;
  const status = yield* shell.follow(job, running);
  if (status !== 'stopped') {
    if (isSaid(job.killedBy)) yield* printErrorOfText(execution, signalTitle(job.killedBy));
    return job.interrupted ? job.status : status;
  }
  const own = table?.entries().values() ?? [];
  const held = new Held([...execution.descriptors.values(), ...own]);
  yield* becomeJob({ ...execution, pids }, job, { stages, held }, running);
  const { loops } = state;
  if (loops > 0) state.leaving = { kind: 'break', status: stoppedStatus, loops };
  return stoppedStatus;
}

/** Whether a person is told what a signal did: of Ctrl-C and of a pipe that nobody reads they know. */
export function isSaid(signal: string | undefined): signal is string {
  return signal !== undefined && signal !== 'INT' && signal !== 'PIPE';
}

function* becomeJob(
  execution: Execution,
  job: Job,
  { stages, held }: { readonly stages: readonly Place[]; readonly held: Held },
  running: Promise<number>,
): Steps<void> {
  const { state, pids } = execution;
  const { command, commandSource } = state;
  const text = ({ pos, end }: Place): string => commandSource.text.slice(pos, end);
  const background = new BackgroundJob({
    text: text(command),
    stages: stages.map(text),
    pids,
    job,
    state: state.fork(),
    controlled: true,
    listed: true,
    parent: undefined,
  });
  state.jobs.add(background);
  void perform(toItsEnd(execution, background, held, running));
  yield* sayStopped(state, background, (line) => printErrorOfText(execution, line));
  void watchJob(execution, background);
}

function* toItsEnd(
  execution: Execution,
  background: BackgroundJob,
  held: Held,
  running: Promise<number>,
): Steps<void> {
  const { job } = background.options;
  let status = 1;
  try {
    status = yield* wait(running);
    const released = yield* reported(held.release(), execution, undefined);
    if (status === 0) status = released;
  } finally {
    background.end(job.interrupted ? job.status : status);
  }
}
