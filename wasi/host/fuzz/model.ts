// For tests: what each step must answer, by the rules of POSIX as Linux has them, and what the tree is then.
import type { Code } from '../../vfs/error.ts';
import { Descriptors } from './descriptors.ts';
import type { How, PathStep, Place, Step } from './step.ts';
import {
  both,
  describe,
  enter,
  fail,
  Failure,
  leave,
  newDirectory,
  newFile,
  newLink,
  orElse,
  setTimes,
  Walk,
  within,
  type Device,
  type Directory,
  type Name,
  type Node,
} from './tree.ts';

/** How many bytes `.` and `..` take in a listing. */
const dots = 24 + 1 + 24 + 2;

/** The steps that change an entry; what `open` may change depends on how. */
const changing: ReadonlySet<Step['name']> = new Set<Step['name']>([
  'createDirectory',
  'link',
  'removeDirectory',
  'rename',
  'setTimes',
  'symlink',
  'unlink',
]);

/** What a listing must and may hold, and what the change amid it must answer. */
export interface Listed {
  readonly must: readonly string[];
  readonly may: readonly string[];
  readonly change: Answer;
}

/** What a step answers: one of some errnos, or success with what it read. */
export type Answer =
  | { readonly codes: readonly Code[] }
  | { readonly text: string }
  | { readonly listed: Listed };

export interface Scene {
  /** The file system that the plan begins in, and what it can. */
  readonly own: Device;
  /** Whether the program has directories as capabilities, `/in`, `/m` and `/r`, instead of the root of a Unix tree. */
  readonly inside: boolean;
}

export class Model {
  readonly #root: Directory;
  readonly #descriptors: Descriptors;
  readonly #scene: Scene;
  /** What was applied so far. */
  readonly #past: Exclude<Step, { name: 'list' }>[] = [];

  constructor(scene: Scene) {
    const { own, inside } = scene;
    this.#scene = scene;
    const root = newDirectory(own);
    this.#root = root;
    const put = (parent: Directory, name: string): Directory => {
      const directory = newDirectory(parent.device, parent);
      enter(parent, name, directory);
      return directory;
    };
    const file = (parent: Directory, name: string, text: string): void =>
      enter(parent, name, newFile(parent.device, text));
    const mount = (name: string, device: Device): Directory => {
      const directory = newDirectory(device, root, true);
      enter(root, name, directory);
      return directory;
    };
    const [other, fixed] = [mount('m', { ...own }), mount('r', { ...own, readOnly: true })];
    file(fixed, 'a', 'fixed');
    put(fixed, 'b');
    this.#descriptors = new Descriptors();
    if (!inside) {
      this.#descriptors.preopen(root, true);
      return;
    }
    // Beside what is preopened, where no path may lead.
    file(root, 'a', 'outside');
    file(put(root, 'b'), 'a', 'outside');
    for (const directory of [put(root, 'in'), other, fixed])
      this.#descriptors.preopen(directory, false);
  }

  /** Whether a path leads above what it may, on its way. */
  climbs({ at, path }: Place): boolean {
    if (!this.#descriptors.isDirectory(at)) return false;
    const walk = this.#walk(at);
    this.#try(() => void walk.find(path, true));
    return walk.climbed;
  }

  /** The open descriptors, in order. */
  get open(): number[] {
    return this.#descriptors.open;
  }

  /** Whether a descriptor is open, and what is behind it is there. */
  alive(fd: number): boolean {
    return this.#descriptors.alive(fd);
  }

  apply(step: Step): Answer {
    if (step.name !== 'list') {
      if (this.#refused(step)) return { codes: ['EROFS', ...this.#wouldFail(step)] };
      this.#past.push(step);
      return this.#try(() => this.#text(step));
    }
    let listed: Listed | undefined;
    const failed = this.#try(() => {
      const { directory } = this.#descriptors.directory(step.fd);
      if (directory.removed) fail('ENOENT');
      const before = new Set(directory.entries.keys());
      const change = this.apply(step.change);
      // What is removed amid the listing is empty, and `.` and `..` have filled the buffer or not.
      if (directory.removed && step.size <= dots) fail('ENOENT');
      const after = new Set(directory.entries.keys());
      const names = (list: readonly string[]): string[] => ['.', '..', ...list];
      listed = {
        must: names([...before].filter((name) => after.has(name))),
        may: names([...before, ...after]),
        change,
      };
    });
    return listed === undefined ? failed : { listed };
  }

