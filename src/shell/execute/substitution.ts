// Command substitution: `$(…)` in a subshell, its output as text.
import type { ParsedScript, Redirection } from 'unbash';
import type { Expansion } from '../expand/expansion.ts';
import type { Steps } from '../steps.ts';
import { Capture } from './capture.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { numberOf, redirect } from './redirect.ts';

/** What words need of an execution. */
export function expansionOf(execution: Execution): Expansion {
  const { state, fs } = execution;
  return { state, fs, substitute: (script) => substitute(script, execution) };
}

function* substitute(script: ParsedScript, execution: Execution): Steps<string> {
  const capture = new Capture(execution.world, execution.job.signal);
  const state = execution.state.fork();
  const inside = {
    ...execution,
    state,
    descriptors: new Map(execution.descriptors).set(1, capture),
  };
  const file = onlyInput(script);
  const status = yield* execution.execute(script.commands, inside);
  const ended = state.leaving?.status ?? status;
  execution.state.substitutionStatus = ended;
  execution.state.status = ended;
  if (file !== undefined && status === 0) yield* read(file, capture, inside);
  return yield* capture.text();
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

function* read(file: Redirection, capture: Capture, execution: Execution): Steps<void> {
  // `/dev/stdin` is the standard input that the command inherits.
  const inherited = [...execution.descriptors].filter(([number]) => number === 0);
  const table = new DescriptorTable(execution.world, new Map(inherited));
  yield* redirect([file], table, expansionOf(execution), execution.world, 'later');
  const descriptor = table.take().get(0);
  if (descriptor !== undefined) yield* capture.drain(descriptor);
}
