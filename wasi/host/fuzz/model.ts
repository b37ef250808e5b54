// For tests: a tree with the rules of POSIX as Linux has them, as simple as can be, and nothing of the host in it. Nodes
// know their parents, so that `..` needs no list of names, and a path is walked as the kernel walks it.
import type { Code } from '../../vfs/error.ts';

interface Directory {
  readonly kind: 'directory';
  readonly entries: Map<string, Node>;
  parent: Directory | undefined;
}

interface File {
  readonly kind: 'file';
  text: string;
}

interface Link {
  readonly kind: 'link';
  readonly target: string;
}

type Node = Directory | File | Link;

/** What an operation answers: an errno, or success with what it read. */
export type Answer = { readonly codes: readonly Code[] } | { readonly text: string };

class Failure extends Error {
  readonly codes: readonly Code[];

  constructor(...codes: Code[]) {
    super(codes.join(' or '));
    this.codes = codes;
  }
}

function fail(code: Code): never {
  throw new Failure(code);
}

/** The last component of a path, not looked up yet. */
interface Last {
  readonly parent: Directory;
  /** Undefined for the root itself. */
  readonly name: string | undefined;
  readonly slash: boolean;
}

export interface ModelOptions {
  /** Whether it has links; otherwise to make one is ENOTSUP. */
  readonly links: boolean;
  /** Whether `..` and `/` stop at the root, as in a Unix tree; otherwise they are EPERM. */
  readonly clamp: boolean;
}

const maximumLinks = 40;

export class Model {
  readonly #root: Directory = { kind: 'directory', entries: new Map(), parent: undefined };
  readonly #options: ModelOptions;
  #followed = 0;
  #climbed = false;

  constructor(options: ModelOptions) {
    this.#options = options;
  }

  /** Whether a path leads above the root on its way. */
  climbs(path: string): boolean {
    this.#climbed = false;
    this.#followed = 0;
    this.#try(() => void this.#find(path, true));
    return this.#climbed;
  }