  #try(action: () => string | void): Answer {
    try {
      return { text: action() ?? '' };
    } catch (error) {
      if (error instanceof Failure) return { codes: error.codes };
      throw error;
    }
  }

  #text(step: Exclude<Step, { name: 'list' }>): string | void {
    return 'fd' in step ? this.#descriptors.apply(step) : this.#path(step);
  }

  #walk(at: number): Walk {
    return new Walk(this.#descriptors.directory(at));
  }

  #path(step: PathStep): string | void {
    const { at, path } = step;
    switch (step.name) {
      case 'stat':
        return describe(this.#walk(at).find(path, step.follow));
      case 'readlink': {
        const node = this.#walk(at).find(path, false);
        return node.kind === 'link' ? node.target : fail('EINVAL');
      }
      case 'content': {
        const node = this.#walk(at).find(path, true);
        return node.kind === 'file' ? node.text : fail('EISDIR');
      }
      case 'open':
        return this.#open(step, step.how);
      case 'setTimes':
        return setTimes(this.#walk(at).find(path, step.follow), step.times);
      case 'createDirectory':
        return this.#createDirectory(step);
      case 'removeDirectory':
        return this.#removeDirectory(step);
      case 'unlink':
        return this.#unlink(step);
      case 'symlink':
        return this.#symlink(step, step.target);
      case 'link':
        return this.#link(step.from, step);
      case 'rename':
        return this.#rename(step.from, step);
    }
  }

  /** Through a directory of a read-only file system nothing is changed, wherever the path leads: it has no right to that. */
  #refused(step: Step): boolean {
    if ('fd' in step || !changing.has(step.name)) return false;
    return this.#isReadOnly(step.at) || ('from' in step && this.#isReadOnly(step.from.at));
  }

  /** Whether a descriptor is a directory of a read-only file system. The root of a tree of mounts is as what is below it. */
  #isReadOnly(fd: number): boolean {
    if (!this.#descriptors.isDirectory(fd)) return false;
    const { directory } = this.#descriptors.directory(fd);
    return directory !== this.#root && directory.device.readOnly;
  }

  /** What else is wrong with a step, and may be seen first: a twin that has lived through the same tries it. */
  #wouldFail(step: Exclude<Step, { name: 'list' }>): readonly Code[] {
    const twin = new Model(this.#scene);
    for (const past of this.#past) twin.apply(past);
    const answer = twin.#try(() => twin.#text(step));
    return 'codes' in answer ? answer.codes : [];
  }

  #open({ at, path }: Place, how: How): string {
    const base = this.#descriptors.directory(at);
    const walk = new Walk(base);
    const writes = how.access !== 'read' || how.truncate;
    const open = (): string => {
      if (how.create && how.directory) {
        orElse(['EINVAL'], () => walk.find(path, how.follow));
        fail('EINVAL');
      }
      const node = how.create
        ? walk.create(path, how.exclusive, how.follow && !how.exclusive)
        : walk.find(path, how.follow);
      // Linux says ENOTDIR where O_DIRECTORY is asked for as well, POSIX ELOOP.
      if (node.kind === 'link') return how.directory ? fail('ELOOP', 'ENOTDIR') : fail('ELOOP');
      if (node.kind === 'file') {
        if (how.directory) fail('ENOTDIR');
        if (writes && node.device.readOnly) fail('EROFS');
        if (how.truncate) {
          node.text = '';
          node.modified = 'now';
        }
      } else if (writes || how.create) fail('EISDIR');
      return `fd ${this.#descriptors.add(node, how, base)}`;
    };
    return (how.create || writes) && this.#isReadOnly(at) ? orElse(['EROFS'], open) : open();
  }

  #createDirectory({ at, path }: Place): void {
    const { parent, name } = this.#walk(at).place(path, true);
    writable(parent, () => {});
    enter(parent, name, newDirectory(parent.device));
  }

  #removeDirectory({ at, path }: Place): void {
    const { parent, name, node } = this.#walk(at).entry(path);
    if (name === undefined) return fail('EBUSY');
    writable(parent, () => {
      if (name === '.') fail('EINVAL');
      if (name === '..') fail('ENOTEMPTY');
      if (node.kind !== 'directory') return fail('ENOTDIR');
      if (node.mount) return fail('EBUSY');
      if (node.entries.size > 0) fail('ENOTEMPTY');
    });
    leave(parent, name);
  }

  #unlink({ at, path }: Place): void {
    const { parent, name, slash, node } = this.#walk(at).entry(path);
    if (name === undefined) return fail('EISDIR');
    writable(parent, () => {
      if (node.kind === 'directory') fail('EISDIR');
      if (slash) fail('ENOTDIR');
    });
    leave(parent, name);
  }

  #symlink({ at, path }: Place, target: string): void {
    const base = this.#descriptors.directory(at);
    const [, { parent, name }] = both(
      () => {
        if (target === '') fail('ENOENT');
        if (target.startsWith('/') && !base.clamp) fail('EPERM');
      },
      () => new Walk(base).place(path, false),
    );
    writable(parent, () => {});
    if (!parent.device.links) fail('ENOTSUP');
    enter(parent, name, newLink(parent.device, target));
  }

  #link(from: Place, to: Place): void {
    const checked = (): Exclude<Node, Directory> => {
      const node = this.#walk(from.at).find(from.path, false);
      return node.kind === 'directory' ? fail('EPERM') : node;
    };
    const [node, { parent, name }] = both(checked, () => {
      const place = this.#walk(to.at).place(to.path, false);
      writable(place.parent, () => {});
      return place;
    });
    if (node.device !== parent.device) fail('EXDEV');
    if (!parent.device.links) fail('ENOTSUP');
    enter(parent, name, node);
  }

  #rename(from: Place, to: Place): void {
    const wrong: Code[] = [];
    const [source, target] = both(
      () => {
        const last = this.#walk(from.at).renamed(from.path);
        const found = last.parent.entries.get(last.name);
        if (found === undefined) wrong.push('ENOENT');
        else if (found.kind !== 'directory' && last.slash) wrong.push('ENOTDIR');
        return last;
      },
      () => orElse(wrong, () => this.#walk(to.at).renamed(to.path)),
    );
    const [node, existing] = [source, target].map(({ parent, name }) => parent.entries.get(name));
    const mounts = [node, existing].some((entry) => entry?.kind === 'directory' && entry.mount);
    const devices = [source.parent.device, target.parent.device];
    const codes: Code[] = [
      ...(mounts ? (['EBUSY'] as const) : []),
      ...(devices[0] === devices[1] ? [] : (['EXDEV'] as const)),
      ...(devices.some((device) => device.readOnly) ? (['EROFS'] as const) : []),
    ];
    orElse(codes, () => checkRename(source, target));
    if (codes.length > 0) return fail(...codes);
    if (node === undefined) return;
    if (node === existing) return;
    if (existing !== undefined) leave(target.parent, target.name);
    leave(source.parent, source.name, true);
    enter(target.parent, target.name, node);
  }

  /** Everything, by path; no times. */
  tree(): Record<string, string> {
    const tree: Record<string, string> = {};
    const walk = (directory: Directory, path: string): void => {
      for (const [name, node] of directory.entries) {
        if (node.kind === 'directory') {
          tree[`${path}${name}/`] = 'directory';
          walk(node, `${path}${name}/`);
        } else {
          const text = node.kind === 'file' ? node.text : node.target;
          tree[path + name] = `${node.kind} ${text.length} ${node.links}: ${text}`;
        }
      }
    };
    walk(this.#root, '');
    return tree;
  }
}

/** What does not depend on the file systems. */
function checkRename(source: Name, target: Name): void {
  const node = source.parent.entries.get(source.name) ?? fail('ENOENT');
  const existing = target.parent.entries.get(target.name);
  if (node.kind !== 'directory' && (source.slash || target.slash)) fail('ENOTDIR');
  if (node.kind === 'directory' && within(target.parent, node)) fail('EINVAL');
  if (existing?.kind === 'directory' && within(source.parent, existing)) fail('ENOTEMPTY');
  if (existing === undefined || existing === node) return;
  if (node.kind === 'directory' && existing.kind !== 'directory') fail('ENOTDIR');
  if (node.kind !== 'directory' && existing.kind === 'directory') fail('EISDIR');
  if (existing.kind === 'directory' && existing.entries.size > 0) fail('ENOTEMPTY');
}

/** A change of a directory's entries; on a read-only file system it is EROFS, whatever `check` finds. */
function writable({ device }: Directory, check: () => void): void {
  if (!device.readOnly) return check();
  orElse(['EROFS'], check);
  fail('EROFS');
}
