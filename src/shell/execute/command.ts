// Simple commands: words, redirections, assignments, and then what the first word stands for.
import type { Command } from 'unbash';
import type { Steps } from '../steps.ts';
import { expandArguments } from './arguments.ts';
import { assign, assignForCommand } from './assignment.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution, Pipes } from './execution.ts';
import { reported, reportFailure } from './failure.ts';
import type { Invocation } from './invoke.ts';
import { invoke } from './invoke.ts';
import { complainOfText } from './message.ts';
import { redirect } from './redirect.ts';
import { expansionOf } from './substitution.ts';
import { traceText } from './trace.ts';

/** Runs a simple command. Whatever happens, its descriptors are given back. */
export function* executeCommand(
  command: Command,
  execution: Execution,
  pipes: Pipes,
): Steps<number> {
  const { world, state, descriptors, job } = execution;
  state.position = command.pos;
  const table = new DescriptorTable(world, descriptors);
  if (pipes.reader !== undefined) yield* table.own(0, pipes.reader);
  if (pipes.writer !== undefined) yield* table.own(1, pipes.writer);
  let status: number | undefined;
  try {
    if (job.interrupted) return job.status;
    status = yield* run(command, execution, table, pipes.both);
  } catch (error) {
    status = yield* reportFailure(error, execution, table);
  } finally {
    if (table.isChanged) {
      const released = yield* reported(release(table), execution, undefined);
      // A file that could not be stored is a failure of a command that had none.
      if (released !== 0 && status === 0) status = released;
    }
  }
  return job.interrupted ? job.status : (state.leaving?.status ?? status);
}

function* release(table: DescriptorTable): Steps<number> {
  yield* table.release();
  return 0;
}

function* run(
  command: Command,
  execution: Execution,
  table: DescriptorTable,
  both: boolean,
): Steps<number> {
  const { state, world } = execution;
  const expansion = expansionOf(execution, table);
  state.substitutionStatus = undefined;
  const { words, arrays } = yield* expandArguments(command, expansion);
  const assignments = command.prefix.filter((item) => item.type === 'Assignment');
  const traced = state.options.has('xtrace');
  const trace = traced ? (text: string) => traceText(text, execution) : undefined;
  const [first] = words;
  if (first === undefined) {
    yield* assign(assignments, expansion, trace);
    state.lastArgument = '';
    yield* redirect(command.redirects, table, expansion, world, 'now');
    return state.substitutionStatus ?? 0;
  }
  const invocation: Invocation = {
    words,
    arrays,
    redirections: command.redirects,
    execution,
    expansion,
    table,
    both,
    temporary: undefined,
  };
  if (assignments.length === 0) return yield* invoke(invocation);
  const refused = (message: string): Steps<void> => complainOfText(execution, message);
  const temporary = yield* assignForCommand(assignments, expansion, refused, trace);
  try {
    return yield* invoke({ ...invocation, temporary });
  } finally {
    temporary.suspend();
  }
}
