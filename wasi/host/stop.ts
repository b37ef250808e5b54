// Waiting for something that may never come, unless the program is told to stop.
import type { MaybePromise } from '../vfs/maybe-promise.ts';
import { untilAborted } from '../vfs/until-aborted.ts';
import type { Host } from './host.ts';

/** `value`, or a ProgramExit as soon as the program is told to stop. What was waited for is left alone. */
export function untilStopped<T>(host: Host, value: MaybePromise<T>): MaybePromise<T> {
  return untilAborted(value, host.signal, () => host.stopped());
}
