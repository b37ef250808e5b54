// Plain values where nothing must wait: a hit in a cache must not suspend a program.

/** A value now, or a promise of it where it must be waited for. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether `value` must be waited for. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return value instanceof Promise;
}

/** `step(value)`, at once if `value` is there. */
export function andThen<T, U>(
  value: MaybePromise<T>,
  step: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(step) : step(value);
}
