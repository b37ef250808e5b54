// `cmd &`: a subshell that runs beside the shell that began it, with what it needs of the shell held open.
import type { Statement } from 'unbash';
import { BackgroundJob } from '../jobs/background-job.ts';
import { interruptible } from '../interruptible-fs.ts';
import { limitOf } from '../limits.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { onFreshStack, perform } from '../steps.ts';
import type { Execution } from './execution.ts';
import { reported } from './failure.ts';
import { Held } from './held.ts';
import { Job } from './job.ts';
import { complainOfText, printErrorOfText } from './message.ts';
import { watchJob } from './report-jobs.ts';
import { Shared } from './shared.ts';
import { runSubshell, subshellOf } from './subshell.ts';

/** The status of a command that cannot be begun as there are too many: bash's. */
const noMoreStatus = 254;

/** Begins the job of a statement. @returns the status, 0 where it was begun */
export function* startBackground(statement: Statement, execution: Execution): Steps<number> {
  const { state } = execution;
  if (!mayBegin(execution)) return yield* refuse(execution);
  const { command } = statement;
  const text = (pos: number, end: number): string => state.source.text.slice(pos, end);
  const stages = command.type === 'Pipeline' ? command.commands : [command];
  const background = begin(execution, {
    text: text(command.pos, command.end),
    stages: stages.map(({ pos, end }) => text(pos, end)),
    isPrograms: stages.length > 1 || command.type === 'Command',
    steps: (inner) =>
      inner.execute([{ ...statement, command: inPlace(command), background: undefined }], inner),
  });
  yield* sayNumber(background, execution);
  return 0;
}

/** Whether there may be one more job. */
export function mayBegin({ state }: Execution): boolean {
  return state.processes.running.size < limitOf('DIRSH_MAX_JOBS', state);
}

/** Tells whoever types the numbers of a job that was begun. */
export function* sayNumber({ number, pid }: BackgroundJob, execution: Execution): Steps<void> {
  const { interactive, subshells } = execution.state;
  if (interactive && subshells === 0) yield* printErrorOfText(execution, `[${number}] ${pid}`);
}

/** `( … ) &` is one subshell, not one in another. */
export function inPlace(command: Statement['command']): Statement['command'] {
  if (command.type === 'Subshell') return { ...command, type: 'BraceGroup' };
  if (command.type === 'Redirected' && command.command.type === 'Subshell')
    return { ...command, command: { ...command.command, type: 'BraceGroup' } };
  return command;
}

/** What a job runs, and how it is listed. */
export interface BackgroundWork {
  readonly text: string;
  readonly stages: readonly string[];
  /** Whether it is a pipeline, or what may be one program: these take its numbers. False, where it is not given. */
  readonly isPrograms?: boolean;
  steps(inner: Execution): Steps<number>;
  /** Changes what it inherits. */
  prepare?(inner: Execution): void;
  /** Whether it is one of the jobs that `jobs` lists. True, where it is not given. */
  readonly listed?: boolean;
}

/** Begins a job. What it runs begins when the shell waits, or has run its text. */
export function begin(execution: Execution, work: BackgroundWork): BackgroundJob {
  const { state, world, background: parent } = execution;
  const { processes } = state;
  const controlled = state.hasJobControl;
  const { text, stages, isPrograms = false, listed = true } = work;
  const subshell = subshellOf(execution, listed ? 'closed' : 'kept');
  // Without job control it is of the same process group as the shell.
  const job = new Job(world, processes.turns, listed && controlled ? 'background' : 'foreground');
  const pids = stages.map(() => processes.table.number());
  const background = new BackgroundJob({
    text,
    stages,
    pids,
    job,
    state: subshell.state,
    controlled,
    listed,
    parent,
  });
  const inner: Execution = {
    ...subshell,
    job,
    background,
    pids: isPrograms ? pids : [],
    fs: interruptible(world.fs, () => job.signal),
    tested: false,
    level: 0,
  };
  inner.state.loops = 0;
  // POSIX: without job control it finds nothing on its input. A group's or a loop's own input is for what is in it.
  if (listed && !controlled && !(inner.descriptors.get(0) instanceof Shared))
    inner.descriptors.set(0, { kind: 'null' });
  if (listed && !controlled) inner.state.traps.ignore('INT');
  inner.state.pid = background.pid;
  work.prepare?.(inner);
  const held = new Held(inner.descriptors.values());
  if (listed) state.jobs.add(background);
  else state.jobs.know(background);
  state.lastBackground = String(background.pid);
  const running = perform(onFreshStack(() => toItsEnd(inner, work.steps, held, state, background)));
  // A defect of ours is reported as one: nobody waits for the promise.
  void running;
  if (listed) void watchJob(execution, background);
  return background;
}

function* toItsEnd(
  inner: Execution,
  steps: (inner: Execution) => Steps<number>,
  held: Held,
  owner: State,
  background: BackgroundJob,
): Steps<void> {
  let status = 1;
  try {
    status = yield* reported(runSubshell(inner, steps), inner, undefined);
    const released = yield* reported(held.release(), inner, undefined);
    if (status === 0) status = released;
  } finally {
    background.end(inner.job.interrupted ? inner.job.status : status);
    if (owner.traps.get('CHLD') !== undefined) owner.signals.add('CHLD');
  }
}

/**
 * There are too many. A job that begins jobs without an end would go on as soon as one of them ends, and nobody could
 * stop it: it is ended, with all that it began.
 */
export function* refuse(execution: Execution): Steps<number> {
  const { state, background } = execution;
  yield* complainOfText(
    execution,
    `fork: more than ${limitOf('DIRSH_MAX_JOBS', state)} background jobs (DIRSH_MAX_JOBS)`,
  );
  const root = background?.root;
  if (root === undefined) return noMoreStatus;
  for (const other of state.processes.running) if (other.root === root) other.receive('KILL');
  return noMoreStatus;
}
