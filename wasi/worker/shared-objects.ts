// The caller's side of a run in a worker: the objects that the worker may call.
import type { TraceSink } from '../host/trace.ts';
import type { FileSystem, Listing, OpenFile } from '../vfs/filesystem.ts';
import type { Stream } from '../vfs/stream.ts';
import {
  failureOf,
  type AnswerMessage,
  type CallMessage,
  type FileSystemState,
  type ObjectMessage,
} from './protocol.ts';

/** What can be called from a worker. */
type Shared = FileSystem | OpenFile | Stream | Listing | { readonly sink: TraceSink };

/** The objects by number. What a call returns that is no data gets a number, too. */
export class SharedObjects {
  readonly #objects = new Map<number, Shared>();
  readonly #calls = new Map<number, AbortController>();
  /** The last write of each stream: the next one begins behind it. */
  readonly #writes = new WeakMap<Stream, Promise<unknown>>();
  /** Closes under way. */
  readonly #closing = new Set<Promise<unknown>>();
  #ended = false;
  #next = 0;

  add(object: Shared): ObjectMessage {
    const number = this.#next++;
    this.#objects.set(number, object);
    if ('sink' in object) return { object: number, kind: 'trace' };
    if (isListing(object)) return { object: number, kind: 'listing' };
    if (!('kind' in object)) {
      return { object: number, kind: 'file system', state: stateOf(object) };
    }
    if (object.kind === 'file') return { object: number, kind: 'file' };
    const { type } = object;
    return { object: number, kind: 'stream', type, entry: object.stat !== undefined };
  }

  /** Calls a method. It never throws: what the method throws is the answer. */
  call(message: CallMessage): Promise<AnswerMessage> {
    const answer = this.#answer(message);
    if (message.method === 'close') {
      this.#closing.add(answer);
      void answer.then(() => this.#closing.delete(answer));
    }
    return answer;
  }

  async #answer({ call, object: number, method, args }: CallMessage): Promise<AnswerMessage> {
    const object = this.#objects.get(number);
    if (method === 'close') this.#objects.delete(number); // however it ends
    try {
      const value = await this.#invoke(call, object, method, args);
      if (isListing(object) && isEmpty(value)) this.#objects.delete(number);
      const given = isShared(value) ? await this.#give(value) : value;
      const answer = { answer: call, value: given };
      return isFileSystem(object) ? { ...answer, state: stateOf(object) } : answer;
    } catch (error) {
      return { answer: call, failure: failureOf(error) };
    }
  }

  /** @throws Error the worker is gone: nobody else would close it */
  async #give(value: OpenFile | Stream | Listing): Promise<ObjectMessage> {
    if (!this.#ended) return this.add(value);
    if ('kind' in value) await giveUp(value);
    throw new Error('the worker has ended');
  }

  /** A read that waits is given up, without losing a byte. */
  withdraw(call: number): void {
    this.#calls.get(call)?.abort();
  }

  /** The worker has ended: what it left open is closed, and half a rewrite given up. */
  async closeAll(): Promise<void> {
    this.#ended = true;
    for (const controller of this.#calls.values()) controller.abort();
    const open = [...this.#objects.values()].filter((object) => 'kind' in object);
    this.#objects.clear();
    // What it could not store is nobody's any more.
    await Promise.allSettled([...this.#closing, ...open.map(giveUp)]);
  }

  async #invoke(
    call: number,
    object: Shared | undefined,
    method: string,
    args: readonly unknown[],
  ): Promise<unknown> {
    if (object === undefined) throw new Error(`the worker called '${method}' of what is closed`);
    if ('kind' in object && object.kind === 'stream') {
      if (method === 'write') return this.#write(object, args[0] as Uint8Array);
      if (method === 'read' || method === 'readable') {
        const controller = new AbortController();
        this.#calls.set(call, controller);
        try {
          return await (method === 'read'
            ? object.read(args[0] as number, controller.signal)
            : object.readable(controller.signal));
        } finally {
          this.#calls.delete(call);
        }
      }
    }
    const member: unknown = Reflect.get(object, method);
    if (typeof member !== 'function') throw new TypeError(`no method '${method}'`);
    const result: unknown = await Reflect.apply(member, object, args);
    // Views of memory that its owner goes on using, such as a file's bytes.
    return result instanceof Uint8Array ? result.slice() : result;
  }

  /** Writes all of `bytes`, behind what was written before. */
  #write(stream: Stream, bytes: Uint8Array): Promise<void> {
    const all = async (): Promise<void> => {
      for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await stream.write(rest));
    };
    const before = this.#writes.get(stream);
    const written = before === undefined ? all() : before.then(all, all);
    this.#writes.set(stream, written);
    return written;
  }
}

/** Closes what the worker had open, and stores no half a rewrite. */
async function giveUp(object: OpenFile | Stream): Promise<void> {
  await (object.kind === 'file' ? object.close(true) : object.close());
}

function isFileSystem(object: Shared | undefined): object is FileSystem {
  return object !== undefined && 'readOnly' in object;
}

function stateOf(fs: FileSystem): FileSystemState {
  return { readOnly: fs.readOnly, links: fs.links === true };
}

function isListing(value: unknown): value is Listing {
  return typeof value === 'object' && value !== null && 'next' in value;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whether `value` is an open file, a stream or a listing, and not data. */
function isShared(value: unknown): value is OpenFile | Stream | Listing {
  return isListing(value) || (typeof value === 'object' && value !== null && 'kind' in value);
}
