// Paths: everything that names an entry. (Opening: path-open.ts.)
import type { DirectoryDescription } from '../fd/directory.ts';
import { rightsAt } from '../fd/rights.ts';
import * as rights from '../preview1/rights.ts';
import { lookupflags, writeFilestat } from '../preview1/structs.ts';
import { SystemError, type Code } from '../vfs/error.ts';
import type { Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { maximumPath } from '../vfs/path.ts';
import { resolve, type Resolved } from '../vfs/resolve.ts';
import type { Host } from './host.ts';
import { timesOf } from './fd.ts';

const encoder = new TextEncoder();

/** The directory behind a descriptor. @throws EBADF, ENOTDIR, EROFS, ENOTCAPABLE it has not `right` */
export function directoryOf(host: Host, fd: number, right: bigint): DirectoryDescription {
  const { description, rights: own } = host.table.get(fd);
  if (description.kind !== 'directory') throw new SystemError('ENOTDIR');
  if ((own & right) === right) return description;
  // The rights of a read-only file system are the reason, and a program says so.
  const readOnly = !(rightsAt(host.tree, description.path).rights & right);
  throw new SystemError(readOnly ? 'EROFS' : 'ENOTCAPABLE');
}

/** The text of a path. @throws EFAULT, ENAMETOOLONG before anything is made of it, EILSEQ */
function pathText(host: Host, pointer: number, length: number): string {
  const bytes = host.memory.bytes(pointer, length);
  if (bytes.length >= maximumPath) throw new SystemError('ENAMETOOLONG');
  return host.memory.text(pointer, length);
}

/**
 * Where a path of the program leads. What can be wrong with every path:
 * @throws EBADF, ENOTDIR the descriptor, or something on the way, is no directory, ENOTCAPABLE the descriptor has not the
 *   right, EFAULT, EILSEQ not UTF-8, EINVAL a NUL or a name that the browser refuses, ENAMETOOLONG, ENOENT, ELOOP, EPERM
 *   above the boundary, EACCES the permission was taken back, EIO
 */
export function resolveAt(
  host: Host,
  fd: number,
  right: bigint,
  pointer: number,
  length: number,
  { follow = false, entry = false }: { readonly follow?: boolean; readonly entry?: boolean },
): MaybePromise<Resolved> {
  const directory = directoryOf(host, fd, right);
  const text = pathText(host, pointer, length);
  // An absolute path begins at the root, whatever has become of the directory.
  const base = text.startsWith('/') ? [] : directory.path;
  return resolve(host.tree, base, text, { follow, entry, ...directory.boundary });
}

/** `x/` must be a directory. @throws ENOTDIR */
function checkDirectory(stat: Stat, directory: boolean): Stat {
  if (directory && stat.type !== 'directory') throw new SystemError('ENOTDIR');
  return stat;
}

export function fail(code: Code): never {
  throw new SystemError(code);
}

/** A link is not made at `x/`. @throws EEXIST there is something, ENOENT, ENOTDIR */
function refuseSlash(host: Host, { path }: Resolved): MaybePromise<never> {
  return andThen(host.tree.stat(path), () => fail('EEXIST'));
}

/**
 * Makes a directory.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_create_directory
 * @param fd the directory that the path begins in
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @throws EEXIST there is something, EROFS a read-only file system, ENOSPC the disk is full, and as `resolveAt`
 */
export function path_create_directory(
  host: Host,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  return andThen(
    resolveAt(host, fd, rights.createDirectory, path, length, { entry: true }),
    ({ path: at, dot }) => (dot ? fail('EEXIST') : host.tree.createDirectory(at)),
  );
}

/**
 * Tells type, size, links and times of an entry.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_filestat_get
 * @param fd the directory that the path begins in
 * @param flags `lookupflags`: whether a link at the end is followed
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @param result where the `filestat` goes, 64 bytes
 * @throws as `resolveAt`
 */
export function path_filestat_get(
  host: Host,
  fd: number,
  flags: number,
  path: number,
  length: number,
  result: number,
): MaybePromise<void> {
  const follow = (flags & lookupflags.follow) !== 0;
  return andThen(
    resolveAt(host, fd, rights.pathStat, path, length, { follow }),
    ({ path: at, directory }) =>
      andThen(host.tree.stat(at), (stat) =>
        writeFilestat(host.memory, result, checkDirectory(stat, directory)),
      ),
  );
}

/**
 * Sets the times of an entry.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_filestat_set_times
 * @param fd the directory that the path begins in
 * @param flags `lookupflags`: whether a link at the end is followed
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @param accessed the time of the last access, in nanoseconds since 1970
 * @param modified the time of the last change, in nanoseconds since 1970
 * @param fstflags which times are set, to these or to now
 * @throws EINVAL wrong flags, ENOTSUP a time that cannot be set, EBUSY another process writes it, EROFS a read-only file
 *   system, ENOSPC the disk is full, and as `resolveAt`
 */
export function path_filestat_set_times(
  host: Host,
  fd: number,
  flags: number,
  path: number,
  length: number,
  accessed: bigint,
  modified: bigint,
  fstflags: number,
): MaybePromise<void> {
  const times = timesOf(accessed, modified, fstflags);
  const follow = (flags & lookupflags.follow) !== 0;
  return andThen(
    resolveAt(host, fd, rights.pathSetTimes, path, length, { follow }),
    ({ path: at, directory }) =>
      andThen(directory ? host.tree.stat(at) : undefined, (stat) => {
        if (stat !== undefined) checkDirectory(stat, directory);
        return host.tree.setTimes(at, times);
      }),
  );
}

/**
 * Makes a hard link: another name of a file.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_link
 * @param fromFd the directory that the path of the file begins in
 * @param flags `lookupflags`, which must be 0: links are not followed
 * @param from pointer to the path of the file, in UTF-8
 * @param fromLength of that path, in bytes
 * @param toFd the directory that the new path begins in
 * @param to pointer to the new path, in UTF-8
 * @param toLength of the new path, in bytes
 * @throws ENOTSUP a file system without links, EEXIST there is something, EPERM a directory, EXDEV another file system,
 *   EROFS a read-only one, EINVAL a link that is to be followed, and as `resolveAt`
 */
export function path_link(
  host: Host,
  fromFd: number,
  flags: number,
  from: number,
  fromLength: number,
  toFd: number,
  to: number,
  toLength: number,
): MaybePromise<void> {
  if (flags & lookupflags.follow) throw new SystemError('EINVAL');
  return andThen(resolveAt(host, fromFd, rights.linkSource, from, fromLength, {}), (source) =>
    andThen(resolveAt(host, toFd, rights.linkTarget, to, toLength, { entry: true }), (target) => {
      if (target.directory) return refuseSlash(host, target);
      return andThen(source.directory ? host.tree.stat(source.path) : undefined, (stat) => {
        if (stat !== undefined) checkDirectory(stat, source.directory);
        return host.tree.link(source.path, target.path);
      });
    }),
  );
}

/** The target of a link; `x/` is none. @throws EINVAL, ENOENT, ENOTDIR */
function readlinkAt(host: Host, path: readonly string[], directory: boolean): MaybePromise<string> {
  if (!directory) return host.tree.readlink(path);
  return andThen(host.tree.stat(path), (stat) => {
    checkDirectory(stat, directory);
    return fail('EINVAL');
  });
}

/**
 * Copies the target of a symbolic link, without a NUL; what does not fit is cut off.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_readlink
 * @param fd the directory that the path begins in
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @param buffer where the target goes
 * @param size of the buffer, in bytes
 * @param result where the number of bytes copied goes (u32)
 * @throws EINVAL not a link, and as `resolveAt`
 */
export function path_readlink(
  host: Host,
  fd: number,
  path: number,
  length: number,
  buffer: number,
  size: number,
  result: number,
): MaybePromise<void> {
  host.memory.bytes(buffer, size);
  return andThen(
    resolveAt(host, fd, rights.readlink, path, length, {}),
    ({ path: at, directory }) =>
      andThen(readlinkAt(host, at, directory), (target) => {
        const bytes = encoder.encode(target).subarray(0, size >>> 0);
        host.memory.write(buffer, bytes);
        host.memory.setU32(result, bytes.length);
      }),
  );
}

/**
 * Removes an empty directory.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_remove_directory
 * @param fd the directory that the path begins in
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @throws ENOTDIR a file, ENOTEMPTY it holds something, EBUSY a root, EINVAL `.`, EROFS a read-only file system, and as
 *   `resolveAt`
 */
export function path_remove_directory(
  host: Host,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  return andThen(
    resolveAt(host, fd, rights.removeDirectory, path, length, { entry: true }),
    ({ path: at, dot }) => {
      if (dot) throw new SystemError(dot === '.' ? 'EINVAL' : 'ENOTEMPTY'); // rmdir(2)
      return andThen(host.tree.removeDirectory(at), () => host.table.removed(at));
    },
  );
}

/**
 * Renames an entry, and replaces what has the new name if that may be replaced.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_rename
 * @param fromFd the directory that the old path begins in
 * @param from pointer to the old path, in UTF-8
 * @param fromLength of the old path, in bytes
 * @param toFd the directory that the new path begins in
 * @param to pointer to the new path, in UTF-8
 * @param toLength of the new path, in bytes
 * @throws EXDEV another file system; EISDIR a file over a directory; ENOTDIR a directory over a file; ENOTEMPTY the
 *   directory to be replaced holds something; EINVAL a directory into itself; EBUSY a root, a dot, or another process
 *   writes it; EROFS a read-only file system; ENOTSUP two spellings of one directory; ENOSPC it must be copied, and the
 *   disk is full; and as `resolveAt`
 */
export function path_rename(
  host: Host,
  fromFd: number,
  from: number,
  fromLength: number,
  toFd: number,
  to: number,
  toLength: number,
): MaybePromise<void> {
  return andThen(
    resolveAt(host, fromFd, rights.renameSource, from, fromLength, { entry: true }),
    (source) =>
      andThen(
        resolveAt(host, toFd, rights.renameTarget, to, toLength, { entry: true }),
        (target) => {
          if (source.dot || target.dot) throw new SystemError('EBUSY'); // rename(2)
          const directory = source.directory || target.directory;
          const way = target.directory ? host.tree.stat(target.path.slice(0, -1)) : undefined;
          const stat = andThen(way, () => (directory ? host.tree.stat(source.path) : undefined));
          return andThen(stat, (found) => {
            if (found !== undefined) checkDirectory(found, directory);
            return andThen(host.tree.rename(source.path, target.path), () =>
              host.table.renamed(source.path, target.path),
            );
          });
        },
      ),
  );
}

/**
 * Makes a symbolic link.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_symlink
 * @param target pointer to what it leads to, in UTF-8
 * @param targetLength of that, in bytes
 * @param fd the directory that the path of the link begins in
 * @param path pointer to the path of the link, in UTF-8
 * @param length of the path, in bytes
 * @throws ENOTSUP a file system without links, EEXIST there is something, EPERM an absolute target in a capability, EROFS
 *   a read-only file system, and as `resolveAt`
 */
export function path_symlink(
  host: Host,
  target: number,
  targetLength: number,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  const text = pathText(host, target, targetLength);
  if (text === '') throw new SystemError('ENOENT');
  // Where absolute paths lead nowhere, a link to one would, too.
  const { clamp } = directoryOf(host, fd, rights.symlink).boundary;
  if (text.startsWith('/') && !clamp) throw new SystemError('EPERM');
  return andThen(resolveAt(host, fd, rights.symlink, path, length, { entry: true }), (resolved) =>
    resolved.directory ? refuseSlash(host, resolved) : host.tree.symlink(text, resolved.path),
  );
}

/**
 * Removes the name of a file or a link. Whoever has the file open goes on with it.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_unlink_file
 * @param fd the directory that the path begins in
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @throws EISDIR a directory, EBUSY another process writes it, EROFS a read-only file system, and as `resolveAt`
 */
export function path_unlink_file(
  host: Host,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  return andThen(
    resolveAt(host, fd, rights.unlink, path, length, { entry: true }),
    ({ path: at, directory }) => {
      if (!directory) return host.tree.unlink(at);
      return andThen(host.tree.stat(at), (stat) => {
        throw new SystemError(stat.type === 'directory' ? 'EISDIR' : 'ENOTDIR');
      });
    },
  );
}
