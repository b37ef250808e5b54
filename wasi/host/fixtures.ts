// For tests: a program without a program. Its memory, its descriptors, and the calls that it would make.
import { createImports } from './imports.ts';
import { Host, type HostOptions } from './host.ts';
import { Turns } from './turns.ts';
import { preopenRoot } from '../fd/preopens.ts';
import { StreamDescription } from '../fd/stream.ts';
import { DescriptorTable } from '../fd/table.ts';
import { errnoName } from '../preview1/errno.ts';
import { GuestMemory } from '../preview1/memory.ts';
import { streamRights } from '../preview1/structs.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { isPromise } from '../vfs/maybe-promise.ts';
import { LateClosingTree } from '../vfs/late-closing-tree.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';
import { MountTable } from '../vfs/mounts.ts';
import type { Stream } from '../vfs/stream.ts';

/** All rights of a file or a directory. */
export const all = (1n << 30n) - 1n;

/** Where a call leaves a result. */
export const out = 1024;
/** Where a test has room, up to 64 KiB. */
export const room = 65_536;

export class Guest {
  readonly wasm = new WebAssembly.Memory({ initial: 4 });
  readonly memory = new GuestMemory(this.wasm);
  readonly table = new DescriptorTable();
  readonly host: Host;
  /** Sentences that the person was told. */
  readonly told: string[] = [];
  /** How many calls had to wait. */
  waits = 0;
  readonly #turns = new Turns();
  readonly #imports: Record<string, (...args: never[]) => unknown>;

  constructor(fs: FileSystem = new MemoryFileSystem(), options: Partial<HostOptions> = {}) {
    const tree =
      fs instanceof MountTable || fs instanceof LateClosingTree
        ? fs
        : new MountTable([{ point: [], prefix: [], fs }]);
    preopenRoot(this.table, tree);
    this.host = new Host({
      args: [],
      env: [],
      table: this.table,
      tree,
      signal: new AbortController().signal,
      explain: (sentence) => this.told.push(sentence),
      ...options,
    });
    this.host.memory = this.memory;
    this.#imports = createImports(() => this.host, this.#turns);
  }

  /** Puts a stream at a number. */
  stream(fd: number, stream: Stream, flags = 0): void {
    this.table.set(fd, {
      description: new StreamDescription(stream, flags),
      rights: streamRights,
      inheriting: 0n,
    });
  }

  /** Makes a call, and gives the name of its errno. */
  async call(name: string, ...args: (number | bigint)[]): Promise<string> {
    this.#turns.begin(); // a slow machine must not make a call wait
    const result = this.#imports[name]?.(...(args as never[]));
    if (isPromise(result)) this.waits++;
    return errnoName(Number(await result));
  }

  /** Puts text at 2048, and gives its place as two arguments. */
  text(text: string, at = 2048): [number, number] {
    const bytes = new TextEncoder().encode(text);
    this.memory.write(at, bytes);
    return [at, bytes.length];
  }

  /** `path_open` from the preopened root. */
  async open(
    path: string,
    {
      oflags = 0,
      fdflags = 0,
      rights = oflags & 2 ? all & ~64n : all,
      fd = 3,
    }: { oflags?: number; fdflags?: number; rights?: bigint; fd?: number } = {},
  ): Promise<number> {
    const errno = await this.call(
      'path_open',
      fd,
      1,
      ...this.text(path),
      oflags,
      rights,
      all,
      fdflags,
      out,
    );
    if (errno !== 'ESUCCESS') throw Object.assign(new Error(errno), { code: errno });
    return this.memory.u32(out);
  }

  /** Lays one buffer out for reading or writing. */
  buffer(length: number, at = room): [number, number] {
    this.memory.setU32(512, at);
    this.memory.setU32(516, length);
    return [512, 1];
  }

  async write(fd: number, text: string): Promise<string> {
    const [at, length] = this.text(text, room);
    return this.call('fd_write', fd, ...this.buffer(length, at), out);
  }

  async read(fd: number, max = 1000): Promise<string> {
    const errno = await this.call('fd_read', fd, ...this.buffer(max), out);
    return errno === 'ESUCCESS'
      ? new TextDecoder().decode(this.memory.bytes(room, this.memory.u32(out)))
      : errno;
  }

  /** Size and type of an open file. */
  async stat(fd: number): Promise<{ size: bigint; type: number; device: bigint; inode: bigint }> {
    await this.call('fd_filestat_get', fd, room);
    const { memory } = this;
    return {
      device: memory.u64(room),
      inode: memory.u64(room + 8),
      type: memory.u8(room + 16),
      size: memory.u64(room + 32),
    };
  }

  /** The names of a directory, read with a buffer of `size` bytes. */
  async names(fd: number, size = 4096): Promise<string[]> {
    const names: string[] = [];
    for (let cookie = 0n; ;) {
      const errno = await this.call('fd_readdir', fd, room, size, cookie, out);
      if (errno !== 'ESUCCESS') throw new Error(errno);
      const used = this.memory.u32(out);
      let at = room;
      while (at + 24 <= room + used) {
        const length = this.memory.u32(at + 16);
        if (at + 24 + length > room + used) break;
        cookie = this.memory.u64(at);
        names.push(this.memory.text(at + 24, length));
        at += 24 + length;
      }
      if (used < size) return names;
    }
  }
}

/** A pipe with something of its own. */
export function pipeWith(parts: Partial<Stream>): Stream {
  return {
    kind: 'stream',
    type: 'pipe',
    read: () => new Uint8Array(0),
    write: () => 0,
    readable: () => 0,
    close: () => {},
    ...parts,
  };
}

/** A stream whose bytes a test sends. */
export class TestPipe implements Stream {
  readonly kind = 'stream';
  readonly type: Stream['type'];
  readonly written: string[] = [];
  withdrawn = 0;
  #text: string | undefined;
  #wake: (() => void)[] = [];
  #ended = false;

  constructor(type: Stream['type'] = 'pipe') {
    this.type = type;
  }

  send(text: string): void {
    this.#text = (this.#text ?? '') + text;
    for (const wake of this.#wake.splice(0)) wake();
  }

  end(): void {
    this.#ended = true;
    for (const wake of this.#wake.splice(0)) wake();
  }

  async #filled(signal?: AbortSignal): Promise<void> {
    while (this.#text === undefined && !this.#ended) {
      await new Promise<void>((resolve, reject) => {
        this.#wake.push(resolve);
        signal?.addEventListener('abort', () => {
          this.withdrawn++;
          reject(signal.reason as Error);
        });
      });
    }
  }

  async read(max: number): Promise<Uint8Array> {
    await this.#filled();
    const text = this.#text ?? '';
    this.#text = text.length > max ? text.slice(max) : undefined;
    return new TextEncoder().encode(text.slice(0, max));
  }

  readable(signal: AbortSignal): number | Promise<number> {
    if (this.#text !== undefined || this.#ended) return this.#text?.length ?? 0;
    return this.#filled(signal).then(() => this.#text?.length ?? 0);
  }

  write(bytes: Uint8Array): number {
    this.written.push(new TextDecoder().decode(bytes));
    return bytes.length;
  }

  close(): void {}
}
