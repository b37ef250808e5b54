// The error numbers of preview1.
// https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#errno
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Code } from '../vfs/error.ts';

export const success = wasi.ERRNO_SUCCESS;

/** The number of each code. */
export const errnos: Readonly<Record<Code, number>> = {
  E2BIG: wasi.ERRNO_2BIG,
  EACCES: wasi.ERRNO_ACCES,
  EAGAIN: wasi.ERRNO_AGAIN,
  EBADF: wasi.ERRNO_BADF,
  EBUSY: wasi.ERRNO_BUSY,
  EEXIST: wasi.ERRNO_EXIST,
  EFAULT: wasi.ERRNO_FAULT,
  EFBIG: wasi.ERRNO_FBIG,
  EILSEQ: wasi.ERRNO_ILSEQ,
  EINTR: wasi.ERRNO_INTR,
  EINVAL: wasi.ERRNO_INVAL,
  EIO: wasi.ERRNO_IO,
  EISDIR: wasi.ERRNO_ISDIR,
  ELOOP: wasi.ERRNO_LOOP,
  EMFILE: wasi.ERRNO_MFILE,
  EMLINK: wasi.ERRNO_MLINK,
  ENAMETOOLONG: wasi.ERRNO_NAMETOOLONG,
  ENFILE: wasi.ERRNO_NFILE,
  ENODEV: wasi.ERRNO_NODEV,
  ENOENT: wasi.ERRNO_NOENT,
  ENOEXEC: wasi.ERRNO_NOEXEC,
  ENOMEM: wasi.ERRNO_NOMEM,
  ENOSPC: wasi.ERRNO_NOSPC,
  ENOSYS: wasi.ERRNO_NOSYS,
  ENOTCAPABLE: wasi.ERRNO_NOTCAPABLE,
  ENOTDIR: wasi.ERRNO_NOTDIR,
  ENOTEMPTY: wasi.ERRNO_NOTEMPTY,
  ENOTSOCK: wasi.ERRNO_NOTSOCK,
  ENOTSUP: wasi.ERRNO_NOTSUP,
  ENOTTY: wasi.ERRNO_NOTTY,
  ENXIO: wasi.ERRNO_NXIO,
  EOVERFLOW: wasi.ERRNO_OVERFLOW,
  EPERM: wasi.ERRNO_PERM,
  EPIPE: wasi.ERRNO_PIPE,
  EROFS: wasi.ERRNO_ROFS,
  ESPIPE: wasi.ERRNO_SPIPE,
  ETXTBSY: wasi.ERRNO_TXTBSY,
  EXDEV: wasi.ERRNO_XDEV,
};

const names = new Map<number, string>([
  [success, 'ESUCCESS'],
  ...Object.entries(errnos).map(([code, number]): [number, string] => [number, code]),
]);

/** `ENOENT` of 44; a number that is not listed stays a number. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? String(errno);
}
