// Command substitution: `$(…)` in a subshell, its output as text.
import type { ParsedScript, ProcessSubstitutionPart, Redirection } from 'unbash';
import type { Expansion } from '../expand/expansion.ts';
import { ExpansionError } from '../expand/expansion.ts';
import { expandParts } from '../expand/word.ts';
import { limitOf } from '../limits.ts';
import { SourceText } from '../source-text.ts';
import type { Steps } from '../steps.ts';
import { Capture } from './capture.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { reported } from './failure.ts';
import { treeOf } from './own-descriptors.ts';
import { substituteProcess } from './process-substitution.ts';
import { numberOf, redirect } from './redirect.ts';
import { runSubshell, subshellOf } from './subshell.ts';

/** What words need of an execution. @param table that of the command whose words they are */
export function expansionOf(execution: Execution, table?: DescriptorTable): Expansion {
  return new ExecutionExpansion(execution, table);
}

/** A class, as there is one for each command: its methods are made once. */
class ExecutionExpansion implements Expansion {
  readonly #execution: Execution;
  readonly #table: DescriptorTable | undefined;

  constructor(execution: Execution, table: DescriptorTable | undefined) {
    this.#execution = execution;
    this.#table = table;
  }

  get state(): Expansion['state'] {
    return this.#execution.state;
  }

  get fs(): Expansion['fs'] {
    return treeOf(this.#execution);
  }

  substitute(script: ParsedScript): Steps<string> {
    return substitute(script, this.#execution);
  }

  substituteProcess(part: ProcessSubstitutionPart): Steps<string> {
    return substituteProcess(part, this.#execution, this.#table);
  }

  expand(...[parts, place]: Parameters<Expansion['expand']>): ReturnType<Expansion['expand']> {
    return expandParts(parts, this, place);
  }
}

function* substitute(script: ParsedScript, execution: Execution): Steps<string> {
  const { state } = execution;
  const limit = limitOf('DIRSH_MAX_OUTPUT', state);
  const capture = new Capture(execution.world, execution.job.signal, limit);
  const inside = {
    ...subshellOf(execution, 'kept'),
    tested: execution.tested,
    traceDepth: execution.traceDepth + 1,
  };
  inside.descriptors.set(1, capture);
  // bash leaves `set -e` out of a substitution, unless it is asked not to.
  if (!state.options.has('inherit_errexit') && !state.options.has('posix'))
    inside.state.options.set('errexit', false);
  if (script.source !== undefined)
    inside.state.source = new SourceText(script.source, state.source.file, state.line);
  const file = onlyInput(script);
  const status = yield* runSubshell(inside, (inner) =>
    file === undefined ? inner.execute(script.commands, inner) : read(file, capture, inner),
  );
  state.substitutionStatus = status;
  state.status = status;
  const text = yield* capture.text();
  if (capture.isFull)
    throw new ExpansionError(
      `command substitution: more than ${limit} characters (DIRSH_MAX_OUTPUT)`,
    );
  return text;
}

/** The redirection of `$(< file)`, which stands for the file's content. */
function onlyInput({ commands }: ParsedScript): Redirection | undefined {
  const command = commands.length === 1 ? commands[0]?.command : undefined;
  if (command?.type !== 'Command' || command.name !== undefined) return undefined;
  const [redirection, ...more] = command.redirects;
  if (redirection?.type !== 'Redirect' || redirection.operator !== '<') return undefined;
  if (numberOf(redirection, 0) !== 0) return undefined;
  return more.length === 0 && command.prefix.length === 1 ? redirection : undefined;
}

function* read(file: Redirection, capture: Capture, execution: Execution): Steps<number> {
  return yield* reported(copy(file, capture, execution), execution, undefined);
}

function* copy(file: Redirection, capture: Capture, execution: Execution): Steps<number> {
  const table = new DescriptorTable(execution.world, execution.descriptors);
  try {
    yield* redirect([file], table, expansionOf(execution), execution.world, 'now');
    yield* capture.copy(yield* table.input(0));
    return 0;
  } finally {
    yield* table.release();
  }
}
