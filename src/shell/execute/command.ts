// Simple commands: words, redirections, assignments, and then a function, a builtin or a program.
import type { Assignment, Command } from 'unbash';
import { exec } from '../builtins/exec.ts';
import { readTrace, strace, type TraceRequest } from '../builtins/strace.ts';
import { expandBraces } from '../expand/braces.ts';
import type { Expansion } from '../expand/expansion.ts';
import { wordOf } from '../expand/word-parts.ts';
import { expandAssigned, expandWords, hasBraceExpansion, isPlain } from '../expand/word.ts';
import { limitOf } from '../limits.ts';
import type { Found } from '../lookup.ts';
import { findCommand, findKnown } from '../lookup.ts';
import type { Steps } from '../steps.ts';
import type { ArrayItem } from './array-value.ts';
import { assign, assignForCommand, expandAssignment, formatAssigned } from './assignment.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution, Pipes } from './execution.ts';
import { reported, reportFailure } from './failure.ts';
import { callFunction } from './function-call.ts';
import { interruptedStatus } from './job.ts';
import { complain, complainOfText } from './message.ts';
import { redirect } from './redirect.ts';
import { runBuiltin } from './run-builtin.ts';
import { runExec } from './run-exec.ts';
import { runProgram } from './run-program.ts';
import { runScript } from './run-script.ts';
import { runTraced } from './run-traced.ts';
import { expansionOf } from './substitution.ts';
import { traceText, traceWords } from './trace.ts';

/** A command's words after their expansions, with the arrays that `declare` and its like are given. */
interface Words {
  readonly words: string[];
  /** By the place of the word. */
  readonly arrays: ReadonlyMap<number, readonly ArrayItem[]>;
}

const noArrays: ReadonlyMap<number, readonly ArrayItem[]> = new Map();

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
    if (job.interrupted) return interruptedStatus;
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
  const { state, world } = execution;
  const expansion = expansionOf(execution);
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
  if (assignments.length === 0)
    return yield* invoke(words, arrays, command, execution, expansion, table, both, traced);
  const refused = (message: string): Steps<void> => complainOfText(execution, message);
  const temporary = yield* assignForCommand(assignments, expansion, refused, trace);
  const invocation = { suspend: () => temporary.suspend(), resume: () => temporary.resume() };
  try {
    return yield* invoke(
      words,
      arrays,
      command,
      execution,
      expansion,
      table,
      both,
      traced,
      invocation,
    );
  } finally {
    temporary.suspend();
  }
}

/** The assignments before the command, which its redirections do not see. */
interface Around {
  suspend(): void;
  resume(): void;
}

function* invoke(
  words: readonly string[],
  arrays: ReadonlyMap<number, readonly ArrayItem[]>,
  command: Command,
  execution: Execution,
  expansion: Expansion,
  table: DescriptorTable,
  both: boolean,
  traced: boolean,
  around?: Around,
): Steps<number> {
  const { state, world } = execution;
  if (traced) yield* traceWords(words, execution);
  const [first = ''] = words;
  const plain = first !== 'command' && first !== 'builtin';
  const { args, only } = plain ? { args: words } : withoutCommand(words);
  const [name = ''] = args;
  const known = only === undefined ? findKnown(name, execution) : undefined;
  const found = known ?? (yield* findCommand(name, execution, only));
  const request = requestOf(found, args);
  const straced = request && (yield* findCommand(request.command[0], execution));
  if (command.redirects.length > 0) {
    // A program opens its files itself; what runs in the shell has them opened one by one, as bash does.
    const open = (straced ?? found).kind === 'program' ? 'later' : 'now';
    // `x=f cmd > $x`: the assignments are the command's, not its redirections', which see the shell's variables.
    around?.suspend();
    yield* redirect(command.redirects, table, expansion, world, open);
    around?.resume();
  }
  if (both) yield* table.duplicate(2, 1);
  // Ctrl-C during a `$(…)` ends the command that it is a part of.
  if (execution.job.interrupted) return interruptedStatus;
  const last = words.at(-1) ?? '';
  if (request !== undefined && straced !== undefined)
    return yield* runTraced(request, straced, table, execution, expansion);
  let status: number;
  switch (found.kind) {
    case 'function':
      status = yield* callFunction(name, found.function, args.slice(1), table, execution);
      break;
    case 'builtin':
      status =
        found.builtin === exec
          ? yield* runExec(args.slice(1), table, execution)
          : yield* runBuiltin(found.builtin, args, arrays, table, execution);
      break;
    case 'program':
      status = yield* runProgram(found.program, args, table, execution);
      break;
    case 'script':
      status = yield* runScript(found, args, table, execution);
      break;
    case 'none':
      yield* complain(table, state, found.message);
      status = found.status;
  }
  state.lastArgument = last;
  return status;
}

