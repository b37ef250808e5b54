// The DEBUG trap: it runs before each command that does something, not before what only holds others together.
import type { PipelineNode } from 'unbash';
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { runTrap } from './trap.ts';

/** Runs the trap before `node`: before each stage of a pipeline. A `for` does it itself, before each of its rounds. */
export function* runDebugTrap(node: PipelineNode, execution: Execution): Steps<void> {
  switch (node.type) {
    case 'Pipeline':
      for (const stage of node.commands) yield* runDebugTrap(stage, execution);
      return;
    case 'Redirected':
      return yield* runDebugTrap(node.command, execution);
    case 'Command':
    case 'TestCommand':
    case 'ArithmeticCommand':
    case 'ArithmeticFor':
    case 'Case':
    case 'Select':
      return yield* runDebugTrapBefore(node, execution);
    case 'If':
    case 'For':
    case 'While':
    case 'Subshell':
    case 'BraceGroup':
    case 'Function':
    case 'Coproc':
  }
}

/** Runs the trap for one command. */
export function* runDebugTrapBefore(
  node: Exclude<PipelineNode, { type: 'Pipeline' }>,
  execution: Execution,
): Steps<void> {
  const { state } = execution;
  if (state.runningTraps.length === 0) {
    state.command = { pos: node.pos, end: headEnd(node, state.source.text) };
    state.commandSource = state.source;
  }
  yield* runTrap('DEBUG', execution);
}

/** Where BASH_COMMAND ends: of a compound command it has the first line only. */
function headEnd(node: Exclude<PipelineNode, { type: 'Pipeline' }>, text: string): number {
  if (node.type === 'Case') return text.indexOf('in', node.word.end) + 'in '.length;
  if (node.type === 'For' || node.type === 'Select')
    return (node.wordlist?.at(-1) ?? node.name).end;
  return node.end;
}
