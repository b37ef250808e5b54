// Pipelines: all stages begin at once, and their bytes stream.
import type { CommandNode, Pipeline, PipelineNode } from 'unbash';
import type { MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import type { Steps } from '../steps.ts';
import { perform, wait } from '../steps.ts';
import type { Execution } from './execution.ts';
import { asCondition, checkDepth } from './execution.ts';
import { inForeground } from './foreground.ts';
import { executeNode, executeStage } from './node.ts';
import { outsideLoops, subshellOf } from './subshell.ts';
import { reportTime } from './time.ts';

/** Runs a pipeline, or the one command that is not one; the status is the last stage's. */
export function* executePipeline(node: PipelineNode, execution: Execution): Steps<number> {
  if (node.type !== 'Pipeline') return yield* executeOnly(node, execution);
  const { prefixes } = node;
  const time = prefixes.find((prefix) => prefix.type === 'Time');
  const negations = prefixes.filter((prefix) => prefix.type === 'Negation').length;
  const begun = performance.now();
  const inner = negations > 0 ? asCondition(execution) : execution;
  const status = yield* executeCommands(node, inner);
  if (time !== undefined)
    yield* reportTime(performance.now() - begun, time.posix !== undefined, execution);
  // `exit` and an error that ends the line keep their own status.
  if (execution.state.leaving !== undefined || negations % 2 === 0) return status;
  return Number(status === 0);
}

function* executeCommands(pipeline: Pipeline, execution: Execution): Steps<number> {
  const { commands } = pipeline;
  const [only] = commands;
  if (only === undefined) return 0;
  if (commands.length === 1) return yield* executeOnly(only, execution);
  let statuses: readonly number[] | undefined;
  const run = function* (inner: Execution): Steps<number> {
    statuses = yield* executeStages(pipeline, inner);
    return statuses.at(-1) ?? 0;
  };
  // The last stage is the shell itself, which cannot stop.
  const last = execution.state.options.has('lastpipe')
    ? yield* run(execution)
    : yield* inForeground(execution, run, { stages: commands });
  statuses ??= [last];
  execution.state.pipeStatuses = statuses;
  if (!execution.state.options.has('pipefail')) return last;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

function* executeOnly(node: Exclude<PipelineNode, Pipeline>, execution: Execution): Steps<number> {
  const status = yield* executeNode(node, execution);
  if (isOneStage(node)) execution.state.pipeStatuses = [status];
  return status;
}

/** Whether a command is a pipeline of its own. Others leave PIPESTATUS to the last pipeline inside them. */
function isOneStage(node: CommandNode): boolean {
  switch (node.type) {
    case 'Command':
    case 'Subshell':
    case 'TestCommand':
    case 'ArithmeticCommand':
    case 'Coproc':
      return true;
    case 'Redirected':
      return isOneStage(node.command);
    default:
      return false;
  }
}

/** Begins all stages, each in a subshell, and waits for all. */
function* executeStages(
  { commands, operators }: Pipeline,
  execution: Execution,
): Steps<readonly number[]> {
  checkDepth('subshell', execution); // before there are pipes, which a stage that does not begin would leave
  const pipes = operators.map(() => execution.world.pipe());
  const { pids } = execution;
  const lastHere = execution.state.options.has('lastpipe');
  const running: MaybePromise<Outcome>[] = commands.map((command, index) => {
    const both = operators[index] === '|&';
    const ends = { reader: pipes[index - 1]?.reader, writer: pipes[index]?.writer, both };
    if (lastHere && index === commands.length - 1)
      return perform(outcome(executeNode(command, execution, ends)));
    const subshell = subshellOf(execution);
    // One of one number is the stage of another pipeline, or a program.
    const pid = pids.length > 1 ? pids[index] : undefined;
    if (pid !== undefined) subshell.state.pid = pid;
    const stage =
      command.type === 'Command'
        ? { ...subshell, pids: pid === undefined ? [] : [pid] }
        : outsideLoops(subshell);
    return perform(outcome(executeStage(command, stage, ends)));
  });
  const outcomes: Outcome[] = [];
  for (const stage of running) outcomes.push(yield* wait(stage));
  return outcomes.map((stage) => {
    if ('defect' in stage) throw stage.defect;
    return stage.status;
  });
}

/** How a stage ended. A defect of the shell in one stage must not leave the others running. */
type Outcome = { readonly status: number } | { readonly defect: unknown };

function* outcome(steps: Steps<number>): Steps<Outcome> {
  try {
    return { status: yield* steps };
  } catch (defect) {
    return { defect };
  }
}
