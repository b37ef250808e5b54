// path_open: what a directory passes on, and what O_CREAT, O_EXCL, O_TRUNC and O_DIRECTORY ask for.
import { DirectoryDescription } from '../fd/directory.ts';
import { FileDescription } from '../fd/file.ts';
import { rightsAt, rightsOfFile } from '../fd/rights.ts';
import { StreamDescription } from '../fd/stream.ts';
import * as rights from '../preview1/rights.ts';
import { fdflags, lookupflags, oflags, streamRights, synchronized } from '../preview1/structs.ts';
import { SystemError } from '../vfs/error.ts';
import type { OpenFile } from '../vfs/filesystem.ts';
import { andThen, type MaybePromise } from '../vfs/maybe-promise.ts';
import { formatPath } from '../vfs/path.ts';
import type { Resolved } from '../vfs/resolve.ts';
import type { Stream } from '../vfs/stream.ts';
import type { Host } from './host.ts';
import { directoryOf, fail, resolveAt } from './path.ts';

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
 * Opens a file, a stream or a directory; it has at most the rights that the directory passes on, and the lowest free
 * number.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#path_open
 * @param fd the directory that the path begins in
 * @param lookup `lookupflags`: whether a link at the end is followed
 * @param path pointer to the path, in UTF-8
 * @param length of the path, in bytes
 * @param open `oflags`: O_CREAT, O_DIRECTORY, O_EXCL, O_TRUNC
 * @param base `rights` of the descriptor: with the right to write it is opened for writing
 * @param inheriting `rights` that what is opened through it can have
 * @param flags `fdflags`
 * @param result where the descriptor goes (u32)
 * @throws EISDIR a directory for writing, EEXIST there is something and O_EXCL is set, ELOOP a link that is not to be
 *   followed, EMFILE no number is free, EROFS a read-only file system, EBUSY another process writes the file, EINVAL
 *   flags that there are not, ENOTCAPABLE the directory may not create or cut, ENOSPC the disk is full, and as
 *   `resolveAt`
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
  // What is to be made is made where the name says: a link there is an entry (O_EXCL), and a slash behind it none.
  const entry = (open & oflags.create) !== 0;
  const follow = (lookup & lookupflags.follow) !== 0 && !(entry && open & oflags.exclusive);
  return andThen(resolveAt(host, fd, rights.open, path, length, { follow, entry }), (resolved) =>
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
 * @throws ENOTCAPABLE, EROFS the directory is on a read-only file system
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
  if (!(missing | narrowed)) return;
  // A path may lead out of a directory that is read-only: then that is the reason.
  const own = rightsAt(host.tree, request.parent.path);
  const kept = (missing & own.rights) | (narrowed & own.inheriting);
  throw new SystemError(kept ? 'ENOTCAPABLE' : 'EROFS');
}

function openAt(host: Host, request: Request): MaybePromise<number> {
  // Before anything is created or cut; the program makes no other call meanwhile, so that the number stays free.
  host.table.free();
  checkRights(host, request);
  const has = (flag: number): boolean => (request.oflags & flag) !== 0;
  if (request.fdflags & ~(fdflags.append | fdflags.nonblock | synchronized))
    throw new SystemError('EINVAL');
  if (has(oflags.directory) && has(oflags.create)) throw new SystemError('EINVAL');
  if (request.path.length === 0 || request.dot !== undefined) {
    if (has(oflags.create)) fail(has(oflags.exclusive) ? 'EEXIST' : 'EISDIR');
  }
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

/** O_CREAT makes no directories: `x/` is EISDIR whether it is there or not, if the way to it is. */
function refuseToMake(host: Host, { path }: Request): MaybePromise<never> {
  const way = path.slice(0, -1);
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
  const { path, parent } = request;
  return andThen(host.tree.stat(path), (stat) => {
    if (stat.type === 'symlink') throw new SystemError('ELOOP');
    if (stat.type !== 'directory') throw new SystemError('ENOTDIR');
    if (request.base & rights.write || request.oflags & oflags.truncate) fail('EISDIR');
    const given = rightsAt(host.tree, path);
    return host.table.add({
      description: new DirectoryDescription(host.tree, path, parent.boundaryAt(path)),
      rights: request.base & request.limit & given.rights,
      inheriting: request.inheriting & request.limit & given.inheriting,
    });
  });
}
