// Waiting for clocks and streams together, without a busy loop.
// https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#poll_oneoff
import { maximumDescriptors } from '../fd/table.ts';
import { errnos, success } from '../preview1/errno.ts';
import { isSystemError, SystemError } from '../vfs/error.ts';
import { andThen, isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';
import { now } from './clock.ts';
import type { Host } from './host.ts';
import { withinMoment } from './moment.ts';
import { untilStopped } from './stop.ts';

const subscriptionSize = 48;
const eventSize = 32;
/** `eventtype` */
const [clockEvent, readEvent, writeEvent] = [0, 1, 2];
/** `eventrwflags` */
const hangup = 1;
/** The most subscriptions of one call: each descriptor to read and to write, and as many clocks again. */
const maximumSubscriptions = 4 * maximumDescriptors;
/** The longest that one timer of a browser waits, in milliseconds. */
const maximumTimer = 0x7fff_ffff;

interface Event {
  readonly userdata: bigint;
  readonly type: number;
  readonly errno: number;
  /** Bytes that can be read. */
  readonly bytes: number;
  /** Nobody writes to the pipe any more, and all of it was read. */
  readonly hangup: boolean;
}

/** Something that is waited for. */
interface Wait {
  /** Whether it is a time, which does not come sooner for being asked. */
  readonly clock: boolean;
  /** Begins the wait, and withdraws it at `signal`. */
  begin(signal: AbortSignal): MaybePromise<Event>;
}

/**
 * Waits until at least one subscription is ready, and writes an event for each that is. What is wrong with one
 * subscription is the errno of its event.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#poll_oneoff
 * @param subscriptions pointer to them, 48 bytes each
 * @param events where the events go, 32 bytes each, as many as there are subscriptions
 * @param count how many subscriptions
 * @param result where the number of events goes (u32)
 * @throws EINVAL no subscriptions, or more than 4096; EFAULT a pointer behind the memory
 */
export function poll_oneoff(
  host: Host,
  subscriptions: number,
  events: number,
  count: number,
  result: number,
): MaybePromise<void> {
  const size = count >>> 0;
  if (size === 0) throw new SystemError('EINVAL');
  host.memory.bytes(subscriptions, size * subscriptionSize);
  host.memory.bytes(events, size * eventSize);
  if (size > maximumSubscriptions) throw new SystemError('EINVAL');
  const waits: Wait[] = [];
  for (let index = 0; index < size; index++) {
    waits.push(subscription(host, (subscriptions >>> 0) + index * subscriptionSize));
  }
  const report = (ready: readonly Event[]): void => {
    host.tree.expire?.(); // meanwhile, or before a stream could be read, others may have changed files
    for (const [index, event] of ready.entries())
      writeEventAt(host, (events >>> 0) + index * eventSize, event);
    host.memory.setU32(result, ready.length);
  };
  const withdrawal = new AbortController();
  const ready: Event[] = [];
  const pending: Promise<unknown>[] = [];
  const asked: Promise<unknown>[] = [];
  for (const { clock, begin } of waits) {
    const event = begin(withdrawal.signal);
    if (!isPromise(event)) {
      ready.push(event);
      continue;
    }
    const answer = event.then((value) => ready.push(value));
    answer.catch(() => {}); // withdrawn
    pending.push(answer);
    if (!clock) asked.push(answer);
  }
  if (ready.length > 0 && asked.length === 0) {
    withdrawal.abort();
    return report(ready);
  }
  // What is ready does not wait for what may never be; but a stream that answers by message has not been heard yet.
  const first = ready.length > 0 ? withinMoment(Promise.all(asked)) : Promise.race(pending);
  return Promise.resolve(untilStopped(host, first))
    .then(() => report([...ready]))
    .finally(() => withdrawal.abort());
}

function subscription(host: Host, at: number): Wait {
  const userdata = host.memory.u64(at);
  const type = host.memory.u8(at + 8);
  const event = (errno: number, bytes = 0, hung = false): Event => ({
    userdata,
    type,
    errno,
    bytes,
    hangup: hung,
  });
  const failed = (error: unknown): Event => event(errnoOf(error));
  /** Bytes that can be read, or what is wrong. */
  const readable = (ask: (signal: AbortSignal) => MaybePromise<number>, pipe = false): Wait => ({
    clock: false,
    begin: (signal) => {
      try {
        const bytes = ask(signal);
        const filled = (size: number): Event => event(success, size, pipe && size === 0);
        return isPromise(bytes) ? bytes.then(filled, failed) : filled(bytes);
      } catch (error) {
        return failed(error);
      }
    },
  });
  try {
    if (type === clockEvent) {
      const deadline = deadlineOf(host, at + 16);
      // Who has waited for a time may look at what was closed before that from elsewhere.
      const come = (): MaybePromise<Event> => andThen(host.late.settled(), () => event(success));
      const begin = (signal: AbortSignal): MaybePromise<Event> =>
        deadline.now() >= deadline.at ? come() : untilDeadline(deadline, signal).then(come);
      return { clock: true, begin };
    }
    if (type !== readEvent && type !== writeEvent) throw new SystemError('EINVAL');
    const { description } = host.table.get(host.memory.u32(at + 16));
    if (description.kind === 'directory') throw new SystemError('EBADF');
    // Writes wait by themselves; files are always ready.
    if (type === writeEvent) return readable(() => 65_536);
    if (description.kind === 'stream')
      return readable((signal) => description.stream.readable(signal), description.type === 'pipe');
    const left = ({ size }: { size: number }): number => Math.max(0, size - description.position);
    return readable(() => andThen(description.stat(), left));
  } catch (error) {
    return readable(() => {
      throw error;
    });
  }
}

function errnoOf(error: unknown): number {
  if (isSystemError(error)) return errnos[error.code];
  throw error;
}

interface Deadline {
  readonly at: bigint;
  readonly now: () => bigint;
}

/** @throws EINVAL no such clock */
function deadlineOf(host: Host, at: number): Deadline {
  const clock = host.memory.u32(at);
  const timeout = host.memory.u64(at + 8);
  const absolute = (host.memory.u16(at + 24) & 1) !== 0;
  return { at: absolute ? timeout : now(clock) + timeout, now: () => now(clock) };
}

/** Timers may fire early, sleep while the laptop does, and wrap at 24 days: the clock decides. */
async function untilDeadline(deadline: Deadline, signal: AbortSignal): Promise<void> {
  for (;;) {
    const left = deadline.at - deadline.now();
    if (left <= 0n) return;
    const milliseconds = Math.min(Math.ceil(Number(left) / 1e6), maximumTimer);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', withdraw);
        resolve();
      }, milliseconds);
      const withdraw = (): void => {
        clearTimeout(timer);
        reject(new SystemError('EINTR'));
      };
      signal.addEventListener('abort', withdraw, { once: true });
    });
  }
}

function writeEventAt(host: Host, at: number, event: Event): void {
  host.memory.bytes(at, eventSize).fill(0);
  host.memory.setU64(at, event.userdata);
  host.memory.setU16(at + 8, event.errno);
  host.memory.setU8(at + 10, event.type);
  host.memory.setU64(at + 16, BigInt(Math.min(event.bytes, Number.MAX_SAFE_INTEGER)));
  host.memory.setU16(at + 24, event.hangup ? hangup : 0);
}
