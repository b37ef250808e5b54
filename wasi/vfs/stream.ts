// A stream of bytes: what a pipe, a terminal and a character device have in common.
import type { Stat } from './filesystem.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** Bytes that come and go in order and cannot be sought. */
export interface Stream {
  /** Tells it from a file. */
  readonly kind: 'stream';
  /** `terminal`: a tty, for which `isatty` is true. */
  readonly type: 'pipe' | 'terminal' | 'character-device';

  /**
   * What it leads to, where that is an entry that can be compared with others by device and inode: a device, a file
   * that the session has open. A stream without one is like no other.
   */
  stat?(): MaybePromise<Stat> | undefined;

  /**
   * Bytes that are there, at least one and at most `max`; waits for the first; empty at the end.
   * They may be lent: whoever needs them after the next read copies them.
   * @param signal withdraws a read that waits, without losing a byte, where the stream is one that others read too
   * @throws EBADF not open for reading, EIO, EINTR withdrawn
   */
  read(max: number, signal?: AbortSignal): MaybePromise<Uint8Array>;

  /**
   * Takes all of `bytes`, or as many as it says. `bytes` may be a view of a program's memory: it is valid only
   * during the call, and an implementation that needs it later copies it.
   * @returns how many were taken, at least one unless `bytes` is empty
   * @throws EPIPE the reader is gone, ENOSPC, EBADF not open for writing
   */
  write(bytes: Uint8Array): MaybePromise<number>;

  /** How many bytes can be read without waiting, Infinity where there is no end; waits until there is one or
   *  the end is reached. `poll` of preview1 waits on it; `signal` withdraws the wait. */
  readable(signal: AbortSignal): MaybePromise<number>;

  /** Gives the stream back. A stream's user calls it once. */
  close(): MaybePromise<void>;
}
