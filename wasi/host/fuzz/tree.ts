// For tests: a tree of nodes with the rules of POSIX as Linux has them, and nothing of the host in it. Nodes know their
// parents, so that `..` needs no list of names, and a path is walked as the kernel walks it.
import type { Code } from '../../vfs/error.ts';

/** A file system. */
export interface Device {
  readonly readOnly: boolean;
  /** Whether it has links; otherwise to make one is ENOTSUP. */
  readonly links: boolean;
  /** Whether it keeps the times that it is told; otherwise those are ENOTSUP, and `now` is all that it can. */
  readonly times: boolean;
}

/** A number of nanoseconds that somebody has set, or whatever the clock has said. */
export type Time = bigint | 'now';

/** Times to set; undefined leaves one. */
export interface Setting {
  readonly accessed: Time | undefined;
  readonly modified: Time | undefined;
}

interface Common {
  readonly device: Device;
  accessed: Time;
  modified: Time;
}

export interface Directory extends Common {
  readonly kind: 'directory';
  readonly entries: Map<string, Node>;
  parent: Directory | undefined;
  /** Whether a file system begins here. */
  readonly mount: boolean;
  /** Nothing leads to it any more, but who has it open. */
  removed: boolean;
}

export interface File extends Common {
  readonly kind: 'file';
  /** A character for each byte. */
  text: string;
  links: number;
}

export interface Link extends Common {
  readonly kind: 'link';
  readonly target: string;
  links: number;
}

export type Node = Directory | File | Link;

/** The errnos that an operation may end with. */
export class Failure extends Error {
  readonly codes: readonly Code[];

  constructor(codes: readonly Code[]) {
    super(codes.join(' or '));
    this.codes = codes;
  }
}

export function fail(...codes: Code[]): never {
  throw new Failure(codes);
}

/** Where more than one thing is wrong POSIX does not say which is seen first: each of the errnos will do. */
export function orElse<T>(codes: readonly Code[], action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof Failure ? new Failure([...codes, ...error.codes]) : error;
  }
}

/** As `orElse`, for two actions of which either may be seen to fail first. */
export function both<A, B>(first: () => A, second: () => B): [A, B] {
  let one: A;
  try {
    one = first();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    orElse(error.codes, second);
    throw error;
  }
  return [one, second()];
}

const untouched = { accessed: 'now', modified: 'now' } as const;

export function newDirectory(device: Device, parent?: Directory, mount = false): Directory {
  const entries = new Map<string, Node>();
  return { kind: 'directory', entries, parent, device, mount, removed: false, ...untouched };
}

export function newFile(device: Device, text = ''): File {
  return { kind: 'file', text, links: 0, device, ...untouched };
}

export function newLink(device: Device, target: string): Link {
  return { kind: 'link', target, links: 0, device, ...untouched };
}

/** Gives a node a name. */
export function enter(parent: Directory, name: string, node: Node): void {
  parent.entries.set(name, node);
  parent.modified = 'now';
  if (node.kind === 'directory') node.parent = parent;
  else node.links++;
}

/** Takes a name away; `moves` says that the node has another one next. */
export function leave(parent: Directory, name: string, moves = false): void {
  const node = parent.entries.get(name);
  parent.entries.delete(name);
  parent.modified = 'now';
  if (node?.kind === 'directory') node.removed = !moves;
  else if (node !== undefined) node.links--;
}

/** @throws EROFS; ENOTSUP a file system that keeps no times */
export function setTimes(node: Node, { accessed, modified }: Setting): void {
  if (node.device.readOnly) fail('EROFS');
  const exact = [accessed, modified].some((time) => typeof time === 'bigint');
  if (exact && !node.device.times) fail('ENOTSUP');
  if (accessed !== undefined) node.accessed = accessed;
  if (modified !== undefined) node.modified = modified;
}

/** Kind, size in bytes, links, and times where somebody has set them. */
export function describe(node: Node): string {
  const times = node.device.times ? ` ${node.accessed} ${node.modified}` : '';
  if (node.kind === 'directory') return `directory${times}`;
  const size = node.kind === 'file' ? node.text.length : node.target.length;
  return `${node.kind} ${size} ${node.links}${times}`;
}

/** Whether `directory` is `above`, or lies below it. */
export function within(directory: Directory, above: Directory): boolean {
  for (let at: Directory | undefined = directory; at !== undefined; at = at.parent)
    if (at === above) return true;
  return false;
}

/** Where paths begin. */
export interface Base {
  readonly directory: Directory;
  /** What no path leaves. */
  readonly floor: Directory;
  /** Whether `..` and `/` stop at the floor, as in a Unix tree; otherwise they are EPERM. */
  readonly clamp: boolean;
}

