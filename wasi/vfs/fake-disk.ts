// For tests: the disk behind the fake handles. It holds what the browser would show and what it hides, counts the
// calls, and fails them on demand.

export type CallKind =
  | 'abort'
  | 'close'
  | 'createSyncAccessHandle'
  | 'createWritable'
  | 'flush'
  | 'getDirectoryHandle'
  | 'getFile'
  | 'getFileHandle'
  | 'isSameEntry'
  | 'list'
  | 'move'
  | 'remove'
  | 'removeEntry'
  | 'resolve'
  | 'slice'
  | 'syncTruncate'
  | 'syncWrite'
  | 'truncate'
  | 'write';

/** A regular file. */
export interface FakeFileNode {
  readonly kind: 'file';
  bytes: Uint8Array<ArrayBuffer>;
  /** Grows with each change: a `File` of an older one cannot be read. */
  version: number;
  modified: number;
  /** `move()` keeps it, a new file gets another: the mode, the owner and the inode go with it. */
  readonly identity: number;
  /** The open writers, and how each locks the file. */
  readonly locks: Set<{ readonly mode: string }>;
}

/** What the browser shows to nobody: a symbolic link, a file with a name that it refuses. */
interface HiddenNode {
  readonly kind: 'hidden';
}

export interface FakeDirectoryNode {
  readonly kind: 'directory';
  readonly entries: Map<string, FakeNode>;
}

export type FakeNode = FakeFileNode | FakeDirectoryNode | HiddenNode;

/** What a disk holds, by path: text or bytes of a file; of a path that ends in a slash, a directory. */
export type Content = Readonly<Record<string, string | Uint8Array>>;

interface Failure {
  readonly name: string;
  readonly matches: (kind: CallKind, call: number) => boolean;
  left: number;
}

/** What a call is asked that names an entry: the browser may refuse the name. */
const naming = new Set<CallKind>(['getDirectoryHandle', 'getFileHandle', 'move', 'removeEntry']);

/** What a call asks that a lock of the file refuses. */
const locking = new Set<CallKind>([
  'createSyncAccessHandle',
  'createWritable',
  'move',
  'remove',
  'removeEntry',
]);

const encoder = new TextEncoder();
const changing = new Set<CallKind>([
  'createSyncAccessHandle',
  'createWritable',
  'move',
  'remove',
  'removeEntry',
  'write',
  'truncate',
  'close',
]);

function emptyDirectory(): FakeDirectoryNode {
  return { kind: 'directory', entries: new Map() };
}

export class FakeDisk {
  readonly root: FakeDirectoryNode;
  /** What lies beside the root; its path is `..`. */
  readonly beside: FakeDirectoryNode;
  /** Whether it is the private storage (OPFS): it takes every name, asks nobody, and has sync access handles. */
  readonly isPrivate: boolean;
  /** What the person allows. */
  permission: 'readwrite' | 'read' | 'none' = 'readwrite';
  /** As on macOS and Windows: one file by two spellings. */
  caseInsensitive = false;
  /** Calls so far, all together and by kind. */
  calls = 0;
  readonly counts = new Map<CallKind, number>();
  /** How many calls failed because that was asked for. */
  failed = 0;
  /** Moves that opened a dialog which nobody answers. */
  dialogs = 0;
  /** Calls of `removeEntry` and `remove` with `recursive`: it destroys what is hidden. */
  recursive = 0;
  /** What ends an open writer; `purges` says whether its swap file goes, too. */
  readonly openWriters = new Set<(purges: boolean) => void>();
  #failures: Failure[] = [];
  /** The number of the first call that is not answered, and what tells that it was made. */
  #silence: { readonly from: number; readonly begun: () => void } | undefined;
  #held: { readonly kind: CallKind; readonly released: Promise<void> }[] = [];
  #identities = 0;
  /** The locks of writers that were given up. */
  #leaving: (() => void)[] = [];

  constructor(content: Content = {}, isPrivate = false, shared?: FakeDisk) {
    this.isPrivate = isPrivate;
    this.root = shared?.root ?? emptyDirectory();
    this.beside = shared?.beside ?? emptyDirectory();
    for (const [path, data] of Object.entries(content)) this.put(path, data);
  }

