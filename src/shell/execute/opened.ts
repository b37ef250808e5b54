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
