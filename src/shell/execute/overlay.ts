// The descriptors of a compound command or a function in place of the shell's, for as long as it runs.
import type { Descriptor, DescriptorKey } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';

/** Runs `steps` with the descriptors of `table`, which the commands inside share. @throws RedirectionError */
export function* withDescriptors<T>(
  table: DescriptorTable,
  { descriptors }: Execution,
  steps: () => Steps<T>,
): Steps<T> {
  if (!table.isChanged) return yield* steps();
  yield* table.share();
  const putBack = overlay(descriptors, table.entries());
  try {
    return yield* steps();
  } finally {
    putBack();
  }
}

/** Changes `descriptors`; what it gives takes that back, and leaves what `exec` changed besides. */
function overlay(
  descriptors: Map<DescriptorKey, Descriptor>,
  entries: ReadonlyMap<DescriptorKey, Descriptor>,
): () => void {
  const saved = new Map<DescriptorKey, Descriptor | undefined>();
  for (const number of new Set([...descriptors.keys(), ...entries.keys()])) {
    const [old, changed] = [descriptors.get(number), entries.get(number)];
    if (old === changed) continue;
    saved.set(number, old);
    put(descriptors, number, changed);
  }
  return () => {
    for (const [number, old] of saved) put(descriptors, number, old);
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
