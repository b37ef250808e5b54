// strace: a line for each call.
import { errnoName } from '../preview1/errno.ts';
import { isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';

/** Is told of every call of a program, when it has returned. */
export type TraceSink = (call: TracedCall) => void;

/** One call of a program. */
export interface TracedCall {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  /** `ESUCCESS`, or the errno's name. */
  readonly errno: string;
  /** Milliseconds from the call to its answer. */
  readonly duration: number;
  /** Whether the program had to wait. */
  readonly suspended: boolean;
}

/** Wraps imports so that a sink is told of them. */
export class Trace {
  readonly #sink: TraceSink;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  wrap(
    name: string,
    call: (...args: never[]) => MaybePromise<number>,
  ): (...args: never[]) => MaybePromise<number> {
    return (...args) => {
      const start = performance.now();
      const report = (errno: number, suspended: boolean): number => {
        const duration = performance.now() - start;
        this.#sink({ name, args, errno: errnoName(errno), duration, suspended });
        return errno;
      };
      const result = call(...args);
      return isPromise(result)
        ? result.then((errno) => report(errno, true))
        : report(result, false);
    };
  }
}

/** `fd_read(3, 1024, 1, 2048) = ESUCCESS <0.3 ms> suspended` */
export function formatCall(call: TracedCall): string {
  const waited = call.suspended ? ' suspended' : '';
  return `${call.name}(${call.args.join(', ')}) = ${call.errno} <${call.duration.toFixed(1)} ms>${waited}`;
}
