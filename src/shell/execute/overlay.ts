// The descriptors of a compound command or a function in place of the shell's, for as long as it runs.
import type { Descriptor, DescriptorKey } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';

/** Runs `steps` with the descriptors of `table`, which the commands inside share. @throws RedirectionError */
export function* withDescriptors<T>(
  table: DescriptorTable,
  { descriptors, opened }: Pick<Execution, 'descriptors' | 'opened'>,
  steps: () => Steps<T>,
): Steps<T> {
  if (!table.isChanged) return yield* steps();
  yield* table.share();
  const { saved, putBack } = overlay(descriptors, table.entries());
  // What `exec` has opened, and comes back afterwards: an `exec` inside must not close it as if nothing referred to it.
  const hidden = [...opened].filter((shared) => saved.has(shared));
  for (const shared of hidden) opened.delete(shared);
  try {
    return yield* steps();
  } finally {
    putBack();
    for (const shared of hidden) opened.add(shared);
  }
}

/** Changes `descriptors`; `putBack` takes that back, and leaves what `exec` changed besides. */
function overlay(
  descriptors: Map<DescriptorKey, Descriptor>,
  entries: ReadonlyMap<DescriptorKey, Descriptor>,
): { readonly saved: ReadonlySet<Descriptor>; readonly putBack: () => void } {
  const before = new Map<DescriptorKey, Descriptor | undefined>();
  for (const number of new Set([...descriptors.keys(), ...entries.keys()])) {
    const [old, changed] = [descriptors.get(number), entries.get(number)];
    if (old === changed) continue;
    before.set(number, old);
    put(descriptors, number, changed);
  }
  return {
    saved: new Set([...before.values()].filter((old) => old !== undefined)),
    putBack: () => {
      for (const [number, old] of before) put(descriptors, number, old);
    },
  };
}

function put(
  descriptors: Map<DescriptorKey, Descriptor>,
  number: DescriptorKey,
  descriptor: Descriptor | undefined,
): void {
  if (descriptor === undefined) descriptors.delete(number);
  else descriptors.set(number, descriptor);
}
