// Process substitution: `<(…)` and `>(…)` run beside the command, which finds the other end of their pipe as /dev/fd/N.
import type { ProcessSubstitutionPart } from 'unbash';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Descriptor, DescriptorKey } from '../../process/world.ts';
import { begin } from './background.ts';
import { DescriptorTable } from './descriptor-table.ts';
import { checkDepth, type Execution } from './execution.ts';
import { reported } from './failure.ts';
import { withDescriptors } from './overlay.ts';
import { Shared, SharedStream } from './shared.ts';
import { SourceText } from '../source-text.ts';

/** The highest number that the end of a pipe gets; the others go down from there, as in bash. */
const highest = 63;

/**
 * Begins the commands of a substitution.
 * @param table the descriptors of the command whose word it is, if it is one's
 * @returns the path by which the command reaches them
 * @throws ExpansionError they would be too deep in others
 */
export function* substituteProcess(
  { operator, script, text }: ProcessSubstitutionPart,
  execution: Execution,
  table: DescriptorTable | undefined,
): Steps<string> {
  checkDepth('subshell', execution); // before there is a pipe, whose reader would wait for a writer that does not begin
  const { world, state, descriptors, substituted, job } = execution;
  const { reader, writer } = world.pipe();
  const [theirs, ours, theirNumber] =
    operator === '<' ? ([writer, reader, 1] as const) : ([reader, writer, 0] as const);
  const background = begin(execution, {
    text: text.slice(2, -1).trim(),
    stages: [text],
    listed: false,
    prepare: (inner) => {
      for (const number of substituted.keys()) inner.descriptors.delete(number);
      if (script?.source !== undefined)
        inner.state.source = new SourceText(script.source, state.source.file, state.line);
    },
    steps: (inner) =>
      withPipe(theirNumber, theirs, inner, () => inner.execute(script?.commands ?? [], inner)),
  });
  job.accompany(background.options.job, background.ended);
  const number = freeNumber(descriptors, table);
  const shared = new Shared(new SharedStream(yield* wait(world.stream(ours))), '');
  descriptors.set(number, shared);
  substituted.set(number, shared);
  table?.adopt(number, shared);
  return `/dev/fd/${number}`;
}

function freeNumber(
  descriptors: ReadonlyMap<DescriptorKey, Descriptor>,
  table: DescriptorTable | undefined,
): number {
  let number = highest;
  while (descriptors.has(number) || table?.get(number) !== undefined) number -= 1;
  return number;
}

/** Runs `steps` with one end of a pipe as `number`. */
export function* withPipe(
  number: number,
  end: Descriptor,
  execution: Execution,
  steps: () => Steps<number>,
): Steps<number> {
  const table = new DescriptorTable(execution.world, execution.descriptors);
  try {
    yield* table.own(number, end);
    return yield* reported(withDescriptors(table, execution, steps), execution, undefined);
  } finally {
    yield* table.release();
  }
}
