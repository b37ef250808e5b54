// Waiting for something that may never come, unless the program is told to stop.
import { isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';
import type { Host } from './host.ts';

/** `value`, or a ProgramExit as soon as the program is told to stop. What was waited for is left alone. */
export function untilStopped<T>(host: Host, value: MaybePromise<T>): MaybePromise<T> {
  if (!isPromise(value)) return value;
  const { signal } = host;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      try {
        host.checkStopped();
      } catch (exit) {
        reject(exit);
      }
    };
    signal.addEventListener('abort', stop, { once: true });
    const settled = (): void => signal.removeEventListener('abort', stop);
    value.then(resolve, reject).finally(settled);
    if (signal.aborted) stop();
  });
}
