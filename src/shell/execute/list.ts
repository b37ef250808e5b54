// Lists: `;`, newlines, `&&` and `||`; and what a failure does to the shell.
import type { AndOr, PipelineNode, Statement } from 'unbash';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { startBackground } from './background.ts';
import { tendCoprocs } from './compound/coproc.ts';
import { executeCommand } from './command.ts';
import { runDebugTrap } from './debug-trap.ts';
import type { Execution } from './execution.ts';
import { asCondition, isStopped, noPipes } from './execution.ts';
import { executePipeline } from './pipeline.ts';
import { closeSubstituted } from './opened.ts';
import { reportJobs } from './report-jobs.ts';
import { runPendingTraps, runTrap } from './trap.ts';

/** No process substitution is open, as nearly always: a new set for each command would slow loops down. */
const none: ReadonlySet<number> = new Set();

/** Runs statements one after another; the status is the last one's. */
export function* executeList(
  statements: readonly Statement[],
  execution: Execution,
): Steps<number> {
  const { state, job } = execution;
  for (const statement of statements) {
    const { command } = statement;
    if (job.endedBy === 'INT' && state.traps.get('INT') !== undefined)
      yield* interruptedByTrap(execution);
    if (job.passage !== undefined) yield* wait(job.passage);
    if (isStopped(execution)) break;
    if (state.options.has('noexec') && !state.interactive) break;
    const { size } = execution.substituted;
    const before = size === 0 ? none : new Set(execution.substituted.keys());
    if (statement.background === true) state.status = yield* startBackground(statement, execution);
    else if (command.type === 'AndOr') yield* executeAndOr(command, execution);
    else yield* executeOne(command, execution);
    if (execution.substituted.size > size) yield* closeSubstituted(execution, before);
    if (state.coprocs.size > 0) yield* tendCoprocs(execution);
    if (!state.signals.isEmpty) yield* runPendingTraps(execution);
    if (state.hasJobControl && !state.interactive) yield* reportJobs(execution);
  }
  return state.status;
}

/** Ctrl-C with a trap: it runs, and then what follows. */
function* interruptedByTrap(execution: Execution): Steps<void> {
  execution.job.resume();
  yield* runTrap('INT', execution);
}

function* executeAndOr({ commands, operators }: AndOr, execution: Execution): Steps<void> {
  const condition = asCondition(execution);
  for (const [index, command] of commands.entries()) {
    if (isStopped(execution)) return;
    const succeeded = execution.state.status === 0;
    const operator = index === 0 ? undefined : operators[index - 1];
    if (operator === '&&' && !succeeded) continue;
    if (operator === '||' && succeeded) continue;
    // Only the last command's failure is an error.
    const isLast = index === commands.length - 1;
    yield* executeOne(command, isLast ? execution : condition);
  }
}

function* executeOne(command: PipelineNode, execution: Execution): Steps<void> {
  const { state } = execution;
  if (state.runningTraps.length === 0) {
    state.command = command;
    state.commandSource = state.source;
  }
  if (state.traps.get('DEBUG') !== undefined) yield* runDebugTrap(command, execution);
  // A trap that the command itself sets does not judge it.
  const hasErrorTrap = state.traps.get('ERR') !== undefined;
  let status: number;
  if (command.type === 'Command') {
    // The common case goes the short way.
    status = yield* executeCommand(command, execution, noPipes);
    state.pipeStatuses = [status];
  } else {
    status = yield* executePipeline(command, execution);
  }
  state.status = status;
  if (status !== 0 && !execution.tested && state.leaving === undefined && isJudged(command))
    yield* failed(status, hasErrorTrap, execution);
}

/** Whether a failure is the command's own: that of a group or a loop was a command's inside it. */
function isJudged(node: PipelineNode): boolean {
  switch (node.type) {
    case 'Pipeline':
      if (node.prefixes.some(({ type }) => type === 'Negation')) return false;
      return node.commands.length > 1 || node.commands.some(isJudged);
    case 'Redirected':
      return isJudged(node.command);
    case 'Command':
    case 'Subshell':
    case 'TestCommand':
    case 'ArithmeticCommand':
      return true;
    default:
      return false;
  }
}

/** The ERR trap, and `set -e`. */
function* failed(status: number, hasErrorTrap: boolean, execution: Execution): Steps<void> {
  const { state } = execution;
  if (hasErrorTrap) yield* runTrap('ERR', execution);
  if (state.options.has('errexit') && state.leaving === undefined)
    state.leaving = { kind: 'exit', status };
}
