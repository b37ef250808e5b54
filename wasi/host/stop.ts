// Waiting for something that may never come, unless the program is told to stop.
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { untilAborted } from '../vfs/until-aborted.ts';
import type { Host } from './host.ts';

/** Nothing, once the program may go on. @throws ProgramExit it was told to stop */
export function untilPassed(host: Host): MaybePromise<void> {
  host.checkStopped();
  const passage = host.passage();
  return passage === undefined
    ? undefined
    : andThen(untilStopped(host, passage), () => untilPassed(host));
}

/** `value`, or a ProgramExit as soon as the program is told to stop. What was waited for is left alone. */
export function untilStopped<T>(host: Host, value: MaybePromise<T>): MaybePromise<T> {
  return untilAborted(value, host.signal, () => host.stopped());
}
