// `strace`: a program that is run with its calls shown.
import type { TraceRequest } from '../builtins/strace.ts';
import type { Expansion } from '../expand/expansion.ts';
import type { Found } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { complain } from './message.ts';
import { redirectTo } from './redirect.ts';
import { runProgram } from './run-program.ts';

/**
 * Runs what `found` is, if it is a program: what the shell does itself makes no calls.
 * @throws RedirectionError the file of `-o` cannot be opened
 */
export function* runTraced(
  { trace, output, command }: TraceRequest,
  found: Found,
  table: DescriptorTable,
  execution: Execution,
  expansion: Expansion,
): Steps<number> {
  if (found.kind === 'none') {
    yield* complain(table, execution.state, `strace: ${found.message}`);
    return found.status;
  }
  if (found.kind !== 'program') {
    const [name] = command;
    const instead = execution.world.programs.has(name) ? `: try /bin/${name}` : '';
    const what = found.kind === 'builtin' ? 'a shell builtin' : `a ${found.kind}`;
    yield* complain(table, execution.state, `strace: ${printable(name)} is ${what}${instead}`);
    return 1;
  }
  // As if it were a redirection behind the others; else it goes wherever standard error does.
  if (output !== undefined) {
    yield* redirectTo(output, 'write', 'trace', table, expansion, execution.world, 'later');
  } else if (table.get(2) !== undefined) yield* table.duplicate('trace', 2);
  return yield* runProgram(found.program, command, table, execution, trace);
}
