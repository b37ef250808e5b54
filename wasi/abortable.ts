// Waiting for a promise, or for a signal's abort: each suspension of a program is such a wait.

/** `promise`, or `reason` as soon as `signal` is aborted. What was waited for is left alone. */
export function abortable<T>(
  promise: PromiseLike<T>,
  signal: AbortSignal,
  reason: () => unknown,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(reason());
    const settled = (): void => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    promise.then(
      (value) => {
        settled();
        resolve(value);
      },
      (error: unknown) => {
        settled();
        reject(error);
      },
    );
    if (signal.aborted) stop();
  });
}
