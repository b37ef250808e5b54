// Descriptors: reading, writing, offsets and listings.
import type { DirectoryDescription } from '../fd/directory.ts';
import type { FileDescription } from '../fd/file.ts';
import * as rights from '../preview1/rights.ts';
import { dirent, fdflags, synchronized, whence } from '../preview1/structs.ts';
import { isSystemError, SystemError } from '../vfs/error.ts';
import { isPromise, andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import type { Stream } from '../vfs/stream.ts';
import { byteCount } from './fd.ts';
import { brokenPipe, ProgramExit, type Host } from './host.ts';
import { withinMoment } from './moment.ts';
import { untilStopped } from './stop.ts';

const encoder = new TextEncoder();

/** The most bytes that one call moves: more is answered by a short count, as Linux does (`MAX_RW_COUNT`). */
const maximumTransfer = 0x7fff_f000;

/** The buffers of an iovec array. Each is a pointer and a length. @throws EFAULT, EINVAL too many */
function buffers(host: Host, iovs: number, count: number): { pointer: number; length: number }[] {
  if (count >>> 0 > 1024) throw new SystemError('EINVAL'); // IOV_MAX
  const list = [];
  for (let index = 0; index < count; index++) {
    const at = (iovs >>> 0) + 8 * index;
    list.push({ pointer: host.memory.u32(at), length: host.memory.u32(at + 4) });
  }
  return list;
}

/** Reads into the buffers in turn, until one is not filled. `next` reads at most `max` bytes. */
function readInto(
  host: Host,
  iovs: number,
  count: number,
  result: number,
  next: (max: number, done: number) => MaybePromise<Uint8Array>,
): MaybePromise<void> {
  const list = buffers(host, iovs, count);
  // The whole range is checked before anything is consumed: bytes of a pipe that do not fit would be lost.
  for (const { pointer, length } of list) host.memory.bytes(pointer, length);
  host.memory.setU32(result, 0);
  const max = Math.min(
    list.reduce((sum, { length }) => sum + length, 0),
    maximumTransfer,
  );
  if (max === 0) return;
  return andThen(next(max, 0), (bytes) => {
    let from = 0;
    for (const { pointer, length } of list) {
      if (from === bytes.length) break;
      const part = bytes.subarray(from, from + length);
      host.memory.write(pointer, part);
      from += part.length;
    }
    host.memory.setU32(result, from);
  });
}

/**
 * Reads from the offset, which moves on, into the buffers in turn; waits for the first byte of a stream. Nothing read is
 * the end.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_read
 * @param fd a file or a stream that is open for reading
 * @param iovs pointer to the buffers, each a pointer and a length in bytes
 * @param count how many buffers
 * @param result where the number of bytes read goes (u32)
 * @throws EBADF no such descriptor, or not open for reading; EISDIR a directory; EFAULT a pointer behind the memory;
 *   EINVAL more than 1024 buffers; EAGAIN nothing is there and NONBLOCK is set; ENOENT it is gone; EACCES the permission
 *   was taken back; EIO the browser failed
 */
export function fd_read(
  host: Host,
  fd: number,
  iovs: number,
  count: number,
  result: number,
): MaybePromise<void> {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind === 'directory') throw new SystemError('EISDIR');
  if (!(own & rights.read)) throw new SystemError('EBADF');
  return readInto(host, iovs, count, result, (max) => {
    if (description.kind === 'file') return description.read(max);
    const ready = description.flags & fdflags.nonblock ? readyNow(description.stream) : undefined;
    const bytes = andThen(ready, () => untilStopped(host, description.read(max)));
    return andThen(bytes, (read) => {
      host.tree.expire?.(); // whoever wrote them may have changed files before
      return read;
    });
  });
}

/** @throws EAGAIN there is nothing to read now */
function readyNow(stream: Stream): MaybePromise<unknown> {
  const withdrawal = new AbortController();
  const bytes = stream.readable(withdrawal.signal);
  if (!isPromise(bytes)) return bytes;
  bytes.catch(() => {}); // withdrawn
  return withinMoment(bytes)
    .then((count) => {
      if (count === undefined) throw new SystemError('EAGAIN');
    })
    .finally(() => withdrawal.abort());
}

/**
 * Reads from a place in a file into the buffers in turn; the offset stays.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_pread
 * @param fd a file that is open for reading
 * @param iovs pointer to the buffers, each a pointer and a length in bytes
 * @param count how many buffers
 * @param offset the place, in bytes
 * @param result where the number of bytes read goes (u32)
 * @throws EBADF no such descriptor, a directory, or not open for reading; ESPIPE a stream; EFAULT a pointer behind the
 *   memory; EINVAL a negative offset, or more than 1024 buffers; ENOENT it is gone; EACCES the permission was taken back;
 *   EIO the browser failed
 */
