// What the shell asks of the tree, symbolic links followed.
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import type { Entry, Stat } from '../../wasi/vfs/filesystem.ts';
import type { ReadableFileSystem } from './interruptible-fs.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { formatPath, resolveLexically, splitPath } from '../../wasi/vfs/path.ts';
import type { Steps } from './steps.ts';
import { wait } from './steps.ts';

const maximumLinks = 40;

/** What is at `path`, or at the end of the links there. @throws what `FileSystem.stat` does, ELOOP */
export function* statFollowing(fs: ReadableFileSystem, path: Path): Steps<Stat> {
  return (yield* follow(fs, path)).stat;
}

/** The end of the links at `path`. */
function* follow(
  fs: ReadableFileSystem,
  path: Path,
): Steps<{ readonly place: Path; readonly stat: Stat }> {
  let place = path;
  for (let links = 0; links <= maximumLinks; links += 1) {
    const stat = yield* wait(fs.stat(place));
    if (stat.type !== 'symlink') return { place, stat };
    place = resolveLexically(place.slice(0, -1), yield* wait(fs.readlink(place)));
  }
  throw new SystemError('ELOOP');
}

/**
 * Where `text` leads from `cwd`. What stands before a `..` must be a directory: `nope/../f` is not `f`. Where there is
 * no such `..`, nothing is asked of the file system.
 * @param links whether `link/..` is above where the link leads, or (`keep`, as `cd` has it) where the link is
 * @throws what `resolveLexically` does, ENOENT, ENOTDIR
 */
export function* resolvePath(
  fs: ReadableFileSystem,
  cwd: Path,
  text: string,
  links: 'follow' | 'keep' = 'follow',
): Steps<Path> {
  const { absolute, components } = splitPath(text);
  let path = absolute ? [] : cwd;
  // What is above a directory is one too, and so is the cwd.
  let directory = true;
  for (const component of components) {
    if (component === '.') continue;
    if (component !== '..') {
      path = [...path, component];
      directory = false;
      continue;
    }
    if (!directory) {
      const { place, stat } = yield* follow(fs, path);
      if (stat.type !== 'directory') throw new SystemError('ENOTDIR');
      if (links === 'follow') path = place;
      directory = true;
    }
    path = path.slice(0, -1);
  }
  return path;
}

/**
 * What `text` names as seen from `cwd`, undefined where it names nothing (or nothing that can be reached).
 * A trailing slash asks for a directory.
 */
export function* statText(
  fs: ReadableFileSystem,
  cwd: Path,
  text: string,
  links: 'follow' | 'keep' = 'follow',
): Steps<Stat | undefined> {
  try {
    const path = yield* resolvePath(fs, cwd, text);
    const { directory } = splitPath(text);
    const stat =
      links === 'follow' || directory ? yield* statFollowing(fs, path) : yield* wait(fs.stat(path));
    return directory && stat.type !== 'directory' ? undefined : stat;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** The whole listing of a directory; empty where it cannot be read, as for a glob. */
export function* listDirectory(fs: ReadableFileSystem, path: Path): Steps<readonly Entry[]> {
  const entries: Entry[] = [];
  try {
    const listing = yield* wait(fs.list(path));
    for (;;) {
      const some = yield* wait(listing.next());
      if (some.length === 0) return entries;
      entries.push(...some);
    }
  } catch (error) {
    if (isSystemError(error)) return entries;
    throw error;
  }
}

/** The first bytes of a file, at most `size`. @throws what `FileSystem.open` and `read` do, EISDIR */
export function* readHead(fs: ReadableFileSystem, path: Path, size: number): Steps<Uint8Array> {
  const file = yield* wait(fs.open(path, { read: true, write: false }));
  try {
    return yield* wait(file.kind === 'file' ? file.read(0, size) : file.read(size));
  } finally {
    yield* wait(file.close());
  }
}

/** The whole text of a file. @throws what `FileSystem.open` and `read` do, EISDIR */
export function* readText(fs: ReadableFileSystem, path: Path): Steps<string> {
  const file = yield* wait(fs.open(path, { read: true, write: false }));
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let position = 0; ;) {
      const bytes = yield* wait(
        file.kind === 'file' ? file.read(position, 1 << 20) : file.read(1 << 20),
      );
      if (bytes.length === 0) return text + decoder.decode();
      text += decoder.decode(bytes, { stream: true });
      position += bytes.length;
    }
  } finally {
    yield* wait(file.close());
  }
}

/** A directory as people read it: `~` for the home directory, the mount's name for a mounted folder. */
export function displayPath(path: Path, home: string | undefined): string {
  if (path[0] === 'mnt' && path.length > 1) return path.slice(1).join('/');
  const text = formatPath(path);
  if (home === undefined || home === '/' || home === '') return text;
  if (text === home) return '~';
  return text.startsWith(home + '/') ? '~' + text.slice(home.length) : text;
}
