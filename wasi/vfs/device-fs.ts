// /dev: null, zero, full, random, urandom, tty, stdin, stdout, stderr, fd.
import { SystemError } from './error.ts';
import type { Entry, FileSystem, Listing, OpenFile, OpenOptions, Stat } from './filesystem.ts';
import { hash64 } from './hash.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';
import type { Stream } from './stream.ts';

/** What an open of `/dev/fd/N` or `/dev/tty` leads to, by the process's own descriptors. */
export interface OwnDescriptors {
  /** The numbers that are open. */
  numbers(): readonly number[];
  /** A new user of what descriptor `fd` refers to. @throws ENOENT it is not open; EACCES a directory */
  reopen(fd: number, options: OpenOptions): MaybePromise<OpenFile | Stream>;
  /** What descriptor `fd` refers to, as a reopened one is: never a regular file. Otherwise a device. @throws ENOENT */
  stat?(fd: number): MaybePromise<Stat>;
  /** The terminal. @throws ENXIO there is none */
  terminal(): MaybePromise<Stream>;
}

type Opener = (options: OpenOptions) => MaybePromise<OpenFile | Stream>;

const standard: Readonly<Record<string, number>> = { stdin: 0, stdout: 1, stderr: 2 };

/** The most bytes that one read of an endless device gives. */
const block = 65_536;

const device = hash64('device-fs');

function deviceStream(
  parts: Partial<Pick<Stream, 'read' | 'write' | 'readable' | 'stat'>>,
): Stream {
  return {
    kind: 'stream',
    type: 'character-device',
    read: () => new Uint8Array(0),
    write: (bytes) => bytes.length,
    readable: () => Infinity,
    close: () => {},
    ...parts,
  };
}

function entryStat(path: Path, directory: boolean): Stat {
  return {
    type: directory ? 'directory' : 'character-device',
    device,
    inode: hash64(path.join('/')),
    links: directory ? 2 : 1,
    size: directory ? 4096 : 0,
    accessed: 0n,
    modified: 0n,
    changed: 0n,
  };
}

/** The devices of one process. */
export class DeviceFileSystem implements FileSystem {
  /** The entries are fixed; the devices take writes. */
  readonly readOnly = false;
  readonly #own: OwnDescriptors;
  readonly #devices: ReadonlyMap<string, Opener>;

  constructor(own: OwnDescriptors) {
    this.#own = own;
    const zeros = { read: (max: number) => new Uint8Array(Math.min(max, block)) };
    const random = {
      read: (max: number) => crypto.getRandomValues(new Uint8Array(Math.min(max, block))),
    };
    const full = {
      write: (): never => {
        throw new SystemError('ENOSPC');
      },
    };
    this.#devices = new Map<string, Opener>([
      ['null', this.#device('null', { readable: () => 0 })],
      ['zero', this.#device('zero', zeros)],
      ['full', this.#device('full', { ...zeros, ...full })],
      ['random', this.#device('random', random)],
      ['urandom', this.#device('urandom', random)],
      ['tty', () => own.terminal()],
      ...Object.entries(standard).map(([name, fd]): [string, Opener] => [
        name,
        (options) => own.reopen(fd, options),
      ]),
    ]);
  }

  #device(name: string, parts: Parameters<typeof deviceStream>[0]): Opener {
    return () => deviceStream({ ...parts, stat: () => entryStat([name], false) });
  }

  #isDirectory(path: Path): boolean {
    return path.length === 0 || (path.length === 1 && path[0] === 'fd');
  }

  /** @throws ENOENT, ENOTDIR */
  #find(path: Path): Opener {
    const [name = '', number, ...rest] = path;
    if (name === 'fd' && number !== undefined && rest.length === 0) {
      const fd = /^(0|[1-9]\d*)$/.test(number) ? Number(number) : -1;
      if (!this.#own.numbers().includes(fd)) throw new SystemError('ENOENT');
      return (options) => this.#own.reopen(fd, options);
    }
    const opener = this.#devices.get(name);
    if (opener === undefined) throw new SystemError('ENOENT');
    if (number !== undefined) throw new SystemError('ENOTDIR');
    return opener;
  }

  stat(path: Path): MaybePromise<Stat> {
    const directory = this.#isDirectory(path);
    if (directory) return entryStat(path, true);
    this.#find(path);
    const [name = '', number] = path;
    const fd = name === 'fd' ? Number(number) : standard[name];
    return (fd === undefined ? undefined : this.#own.stat?.(fd)) ?? entryStat(path, false);
  }

  open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream> {
    if (this.#isDirectory(path)) throw new SystemError('EISDIR');
    const exists = this.#exists(path);
    if (!exists && options.create === true) throw new SystemError('EACCES');
    if (exists && options.create === true && options.exclusive === true)
      throw new SystemError('EEXIST');
    return this.#find(path)(options);
  }

  #exists(path: Path): boolean {
    try {
      this.#find(path);
      return true;
    } catch (error) {
      if (error instanceof SystemError && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  list(path: Path): Listing {
    if (!this.#isDirectory(path)) {
      this.#find(path);
      throw new SystemError('ENOTDIR');
    }
    const names =
      path.length === 0
        ? [...this.#devices.keys(), 'fd']
        : this.#own.numbers().map((number) => String(number));
    const entries: Entry[] = names.map((name) => {
      const { type, inode } = entryStat([...path, name], path.length === 0 && name === 'fd');
      return { name, type, inode };
    });
    return { next: () => entries.splice(0) };
  }

  createDirectory(path: Path): never {
    throw new SystemError(this.#isDirectory(path) || this.#exists(path) ? 'EEXIST' : 'EACCES');
  }

  #refuse(path: Path): never {
    if (!this.#isDirectory(path)) this.#find(path);
    throw new SystemError('EACCES');
  }

  removeDirectory(path: Path): never {
    return this.#refuse(path);
  }

  unlink(path: Path): never {
    return this.#refuse(path);
  }

  rename(from: Path): never {
    return this.#refuse(from);
  }

  setTimes(path: Path): void {
    if (!this.#isDirectory(path)) this.#find(path);
  }

  link(from: Path): never {
    return this.#refuse(from);
  }

  symlink(): never {
    throw new SystemError('EACCES');
  }

  readlink(path: Path): never {
    if (!this.#isDirectory(path)) this.#find(path);
    throw new SystemError('EINVAL');
  }
}
