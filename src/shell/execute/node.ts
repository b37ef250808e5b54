// Any command: a simple one, or one that is made of others, with the redirections and pipes around it.
import type {
  CommandNode,
  CompoundCommand,
  Coproc as CoprocNode,
  Function as FunctionNode,
  Redirection,
} from 'unbash';
import type { Steps } from '../steps.ts';
import { executeCommand } from './command.ts';
import { executeArithmetic } from './compound/arithmetic-command.ts';
import { executeArithmeticFor } from './compound/arithmetic-for.ts';
import { executeCase } from './compound/case.ts';
import { executeConditional } from './compound/conditional.ts';
import { executeCoproc } from './compound/coproc.ts';
import { executeFor } from './compound/for.ts';
import { defineFunction } from './compound/function.ts';
import { executeIf } from './compound/if.ts';
import { executeSelect } from './compound/select.ts';
import { executeWhile } from './compound/while.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution, Pipes } from './execution.ts';
import { nested, noPipes } from './execution.ts';
import { reported } from './failure.ts';
import { withDescriptors } from './overlay.ts';
import { JobTable } from '../jobs/job-table.ts';
import { inForeground } from './foreground.ts';
import { redirect } from './redirect.ts';
import { outsideLoops, runSubshell, subshellOf } from './subshell.ts';
import { expansionOf } from './substitution.ts';

/** Runs a command of any kind. */
export function* executeNode(
  node: CommandNode,
  execution: Execution,
  pipes: Pipes = noPipes,
): Steps<number> {
  if (node.type === 'Command') return yield* executeCommand(node, execution, pipes);
  if (node.type === 'Redirected')
    return yield* redirected(node.command, node.redirects, execution, pipes);
  if (pipes !== noPipes) return yield* redirected(node, [], execution, pipes);
  // These have no list of commands inside: they go no deeper.
  if (node.type === 'ArithmeticCommand' || node.type === 'TestCommand')
    return yield* reported(executeCompound(node, execution), execution, undefined);
  return yield* nested(execution, (inner) =>
    reported(executeCompound(node, inner), inner, undefined),
  );
}

/**
 * Runs a stage of a pipeline in its subshell, to the end. What runs in the shell has the pipes as the subshell's own, so
 * that an EXIT trap writes there too; a program gets them itself.
 */
export function* executeStage(node: CommandNode, stage: Execution, pipes: Pipes): Steps<number> {
  const toItsEnd = (ends: Pipes): Steps<number> =>
    runSubshell(stage, (inner) => executeNode(node, inner, ends));
  // `|&` comes behind the redirections of the command itself.
  if (node.type === 'Command' || pipes.both) return yield* toItsEnd(pipes);
  return yield* withRedirections([], stage, pipes, () => toItsEnd(noPipes));
}

/** Runs a compound command with descriptors of its own. */
function* redirected(
  command: Compound,
  redirections: readonly Redirection[],
  execution: Execution,
  pipes: Pipes,
): Steps<number> {
  execution.state.position = command.pos;
  return yield* withRedirections(redirections, execution, pipes, () =>
    nested(execution, (inner) => executeCompound(command, inner)),
  );
}

/** Runs `steps` with redirections and pipes, which all commands inside share. */
function* withRedirections(
  redirections: readonly Redirection[],
  execution: Execution,
  pipes: Pipes,
  steps: () => Steps<number>,
): Steps<number> {
  const { world, descriptors, state, job } = execution;
  const table = new DescriptorTable(world, descriptors);
  let status: number | undefined;
  try {
    if (pipes.reader !== undefined) yield* table.own(0, pipes.reader);
    if (pipes.writer !== undefined) yield* table.own(1, pipes.writer);
    status = yield* reported(
      (function* (): Steps<number> {
        yield* redirect(redirections, table, expansionOf(execution, table), world, 'now');
        if (pipes.both) yield* table.duplicate(2, 1);
        if (job.interrupted) return job.status;
        return yield* withDescriptors(table, execution, steps);
      })(),
      execution,
      table,
    );
  } finally {
    const released = yield* reported(release(table), execution, undefined);
    if (released !== 0 && status === 0) status = released;
  }
  return job.interrupted ? job.status : (state.leaving?.status ?? status);
}

function* release(table: DescriptorTable): Steps<number> {
  yield* table.release();
  return 0;
}

/** A command that is made of others, or that keeps them for later. */
type Compound = CompoundCommand | CoprocNode | FunctionNode;

function* executeCompound(command: Compound, execution: Execution): Steps<number> {
  switch (command.type) {
    case 'Function':
      return yield* defineFunction(command, execution);
    case 'BraceGroup':
      return yield* execution.execute(command.body.commands, execution);
    case 'Subshell':
      return yield* inForeground(execution, (foreground) => {
        const subshell = outsideLoops(subshellOf(foreground));
        // It lists only jobs of its own; a stage and a substitution list those of their shell.
        subshell.state.jobs = new JobTable();
        return runSubshell(subshell, (inner) => inner.execute(command.body.commands, inner));
      });
    case 'If':
      return yield* executeIf(command, execution);
    case 'While':
      return yield* executeWhile(command, execution);
    case 'For':
      return yield* executeFor(command, execution);
    case 'ArithmeticFor':
      return yield* executeArithmeticFor(command, execution);
    case 'Select':
      return yield* executeSelect(command, execution);
    case 'Case':
      return yield* executeCase(command, execution);
    case 'TestCommand':
      return yield* executeConditional(command, execution);
    case 'ArithmeticCommand':
      return yield* executeArithmetic(command, execution);
    case 'Coproc':
      return yield* executeCoproc(command, execution);
  }
}
