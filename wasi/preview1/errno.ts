// The error numbers of preview1.
// https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#errno
import type { Code } from '../vfs/error.ts';

export const success = 0;

/** The number of each code. */
export const errnos: Readonly<Record<Code, number>> = {
  E2BIG: 1,
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EBUSY: 10,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EILSEQ: 25,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENODEV: 43,
  ENOENT: 44,
  ENOEXEC: 45,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTCAPABLE: 76,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSOCK: 57,
  ENOTSUP: 58,
  ENOTTY: 59,
  ENXIO: 60,
  EOVERFLOW: 61,
  EPERM: 63,
  EPIPE: 64,
  EROFS: 69,
  ESPIPE: 70,
  ETXTBSY: 74,
  EXDEV: 75,
};

const names = new Map<number, string>([
  [success, 'ESUCCESS'],
  ...Object.entries(errnos).map(([code, number]): [number, string] => [number, code]),
]);

/** `ENOENT` of 44; a number that is not listed stays a number. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? String(errno);
}
