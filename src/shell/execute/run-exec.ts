// `exec`: redirections that stay, and a program in place of the shell.
import { exec } from '../builtins/exec.ts';
import { findCommand } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { complain, printError } from './message.ts';
import { closeUnused } from './opened.ts';
import { runProgram } from './run-program.ts';
import { runScript } from './run-script.ts';
import { runShell } from './run-shell.ts';

/** Runs `exec` with its arguments, without its name. @throws RedirectionError */
export function* runExec(
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  const { state, descriptors, opened } = execution;
  const command = withoutOptions(args);
  const [name] = command;
  if (name?.startsWith('-') === true && name !== '-' && !args.includes('--')) {
    yield* complain(table, state, `exec: ${printable(name.slice(0, 2))}: invalid option`);
    yield* printError(table, `exec: usage: ${exec.synopsis}`);
    return 2;
  }
  if (name === undefined) {
    yield* table.share();
    const entries = table.entries();
    for (const shared of table.keep()) opened.add(shared);
    for (const number of descriptors.keys()) if (!entries.has(number)) descriptors.delete(number);
    for (const [number, descriptor] of entries) descriptors.set(number, descriptor);
    yield* closeUnused(execution);
    return 0;
  }
  const found = yield* findCommand(name, execution, 'programs');
  let status: number;
  if (found.kind === 'program')
    status = yield* runProgram(found.program, command, table, execution);
  else if (found.kind === 'shell') status = yield* runShell(command, table, execution);
  else if (found.kind === 'script') status = yield* runScript(found, command, table, execution);
  else {
    const message = found.kind === 'none' ? found.message : `${name}: not found`;
    yield* complain(
      table,
      state,
      message.replace(/: command not found$/, ': not found').replace(/^/, 'exec: '),
    );
    status = found.kind === 'none' ? found.status : 127;
    if (state.interactive || state.options.has('execfail')) return status;
  }
  state.leaving = { kind: 'exit', status };
  return status;
}

/** `-a NAME`, `-c` and `-l` change what a program is told, which matters to none of ours. */
function withoutOptions(args: readonly string[]): readonly string[] {
  const [first, second, ...rest] = args;
  if (first === '--') return args.slice(1);
  if (first === '-a' && second !== undefined) return withoutOptions(rest);
  return first === '-c' || first === '-l' ? withoutOptions(args.slice(1)) : args;
}
