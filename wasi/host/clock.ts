// Clocks: what time it is.
import { SystemError } from '../vfs/error.ts';
import type { Host } from './host.ts';

/** `clockid` of the clock that shows the date. */
export const realtime = 0;
/** `clockid` of the clock that never goes back. */
export const monotonic = 1;
// 2 and 3 are the CPU times of the process and the thread; a worker knows only how long it has run.

/**
 * Nanoseconds of a clock.
 * @throws EINVAL no such clock
 */
export function now(clock: number): bigint {
  if (clock === realtime) return BigInt(Date.now()) * 1_000_000n;
  if (clock >= monotonic && clock <= 3) return BigInt(Math.round(performance.now() * 1e6));
  throw new SystemError('EINVAL');
}

/**
 * How fine a clock is: browsers tell 0.1 ms without cross-origin isolation.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#clock_res_get
 * @param clock `clockid`
 * @param result where the resolution goes, in nanoseconds (u64)
 * @throws EINVAL no such clock, EFAULT a wild `result`
 */
export function clock_res_get(host: Host, clock: number, result: number): void {
  now(clock);
  host.memory.setU64(result, 100_000n);
}

/**
 * What time it is.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#clock_time_get
 * @param clock `clockid`
 * @param _precision how far off it may be, in nanoseconds: it is as exact as it can be in any case
 * @param result where the time goes, in nanoseconds (u64): since 1970 of `realtime`, since the worker began of the others
 * @throws EINVAL no such clock, EFAULT a wild `result`
 */
export function clock_time_get(
  host: Host,
  clock: number,
  _precision: bigint,
  result: number,
): void {
  host.memory.setU64(result, now(clock));
}
