// Pipelines: all stages begin at once, and their bytes stream.
import type { CommandNode, Pipeline, PipelineNode } from 'unbash';
import type { MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import type { Steps } from '../steps.ts';
import { perform, wait } from '../steps.ts';
import { executeCommand } from './command.ts';
import type { Execution, Pipes } from './execution.ts';

const noPipes: Pipes = { both: false };

/** Runs a pipeline, or the one command that is not one; the status is the last stage's. */
export function* executePipeline(node: PipelineNode, execution: Execution): Steps<number> {
  const { state } = execution;
  const pipeline = node.type === 'Pipeline' ? node : undefined;
  const commands = pipeline?.commands ?? (node.type === 'Pipeline' ? [] : [node]);
  const [only] = commands;
  if (commands.length === 1 && only !== undefined) {
    const status = yield* executeNode(only, execution, noPipes);
    state.pipeStatuses = [status];
  } else if (pipeline !== undefined && commands.length > 0) {
    state.pipeStatuses = yield* executeStages(pipeline, execution);
  }
  const status = state.pipeStatuses.at(-1) ?? 0;
  // `exit` and an error that ends the line keep their own status.
  if (state.leaving !== undefined) return status;
  const negations = pipeline?.prefixes.filter(({ type }) => type === 'Negation').length ?? 0;
  return negations % 2 === 0 ? status : Number(status === 0);
}

/** Begins all stages, each in a subshell, and waits for all. */
function* executeStages(
  { commands, operators }: Pipeline,
  execution: Execution,
): Steps<readonly number[]> {
  const pipes = operators.map(() => execution.world.pipe());
  const running: MaybePromise<Outcome>[] = commands.map((command, index) => {
    const stage = { ...execution, state: execution.state.fork() };
    const both = operators[index] === '|&';
    const ends = { reader: pipes[index - 1]?.reader, writer: pipes[index]?.writer, both };
    return perform(outcome(executeNode(command, stage, ends)));
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

function* executeNode(node: CommandNode, execution: Execution, pipes: Pipes): Steps<number> {
  if (node.type === 'Command') return yield* executeCommand(node, execution, pipes);
  throw new TypeError(`not executed yet: ${node.type}`);
}
