// Programs: begun with the command's descriptors, waited for, and interrupted with the job.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { printable } from '../quote.ts';
import { signalTitle } from '../traps.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Executable, Process, SpawnOptions, TraceOptions } from '../../process/world.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import { RedirectionError } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { inForeground, isSaid } from './foreground.ts';
import { complainOfText, printErrorOfText } from './message.ts';

/** Runs `program` with `args`, its name as typed first. The process takes the descriptors. */
export function* runProgram(
  program: Executable,
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
  trace?: TraceOptions,
): Steps<number> {
  yield* table.performOthers();
  const labels = table.labels();
  // Of stages bash tells as of one job, as of what runs in the background, and of what `$(…)` takes nothing.
  const isAlone =
    execution.background === undefined &&
    table.get(0)?.kind !== 'pipe-reader' &&
    table.get(1)?.kind !== 'pipe-writer';
  const descriptors = table.take();
  const begun = (inner: Execution): Steps<number> =>
    toItsEnd(program, { args, descriptors, trace }, { labels, isAlone }, inner);
  return yield* inForeground(execution, begun, { table });
}

function* toItsEnd(
  program: Executable,
  { args, descriptors, trace }: Pick<SpawnOptions, 'args' | 'descriptors' | 'trace'>,
  {
    labels,
    isAlone,
  }: { readonly labels: ReturnType<DescriptorTable['labels']>; readonly isAlone: boolean },
  execution: Execution,
): Steps<number> {
  const { world, state, job, pids } = execution;
  const [name = ''] = args;
  const [pid = state.processes.table.number()] = pids.length === 1 ? pids : [];
  let process: Process;
  try {
    process = yield* wait(
      world.spawn(program, {
        args,
        env: state.variables.environment(),
        cwd: state.cwd,
        descriptors,
        signal: job.signal,
        pid,
        parent: state.knownPid === pid ? state.parentPid : state.knownPid,
        job,
        trace,
      }),
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EINTR') return job.status;
    yield* complainOfText(execution, `${printable(name)}: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
  const { status, failure, signal } = yield* job.run(process);
  if (failure === undefined) {
    const ended = isAlone && !job.interrupted && !state.interactive;
    if (ended && isSaid(signal) && state.traps.get(signal) === undefined)
      yield* sayKilled(pid, signal, execution);
    return status;
  }
  const error = RedirectionError.of(labels.get(failure.descriptor) ?? name, failure.error);
  yield* complainOfText(execution, error.message);
  return 1;
}

/** What a script says where a signal ended its program: bash's line, which for SIGTERM is the signal's name alone, as in Debian's. */
function* sayKilled(pid: number, signal: string, execution: Execution): Steps<void> {
  const { state } = execution;
  const title = signalTitle(signal);
  const { command, commandSource } = state;
  const text = commandSource.text.slice(command.pos, command.end);
  const { file } = state.source;
  const origin = file === undefined ? state.name : `${printable(file)}: line ${state.line}`;
  const line = `${origin}: ${String(pid).padStart(5)} ${title.padEnd(24)}${text}`;
  yield* printErrorOfText(execution, signal === 'TERM' ? title : line);
}
