// Simple commands: words, redirections, assignments, and then a builtin or a program.
import type { Assignment, Command, Redirection, Word } from 'unbash';
import { readTrace, strace, type TraceRequest } from '../builtins/strace.ts';
import type { Expansion } from '../expand/expansion.ts';
import { ExpansionError } from '../expand/expansion.ts';
import { expandWords } from '../expand/word.ts';
import type { Steps } from '../steps.ts';
import { assign, assignedValue, assignForCommand } from './assignment.ts';
import { DescriptorTable, RedirectionError } from './descriptor-table.ts';
import type { Execution, Pipes } from './execution.ts';
import { interruptedStatus } from './job.ts';
import { findCommand, type Found } from '../lookup.ts';
import { complain, complainOfText } from './message.ts';
import { runBuiltin } from './run-builtin.ts';
import { runProgram } from './run-program.ts';
import { runTraced } from './run-traced.ts';
import { redirect } from './redirect.ts';
import { expansionOf } from './substitution.ts';

/** Runs a simple command. Whatever happens, its descriptors are given back. */
export function* executeCommand(
  command: Command,
  execution: Execution,
  pipes: Pipes,
): Steps<number> {
  const { world, state, descriptors, job } = execution;
  const table = new DescriptorTable(world, descriptors);
  if (pipes.reader !== undefined) yield* table.own(0, pipes.reader);
  if (pipes.writer !== undefined) yield* table.own(1, pipes.writer);
  let status: number | undefined;
  try {
    if (job.interrupted) return interruptedStatus;
    status = yield* reported(run(command, execution, table, pipes.both), execution, table);
  } finally {
    const released = yield* reported(release(table), execution, undefined);
    // A file that could not be stored is a failure of a command that had none.
    if (released !== 0 && status === 0) status = released;
  }
  return job.interrupted ? interruptedStatus : (state.leaving?.status ?? status);
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
  const { state, world, builtins } = execution;
  const expansion = expansionOf(execution);
  state.substitutionStatus = undefined;
  const words = yield* expandArguments(command, expansion);
  const assignments = command.prefix.filter((item) => item.type === 'Assignment');
  if (words.length === 0) {
    yield* assign(assignments, expansion);
    yield* redirect(command.redirects, table, expansion, world, 'now');
    return state.substitutionStatus ?? 0;
  }
  const temporary = yield* assignForCommand(assignments, expansion);
  try {
    const args = withoutCommand(words);
    const [name = ''] = args;
    const found = yield* findCommand(name, state, world, builtins);
    const request = requestOf(found, args);
    const traced = request && (yield* findCommand(request.command[0], state, world, builtins));
    // A program opens its files itself; what runs in the shell has them opened one by one, as bash does.
    const open = (traced ?? found).kind === 'program' ? 'later' : 'now';
    // `x=f cmd > $x`: the assignments are the command's, not its redirections', which see the shell's variables.
    temporary.suspend();
    yield* redirect(command.redirects, table, expansion, world, open);
    temporary.resume();
    if (both) yield* table.duplicate(2, 1);
    // Ctrl-C during a `$(…)` ends the command that it is a part of.
    if (execution.job.interrupted) return interruptedStatus;
    if (request !== undefined && traced !== undefined)
      return yield* runTraced(request, traced, table, execution, expansion);
    switch (found.kind) {
      case 'builtin':
        return yield* runBuiltin(found.builtin, args, table, execution);
      case 'program':
        return yield* runProgram(found.program, args, table, execution);
      case 'none':
        yield* complain(table, found.message);
        return found.status;
    }
  } finally {
    temporary.suspend();
  }
}

/** What `strace` is asked to run; undefined for any other command, and where it can only say how it is used. */
function requestOf(found: Found, args: readonly string[]): TraceRequest | undefined {
  if (found.kind !== 'builtin' || found.builtin !== strace) return undefined;
  const request = readTrace(args.slice(1));
  return typeof request === 'string' ? undefined : request;
}

/** `command NAME …` runs NAME, as functions are no commands yet; `command -v` is a builtin's work. */
function withoutCommand(words: readonly string[]): readonly string[] {
  const [name, next, ...rest] = words;
  if (name !== 'command' || next === undefined) return words;
  if (next === '--' || next === '-p') {
    return rest.length === 0 ? words : withoutCommand([name, ...rest]);
  }
  return next.startsWith('-') ? words : withoutCommand([next, ...rest]);
}

/** The command's words. `export A=$x` assigns, so that the value is one word whatever it holds. */
function* expandArguments(command: Command, expansion: Expansion): Steps<string[]> {
  const args: string[] = [];
  const items: readonly (Word | Assignment | Redirection)[] =
    command.name === undefined ? [] : [command.name, ...command.suffix];
  for (const item of items) {
    if (item.type === 'Word') {
      args.push(...(yield* expandWords([item], expansion)));
    } else if (item.type === 'Assignment') {
      args.push(`${item.name}=${yield* assignedValue(item, expansion)}`);
    }
  }
  return args;
}

/** Turns the errors that a person can make into messages and a status. */
function* reported(
  steps: Steps<number>,
  execution: Execution,
  table: DescriptorTable | undefined,
): Steps<number> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof RedirectionError) {
      if (table === undefined) yield* complainOfText(execution, error.message);
      else yield* complain(table, error.message);
      return 1;
    }
    if (error instanceof ExpansionError) {
      yield* complainOfText(execution, error.message);
      execution.state.leaving = { kind: 'abandon', status: 1 };
      return 1;
    }
    throw error;
  }
}