export function fd_pread(
  host: Host,
  fd: number,
  iovs: number,
  count: number,
  offset: bigint,
  result: number,
): MaybePromise<void> {
  const { file } = seekable(host, fd, rights.read | rights.seek);
  const position = placeOf(offset);
  return readInto(host, iovs, count, result, (max) => file.read(position, max));
}

/** An unsigned number, at most 2^53 - 1: there is nothing behind that to be read. */
function inNumbers(value: bigint): number {
  return Math.min(Number(BigInt.asUintN(64, value)), Number.MAX_SAFE_INTEGER);
}

/** A place to read at, as an off_t. @throws EINVAL negative */
function placeOf(offset: bigint): number {
  if (BigInt.asIntN(64, offset) < 0n) throw new SystemError('EINVAL');
  return inNumbers(offset);
}

/** Writes the buffers in turn, and tells how many bytes were taken. */
function writeFrom(
  host: Host,
  iovs: number,
  count: number,
  result: number,
  write: (bytes: Uint8Array) => MaybePromise<number>,
): MaybePromise<void> {
  const list = buffers(host, iovs, count).filter(({ length }) => length > 0);
  for (const { pointer, length } of list) host.memory.bytes(pointer, length);
  host.memory.setU32(result, 0);
  let done = 0;
  /** Whether the next buffer follows. */
  const taken = (size: number, length: number): boolean => {
    done += size;
    host.memory.setU32(result, done);
    return size === length;
  };
  /** What was taken before is told; the next write fails alike. */
  const failed = (error: unknown): void => {
    if (done === 0 || !isSystemError(error)) throw error;
  };
  const from = (index: number): MaybePromise<void> => {
    for (let at = index; at < list.length; at++) {
      const { pointer, length } = list[at] ?? { pointer: 0, length: 0 };
      try {
        const size = write(host.memory.bytes(pointer, length));
        if (isPromise(size))
          return size.then((part) => (taken(part, length) ? from(at + 1) : undefined), failed);
        if (!taken(size, length)) return;
      } catch (error) {
        return failed(error);
      }
    }
  };
  return from(0);
}

/** SIGPIPE: who writes to a pipe that nobody reads is ended, unless it asked for the error (`trap '' PIPE`). */
function endAtBrokenPipe(host: Host, error: unknown): never {
  if (error instanceof SystemError && error.code === 'EPIPE' && !host.ignoreBrokenPipe) {
    throw new ProgramExit(brokenPipe, true);
  }
  throw error;
}

/**
 * Writes the buffers in turn at the offset, which moves on, or at the end with APPEND. Where some bytes were taken before
 * an error they are told, and the error comes with the next call.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_write
 * @param fd a file or a stream that is open for writing
 * @param iovs pointer to the buffers, each a pointer and a length in bytes
 * @param count how many buffers
 * @param result where the number of bytes written goes (u32)
 * @throws EBADF no such descriptor, a directory, or not open for writing; EFAULT a pointer behind the memory; EINVAL more
 *   than 1024 buffers; EFBIG beyond 2^53; EPIPE nobody reads the pipe and SIGPIPE is ignored; and as `stored`
 */
export function fd_write(
  host: Host,
  fd: number,
  iovs: number,
  count: number,
  result: number,
): MaybePromise<void> {
  const description = host.table.use(fd, rights.write);
  if (description.kind === 'directory') throw new SystemError('EBADF');
  if (description.kind === 'file') {
    const append = (description.flags & fdflags.append) !== 0;
    const write = (bytes: Uint8Array): MaybePromise<number> => description.write(bytes, append);
    return andThen(writeFrom(host, iovs, count, result, write), () => stored(description));
  }
  const failed = (error: unknown): never => endAtBrokenPipe(host, error);
  return writeFrom(host, iovs, count, result, (bytes) => {
    try {
      const taken = untilStopped(host, description.write(bytes));
      return isPromise(taken) ? taken.catch(failed) : taken;
    } catch (error) {
      return failed(error);
    }
  });
}

/**
 * Writes the buffers in turn at a place in a file; the offset stays. With APPEND it writes at the end whatever the place,
 * as Linux does.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_pwrite
 * @param fd a file that is open for writing
 * @param iovs pointer to the buffers, each a pointer and a length in bytes
 * @param count how many buffers
 * @param offset the place, in bytes
 * @param result where the number of bytes written goes (u32)
 * @throws EBADF no such descriptor, a directory, or not open for writing; ESPIPE a stream; EFAULT a pointer behind the
 *   memory; EINVAL a negative offset, or more than 1024 buffers; EFBIG beyond 2^53; and as `stored`
 */
export function fd_pwrite(
  host: Host,
  fd: number,
  iovs: number,
  count: number,
  offset: bigint,
  result: number,
): MaybePromise<void> {
  const description = seekable(host, fd, rights.write | rights.seek);
  const { file, flags } = description;
  let position: number | 'end' = flags & fdflags.append ? 'end' : byteCount(offset);
  const written = writeFrom(host, iovs, count, result, (bytes) => {
    const { length } = bytes; // they are only lent: memory that grows takes them away
    return andThen(file.write(position, bytes), (end) => {
      if (position !== 'end') position = end;
      return length;
    });
  });
  return andThen(written, () => stored(description));
}

