// Descriptors: their state, their files' sizes and times, closing. (Their data: fd-data.ts.)
import type { FileDescription } from '../fd/file.ts';
import * as rights from '../preview1/rights.ts';
import {
  fdflags,
  fstflags,
  synchronized,
  writeFdstat,
  writeFilestat,
} from '../preview1/structs.ts';
import { SystemError, type Code } from '../vfs/error.ts';
import type { FileType, Times } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { byteLength } from '../vfs/path.ts';
import type { Host } from './host.ts';

const encoder = new TextEncoder();

/** The file behind a descriptor with `right`. What a stream is asked is wrong before any right is missing. @throws EBADF */
function fileOf(
  host: Host,
  fd: number,
  right: bigint,
  stream: (type: FileType) => Code,
): FileDescription {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind === 'stream') throw new SystemError(stream(description.type));
  if (description.kind === 'directory' || (own & right) !== right) throw new SystemError('EBADF');
  return description;
}

/** A 64-bit number of bytes as a number. @throws EINVAL negative, as an off_t; EFBIG */
export function byteCount(value: bigint): number {
  const unsigned = BigInt.asUintN(64, value);
  if (unsigned >= 1n << 63n) throw new SystemError('EINVAL');
  if (unsigned > BigInt(Number.MAX_SAFE_INTEGER)) throw new SystemError('EFBIG');
  return Number(unsigned);
}

/** Times as the flags say. @throws EINVAL both a time and now */
export function timesOf(accessed: bigint, modified: bigint, flags: number): Times {
  const both = (one: number, other: number): boolean =>
    (flags & one) !== 0 && (flags & other) !== 0;
  if (flags & ~0b1111) throw new SystemError('EINVAL');
  if (both(fstflags.accessed, fstflags.accessedNow)) throw new SystemError('EINVAL');
  if (both(fstflags.modified, fstflags.modifiedNow)) throw new SystemError('EINVAL');
  return {
    ...(flags & fstflags.accessed ? { accessed: BigInt.asUintN(64, accessed) } : {}),
    ...(flags & fstflags.accessedNow ? { accessed: 'now' as const } : {}),
    ...(flags & fstflags.modified ? { modified: BigInt.asUintN(64, modified) } : {}),
    ...(flags & fstflags.modifiedNow ? { modified: 'now' as const } : {}),
  };
}

/**
 * Takes advice on how a part of a file will be read: sequential readers are read ahead of in any case.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_advise
 * @param fd a file
 * @param offset where the part begins, in bytes
 * @param length of the part, in bytes; 0 is all of the rest
 * @param advice `advice`
 * @throws EBADF no such descriptor, a directory, or one without the right; EINVAL no such advice, or a part that no file
 *   has; ESPIPE a stream
 */
export function fd_advise(
  host: Host,
  fd: number,
  offset: bigint,
  length: bigint,
  advice: number,
): void {
  fileOf(host, fd, rights.advise, () => 'ESPIPE');
  if (advice > 5 || offset < 0n || length < 0n) throw new SystemError('EINVAL');
  if (offset + length > 0x7fff_ffff_ffff_ffffn) throw new SystemError('EINVAL');
}

/**
 * Makes a file at least `offset + length` bytes long.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_allocate
 * @param fd a file that is open for writing
 * @param offset where the part begins that must be there, in bytes
 * @param length of the part, in bytes
 * @throws EBADF no such descriptor, a directory, or not open for writing; EINVAL no length, or a negative number; EFBIG
 *   beyond 2^53; ESPIPE a pipe; ENODEV a device; and as `stored`
 */
export function fd_allocate(
  host: Host,
  fd: number,
  offset: bigint,
  length: bigint,
): MaybePromise<void> {
  const { file } = fileOf(host, fd, rights.allocate | rights.write, (type) =>
    type === 'pipe' ? 'ESPIPE' : 'ENODEV',
  );
  if (BigInt.asUintN(64, length) === 0n) throw new SystemError('EINVAL');
  const end = byteCount(offset) + byteCount(length);
  // Where there is enough already it is a change all the same: the file is of now (fallocate(2) on ext4).
  return andThen(file.stat(), ({ size }) => file.truncate(Math.max(size, end)));
}

/**
 * Closes a descriptor. The number is free whatever is thrown, as on Linux; the last descriptor of a file that was written
 * stores it.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_close
 * @param fd any descriptor
 * @throws EBADF no such descriptor; EPIPE the last bytes of a pipe were not taken; and as `stored`
 */
export function fd_close(host: Host, fd: number): MaybePromise<void> {
  return host.table.close(fd);
}

/**
 * As `fd_sync`: the browser stores data and times together.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_datasync
 * @param fd a file or a directory
 * @throws as `fd_sync`
 */
export function fd_datasync(host: Host, fd: number): MaybePromise<void> {
  return fd_sync(host, fd);
}

/**
 * Returns when what was written is in the file.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_sync
 * @param fd a file or a directory
 * @throws EBADF no such descriptor, EINVAL a stream, and as `stored`
 */
export function fd_sync(host: Host, fd: number): MaybePromise<void> {
  const { description } = host.table.get(fd);
  if (description.kind === 'directory') return;
  if (description.kind === 'stream') throw new SystemError('EINVAL');
  return description.file.sync();
}

/**
 * Tells the type of a descriptor, its flags and its rights.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_fdstat_get
 * @param fd any descriptor
 * @param result where the `fdstat` goes, 24 bytes
 * @throws EBADF no such descriptor, EFAULT a wild `result`
 */
