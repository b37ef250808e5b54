// Waiting for something that may never come, unless somebody gives up.
import { abortable } from '../abortable.ts';
import { SystemError } from './error.ts';
import { isPromise, type MaybePromise } from './maybe-promise.ts';

/**
 * `value`, or an error as soon as `signal` is aborted. What was waited for is left alone.
 * @param reason the error; EINTR, where it is not given
 */
export function untilAborted<T>(
  value: MaybePromise<T>,
  signal: AbortSignal,
  reason: () => unknown = () => new SystemError('EINTR'),
): MaybePromise<T> {
  if (!isPromise(value)) return value;
  return abortable(value, signal, reason);
}
