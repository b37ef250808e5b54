// For tests: a File that goes stale, and a writer with its swap file, as Chromium's on a local folder.
import { domError, type FakeDirectoryNode, type FakeDisk, type FakeFileNode } from './fake-disk.ts';

const encoder = new TextEncoder();

/** Bytes of a file as it was at `getFile()`. */
class FakeBlob implements Blob {
  readonly type = '';
  readonly size: number;
  readonly #source: Source;
  readonly #start: number;

  constructor(source: Source, start: number, size: number) {
    this.#source = source;
    this.#start = start;
    this.size = size;
  }

  slice(start = 0, end = this.size): Blob {
    const at = (offset: number): number =>
      Math.min(this.size, offset < 0 ? Math.max(0, this.size + offset) : offset);
    return new FakeBlob(this.#source, this.#start + at(start), Math.max(0, at(end) - at(start)));
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const { disk, path, node, version } = this.#source;
    await disk.call('slice');
    if (this.size === 0) return new Uint8Array(0); // nothing is asked of the file
    const there = disk.find(path);
    if (there?.kind !== 'file') throw domError('NotFoundError');
    if (there !== node || node.version !== version) throw domError('NotReadableError');
    return node.bytes.slice(this.#start, this.#start + this.size);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const block = 64 * 1024;
    let at = 0;
    return new ReadableStream({
      type: 'bytes',
      pull: async (controller) => {
        if (at >= this.size) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const part = this.slice(at, (at += block));
        controller.enqueue(new Uint8Array(await part.arrayBuffer()));
      },
    });
  }
}

interface Source {
  readonly disk: FakeDisk;
  readonly path: readonly string[];
  readonly node: FakeFileNode;
  readonly version: number;
}

export class FakeFile extends FakeBlob implements File {
  readonly name: string;
  readonly lastModified: number;
  readonly webkitRelativePath = '';

  constructor(disk: FakeDisk, path: readonly string[], node: FakeFileNode) {
    super({ disk, path, node, version: node.version }, 0, node.bytes.length);
    this.name = path.at(-1) ?? '';
    this.lastModified = node.modified;
  }
}

interface Target {
  readonly disk: FakeDisk;
  readonly node: FakeFileNode;
  readonly parent: FakeDirectoryNode;
  readonly name: string;
  readonly mode: string;
  readonly keep: boolean;
}

/** Writes go to `NAME.crswap`, which is listed while the writer is open; `close()` replaces the file at once. */
export class FakeWriter
  extends WritableStream<FileSystemWriteChunkType>
  implements FileSystemWritableFileStream
{
  constructor({ disk, node, parent, name, mode, keep }: Target) {
    const lock = { mode };
    node.locks.add(lock);
    let swapName = `${name}.crswap`;
    for (let index = 1; parent.entries.has(swapName); index++) swapName = `${name}.${index}.crswap`;
    const swap = disk.newFile();
    if (keep) swap.bytes = node.bytes.slice();
    parent.entries.set(swapName, swap);
    const purge = (): void => void parent.entries.delete(swapName);
    const end = (purges: boolean): void => {
      if (purges) purge();
      node.locks.delete(lock);
      disk.openWriters.delete(end);
    };
    const release = (): void => end(true);
    disk.openWriters.add(end);
    let position = 0;
    const resized = (size: number): void => {
      const bytes = new Uint8Array(size);
      bytes.set(swap.bytes.subarray(0, size));
      swap.bytes = bytes;
    };
    const apply = async (chunk: FileSystemWriteChunkType): Promise<void> => {
      const params: WriteParams =
        typeof chunk === 'object' && 'type' in chunk && !(chunk instanceof FakeBlob)
          ? (chunk as WriteParams)
          : { type: 'write', data: chunk as Uint8Array<ArrayBuffer> };
      await disk.call(params.type === 'truncate' ? 'truncate' : 'write');
      if (params.type === 'seek') position = params.position ?? 0;
      if (params.type === 'truncate') {
        resized(params.size ?? 0);
        position = Math.min(position, swap.bytes.length);
      }
      if (params.type !== 'write') return;
      const data = typeof params.data === 'string' ? encoder.encode(params.data) : params.data;
      if (!(data instanceof Uint8Array)) throw new TypeError('the fake writes no blobs');
      const start = params.position ?? position;
      position = start + data.length;
      if (position > swap.bytes.length) resized(position);
      swap.bytes.set(data, start);
    };
    super({
      async write(chunk) {
        try {
          await apply(chunk);
        } catch (error) {
          release();
          throw error;
        }
      },
      async close() {
        try {
          await disk.call('close');
          if (parent.entries.get(name)?.kind === 'directory')
            throw domError('InvalidModificationError');
          disk.store(node, swap.bytes);
        } finally {
          release();
        }
      },
      async abort() {
        try {
          await disk.call('abort');
        } finally {
          purge();
          disk.afterNextAnswer(release);
        }
      },
    });
  }

  /** The stream is locked only while the chunk is handed over. */
  #send(chunk: FileSystemWriteChunkType): Promise<void> {
    const writer = this.getWriter();
    const written = writer.write(chunk);
    writer.releaseLock();
    return written;
  }

  write(data: FileSystemWriteChunkType): Promise<void> {
    return this.#send(data);
  }

  seek(position: number): Promise<void> {
    return this.#send({ type: 'seek', position });
  }

  truncate(size: number): Promise<void> {
    return this.#send({ type: 'truncate', size });
  }
}
