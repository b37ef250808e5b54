// Code that waits only where it must: generators that yield the promises they wait for, and run through without one
// where nothing has to be waited for.
import { isPromise, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** Steps that end in a `T`. Call others with `yield*`, wait for a value with `yield* wait(value)`. */
export type Steps<T> = Generator<Promise<unknown>, T, unknown>;

/** The value, at once if it is there. */
export function* wait<T>(value: MaybePromise<T>): Steps<T> {
  // What `drive` sends back for a promise is what the promise gave.
  return value instanceof Promise ? ((yield value) as T) : value;
}

/** The values, at once if none has to be waited for. */
export function* waitForAll<T>(values: readonly MaybePromise<T>[]): Steps<readonly T[]> {
  const plain: T[] = [];
  for (const value of values) {
    if (isPromise(value)) return yield* wait(Promise.all(values));
    plain.push(value);
  }
  return plain;
}

/** Runs `steps`: a plain result where none of them had to wait. */
export function perform<T>(steps: Steps<T>): MaybePromise<T> {
  const first = steps.next();
  return first.done ? first.value : drive(steps, first.value);
}

async function drive<T>(steps: Steps<T>, waited: Promise<unknown>): Promise<T> {
  let promise = waited;
  for (;;) {
    let next: IteratorResult<Promise<unknown>, T>;
    let value: unknown;
    let failure: { readonly error: unknown } | undefined;
    try {
      value = await promise;
    } catch (error) {
      failure = { error };
    }
    next = failure === undefined ? steps.next(value) : steps.throw(failure.error);
    if (next.done) return next.value;
    promise = next.value;
  }
}

/** Runs `steps` from the event loop, as the stack of what called them has no room for many more. */
export function* onFreshStack<T>(steps: () => Steps<T>): Steps<T> {
  return yield* wait(Promise.resolve().then(() => perform(steps())));
}