  /** Counts a call, and fails it where that was asked for. */
  async call(kind: CallKind): Promise<void> {
    await Promise.resolve();
    if (!locking.has(kind)) for (const release of this.#leaving.splice(0)) release();
    this.#check(kind);
    if (this.#silence !== undefined && this.calls >= this.#silence.from) {
      this.#silence.begun();
      await new Promise(() => {});
    }
    await this.#release(kind);
  }

  /** The next `times` calls of `kind` are not answered until the function that it returns is called. */
  hold(kind: CallKind, times = 1): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.push(...Array.from({ length: times }, () => ({ kind, released: promise })));
    return resolve;
  }

  /** Waits where a call of `kind` is held. */
  #release(kind: CallKind): Promise<void> | undefined {
    const index = this.#held.findIndex((held) => held.kind === kind);
    return index < 0 ? undefined : this.#held.splice(index, 1)[0]?.released;
  }

  /** Chromium answers `abort()` before the lock is gone: a call that it refuses may come between, no other does (tried). */
  afterNextAnswer(release: () => void): void {
    this.#leaving.push(release);
    setTimeout(() => this.#leaving.splice(0).forEach((left) => left()));
  }

  /** The same for a call that answers at once; false where it is to do nothing, and the caller's next one is never answered. */
  callNow(kind: CallKind): boolean {
    this.#check(kind);
    return this.#silence === undefined || this.calls < this.#silence.from;
  }

  /** The call number `n` from now on is never answered, nor any behind it. Resolves when it is made. */
  silentFrom(n: number): Promise<void> {
    return new Promise((begun) => (this.#silence = { from: this.calls + n, begun }));
  }

  /**
   * Whoever made the calls is gone, and is never answered any more.
   * @param purges the browser lives and takes its swap files away; one that was killed leaves them
   * @returns the disk as others call it from now on
   */
  callerGone(purges: boolean): FakeDisk {
    for (const end of this.openWriters) end(purges);
    const disk = new FakeDisk({}, this.isPrivate, this);
    disk.#identities = this.#identities;
    return disk;
  }

  #check(kind: CallKind): void {
    const call = ++this.calls;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    for (const failure of this.#failures) {
      if (failure.left === 0 || !failure.matches(kind, call)) continue;
      failure.left--;
      this.failed++;
      throw failure.name === 'TypeError' ? refusedName(kind) : domError(failure.name);
    }
    if (this.permission === 'none') throw domError('NotAllowedError');
    if (this.permission === 'read' && changing.has(kind)) throw domError('NotAllowedError');
  }

  /** The next `times` calls of `kind` fail with a DOMException of that name. */
  fail(kind: CallKind, name: string, times = 1): void {
    this.#failures.push({ name, matches: (called) => called === kind, left: times });
  }

  /**
   * The call number `n` from now on, the next being 1, fails, and so do `times - 1` behind it.
   * @param name of the DOMException; 'TypeError' where the name of an entry is refused, which only some calls can meet
   */
  failAt(n: number, name: string, times = 1): void {
    const first = this.calls + n;
    this.#failures.push({
      name,
      matches: (kind, call) =>
        call >= first && call < first + times && (name !== 'TypeError' || naming.has(kind)),
      left: Infinity,
    });
  }

  /** No call fails any more, and all counts are 0. */
  reset(): void {
    this.#failures = [];
    this.calls = 0;
    this.counts.clear();
    this.failed = 0;
  }

  /** The counts of calls that were made, for a test to compare. */
  counted(): Partial<Record<CallKind, number>> {
    return Object.fromEntries(this.counts);
  }

  newFile(): FakeFileNode {
    const identity = ++this.#identities;
    return {
      kind: 'file',
      bytes: new Uint8Array(0),
      version: 0,
      modified: Date.now(),
      identity,
      locks: new Set(),
    };
  }

  /** What is at a path. */
  find(path: readonly string[]): FakeNode | undefined {
    let node: FakeNode = this.root;
    for (const name of path) {
      if (node.kind !== 'directory') return undefined;
      const next: FakeNode | undefined =
        name === '..' ? this.beside : node.entries.get(this.spelling(node, name));
      if (next === undefined) return undefined;
      node = next;
    }
    return node;
  }

  /** The name as the directory has it. */
  spelling(directory: FakeDirectoryNode, name: string): string {
    if (!this.caseInsensitive || directory.entries.has(name)) return name;
    const folded = name.toLowerCase();
    return [...directory.entries.keys()].find((other) => other.toLowerCase() === folded) ?? name;
  }

  /** Somebody else makes a directory, or writes a file anew. */
  put(text: string, data: string | Uint8Array = ''): void {
    const names = text.split('/').filter((name) => name !== '');
    const last = text.endsWith('/') ? undefined : names.pop();
    let directory = this.root;
    for (const name of names) {
      const next = directory.entries.get(name) ?? { kind: 'directory', entries: new Map() };
      if (next.kind !== 'directory') throw new Error(`${text}: ${name} is a file`);
      directory.entries.set(name, next);
      directory = next;
    }
    if (last === undefined) return;
    const found = directory.entries.get(last);
    const node = found?.kind === 'file' ? found : this.newFile();
    this.store(node, typeof data === 'string' ? encoder.encode(data) : data.slice());
    directory.entries.set(last, node);
  }

  store(node: FakeFileNode, bytes: Uint8Array<ArrayBuffer>): void {
    node.bytes = bytes;
    node.version++;
    node.modified = Date.now();
  }

  /** Adds an entry that the browser hides. */
  hide(text: string): void {
    const names = text.split('/');
    const name = names.pop() ?? '';
    const parent = this.find(names);
    if (parent?.kind !== 'directory') throw new Error(`${text}: no such directory`);
    parent.entries.set(name, { kind: 'hidden' });
  }

  /** Somebody else removes an entry with all below it. */
  delete(text: string): void {
    const names = text.split('/');
    const name = names.pop() ?? '';
    const parent = this.find(names);
    if (parent?.kind === 'directory') parent.entries.delete(name);
  }

  /** The text of a file; undefined where there is none. */
  text(path: string): string | undefined {
    const node = this.find(path.split('/'));
    return node?.kind === 'file' ? new TextDecoder().decode(node.bytes) : undefined;
  }

  identity(path: string): number | undefined {
    const node = this.find(path.split('/'));
    return node?.kind === 'file' ? node.identity : undefined;
  }

  /** Everything, sorted by path: texts of files, '(directory)', '(hidden)'. */
  tree(): Record<string, string> {
    const tree: [string, string][] = [];
    const walk = (node: FakeDirectoryNode, path: string): void => {
      for (const [name, child] of node.entries) {
        if (child.kind === 'directory') {
          tree.push([`${path}${name}/`, '(directory)']);
          walk(child, `${path}${name}/`);
        } else if (child.kind === 'hidden') tree.push([path + name, '(hidden)']);
        else tree.push([path + name, new TextDecoder().decode(child.bytes)]);
      }
    };
    walk(this.root, '');
    return Object.fromEntries(tree.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** How many writers are open, of a file or below a directory; of all, where none is given. */
  writers(node?: FakeNode): number {
    if (node === undefined) return this.writers(this.root) + this.writers(this.beside);
    if (node.kind === 'hidden') return 0;
    if (node.kind === 'file') return node.locks.size;
    return [...node.entries.values()].reduce((sum, child) => sum + this.writers(child), 0);
  }
}

const messages: Readonly<Record<string, string>> = {
  InvalidModificationError: 'The object can not be modified in this way.',
  NoModificationAllowedError:
    'An attempt was made to modify an object where modifications are not allowed.',
  NotAllowedError:
    'The request is not allowed by the user agent or the platform in the current context.',
  NotFoundError:
    'A requested file or directory could not be found at the time an operation was processed.',
  NotReadableError: 'The requested file could not be read, typically due to permission problems.',
  TypeMismatchError: 'The path supplied exists, but was not an entry of requested type.',
};

/** The browser's exception for a name that it does not allow. */
export function refusedName(method: string): TypeError {
  return new TypeError(`Failed to execute '${method}' on 'FileSystemHandle': Name is not allowed.`);
}

/** The browser's exception of that name. */
export function domError(name: string): DOMException {
  return new DOMException(messages[name] ?? name, name);
}
