// What the first word of a command stands for, and its run: a function, a builtin, a program, a script.
import type { Redirection } from 'unbash';
import { exec } from '../builtins/exec.ts';
import { readTrace, strace, type TraceRequest } from '../builtins/strace.ts';
import type { Expansion } from '../expand/expansion.ts';
import { statText } from '../files.ts';
import type { Found } from '../lookup.ts';
import { findCommand, findKnown } from '../lookup.ts';
import { quoteWord } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Words } from './arguments.ts';
import type { TemporaryAssignments } from './assignment.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { callFunction } from './function-call.ts';
import { complain, printError } from './message.ts';
import { redirect } from './redirect.ts';
import { runBuiltin } from './run-builtin.ts';
import { runExec } from './run-exec.ts';
import { runProgram } from './run-program.ts';
import { runScript } from './run-script.ts';
import { runShell } from './run-shell.ts';
import { runTraced } from './run-traced.ts';
import { traceWords } from './trace.ts';

/** A command with at least one word, and all that it is run with. */
export interface Invocation extends Words {
  readonly redirections: readonly Redirection[];
  readonly execution: Execution;
  readonly expansion: Expansion;
  readonly table: DescriptorTable;
  /** `|&` */
  readonly both: boolean;
  readonly temporary: TemporaryAssignments | undefined;
}

/** Runs it. @throws RedirectionError, ExpansionError */
export function* invoke(invocation: Invocation): Steps<number> {
  const { words, execution, expansion, table } = invocation;
  const { state } = execution;
  if (state.options.has('xtrace')) yield* traceWords(words, execution);
  const [first = ''] = words;
  const plain = first !== 'command' && first !== 'builtin';
  const { args, only } = plain ? { args: words } : withoutCommand(words);
  const [name = ''] = args;
  const known = only === undefined ? findKnown(name, execution) : undefined;
  const found = known ?? (yield* findCommand(name, execution, only));
  const request = requestOf(found, args);
  const straced = request && (yield* findCommand(request.command[0], execution));
  // A program opens its files itself; what runs in the shell has them opened one by one, as bash does.
  yield* redirectInvoked(invocation, (straced ?? found).kind === 'program' ? 'later' : 'now');
  // Ctrl-C during a `$(…)` ends the command that it is a part of.
  if (execution.job.interrupted) return execution.job.status;
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
          : yield* runBuiltin(found.builtin, args, invocation.arrays, table, execution);
      break;
    case 'program':
      status = yield* runProgram(found.program, args, table, execution);
      break;
    case 'shell':
      status = yield* runShell(args, table, execution);
      break;
    case 'script':
      status = yield* runScript(found, args, table, execution);
      break;
    case 'none':
      status = yield* runNone(found, args, table, execution);
  }
  state.lastArgument = last;
  return status;
}

/** A name under which nothing runs: an error, or with `shopt -s autocd` a directory that a person goes to. */
function* runNone(
  { status, message }: Extract<Found, { kind: 'none' }>,
  [name = '', ...more]: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  const { state, builtins, fs } = execution;
  const cd = builtins.get('cd');
  const enters =
    cd !== undefined &&
    more.length === 0 &&
    state.interactive &&
    state.options.has('autocd') &&
    (yield* statText(fs, state.cwd, name))?.type === 'directory';
  if (enters) {
    yield* printError(table, `cd -- ${quoteWord(name)}`);
    return yield* runBuiltin(cd, ['cd', '--', name], new Map(), table, execution);
  }
  yield* complain(table, state, message);
  return status;
}

/** Makes its redirections. `x=f cmd > $x`: the assignments are the command's; these see the shell's variables. */
function* redirectInvoked(
  { redirections, execution, expansion, table, both, temporary }: Invocation,
  open: 'now' | 'later',
): Steps<void> {
  if (redirections.length > 0) {
    temporary?.suspend();
    yield* redirect(redirections, table, expansion, execution.world, open);
    temporary?.resume();
  }
  if (both) yield* table.duplicate(2, 1);
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
