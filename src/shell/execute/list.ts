// Lists: `;`, newlines, `&&` and `||`.
import type { AndOr, PipelineNode, Statement } from 'unbash';
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { isStopped } from './execution.ts';
import { executePipeline } from './pipeline.ts';

/** Runs statements one after another; the status is the last one's. */
export function* executeList(
  statements: readonly Statement[],
  execution: Execution,
): Steps<number> {
  for (const { command } of statements) {
    if (isStopped(execution)) break;
    if (command.type === 'AndOr') yield* executeAndOr(command, execution);
    else yield* executeOne(command, execution);
  }
  return execution.state.status;
}

function* executeAndOr({ commands, operators }: AndOr, execution: Execution): Steps<void> {
  for (const [index, command] of commands.entries()) {
    if (isStopped(execution)) return;
    const succeeded = execution.state.status === 0;
    const operator = index === 0 ? undefined : operators[index - 1];
    if (operator === '&&' && !succeeded) continue;
    if (operator === '||' && succeeded) continue;
    yield* executeOne(command, execution);
  }
}

function* executeOne(command: PipelineNode, execution: Execution): Steps<void> {
  execution.state.status = yield* executePipeline(command, execution);
}