export function fd_fdstat_get(host: Host, fd: number, result: number): void {
  const { description, rights: base, inheriting } = host.table.get(fd);
  const type =
    description.kind === 'file'
      ? 'file'
      : description.kind === 'stream'
        ? description.type
        : 'directory';
  writeFdstat(host.memory, result, type, description.flags, base, inheriting);
}

/**
 * Sets the flags of an open file description.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_fdstat_set_flags
 * @param fd a file or a stream
 * @param flags `fdflags`, all of them: those that are not named are cleared
 * @throws EBADF no such descriptor, or a directory; EINVAL what is no flag
 */
export function fd_fdstat_set_flags(host: Host, fd: number, flags: number): void {
  const { description } = host.table.get(fd);
  if (description.kind === 'directory') throw new SystemError('EBADF');
  if (flags & ~(fdflags.append | fdflags.nonblock | synchronized)) throw new SystemError('EINVAL');
  description.flags = flags;
}

/**
 * Gives rights away: none can be gained.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_fdstat_set_rights
 * @param fd any descriptor
 * @param base `rights` that it keeps
 * @param inheriting `rights` that what is opened through it can have
 * @throws EBADF no such descriptor, ENOTCAPABLE a right that it has not
 */
export function fd_fdstat_set_rights(
  host: Host,
  fd: number,
  base: bigint,
  inheriting: bigint,
): void {
  const slot = host.table.get(fd);
  const [wantedBase, wantedInheriting] = [BigInt.asUintN(64, base), BigInt.asUintN(64, inheriting)];
  if (wantedBase & ~slot.rights || wantedInheriting & ~slot.inheriting) {
    throw new SystemError('ENOTCAPABLE');
  }
  slot.rights = wantedBase;
  slot.inheriting = wantedInheriting;
}

/**
 * Tells type, size, links and times of what is open.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_filestat_get
 * @param fd any descriptor
 * @param result where the `filestat` goes, 64 bytes
 * @throws EBADF no such descriptor, EFAULT a wild `result`, ENOENT it is gone, EACCES the permission was taken back, EIO
 *   the browser failed
 */
export function fd_filestat_get(host: Host, fd: number, result: number): MaybePromise<void> {
  const { description } = host.table.get(fd);
  return andThen(description.stat(), (stat) => writeFilestat(host.memory, result, stat));
}

/**
 * Cuts a file, or extends it with zeros.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_filestat_set_size
 * @param fd a file that is open for writing
 * @param size in bytes
 * @throws EBADF no such descriptor, a directory, or not open for writing; EINVAL a stream, or a negative size; EFBIG
 *   beyond 2^53; and as `stored`
 */
export function fd_filestat_set_size(host: Host, fd: number, size: bigint): MaybePromise<void> {
  const { file } = fileOf(host, fd, rights.setSize | rights.write, () => 'EINVAL');
  return file.truncate(byteCount(size));
}

/**
 * Sets the times of a file or a directory.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_filestat_set_times
 * @param fd a file or a directory
 * @param accessed the time of the last access, in nanoseconds since 1970
 * @param modified the time of the last change, in nanoseconds since 1970
 * @param flags `fstflags`: which times are set, to these or to now
 * @throws EBADF no such descriptor, or one without the right; EINVAL a stream, or wrong flags; ENOTSUP a time that cannot
 *   be set; and as `stored`
 */
export function fd_filestat_set_times(
  host: Host,
  fd: number,
  accessed: bigint,
  modified: bigint,
  flags: number,
): MaybePromise<void> {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind === 'stream') throw new SystemError('EINVAL');
  if (!(own & rights.setTimes)) throw new SystemError('EBADF');
  const times = timesOf(accessed, modified, flags);
  if (description.kind === 'file') return description.file.setTimes(times);
  return host.tree.setTimes(description.path, times);
}

/** The name by which the program knows a preopened directory. @throws EBADF not one */
function preopenOf(host: Host, fd: number): string {
  const { description } = host.table.get(fd);
  if (description.kind !== 'directory' || description.preopen === undefined) {
    throw new SystemError('EBADF');
  }
  return description.preopen;
}

/**
 * Tells how long the name of a preopened directory is. wasi-libc scans from 3 on, and ends at the first EBADF.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_prestat_get
 * @param fd a preopened directory
 * @param result where the `prestat` goes, 8 bytes
 * @throws EBADF not a preopened directory, EFAULT a wild `result`
 */
export function fd_prestat_get(host: Host, fd: number, result: number): void {
  const name = preopenOf(host, fd);
  host.memory.setU32(result, 0); // __WASI_PREOPENTYPE_DIR
  host.memory.setU32((result >>> 0) + 4, byteLength(name));
}

/**
 * Copies the name of a preopened directory, without a NUL.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_prestat_dir_name
 * @param fd a preopened directory
 * @param buffer where it goes
 * @param length of the buffer, in bytes
 * @throws EBADF not a preopened directory, ENAMETOOLONG the buffer is too short, EFAULT a buffer behind the memory
 */
export function fd_prestat_dir_name(host: Host, fd: number, buffer: number, length: number): void {
  const name = encoder.encode(preopenOf(host, fd));
  if (name.length > length >>> 0) throw new SystemError('ENAMETOOLONG');
  host.memory.write(buffer, name);
}

/**
 * Moves a descriptor to another number; what was there is closed.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_renumber
 * @param from the descriptor
 * @param to the number, of an open descriptor
 * @throws EBADF either is not open, and as `fd_close`
 */
export function fd_renumber(host: Host, from: number, to: number): MaybePromise<void> {
  return host.table.renumber(from, to);
}
