// What `exec` opened: it stays open until it is closed or its shell ends.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { RedirectionError } from './descriptor-table.ts';
import type { Execution } from './execution.ts';

/** Closes what no number of the shell refers to any more. @throws RedirectionError it could not be stored */
export function* closeUnused({ opened, descriptors }: Execution): Steps<void> {
  const used = new Set(descriptors.values());
  for (const shared of opened) {
    if (used.has(shared)) continue;
    opened.delete(shared);
    try {
      yield* wait(shared.stream.close());
    } catch (error) {
      if (isSystemError(error, 'EPIPE')) continue;
      if (isSystemError(error)) throw RedirectionError.of(shared.label, error);
      throw error;
    }
  }
}

/** Closes all of it: the shell ends. */
export function* closeOpened(execution: Execution): Steps<void> {
  const { opened, descriptors } = execution;
  if (opened.size === 0) return;
  descriptors.clear();
  yield* closeUnused(execution);
}

/** Closes what the words of a statement have opened, but for what `exec` has given other numbers too. */
export function* closeSubstituted(
  execution: Execution,
  before: ReadonlySet<number> = new Set(),
): Steps<void> {
  const { descriptors, substituted, opened } = execution;
  for (const [number, shared] of substituted) {
    if (before.has(number)) continue;
    substituted.delete(number);
    if (descriptors.get(number) === shared) descriptors.delete(number);
    if ([...descriptors.values()].includes(shared)) opened.add(shared);
    else yield* wait(shared.stream.close());
  }
}
