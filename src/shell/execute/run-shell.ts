// A shell in the shell: `bash script`, `sh -c '…'`, and scripts that are run by their names.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { readLine } from '../builtins/input.ts';
import { readText, resolvePath } from '../files.ts';
import { isComplete } from '../parse/complete.ts';
import { parseScript } from '../parse/parse.ts';
import { printable } from '../quote.ts';
import type { ReadArguments, ShellArguments } from '../shell-arguments.ts';
import { readShellArguments } from '../shell-arguments.ts';
import { SourceText } from '../source-text.ts';
import type { Steps } from '../steps.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { inForeground } from './foreground.ts';
import { interruptedStatus } from './job.ts';
import { printError } from './message.ts';
import { newShell } from './new-shell.ts';
import { withDescriptors } from './overlay.ts';
import { runSubshell } from './subshell.ts';
import { executeText, syntaxErrorStatus } from './text.ts';

const usage = `Usage:	bash [option] ...
	bash [option] ... script-file [argument] ...
	bash [option] ... -c command [name [argument] ...]
Options: -s (commands from standard input), --norc, --noprofile, --posix, --verbose,
	-abefhkmnptuvxBCEHPT or -o option, -O shopt_option`;

/**
 * Runs the shell that `args` ask for, the name that it is called by first.
 * @param script the text of its file, where that was read already
 */
export function* runShell(
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
  script?: string,
): Steps<number> {
  const [called = ''] = args;
  const read = readShellArguments(args);
  if (!('shell' in read)) return yield* answer(called, read, table, execution);
  const { shell } = read;
  const { commands, name } = shell;
  if (shell.interactive || (commands.from === 'input' && table.get(0)?.kind === 'terminal')) {
    const instead = 'give it a script, or -c and a command; or open another tab';
    yield* printError(table, `${printable(called)}: no interactive shell in a shell: ${instead}`);
    return 2;
  }
  if (commands.from !== 'file') {
    return yield* start(args, shell, table, execution, (inner) =>
      commands.from === 'text' ? executeText(commands.text, inner) : executeInput(0, inner),
    );
  }
  const descriptor = /^\/dev\/(?:stdin|fd\/(\d+))$/.exec(commands.name);
  if (descriptor !== null) {
    const number = Number(descriptor[1] ?? 0);
    return yield* start(args, shell, table, execution, (inner) => executeInput(number, inner));
  }
  try {
    const text =
      script ??
      (yield* readText(
        execution.fs,
        yield* resolvePath(execution.fs, execution.state.cwd, commands.name),
      ));
    if (text.slice(0, 80).includes('\0')) {
      yield* printError(
        table,
        `${printable(name)}: ${printable(name)}: cannot execute binary file`,
      );
      return 126;
    }
    return yield* start(args, shell, table, execution, (inner) => {
      inner.state.calls = [{ name: 'main', kind: 'script', file: name, line: 0 }];
      inner.state.source = new SourceText(text, name);
      return executeText(text, inner, name);
    });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield* printError(table, `${printable(called)}: ${printable(name)}: ${error.message}`);
    return error.code === 'ENOENT' ? 127 : 126;
  }
}

function* answer(
  called: string,
  read: Exclude<ReadArguments, { shell: ShellArguments }>,
  table: DescriptorTable,
  { state }: Execution,
): Steps<number> {
  if ('problem' in read) {
    yield* printError(table, `${printable(called)}: ${read.problem}`);
    if (read.showsUsage) yield* printError(table, usage);
    return 2;
  }
  const version = `dirsh, a shell of the language of GNU bash, version ${state.variables.get('BASH_VERSION') ?? ''}`;
  const text = read.asks === 'help' ? usage : version;
  yield* table.write(1, new TextEncoder().encode(`${text}\n`));
  return 0;
}

/** Runs `steps` in a new shell to its end, or until it is stopped. */
function* start(
  args: readonly string[],
  shell: ShellArguments,
  table: DescriptorTable,
  execution: Execution,
  steps: (inner: Execution) => Steps<number>,
): Steps<number> {
  // Opened before it runs, so that a stop finds all that is to stay open.
  if (table.isChanged) yield* table.share();
  const toItsEnd = (foreground: Execution): Steps<number> => {
    const inner: Execution = {
      ...foreground,
      state: newShell(args, shell, foreground.state),
      descriptors: new Map(foreground.descriptors),
      opened: new Set(),
      substituted: new Map(),
      pids: [],
      tested: false,
      traceDepth: 1,
    };
    return withDescriptors(table, inner, () => runSubshell(inner, steps));
  };
  return yield* inForeground(execution, toItsEnd, { table });
}

/**
 * Runs commands as a descriptor gives them, and takes no more of it than they need: what they read themselves
 * (`read`, `cat`) is what follows them.
 */
function* executeInput(descriptor: number, execution: Execution): Steps<number> {
  const { world, descriptors, job, state } = execution;
  const table = new DescriptorTable(world, descriptors);
  let text = '';
  let line = 1;
  try {
    const stream = yield* table.input(descriptor);
    for (let ended = false; !ended;) {
      const next = yield* readLine(stream, job.signal);
      ({ ended } = next);
      text += ended ? next.text : `${next.text}\n`;
      if (!ended && !isComplete(text)) continue;
      if (yield* executeLines(text, line, execution)) break;
      line += text.split('\n').length - 1;
      text = '';
    }
    return state.leaving?.status ?? state.status;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EINTR') return interruptedStatus;
    yield* printError(table, `${printable(state.name)}: ${error.message}`);
    return 126;
  } finally {
    yield* table.release();
  }
}

/** @returns whether nothing is to follow: `exit`, Ctrl-C, or what cannot be read as commands */
function* executeLines(text: string, line: number, execution: Execution): Steps<boolean> {
  const { state, job } = execution;
  const status = yield* executeText(text, execution, undefined, line);
  if (state.leaving !== undefined || job.interrupted) return true;
  return status === syntaxErrorStatus && parseScript(text).script === undefined;
}
