// Paths: opening, and everything that names an entry.
import { DirectoryDescription } from '../fd/directory.ts';
import { FileDescription } from '../fd/file.ts';
import { rightsAt, rightsOfFile } from '../fd/rights.ts';
import { StreamDescription } from '../fd/stream.ts';
import {
  fdflags,
  lookupflags,
  oflags,
  rights,
  streamRights,
  synchronized,
  writeFilestat,
} from '../preview1/structs.ts';
import { SystemError, type Code } from '../vfs/error.ts';
import type { OpenFile, Stat } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { formatPath } from '../vfs/path.ts';
import { resolve, type Resolved } from '../vfs/resolve.ts';
import type { Stream } from '../vfs/stream.ts';
import type { Host } from './host.ts';
import { timesOf } from './fd.ts';

const encoder = new TextEncoder();

/** The directory behind a descriptor. @throws EBADF, ENOTDIR, EROFS, ENOTCAPABLE it has not `right` */
function directoryOf(host: Host, fd: number, right: bigint): DirectoryDescription {
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
function resolveAt(
  host: Host,
  fd: number,
  right: bigint,
  pointer: number,
  length: number,
  follow: boolean,
): MaybePromise<Resolved> {
  const { path, boundary } = directoryOf(host, fd, right);
  return resolve(host.tree, path, host.memory.text(pointer, length), { follow, ...boundary });
}

/** `x/` must be a directory. @throws ENOTDIR */
function checkDirectory(stat: Stat, directory: boolean): Stat {
  if (directory && stat.type !== 'directory') throw new SystemError('ENOTDIR');
  return stat;
}

function fail(code: Code): never {
  throw new SystemError(code);
}

/** @throws EEXIST, EROFS, ENOSPC, and as `resolveAt` */
export function path_create_directory(
  host: Host,
  fd: number,
  path: number,
  length: number,
): MaybePromise<void> {
  return andThen(
    resolveAt(host, fd, rights.createDirectory, path, length, false),
    ({ path: at, dot }) =>
      // `mkdir x/.` makes no x.
      dot ? andThen(host.tree.stat(at), () => fail('EEXIST')) : host.tree.createDirectory(at),
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
    resolveAt(host, fd, rights.pathStat, path, length, follow),
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
    resolveAt(host, fd, rights.pathSetTimes, path, length, follow),
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
  return andThen(resolveAt(host, fromFd, rights.linkSource, from, fromLength, false), (source) =>
    andThen(resolveAt(host, toFd, rights.linkTarget, to, toLength, false), (target) => {
      if (target.directory) throw new SystemError('ENOENT');
      return andThen(source.directory ? host.tree.stat(source.path) : undefined, (stat) => {
        if (stat !== undefined) checkDirectory(stat, source.directory);
        return host.tree.link(source.path, target.path);
      });
    }),
  );
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
  return andThen(resolveAt(host, fd, rights.readlink, path, length, false), ({ path: at }) =>
    andThen(host.tree.readlink(at), (target) => {
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
    resolveAt(host, fd, rights.removeDirectory, path, length, false),
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
  return andThen(resolveAt(host, fromFd, rights.renameSource, from, fromLength, false), (source) =>
    andThen(resolveAt(host, toFd, rights.renameTarget, to, toLength, false), (target) => {
      if (source.dot || target.dot) throw new SystemError('EBUSY'); // rename(2)
      const directory = source.directory || target.directory;
      return andThen(directory ? host.tree.stat(source.path) : undefined, (stat) => {
        if (stat !== undefined) checkDirectory(stat, directory);
        return host.tree.rename(source.path, target.path);
      });
    }),
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
  return andThen(
    resolveAt(host, fd, rights.symlink, path, length, false),
    ({ path: at, directory }) => {
      if (directory) throw new SystemError('ENOENT');
      return host.tree.symlink(text, at);
    },
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
    resolveAt(host, fd, rights.unlink, path, length, false),
    ({ path: at, directory }) => {
      if (!directory) return host.tree.unlink(at);
      return andThen(host.tree.stat(at), (stat) => {
        throw new SystemError(stat.type === 'directory' ? 'EISDIR' : 'ENOTDIR');
      });
    },
  );
}

/** What `path_open` was asked for. */
interface Request extends Resolved {
  readonly oflags: number;
  readonly fdflags: number;
  readonly base: bigint;
  readonly inheriting: bigint;
  readonly parent: DirectoryDescription;
  /** What may be done in the directory, and the most that may be done with what is opened through it. */
  readonly own: bigint;
  readonly limit: bigint;
}

/**
 * Opens a file, a stream or a directory; it has at most the rights that the directory passes on.
 * @throws EISDIR, EEXIST, ELOOP a link that is not to be followed, EMFILE, EROFS, EBUSY another process writes the file,
 *   EINVAL flags that there are not, ENOTCAPABLE the directory may not create or cut, ENOSPC, and as `resolveAt`
 */
export function path_open(
  host: Host,
  fd: number,
  lookup: number,
  path: number,
  length: number,
  open: number,
  base: bigint,
  inheriting: bigint,
  flags: number,
  result: number,
): MaybePromise<void> {
  host.memory.setU32(result, 0); // EFAULT before anything is created
  const parent = directoryOf(host, fd, rights.open);
  const { rights: own, inheriting: limit } = host.table.get(fd);
  const follow = (lookup & lookupflags.follow) !== 0;
  return andThen(resolveAt(host, fd, rights.open, path, length, follow), (resolved) =>
    andThen(
      openAt(host, {
        ...resolved,
        oflags: open & 0xffff,
        fdflags: flags & 0xffff,
        base: BigInt.asUintN(64, base),
        inheriting: BigInt.asUintN(64, inheriting),
        parent,
        own,
        limit,
      }),
      (number) => host.memory.setU32(result, number),
    ),
  );
}

/**
 * Creating and cutting need rights of their own, and cutting is writing: a directory through which nothing is written
 * must not cut either (GHSA-2r75-cxrj-cmph). Those that a read-only file system never gives are left to it: what is not
 * there comes before EROFS.
 * @throws ENOTCAPABLE
 */
function checkRights(host: Host, request: Request): void {
  const { create, truncate } = oflags;
  const given = rightsAt(host.tree, request.path);
  const needed =
    (request.oflags & create ? rights.createFile : 0n) |
    (request.oflags & truncate ? rights.pathSetSize : 0n);
  const written = request.oflags & truncate ? rights.write : 0n;
  const missing = needed & ~request.own & given.rights;
  const narrowed = written & ~request.limit & given.inheriting;
  if (missing | narrowed) throw new SystemError('ENOTCAPABLE');
}

function openAt(host: Host, request: Request): MaybePromise<number> {
  // Before anything is created or cut; the program makes no other call meanwhile, so that the number stays free.
  host.table.free();
  checkRights(host, request);
  const has = (flag: number): boolean => (request.oflags & flag) !== 0;
  if (request.fdflags & ~(fdflags.append | fdflags.nonblock | synchronized))
    throw new SystemError('EINVAL');
  if (has(oflags.directory) && has(oflags.create)) throw new SystemError('EINVAL');
  if (request.directory && has(oflags.create)) return refuseToMake(host, request);
  if (has(oflags.directory) || request.directory) return openDirectory(host, request);
  // A program that asks for no data (O_RDONLY without the right to read) may mean a directory.
  const read = (request.base & rights.read) !== 0n;
  // What the directory may not pass on is not opened; to ask for what the file system refuses to all is EROFS.
  const passed = request.limit | ~rightsAt(host.tree, request.path).inheriting;
  const write = (request.base & passed & rights.write) !== 0n || has(oflags.truncate);
  const options = {
    read,
    write,
    create: has(oflags.create),
    exclusive: has(oflags.create) && has(oflags.exclusive),
    truncate: has(oflags.truncate),
  };
  const opened = (file: OpenFile | Stream): number => addOpened(host, request, file);
  const failed = (error: unknown): MaybePromise<number> => {
    const directory = error instanceof SystemError && error.code === 'EISDIR';
    if (directory && !write && !options.create) return openDirectory(host, request);
    throw error;
  };
  try {
    const file = host.tree.open(request.path, options);
    return file instanceof Promise ? file.then(opened).catch(failed) : opened(file);
  } catch (error) {
    return failed(error);
  }
}

/** O_CREAT makes no directories: `x/` and `d/.` are EISDIR whether they are there or not, if the way to them is. */
function refuseToMake(host: Host, { path, dot }: Request): MaybePromise<never> {
  const way = dot === undefined ? path.slice(0, -1) : path;
  return andThen(host.tree.stat(way), ({ type }) =>
    fail(type === 'directory' ? 'EISDIR' : 'ENOTDIR'),
  );
}

function addOpened(host: Host, request: Request, file: OpenFile | Stream): number {
  const base = request.base & request.limit;
  if (file.kind === 'file') {
    const name = formatPath(request.path);
    const description = new FileDescription(file, request.fdflags, false, name);
    return host.table.add({ description, rights: rightsOfFile(base), inheriting: 0n });
  }
  // isatty asks for a character device without these two.
  const device = file.type === 'character-device' ? rights.seek | rights.tell : 0n;
  return host.table.add({
    description: new StreamDescription(file, request.fdflags),
    rights: base & (streamRights | device),
    inheriting: 0n,
  });
}

function openDirectory(host: Host, request: Request): MaybePromise<number> {
  if (request.oflags & oflags.truncate) throw new SystemError('EISDIR');
  const { path, parent } = request;
  return andThen(host.tree.stat(path), (stat) => {
    if (stat.type === 'symlink') throw new SystemError('ELOOP');
    if (stat.type !== 'directory') throw new SystemError('ENOTDIR');
    if (request.base & rights.write) throw new SystemError('EISDIR');
    const given = rightsAt(host.tree, path);
    return host.table.add({
      description: new DirectoryDescription(host.tree, path, parent.boundaryAt(path)),
      rights: request.base & request.limit & given.rights,
      inheriting: request.inheriting & request.limit & given.inheriting,
    });
  });
}
