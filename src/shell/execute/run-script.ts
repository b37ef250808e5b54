// Scripts that are files: the first line of `./build.sh` says which shell or program runs it.
import type { Found } from '../lookup.ts';
import { shellNames } from '../lookup.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { runProgram } from './run-program.ts';
import { runShell } from './run-shell.ts';

/** Runs the script that was found; `args` begins with its name. */
export function* runScript(
  { text, interpreter, path }: Extract<Found, { kind: 'script' }>,
  [, ...args]: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  const [program = ''] = interpreter;
  const words = [...interpreter, path, ...args];
  if (shellNames.has(program)) return yield* runShell(words, table, execution, text);
  yield* table.share();
  return yield* runProgram(program, words, table, execution);
}
