// The shell's own messages: `dirsh: …` on standard error.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { printable } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { DescriptorTable, RedirectionError } from './descriptor-table.ts';
import type { Execution } from './execution.ts';

/**
 * Prints `dirsh: message` where the command's standard error goes. The names in it went through `printable`.
 * Where it cannot be printed, it is lost, as everywhere on Unix.
 */
export function* complain(table: DescriptorTable, state: State, message: string): Steps<void> {
  yield* printError(table, `${origin(state)}: ${message}`);
}

/** Who says it: the shell, or a file's line. */
function origin(state: State): string {
  const { file = state.reads === undefined ? undefined : state.name } = state.source;
  return file === undefined ? state.name : `${printable(file)}: line ${state.line}`;
}

/** Prints a line that does not begin with the shell's name. */
export function* printError(table: DescriptorTable, line: string): Steps<void> {
  try {
    yield* table.write(2, new TextEncoder().encode(line + '\n'));
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof RedirectionError)) throw error;
  }
}

/** Prints a line as it is, which belongs to no command. */
export function* printErrorOfText({ world, descriptors }: Execution, line: string): Steps<void> {
  const table = new DescriptorTable(world, descriptors);
  try {
    yield* printError(table, line);
  } finally {
    yield* table.release();
  }
}

/** Prints a message that belongs to no command. */
export function* complainOfText(
  { world, descriptors, state }: Execution,
  message: string,
): Steps<void> {
  const table = new DescriptorTable(world, descriptors);
  try {
    yield* complain(table, state, message);
  } finally {
    yield* table.release();
  }
}
