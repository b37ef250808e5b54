// The tree as the shell itself asks it: Ctrl-C ends every wait. A glob of large folders, a read of the terminal, or a
// browser that does not answer must not hold the prompt.
import type {
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
} from '../../wasi/vfs/filesystem.ts';
import { andThen, isPromise, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

/** What the shell asks of the tree. It changes nothing by itself: redirections are the world's, the rest is programs'. */
export type ReadableFileSystem = Pick<FileSystem, 'stat' | 'list' | 'open' | 'readlink'> & {
  /** Whether writing is refused there. */
  readOnlyAt(path: Path): boolean;
};

/** `fs`, with every wait ended by EINTR as soon as the signal of the moment is aborted. */
export function interruptible(
  fs: ReadableFileSystem,
  signal: () => AbortSignal,
): ReadableFileSystem {
  const until = <T>(value: MaybePromise<T>): MaybePromise<T> => untilAborted(value, signal());
  return {
    readOnlyAt: (path: Path): boolean => fs.readOnlyAt(path),
    stat: (path: Path): MaybePromise<Stat> => until(fs.stat(path)),
    readlink: (path: Path): MaybePromise<string> => until(fs.readlink(path)),
    list: (path: Path): MaybePromise<Listing> =>
      andThen(until(fs.list(path)), (listing) => ({ next: () => until(listing.next()) })),
    open: (path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> => {
      const opening = fs.open(path, options);
      const given = andThen(until(opening), (file) => readInterruptibly(file, signal()));
      // What is opened after all has nobody to close it.
      if (isPromise(given) && isPromise(opening))
        given.catch(() => opening.then((file) => file.close()).catch(() => {}));
      return given;
    },
  };
}

/** An open file whose reads end at the abort. */
function readInterruptibly(file: OpenFile | Stream, signal: AbortSignal): OpenFile | Stream {
  if (file.kind === 'stream') {
    return {
      kind: 'stream',
      type: file.type,
      read: (max) => untilAborted(file.read(max, signal), signal),
      write: (bytes) => file.write(bytes),
      readable: (withdrawn) => file.readable(withdrawn),
      close: () => file.close(),
    };
  }
  return {
    kind: 'file',
    stat: () => file.stat(),
    read: (position, max) => untilAborted(file.read(position, max), signal),
    write: (position, bytes) => file.write(position, bytes),
    truncate: (size) => file.truncate(size),
    sync: () => file.sync(),
    setTimes: (times) => file.setTimes(times),
    close: (abandon) => file.close(abandon),
  };
}