/** What `strace` is asked to run; undefined for any other command, and where it can only say how it is used. */
function requestOf(found: Found, args: readonly string[]): TraceRequest | undefined {
  if (found.kind !== 'builtin' || found.builtin !== strace) return undefined;
  const request = readTrace(args.slice(1));
  return typeof request === 'string' ? undefined : request;
}

/** `command NAME …` runs NAME but no function, `builtin NAME …` nothing but a builtin; `command -v` is a builtin's work. */
function withoutCommand(words: readonly string[]): {
  readonly args: readonly string[];
  readonly only?: 'commands' | 'builtins';
} {
  let args = words;
  let only: 'commands' | 'builtins' | undefined;
  for (;;) {
    const [name, next, ...rest] = args;
    if (next === undefined) break;
    if (name === 'command' && (next === '--' || next === '-p') && rest.length > 0) {
      args = [name, ...rest];
    } else if (name === 'builtin' && next === '--' && rest.length > 0) {
      args = [name, ...rest];
    } else if ((name === 'command' || name === 'builtin') && !next.startsWith('-')) {
      args = [next, ...rest];
      only = name === 'builtin' ? 'builtins' : 'commands';
    } else {
      break;
    }
  }
  return only === undefined ? { args } : { args, only };
}

/** The command's words. `export A=$x` assigns, so that the value is one word whatever it holds. */
function* expandArguments(command: Command, expansion: Expansion): Steps<Words> {
  const { name, suffix } = command;
  if (name === undefined) return { words: [], arrays: noArrays };
  const words = isPlain(name) ? [name.value] : yield* expandWords([name], expansion);
  let arrays: Map<number, readonly ArrayItem[]> | undefined;
  for (const item of suffix) {
    if (item.type === 'Word') {
      if (isPlain(item)) words.push(item.value);
      else for (const field of yield* expandWords([item], expansion)) words.push(field);
    } else if (item.type === 'Assignment' && hasBraces(item)) {
      for (const word of yield* expandBraced(item, expansion)) words.push(word);
    } else if (item.type === 'Assignment') {
      const assigned = yield* expandDeclared(item, expansion);
      if (typeof assigned !== 'string') {
        arrays ??= new Map();
        arrays.set(words.length, assigned.items);
        words.push(assigned.text);
      } else {
        words.push(assigned);
      }
    }
  }
  return { words, arrays: arrays ?? noArrays };
}

function hasBraces({ value }: Assignment): boolean {
  return value.type === 'Word' && hasBraceExpansion(value);
}

/** `declare x={1,2}` is `declare x=1 x=2`. */
function* expandBraced({ text }: Assignment, expansion: Expansion): Steps<string[]> {
  const words: string[] = [];
  for (const alternative of expandBraces(text, limitOf('DIRSH_MAX_WORDS', expansion.state))) {
    const equals = alternative.indexOf('=') + 1;
    const value = wordOf(alternative.slice(equals));
    const assigned = value === undefined ? '' : yield* expandAssigned(value, expansion);
    words.push(alternative.slice(0, equals) + assigned);
  }
  return words;
}

/** `name=value` as an argument; of an array, its elements too. */
function* expandDeclared(
  assignment: Assignment,
  expansion: Expansion,
): Steps<string | { readonly text: string; readonly items: readonly ArrayItem[] }> {
  const assigned = yield* expandAssignment(assignment, expansion);
  const text = formatAssigned(assigned);
  return typeof assigned.value === 'string' ? text : { text, items: assigned.value };
}