/**
 * O_SYNC: the bytes are in the file before the call returns. On handles that costs the whole file, each time.
 * @throws ENOSPC, EIO, EACCES the permission was taken back, EBUSY another process or tab writes it, ENOENT somebody else
 *   removed it, EROFS it became read-only
 */
function stored({ file, flags }: FileDescription): MaybePromise<void> {
  return flags & synchronized ? file.sync() : undefined;
}

/** @throws EBADF no such descriptor, or a directory; ESPIPE a stream */
function seekable(host: Host, fd: number, right: bigint): FileDescription {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind === 'stream') throw new SystemError('ESPIPE');
  if (description.kind === 'directory' || (own & right) !== right) throw new SystemError('EBADF');
  return description;
}

/**
 * Moves the offset of a file. Devices but the terminal accept any offset and stay at 0.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_seek
 * @param fd a file
 * @param offset how far from the origin, in bytes, negative too
 * @param from `whence`: the origin
 * @param result where the new offset goes (u64)
 * @throws EBADF no such descriptor, a directory, or one without the right; EINVAL before the beginning, or no such
 *   origin; ESPIPE a pipe or the terminal; EOVERFLOW beyond 2^53; EFAULT a wild `result`; from the end also ENOENT it is
 *   gone, EACCES the permission was taken back, EIO the browser failed
 */
export function fd_seek(
  host: Host,
  fd: number,
  offset: bigint,
  from: number,
  result: number,
): MaybePromise<void> {
  const { description } = host.table.get(fd);
  if (
    description.kind === 'stream' &&
    description.type === 'character-device' &&
    description.stream.type !== 'terminal'
  ) {
    host.memory.setU64(result, 0n); // /dev/null and its like accept any offset and stay at 0
    return;
  }
  const moves = from !== whence.current || offset !== 0n;
  const file = seekable(host, fd, moves ? rights.seek : rights.tell);
  const origins = new Map<number, 'start' | 'current' | 'end'>([
    [whence.set, 'start'],
    [whence.current, 'current'],
    [whence.end, 'end'],
  ]);
  const origin = origins.get(from);
  if (origin === undefined) throw new SystemError('EINVAL');
  return andThen(file.seek(origin, BigInt.asIntN(64, offset)), (position) =>
    host.memory.setU64(result, BigInt(position)),
  );
}

/**
 * Tells the offset of a file.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_tell
 * @param fd a file
 * @param result where the offset goes, in bytes (u64)
 * @throws EBADF no such descriptor, a directory, or one without the right; ESPIPE a stream; EFAULT a wild `result`
 */
export function fd_tell(host: Host, fd: number, result: number): void {
  host.memory.setU64(result, BigInt(seekable(host, fd, rights.tell).position));
}

/**
 * Fills a buffer with entries from a cookie on, each a `dirent` and its name; the last may be cut. A buffer that is not
 * full means the end.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#fd_readdir
 * @param fd a directory
 * @param buffer where the entries go
 * @param length of the buffer, in bytes
 * @param cookie 0 for the beginning, which lists anew, or `d_next` of the entry before
 * @param result where the number of bytes that are used goes (u32)
 * @throws EBADF no such descriptor, or one without the right; ENOTDIR no directory; ENOENT it is gone; EFAULT a pointer
 *   behind the memory; EACCES the permission was taken back; EIO the browser failed
 */
export function fd_readdir(
  host: Host,
  fd: number,
  buffer: number,
  length: number,
  cookie: bigint,
  result: number,
): MaybePromise<void> {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind !== 'directory') throw new SystemError('ENOTDIR');
  if (!(own & rights.readdir)) throw new SystemError('EBADF');
  const size = length >>> 0;
  host.memory.bytes(buffer, size);
  if (cookie === 0n) description.rewind();
  return andThen(fill(host, description, buffer, size, inNumbers(cookie), 0), (used) =>
    host.memory.setU32(result, used),
  );
}

/** Writes entries from `index` on behind `used` bytes, and gives how many bytes are used then. */
function fill(
  host: Host,
  directory: DirectoryDescription,
  buffer: number,
  size: number,
  index: number,
  used: number,
): MaybePromise<number> {
  let [at, length] = [index, used];
  while (length < size) {
    const entry = directory.entry(at);
    if (isPromise(entry)) return entry.then(() => fill(host, directory, buffer, size, at, length));
    if (entry === undefined) break;
    at++;
    const bytes = dirent(BigInt(at), entry.inode, encoder.encode(entry.name), entry.type);
    const part = bytes.subarray(0, size - length);
    host.memory.write((buffer >>> 0) + length, part);
    length += part.length;
  }
  return length;
}
