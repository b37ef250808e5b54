// The worker's side of a run: the caller's file systems, files and streams, reached by messages.
import { isSystemError } from '../vfs/error.ts';
import type {
  Entry,
  FileSystem,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
  Times,
} from '../vfs/filesystem.ts';
import type { MaybePromise } from '../vfs/maybe-promise.ts';
import type { Path } from '../vfs/path.ts';
import type { Stream } from '../vfs/stream.ts';
import type { Caller } from './caller.ts';
import type { FileSystemState, ObjectMessage } from './protocol.ts';

/** How much of a stream may be written and not yet taken by the caller, in bytes; the program then waits. */
export const streamWindow = 256 * 1024;

/** A file system of the caller's. */
export class RemoteFileSystem implements FileSystem {
  #state: FileSystemState;
  readonly #call: (method: string, ...args: unknown[]) => Promise<unknown>;
  readonly #caller: Caller;

  constructor(caller: Caller, object: number, state: FileSystemState) {
    this.#caller = caller;
    this.#state = state;
    this.#call = async (method, ...args) => {
      const { value, state: now = this.#state } = await caller.call(object, method, args);
      this.#state = now;
      return value;
    };
  }

  get readOnly(): boolean {
    return this.#state.readOnly;
  }

  /** Whether it holds symbolic links. */
  get links(): boolean {
    return this.#state.links;
  }

  async stat(path: Path): Promise<Stat> {
    return (await this.#call('stat', path)) as Stat;
  }

  async open(path: Path, options: OpenOptions): Promise<OpenFile | Stream> {
    const opened = (await this.#call('open', path, options)) as ObjectMessage;
    return opened.kind === 'stream'
      ? new RemoteStream(this.#caller, opened)
      : new RemoteFile(this.#caller, opened.object);
  }

  async list(path: Path): Promise<Listing> {
    const { object } = (await this.#call('list', path)) as ObjectMessage;
    return {
      next: async () => (await this.#caller.call(object, 'next', [])).value as readonly Entry[],
    };
  }

  async createDirectory(path: Path): Promise<void> {
    await this.#call('createDirectory', path);
  }

  async removeDirectory(path: Path): Promise<void> {
    await this.#call('removeDirectory', path);
  }

  async unlink(path: Path): Promise<void> {
    await this.#call('unlink', path);
  }

  async rename(from: Path, to: Path): Promise<void> {
    await this.#call('rename', from, to);
  }

  async setTimes(path: Path, times: Times): Promise<void> {
    await this.#call('setTimes', path, times);
  }

  async link(from: Path, to: Path): Promise<void> {
    await this.#call('link', from, to);
  }

  async symlink(target: string, path: Path): Promise<void> {
    await this.#call('symlink', target, path);
  }

  async readlink(path: Path): Promise<string> {
    return (await this.#call('readlink', path)) as string;
  }
}

/** An open file of the caller's. */
class RemoteFile implements OpenFile {
  readonly kind = 'file';
  readonly #call: (method: string, ...args: unknown[]) => Promise<unknown>;

  constructor(caller: Caller, object: number) {
    this.#call = async (method, ...args) => (await caller.call(object, method, args)).value;
  }

  async stat(): Promise<Stat> {
    return (await this.#call('stat')) as Stat;
  }

  async read(position: number, max: number): Promise<Uint8Array> {
    return (await this.#call('read', position, max)) as Uint8Array;
  }

  async write(position: number | 'end', bytes: Uint8Array): Promise<number> {
    return (await this.#call('write', position, bytes.slice())) as number;
  }

  async truncate(size: number): Promise<void> {
    await this.#call('truncate', size);
  }

  async sync(): Promise<void> {
    await this.#call('sync');
  }

  async setTimes(times: Times): Promise<void> {
    await this.#call('setTimes', times);
  }

  async close(abandon?: boolean): Promise<void> {
    await this.#call('close', abandon);
  }
}

/** A stream of the caller's. Writes return before they are taken, as of a pipe; what one failed with, the next one throws. */
export class RemoteStream implements Stream {
  readonly kind = 'stream';
  readonly type: Stream['type'];
  readonly stat?: () => Promise<Stat>;
  readonly #caller: Caller;
  readonly #object: number;
  #underWay = 0;
  /** Settles when all that was written is taken. */
  #taken: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void)[] = [];

  constructor(caller: Caller, message: ObjectMessage & { readonly kind: 'stream' }) {
    this.#caller = caller;
    this.#object = message.object;
    this.type = message.type;
    if (message.entry) {
      this.stat = async () => (await caller.call(message.object, 'stat', [])).value as Stat;
    }
  }

  async read(max: number, signal?: AbortSignal): Promise<Uint8Array> {
    return (await this.#caller.call(this.#object, 'read', [max], signal)).value as Uint8Array;
  }

  async readable(signal: AbortSignal): Promise<number> {
    return (await this.#caller.call(this.#object, 'readable', [], signal)).value as number;
  }

  write(bytes: Uint8Array): MaybePromise<number> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const own = bytes.slice();
    if (this.#underWay < streamWindow) return this.#send(own);
    return new Promise<void>((resolve) => this.#wake.push(resolve)).then(() => this.write(own));
  }

  #send(bytes: Uint8Array<ArrayBuffer>): number {
    const { length } = bytes; // 0 once it is transferred
    this.#underWay += length;
    const settled = (failure?: { readonly error: unknown }): void => {
      this.#underWay -= length;
      this.#failure ??= failure;
      for (const wake of this.#wake.splice(0)) wake();
    };
    this.#taken = this.#caller.call(this.#object, 'write', [bytes]).then(
      () => settled(),
      (error: unknown) => settled({ error }),
    );
    return length;
  }

  /** @throws what the last write failed with, unless the reader is gone */
  async close(): Promise<void> {
    await this.#caller.unlessStopped(this.#taken);
    await this.#caller.unlessStopped(this.#caller.call(this.#object, 'close', []));
    if (this.#failure !== undefined && !isSystemError(this.#failure.error, 'EPIPE'))
      throw this.#failure.error;
  }
}
