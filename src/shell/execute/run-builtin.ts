// Builtins: run inside the shell, on streams of the command's descriptors.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Builtin, Call } from '../builtins/builtin.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { complain, printError } from './message.ts';
import { executeText } from './text.ts';

/** The status of what ended because nobody reads its output any more: 128 + SIGPIPE. */
const brokenPipeStatus = 141;

/** Runs `builtin`; `args` begins with its name. */
export function* runBuiltin(
  builtin: Builtin,
  args: readonly string[],
  table: DescriptorTable,
  execution: Execution,
): Steps<number> {
  const [name = '', ...rest] = args;
  const { state, world, fs, builtins } = execution;
  const call: Call = {
    name,
    args: rest,
    state,
    fs,
    programs: world.programs,
    builtins,
    history: () => execution.history(),
    isTerminal: (number) => table.get(number)?.kind === 'terminal',
    *print(output) {
      const bytes = typeof output === 'string' ? new TextEncoder().encode(output) : output;
      if (bytes.length === 0) return;
      try {
        yield* table.write(1, bytes);
      } catch (error) {
        if (isSystemError(error)) throw new OutputError(error);
        throw error;
      }
    },
    complain: (message) => complain(table, message),
    printUsage: (usage) => printError(table, usage),
    execute: (text) => executeText(text, { ...execution, descriptors: table.entries() }),
    sharesDescriptors: !table.ownsAny,
  };
  try {
    const result = builtin.run(call);
    return typeof result === 'number' ? result : yield* result;
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    if (error.error.code === 'EPIPE') return brokenPipeStatus;
    yield* complain(table, `${printable(name)}: write error: ${error.error.message}`);
    return 1;
  }
}

/** What a builtin prints cannot be written: that ends it. */
class OutputError extends Error {
  override readonly name = 'OutputError';
  readonly error: SystemError;

  constructor(error: SystemError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}
