// /bin: the programs by their commands' names, read-only. Reading one gives its program's own bytes.
import type { CommandMessage } from './protocol.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type {
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
} from '../../wasi/vfs/filesystem.ts';
import { hash64 } from '../../wasi/vfs/hash.ts';
import type { Path } from '../../wasi/vfs/path.ts';

const device = hash64('bin-fs');

export class BinFileSystem implements FileSystem {
  readonly readOnly = true;
  readonly #commands: ReadonlyMap<string, CommandMessage>;

  constructor(commands: readonly CommandMessage[]) {
    this.#commands = new Map(commands.map((command) => [command.name, command]));
  }

  #find(path: Path): CommandMessage {
    const [name = '', ...rest] = path;
    const command = this.#commands.get(name);
    if (command === undefined) throw new SystemError('ENOENT');
    if (rest.length > 0) throw new SystemError('ENOTDIR');
    return command;
  }

  stat(path: Path): Stat {
    const directory = path.length === 0;
    return {
      type: directory ? 'directory' : 'file',
      device,
      inode: hash64(path.join('/')),
      links: directory ? 2 : 1,
      size: directory ? 4096 : this.#find(path).size,
      accessed: 0n,
      modified: 0n,
      changed: 0n,
    };
  }

  open(path: Path, options: OpenOptions): OpenFile {
    if (path.length === 0) throw new SystemError('EISDIR');
    const exists = path.length === 1 && this.#commands.has(path[0] ?? '');
    if (exists && options.create === true && options.exclusive === true)
      throw new SystemError('EEXIST');
    if (options.write || options.truncate === true || (!exists && options.create === true)) {
      throw new SystemError('EROFS');
    }
    const { url } = this.#find(path);
    return new ProgramFile(url, this.stat(path));
  }

  list(path: Path): Listing {
    if (path.length > 0) {
      this.#find(path);
      throw new SystemError('ENOTDIR');
    }
    const entries = [...this.#commands.keys()].map((name) => {
      const { type, inode } = this.stat([name]);
      return { name, type, inode };
    });
    return { next: () => entries.splice(0) };
  }

  createDirectory(path: Path): never {
    throw new SystemError(
      path.length === 0 || this.#commands.has(path[0] ?? '') ? 'EEXIST' : 'EROFS',
    );
  }

  removeDirectory(): never {
    throw new SystemError('EROFS');
  }

  unlink(): never {
    throw new SystemError('EROFS');
  }

  rename(): never {
    throw new SystemError('EROFS');
  }

  setTimes(): never {
    throw new SystemError('EROFS');
  }

  link(): never {
    throw new SystemError('EROFS');
  }

  symlink(): never {
    throw new SystemError('EROFS');
  }

  readlink(path: Path): never {
    this.stat(path);
    throw new SystemError('EINVAL');
  }
}

/** A program's file, fetched when it is first read. */
class ProgramFile implements OpenFile {
  readonly kind = 'file';
  readonly #url: string;
  readonly #stat: Stat;
  #bytes: Promise<Uint8Array> | undefined;

  constructor(url: string, stat: Stat) {
    this.#url = url;
    this.#stat = stat;
  }

  stat(): Stat {
    return this.#stat;
  }

  async read(position: number, max: number): Promise<Uint8Array> {
    this.#bytes ??= fetchBytes(this.#url);
    return (await this.#bytes).subarray(position, position + max);
  }

  write(): never {
    throw new SystemError('EBADF');
  }

  truncate(): never {
    throw new SystemError('EBADF');
  }

  sync(): void {}

  setTimes(): never {
    throw new SystemError('EROFS');
  }

  close(): void {}
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new SystemError('EIO', 'the program could not be loaded', { cause });
  }
  throw new SystemError('EIO', 'the program could not be loaded');
}
