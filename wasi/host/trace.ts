// strace: a line for each call of a program, or a table of them all.
import { errnoName } from '../preview1/errno.ts';
import { waiting } from '../preview1/waiting.ts';
import { sentences, type Code } from '../vfs/error.ts';
import { andThen, isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';
import { givenOf, resultOf } from './decode.ts';
import type { Host } from './host.ts';
import { untilStopped } from './stop.ts';

/**
 * Is told of every call of a program, when it has returned. Where it returns a promise the program waits for it, at the
 * latest at its next call that can wait: that is what holds back a program whose trace nobody takes, until it is told to stop.
 * What it throws ends the program.
 */
export type TraceSink = (call: TracedCall) => unknown;

/** One call of a program. */
export interface TracedCall {
  /** The function of preview1. */
  readonly name: string;
  /** As the program gave them: pointers are numbers. */
  readonly args: readonly (number | bigint)[];
  /** The arguments as text: `3, "notes.txt", O_RDONLY`. */
  readonly given: string;
  /** What a call that succeeded gave, as text: the descriptor, the count of bytes, the stat; `0` where that is nothing. */
  readonly result: string;
  /** `ESUCCESS`, or the errno's name; undefined for a call that did not return (`proc_exit`). */
  readonly errno: string | undefined;
  /** Milliseconds from the call to its answer. */
  readonly duration: number;
  /** Whether the program had to wait. */
  readonly suspended: boolean;
}

type Call = (...args: never[]) => MaybePromise<number>;

/** Tells a sink of every call of a program. */
export class Trace {
  /** Is told of each call. */
  readonly sink: TraceSink;
  /** What the sink has not taken yet of calls that cannot wait for it. */
  #untaken: Promise<unknown> | undefined;

  constructor(sink: TraceSink) {
    this.sink = sink;
  }

  /**
   * The import, traced.
   * @param current the run's host, whose memory the arguments point to
   * @internal
   */
  wrap(name: string, call: Call, current: () => Host): Call {
    const waits = waiting.includes(name);
    return (...args) => {
      const untaken = this.#untaken;
      const next = (): MaybePromise<number> => this.#call(name, call, args, current(), waits);
      if (!waits || untaken === undefined) return next();
      this.#untaken = undefined;
      return andThen(untilStopped(current(), untaken), next);
    };
  }

  #call(name: string, call: Call, args: never[], host: Host, waits: boolean): MaybePromise<number> {
    const { memory } = host;
    const given = givenOf(name, args, memory);
    const start = performance.now();
    const tell = (errno: number | undefined, suspended: boolean): unknown => {
      const duration = performance.now() - start;
      const code = errno === undefined ? undefined : errnoName(errno);
      const result = errno === 0 ? resultOf(name, args, memory) : '';
      return this.sink({ name, args, given, result, errno: code, duration, suspended });
    };
    const returned = (errno: number, suspended: boolean): MaybePromise<number> => {
      const taken = tell(errno, suspended);
      if (waits && isPromise(taken)) return andThen(untilStopped(host, taken), () => errno);
      this.#keep(taken);
      return errno;
    };
    const threw = (error: unknown, suspended: boolean): never => {
      this.#keep(tell(undefined, suspended));
      throw error;
    };
    let answer: MaybePromise<number>;
    try {
      answer = call(...args);
    } catch (error) {
      return threw(error, false);
    }
    if (!isPromise(answer)) return returned(answer, false);
    return answer.then(
      (errno) => returned(errno, true),
      (error: unknown) => threw(error, true),
    );
  }

  #keep(taken: unknown): void {
    if (!isPromise(taken)) return;
    this.#untaken = this.#untaken === undefined ? taken : this.#untaken.then(() => taken);
    this.#untaken.catch(() => {}); // whoever waits for it meets it
  }
}

/**
 * A call as a line, without its end: `path_open(3, "notes.txt", O_RDONLY) = 4 <0.000512> suspended`,
 * `fd_close(9) = EBADF (Bad file descriptor) <0.000008>`, `proc_exit(1) = ? <0.000002>`. Seconds stand in `<>`.
 */
export function formatCall({
  name,
  given,
  result,
  errno,
  duration,
  suspended,
}: TracedCall): string {
  const waited = suspended ? ' suspended' : '';
  return `${name}(${given}) = ${answerOf(errno, result)} <${(duration / 1000).toFixed(6)}>${waited}`;
}

function answerOf(errno: string | undefined, result: string): string {
  if (errno === undefined) return '?';
  if (errno === 'ESUCCESS') return result;
  return Object.hasOwn(sentences, errno) ? `${errno} (${sentences[errno as Code]})` : errno;
}

interface Count {
  calls: number;
  suspended: number;
  errors: number;
  /** Milliseconds. */
  duration: number;
}

/** Counts, times and suspensions by call, as `strace -c` of Linux shows them. */
export class TraceSummary {
  readonly #counts = new Map<string, Count>();

  add({ name, errno, duration, suspended }: TracedCall): void {
    const count = this.#counts.get(name) ?? { calls: 0, suspended: 0, errors: 0, duration: 0 };
    count.calls++;
    count.suspended += Number(suspended);
    count.errors += Number(errno !== undefined && errno !== 'ESUCCESS');
    count.duration += duration;
    this.#counts.set(name, count);
  }

  /** The table, each line ended; what took longest first. */
  format(): string {
    const counts = [...this.#counts].toSorted(([, a], [, b]) => b.duration - a.duration);
    const total: Count = { calls: 0, suspended: 0, errors: 0, duration: 0 };
    for (const [, count] of counts) {
      total.calls += count.calls;
      total.suspended += count.suspended;
      total.errors += count.errors;
      total.duration += count.duration;
    }
    const rule = [6, 11, 11, 9, 9, 9, 16].map((width) => '-'.repeat(width)).join(' ');
    const row = (name: string, { calls, suspended, errors, duration }: Count): string => {
      const share = total.duration === 0 ? 0 : (100 * duration) / total.duration;
      const each = calls === 0 ? 0 : Math.round((1000 * duration) / calls);
      return [
        share.toFixed(2).padStart(6),
        (duration / 1000).toFixed(6).padStart(11),
        String(each).padStart(11),
        String(calls).padStart(9),
        (suspended === 0 ? '' : String(suspended)).padStart(9),
        (errors === 0 ? '' : String(errors)).padStart(9),
        name,
      ].join(' ');
    };
    const lines = [
      '% time     seconds  usecs/call     calls suspended    errors call',
      rule,
      ...counts.map(([name, count]) => row(name, count)),
      rule,
      row('total', total),
    ];
    return lines.map((line) => `${line}\n`).join('');
  }
}
