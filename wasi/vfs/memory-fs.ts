// A file system in memory: complete, with links and times.
import { SystemError } from './error.ts';
import type {
  Entry,
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
  Times,
} from './filesystem.ts';
import { hash64 } from './hash.ts';
import { MemoryFile } from './memory-file.ts';
import { byteLength, equalPaths, startsWith, type Path } from './path.ts';
import { nanoseconds, setTimes, type TimeStamps } from './times.ts';

type Node = MemoryDirectory | MemoryFile | MemoryLink;

class MemoryDirectory implements TimeStamps {
  readonly type = 'directory';
  readonly entries = new Map<string, Node>();
  readonly inode: bigint;
  accessed = nanoseconds();
  modified = this.accessed;
  changed = this.accessed;

  constructor(inode: bigint) {
    this.inode = inode;
  }
}

class MemoryLink implements TimeStamps {
  readonly type = 'symlink';
  readonly target: string;
  readonly inode: bigint;
  links = 1;
  accessed = nanoseconds();
  modified = this.accessed;
  changed = this.accessed;

  constructor(inode: bigint, target: string) {
    this.inode = inode;
    this.target = target;
  }
}

/** A tree in memory. It lives as long as the object does. */
export class MemoryFileSystem implements FileSystem {
  readonly readOnly = false;
  /** Whether it has ever held a symbolic link. */
  links = false;
  readonly #device: bigint;
  readonly #root: MemoryDirectory;
  #inodes = 1n;

  /** @param name gives the device number, so that two of them in one tree are told apart */
  constructor(name = 'memory') {
    this.#device = hash64(name);
    this.#root = new MemoryDirectory(this.#inodes++);
  }

  #find(path: Path): Node {
    let node: Node = this.#root;
    for (const name of path) {
      if (!(node instanceof MemoryDirectory)) throw new SystemError('ENOTDIR');
      const next: Node | undefined = node.entries.get(name);
      if (next === undefined) throw new SystemError('ENOENT');
      node = next;
    }
    return node;
  }

  #directory(path: Path): MemoryDirectory {
    const node = this.#find(path);
    if (!(node instanceof MemoryDirectory)) throw new SystemError('ENOTDIR');
    return node;
  }

  /** The directory that holds the last name of `path`, and that name. @throws EBUSY the root has none */
  #parent(path: Path): { readonly parent: MemoryDirectory; readonly name: string } {
    const name = path.at(-1);
    if (name === undefined) throw new SystemError('EBUSY');
    if (byteLength(name) > 255) throw new SystemError('ENAMETOOLONG');
    return { parent: this.#directory(path.slice(0, -1)), name };
  }

  #add(parent: MemoryDirectory, name: string, node: Node): void {
    parent.entries.set(name, node);
    parent.modified = parent.changed = nanoseconds();
  }

  #remove(parent: MemoryDirectory, name: string): void {
    parent.entries.delete(name);
    parent.modified = parent.changed = nanoseconds();
  }

  stat(path: Path): Stat {
    return this.#statOf(this.#find(path));
  }

  #statOf(node: Node): Stat {
    if (node instanceof MemoryFile) return node.stat();
    const { type, inode, accessed, modified, changed } = node;
    const links = node instanceof MemoryDirectory ? 2 : node.links;
    const size = node instanceof MemoryDirectory ? 4096 : byteLength(node.target);
    return { type, device: this.#device, inode, links, size, accessed, modified, changed };
  }

  open(path: Path, options: OpenOptions): OpenFile {
    if (path.length === 0) throw new SystemError('EISDIR');
    const { parent, name } = this.#parent(path);
    let node = parent.entries.get(name);
    if (node === undefined) {
      if (options.create !== true) throw new SystemError('ENOENT');
      node = new MemoryFile(this.#device, this.#inodes++);
      this.#add(parent, name, node);
    } else if (options.create === true && options.exclusive === true) {
      throw new SystemError('EEXIST');
    }
    if (node instanceof MemoryDirectory) throw new SystemError('EISDIR');
    if (node instanceof MemoryLink) throw new SystemError('ELOOP');
    if (options.truncate === true) node.truncate(0);
    return node;
  }

  list(path: Path): Listing {
    const directory = this.#directory(path);
    const entries: Entry[] = [...directory.entries].map(([name, { type, inode }]) => ({
      name,
      type,
      inode,
    }));
    return { next: () => entries.splice(0) };
  }

  createDirectory(path: Path): void {
    if (path.length === 0) throw new SystemError('EEXIST');
    const { parent, name } = this.#parent(path);
    if (parent.entries.has(name)) throw new SystemError('EEXIST');
    this.#add(parent, name, new MemoryDirectory(this.#inodes++));
  }

  removeDirectory(path: Path): void {
    const { parent, name } = this.#parent(path);
    const node = this.#find(path);
    if (!(node instanceof MemoryDirectory)) throw new SystemError('ENOTDIR');
    if (node.entries.size > 0) throw new SystemError('ENOTEMPTY');
    this.#remove(parent, name);
  }

  unlink(path: Path): void {
    if (path.length === 0) throw new SystemError('EISDIR');
    const { parent, name } = this.#parent(path);
    const node = this.#find(path);
    if (node instanceof MemoryDirectory) throw new SystemError('EISDIR');
    node.links--;
    node.changed = nanoseconds();
    this.#remove(parent, name);
  }

  rename(from: Path, to: Path): void {
    const source = this.#parent(from);
    const target = this.#parent(to);
    const node = this.#find(from);
    const existing = target.parent.entries.get(target.name);
    if (node === existing) return; // two names of one file: rename(2) does nothing
    if (equalPaths(from, to)) return;
    if (node instanceof MemoryDirectory && startsWith(to, from)) throw new SystemError('EINVAL');
    if (startsWith(from, to)) throw new SystemError('ENOTEMPTY');
    if (existing !== undefined) {
      if (existing instanceof MemoryDirectory) {
        if (!(node instanceof MemoryDirectory)) throw new SystemError('EISDIR');
        if (existing.entries.size > 0) throw new SystemError('ENOTEMPTY');
      } else if (node instanceof MemoryDirectory) {
        throw new SystemError('ENOTDIR');
      } else {
        existing.links--;
      }
    }
    this.#remove(source.parent, source.name);
    this.#add(target.parent, target.name, node);
    node.changed = nanoseconds();
  }

  setTimes(path: Path, times: Times): void {
    setTimes(this.#find(path), times);
  }

  link(from: Path, to: Path): void {
    const node = this.#find(from);
    if (node instanceof MemoryDirectory) throw new SystemError('EPERM');
    const { parent, name } = this.#parent(to);
    if (parent.entries.has(name)) throw new SystemError('EEXIST');
    node.links++;
    node.changed = nanoseconds();
    this.#add(parent, name, node);
  }

  symlink(target: string, path: Path): void {
    const { parent, name } = this.#parent(path);
    if (parent.entries.has(name)) throw new SystemError('EEXIST');
    this.links = true;
    this.#add(parent, name, new MemoryLink(this.#inodes++, target));
  }

  readlink(path: Path): string {
    const node = this.#find(path);
    if (!(node instanceof MemoryLink)) throw new SystemError('EINVAL');
    return node.target;
  }
}