/** The last component of a path, not looked up yet. */
interface Last {
  readonly parent: Directory;
  /** Undefined for the root itself. */
  readonly name: string | undefined;
  readonly slash: boolean;
}

/** A name in a directory, whether there is one or not. */
export interface Name extends Last {
  readonly name: string;
}

const maximumLinks = 40;

/** The walk of one path. */
export class Walk {
  /** Whether it has led to the floor and further. */
  climbed = false;
  readonly #base: Base;
  #followed = 0;

  constructor(base: Base) {
    this.#base = base;
  }

  #up(directory: Directory): Directory {
    if (directory !== this.#base.floor) return directory.parent ?? fail('ENOENT');
    this.climbed = true;
    return this.#base.clamp ? directory : fail('EPERM');
  }

  #get(directory: Directory, name: string): Node | undefined {
    if (name === '.') return directory;
    if (name === '..') return this.#up(directory);
    return directory.entries.get(name);
  }

  /** Walks to all but the last component. */
  #parent(path: string, from: Directory): Last {
    if (path === '') fail('ENOENT');
    let at = from;
    if (path.startsWith('/')) {
      this.climbed = true;
      at = this.#base.clamp ? this.#base.floor : fail('EPERM');
    }
    // POSIX: a directory that is removed has no entries, not even `.` and `..`.
    if (at.removed) fail('ENOENT');
    const names = path.split('/').filter((name) => name !== '');
    const name = names.pop();
    for (const step of names) at = this.#enter(at, step);
    return { parent: at, name, slash: path.endsWith('/') };
  }

  #enter(at: Directory, name: string): Directory {
    const node = this.#get(at, name) ?? fail('ENOENT');
    const reached = node.kind === 'link' ? this.#follow(node, at) : node;
    return reached.kind === 'directory' ? reached : fail('ENOTDIR');
  }

  #follow(link: Link, from: Directory): Node {
    if (++this.#followed > maximumLinks) fail('ELOOP');
    return this.find(link.target, true, from);
  }

  /** What a path leads to; a slash behind it asks for a directory, and follows. */
  find(path: string, follow: boolean, from: Directory = this.#base.directory): Node {
    const { parent, name, slash } = this.#parent(path, from);
    const node = name === undefined ? parent : (this.#get(parent, name) ?? fail('ENOENT'));
    const reached = node.kind === 'link' && (follow || slash) ? this.#follow(node, parent) : node;
    if (slash && reached.kind !== 'directory') fail('ENOTDIR');
    return reached;
  }

  /** What is there to be opened with O_CREAT, which makes a file where nothing is. */
  create(
    path: string,
    exclusive: boolean,
    follow: boolean,
    from: Directory = this.#base.directory,
  ): Node {
    const { parent, name, slash } = this.#parent(path, from);
    if (name === '..') this.#up(parent);
    if (name === undefined || name === '.' || name === '..')
      return fail(exclusive ? 'EEXIST' : 'EISDIR');
    if (slash) fail('EISDIR');
    const found = parent.entries.get(name);
    if (found === undefined) {
      if (parent.device.readOnly) fail('EROFS');
      const file = newFile(parent.device);
      enter(parent, name, file);
      return file;
    }
    if (exclusive) fail('EEXIST');
    if (found.kind !== 'link') return found;
    if (!follow || ++this.#followed > maximumLinks) fail('ELOOP');
    return this.create(found.target, false, true, parent);
  }

  /** The place of a new entry. @throws EEXIST also a dot; ENOENT a slash behind what is no directory */
  place(path: string, directory: boolean): { readonly parent: Directory; readonly name: string } {
    const { parent, name, slash } = this.#parent(path, this.#base.directory);
    if (name === undefined || this.#get(parent, name) !== undefined) return fail('EEXIST');
    if (slash && !directory) fail('ENOENT');
    return { parent, name };
  }

  /** An entry that is to go. */
  entry(path: string): Last & { readonly node: Node } {
    const last = this.#parent(path, this.#base.directory);
    return { ...last, node: this.#get(last.parent, last.name ?? '.') ?? fail('ENOENT') };
  }

  /** One path of a rename, not looked up yet. @throws EBUSY a dot */
  renamed(path: string): Name {
    const { parent, name, slash } = this.#parent(path, this.#base.directory);
    if (name === '..') this.#up(parent);
    if (name === undefined || name === '.' || name === '..') return fail('EBUSY');
    return { parent, name, slash };
  }
}
