// Paths: everything that names an entry. (Opening: path-open.ts.)
import type { DirectoryDescription } from '../fd/directory.ts';
import { rightsAt } from '../fd/rights.ts';
import { lookupflags, rights, writeFilestat } from '../preview1/structs.ts';
import { SystemError, type Code } from '../vfs/error.ts';
import type { Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
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
  const { path, boundary } = directoryOf(host, fd, right);
  const text = host.memory.text(pointer, length);
  return resolve(host.tree, path, text, { follow, entry, ...boundary });
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

/** @throws EEXIST, EROFS, ENOSPC, and as `resolveAt` */
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

/** @throws as `resolveAt` */
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

/** @throws EINVAL wrong flags, ENOTSUP a time that cannot be set, EBUSY another process writes it, EROFS, ENOSPC, and as `resolveAt` */
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
 * @throws ENOTSUP where there are no links, EEXIST, EPERM a directory, EXDEV another file system, EROFS, EINVAL a link that is
 *   to be followed, and as `resolveAt`
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

/** @throws EINVAL not a link, and as `resolveAt` */
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

/** @throws ENOTDIR a file, ENOTEMPTY, EBUSY a root, EINVAL `.`, EROFS, and as `resolveAt` */
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
      return host.tree.removeDirectory(at);
    },
  );
}

/**
 * @throws EXDEV another file system, EISDIR, ENOTDIR, ENOTEMPTY, EINVAL into itself, EBUSY a root, a dot, or another process
 *   writes it, EROFS, ENOTSUP two spellings of one directory, ENOSPC it must be copied, and as `resolveAt`
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
            return host.tree.rename(source.path, target.path);
          });
        },
      ),
  );
}

/** @throws ENOTSUP where there are no links, EEXIST, EPERM an absolute target, EROFS, and as `resolveAt` */
export function path_symlink(
  host: Host,
  target: number,
  targetLength: number,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  const text = host.memory.text(target, targetLength);
  if (text === '') throw new SystemError('ENOENT');
  // Where absolute paths lead nowhere, a link to one would, too.
  const { clamp } = directoryOf(host, fd, rights.symlink).boundary;
  if (text.startsWith('/') && !clamp) throw new SystemError('EPERM');
  return andThen(resolveAt(host, fd, rights.symlink, path, length, { entry: true }), (resolved) =>
    resolved.directory ? refuseSlash(host, resolved) : host.tree.symlink(text, resolved.path),
  );
}

/** @throws EISDIR, EBUSY another process writes it, EROFS, and as `resolveAt` */
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
