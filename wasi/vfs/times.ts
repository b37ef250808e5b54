// Times of files, in nanoseconds since 1970.
import type { Times } from './filesystem.ts';

/** What a file system in memory keeps for each entry. */
export interface TimeStamps {
  accessed: bigint;
  modified: bigint;
  changed: bigint;
}

/** The time now. */
export function nanoseconds(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** Sets what `times` names. */
export function setTimes(entry: TimeStamps, times: Times): void {
  const now = nanoseconds();
  const value = (time: bigint | 'now'): bigint => (time === 'now' ? now : time);
  if (times.accessed !== undefined) entry.accessed = value(times.accessed);
  if (times.modified !== undefined) entry.modified = value(times.modified);
  entry.changed = now;
}