  #try(action: () => string | void): Answer {
    try {
      return { text: action() ?? '' };
    } catch (error) {
      if (error instanceof Failure) return { codes: error.codes };
      throw error;
    }
  }

  #begin(action: () => string | void): Answer {
    this.#followed = 0;
    return this.#try(action);
  }

  #up(directory: Directory): Directory {
    if (directory.parent !== undefined) return directory.parent;
    this.#climbed = true;
    return this.#options.clamp ? directory : fail('EPERM');
  }

  #get(directory: Directory, name: string): Node | undefined {
    if (name === '.') return directory;
    if (name === '..') return this.#up(directory);
    return directory.entries.get(name);
  }

  /** Walks to all but the last component. */
  #parent(path: string, from: Directory): Last {
    if (path === '') fail('ENOENT');
    if (path.startsWith('/')) {
      this.#climbed = true;
      if (!this.#options.clamp) fail('EPERM');
    }
    let at = path.startsWith('/') ? this.#root : from;
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
    return this.#find(link.target, true, from);
  }

  /** What a path leads to; a slash behind it asks for a directory, and follows. */
  #find(path: string, follow: boolean, from: Directory = this.#root): Node {
    const { parent, name, slash } = this.#parent(path, from);
    const node = name === undefined ? this.#root : (this.#get(parent, name) ?? fail('ENOENT'));
    const reached = node.kind === 'link' && (follow || slash) ? this.#follow(node, parent) : node;
    if (slash && reached.kind !== 'directory') fail('ENOTDIR');
    return reached;
  }

  /** The place of a new entry. @throws EEXIST also a dot; ENOENT a slash behind what is no directory */
  #place(path: string, directory: boolean): { readonly parent: Directory; readonly name: string } {
    const { parent, name, slash } = this.#parent(path, this.#root);
    if (name === undefined || this.#get(parent, name) !== undefined) return fail('EEXIST');
    if (slash && !directory) fail('ENOENT');
    return { parent, name };
  }

  /** An entry that is to go. */
  #entry(path: string): Last & { readonly name: string; readonly node: Node } {
    const last = this.#parent(path, this.#root);
    const name = last.name ?? fail('EBUSY');
    return { ...last, name, node: this.#get(last.parent, name) ?? fail('ENOENT') };
  }

  stat(path: string, follow: boolean): Answer {
    return this.#begin(() => this.#find(path, follow).kind);
  }

  read(path: string): Answer {
    return this.#begin(() => {
      const node = this.#find(path, true);
      if (node.kind !== 'file') return fail('EISDIR');
      return node.text;
    });
  }

  list(path: string): Answer {
    return this.#begin(() => {
      const node = this.#find(path, true);
      if (node.kind !== 'directory') return fail('ENOTDIR');
      return ['.', '..', ...[...node.entries.keys()].toSorted()].join(' ');
    });
  }

  readlink(path: string): Answer {
    return this.#begin(() => {
      const node = this.#find(path, false);
      return node.kind === 'link' ? node.target : fail('EINVAL');
    });
  }

  /** Opens for writing, and writes at the beginning. */
  write(
    path: string,
    text: string,
    { create, exclusive, truncate }: { create: boolean; exclusive: boolean; truncate: boolean },
  ): Answer {
    return this.#begin(() => {
      const file = create ? this.#create(path, exclusive, this.#root) : this.#find(path, true);
      if (file.kind !== 'file') return fail('EISDIR');
      if (truncate) file.text = '';
      file.text = text + file.text.slice(text.length);
      return '';
    });
  }

  #create(path: string, exclusive: boolean, from: Directory): Node {
    const { parent, name, slash } = this.#parent(path, from);
    if (name === '..') this.#up(parent);
    if (name === undefined || name === '.' || name === '..')
      return fail(exclusive ? 'EEXIST' : 'EISDIR');
    if (slash) fail('EISDIR');
    const found = parent.entries.get(name);
    if (found === undefined) {
      const file: File = { kind: 'file', text: '' };
      parent.entries.set(name, file);
      return file;
    }
    if (exclusive) fail('EEXIST');
    if (found.kind !== 'link') return found;
    if (++this.#followed > maximumLinks) fail('ELOOP');
    return this.#create(found.target, false, parent);
  }

  createDirectory(path: string): Answer {
    return this.#begin(() => {
      const { parent, name } = this.#place(path, true);
      parent.entries.set(name, { kind: 'directory', entries: new Map(), parent });
    });
  }

  removeDirectory(path: string): Answer {
    return this.#begin(() => {
      const { parent, name, node } = this.#entry(path);
      if (name === '.') fail('EINVAL');
      if (name === '..') fail('ENOTEMPTY');
      if (node.kind !== 'directory') return fail('ENOTDIR');
      if (node.entries.size > 0) fail('ENOTEMPTY');
      parent.entries.delete(name);
    });
  }

  unlink(path: string): Answer {
    return this.#begin(() => {
      const { parent, name, slash } = this.#parent(path, this.#root);
      if (name === undefined) return fail('EISDIR');
      const node = this.#get(parent, name) ?? fail('ENOENT');
      if (node.kind === 'directory') fail('EISDIR');
      if (slash) fail('ENOTDIR');
      parent.entries.delete(name);
    });
  }

  /** Where both paths are wrong, either error will do: POSIX does not say which is seen first. */
  #both<A, B>(first: () => A, second: () => B): [A, B] {
    const codes: Code[] = [];
    const attempt = <T>(action: () => T): T | undefined => {
      this.#followed = 0;
      try {
        return action();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        codes.push(...error.codes);
        return undefined;
      }
    };
    const [one, other] = [attempt(first), attempt(second)];
    if (one === undefined || other === undefined) throw new Failure(...codes);
    return [one, other];
  }

  /** One path of a rename. @throws EBUSY a dot; ENOENT where it must be there */
  #renamed(path: string, there: boolean): Last & { readonly name: string; readonly node?: Node } {
    const last = this.#parent(path, this.#root);
    const { name } = last;
    if (name === '..') this.#up(last.parent);
    if (name === undefined || name === '.' || name === '..') return fail('EBUSY');
    const node = last.parent.entries.get(name);
    if (node === undefined) return there ? fail('ENOENT') : { ...last, name };
    if (there && last.slash && node.kind !== 'directory') fail('ENOTDIR');
    return { ...last, name, node };
  }

  rename(from: string, to: string): Answer {
    return this.#begin(() => {
      const [source, target] = this.#both(
        () => this.#renamed(from, true),
        () => this.#renamed(to, false),
      );
      const node = source.node ?? fail('ENOENT');
      if (node.kind !== 'directory' && target.slash) fail('ENOTDIR');
      if (node.kind === 'directory' && within(target.parent, node)) fail('EINVAL');
      const existing = target.node;
      if (existing?.kind === 'directory' && within(source.parent, existing)) fail('ENOTEMPTY');
      if (node === existing) return;
      if (existing !== undefined) {
        if (node.kind === 'directory' && existing.kind !== 'directory') fail('ENOTDIR');
        if (node.kind !== 'directory' && existing.kind === 'directory') fail('EISDIR');
        if (existing.kind === 'directory' && existing.entries.size > 0) fail('ENOTEMPTY');
      }
      source.parent.entries.delete(source.name);
      target.parent.entries.set(target.name, node);
      if (node.kind === 'directory') node.parent = target.parent;
    });
  }

  link(from: string, to: string): Answer {
    return this.#begin(() => {
      const checked = (): Node => {
        const node = this.#find(from, false);
        return node.kind === 'directory' ? fail('EPERM') : node;
      };
      const [node, place] = this.#both(checked, () => this.#place(to, false));
      if (!this.#options.links) fail('ENOTSUP');
      place.parent.entries.set(place.name, node);
    });
  }

  symlink(target: string, path: string): Answer {
    return this.#begin(() => {
      if (target === '') fail('ENOENT');
      const absolute = (): void => {
        if (target.startsWith('/') && !this.#options.clamp) fail('EPERM');
      };
      const [, place] = this.#both(
        () => (absolute(), true),
        () => this.#place(path, false),
      );
      if (!this.#options.links) fail('ENOTSUP');
      place.parent.entries.set(place.name, { kind: 'link', target });
    });
  }

  /** Everything, by path: texts of files, `(directory)`, targets of links. */
  tree(): Record<string, string> {
    const tree: Record<string, string> = {};
    const walk = (directory: Directory, path: string): void => {
      for (const [name, node] of directory.entries) {
        if (node.kind === 'directory') {
          tree[`${path}${name}/`] = '(directory)';
          walk(node, `${path}${name}/`);
        } else tree[path + name] = node.kind === 'file' ? node.text : `-> ${node.target}`;
      }
    };
    walk(this.#root, '');
    return tree;
  }
}

/** Whether `directory` is `above`, or lies below it. */
function within(directory: Directory, above: Directory): boolean {
  for (let at: Directory | undefined = directory; at !== undefined; at = at.parent)
    if (at === above) return true;
  return false;
}
