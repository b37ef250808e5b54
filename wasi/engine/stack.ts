// Where an instrumented module unwinds its stack to.

/** The size of a stack that the module brings no place for, in bytes. */
export const defaultStackSize = 256 * 1024;

/**
 * The name by which a module exports the second memory that the pass added for the stack
 * (`asyncify-in-secondary-memory`). The pass names it so, but exports nothing: whoever instruments must.
 */
export const stackMemory = 'asyncify_memory';

/** The header of the stack: where it is now, and where it ends, 32 bits each. */
const header = 8;
/** A word at the stack's end that must not change. */
const guardWord = 0x5afe_57ac;

/** A range of a memory, in bytes. */
interface Area {
  readonly memory: WebAssembly.Memory;
  readonly begin: number;
  readonly end: number;
  /** Whether it is the program's: the stack is there only while the program unwinds and rewinds. */
  readonly borrowed?: boolean;
}

/** The unwound stack of one instance. */
export class AsyncifyStack {
  readonly #memory: WebAssembly.Memory;
  readonly #begin: number;
  /** The address of the guard. */
  readonly #guard: number;
  readonly #lent: LentArea | undefined;
  #words: Uint32Array;

  constructor({ memory, begin, end, borrowed = false }: Area) {
    this.#memory = memory;
    this.#begin = (begin + 7) & ~7;
    this.#guard = (end & ~7) - 4;
    if (this.#guard - this.#begin <= header) throw new Error('the Asyncify stack has no room');
    this.#words = new Uint32Array(memory.buffer);
    this.#lent = borrowed ? new LentArea(memory, this.#begin, this.#guard + 4) : undefined;
  }

  /** Before the module unwinds: an empty stack, with the guard at its end. @returns its address, for the pass */
  beginUnwind(): number {
    this.#lent?.take();
    const words = this.#current();
    words[this.#begin >>> 2] = this.#begin + header;
    words[(this.#begin >>> 2) + 1] = this.#guard;
    words[this.#guard >>> 2] = guardWord;
    return this.#begin;
  }

  /**
   * When the module has unwound. The pass notices an overflow late: what lies behind may be spoilt, so that the
   * program must end.
   * @throws WebAssembly.RuntimeError it did not fit, or is empty
   */
  check(): void {
    const words = this.#current();
    const top = words[this.#begin >>> 2] ?? Infinity;
    // Each frame takes some bytes, that of the export, too.
    if (top === this.#begin + header) throw notInstrumentedFor();
    if (top > this.#guard || words[this.#guard >>> 2] !== guardWord) {
      throw new WebAssembly.RuntimeError('the Asyncify stack overflowed');
    }
  }

  /** After the pass has stopped to unwind. */
  endUnwind(): void {
    this.#lent?.giveBack((this.#current()[this.#begin >>> 2] ?? 0) - this.#begin);
  }

  /** Before the module rewinds. @returns the address of the stack, for the pass */
  beginRewind(): number {
    this.#lent?.takeAgain();
    return this.#begin;
  }

  /** After the pass has stopped to rewind. */
  endRewind(): void {
    this.#lent?.release();
  }

  /** The memory, where it may have grown. */
  #current(): Uint32Array {
    // A buffer that memory.grow detached has length 0.
    if (this.#words.length === 0) this.#words = new Uint32Array(this.#memory.buffer);
    return this.#words;
  }
}

/** A module that goes on where it should wait: what it does from then on, nobody knows. */
export function notInstrumentedFor(): Error {
  return new WebAssembly.RuntimeError(
    'an import waits, and the program does not unwind: it is not instrumented for that import, or uses Asyncify for itself',
  );
}

/**
 * An area of the program's own memory. While the program unwinds and rewinds none of its own code runs, so that nothing
 * sees that its bytes are elsewhere; while it waits they are in their place, for the host.
 */
class LentArea {
  readonly #memory: WebAssembly.Memory;
  readonly #begin: number;
  /** The area, and the program's bytes, while the stack is in their place. */
  #area: Uint8Array;
  readonly #kept: Uint8Array;
  /** The stack, while the program waits, and how much of it there is. */
  readonly #stack: Uint8Array;
  #used = 0;

  constructor(memory: WebAssembly.Memory, begin: number, end: number) {
    this.#memory = memory;
    this.#begin = begin;
    this.#kept = new Uint8Array(end - begin);
    this.#stack = new Uint8Array(end - begin);
    this.#area = new Uint8Array(memory.buffer, begin, end - begin);
  }

  /** How much the stack will take, nobody knows. */
  take(): void {
    this.#kept.set(this.#current());
  }

  /** @param used bytes that the stack has taken */
  giveBack(used: number): void {
    const area = this.#current();
    const guard = area.length - 4;
    this.#used = used;
    this.#stack.set(area.subarray(0, used));
    area.set(this.#kept.subarray(0, used));
    area.set(this.#kept.subarray(guard), guard);
  }

  takeAgain(): void {
    const area = this.#current();
    this.#kept.set(area.subarray(0, this.#used));
    area.set(this.#stack.subarray(0, this.#used));
  }

  release(): void {
    this.#current().set(this.#kept.subarray(0, this.#used));
  }

  /** The area, where the memory may have grown. */
  #current(): Uint8Array {
    if (this.#area.length === 0) {
      this.#area = new Uint8Array(this.#memory.buffer, this.#begin, this.#kept.length);
    }
    return this.#area;
  }
}

/**
 * The place for the stack: a second memory, where the module was instrumented for it, which the program does not know;
 * else a buffer that the program exports for it, else what its allocator gives, else bytes that the program lends. It is
 * never taken by memory.grow, whose pages Go's allocator and others regard as their own.
 * @param imported the memory that the module imports, if it does
 * @returns undefined where the memory that would be lent is empty yet
 * @throws Error there is no memory, or no room in it
 */
export function findStack(
  instance: WebAssembly.Instance,
  imported: WebAssembly.Memory | undefined,
  size: number = defaultStackSize,
): AsyncifyStack | undefined {
  const { exports } = instance;
  // First of all: the pass's own code uses no other place then.
  const second = exports[stackMemory];
  if (second instanceof WebAssembly.Memory) {
    return new AsyncifyStack({ memory: second, begin: 0, end: second.buffer.byteLength });
  }
  const memory =
    Object.values(exports).find((value) => value instanceof WebAssembly.Memory) ?? imported;
  if (memory === undefined) {
    throw new Error('the program has no memory for the Asyncify stack: it exports none');
  }
  const [begin, end] = [
    address(exports['asyncify_stack_begin']),
    address(exports['asyncify_stack_end']),
  ];
  if (begin !== undefined && end !== undefined) return new AsyncifyStack({ memory, begin, end });
  const { malloc } = exports;
  if (typeof malloc === 'function') {
    const allocated = Number(malloc(size)) >>> 0;
    if (allocated > 0) {
      return new AsyncifyStack({ memory, begin: allocated, end: allocated + size });
    }
  }
  const { buffer } = memory;
  if (!(buffer instanceof ArrayBuffer)) {
    throw new Error('the program has no room for the Asyncify stack: threads share its memory');
  }
  if (buffer.byteLength === 0) return undefined;
  return new AsyncifyStack({
    memory,
    begin: 0,
    end: Math.min(size, buffer.byteLength),
    borrowed: true,
  });
}

/** The number that an exported global holds, or an exported function returns. */
function address(value: unknown): number | undefined {
  if (value instanceof WebAssembly.Global) return Number(value.value) >>> 0;
  return typeof value === 'function' ? Number(value()) >>> 0 : undefined;
}
