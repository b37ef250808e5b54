// The only way to a program's memory: every access is checked, and views are made anew when memory has grown.
import { SystemError } from '../vfs/error.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Checked access to a program's memory. Numbers are little-endian; pointers are offsets in bytes. */
export class GuestMemory {
  /** As the program exports it: what imports of the caller's get, without checks. */
  readonly memory: WebAssembly.Memory;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
  }

  /** Checks a range; every access passes here. @throws EFAULT */
  #check(pointer: number, length: number): number {
    const start = pointer >>> 0; // a pointer arrives as a signed i32
    // A buffer that memory.grow detached has length 0.
    if (this.#bytes.buffer !== this.memory.buffer) {
      this.#bytes = new Uint8Array(this.memory.buffer);
      this.#view = new DataView(this.memory.buffer);
    }
    if (start + length > this.#bytes.length) throw new SystemError('EFAULT');
    return start;
  }

  /** A view, valid until the program runs again. @throws EFAULT */
  bytes(pointer: number, length: number): Uint8Array {
    const size = length >>> 0;
    const start = this.#check(pointer, size);
    return this.#bytes.subarray(start, start + size);
  }

  /** Text from UTF-8. @throws EFAULT, EILSEQ not UTF-8 */
  text(pointer: number, length: number): string {
    const bytes = this.bytes(pointer, length);
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw new SystemError('EILSEQ', '', { cause });
    }
  }

  write(pointer: number, bytes: Uint8Array): void {
    const offset = this.#check(pointer, bytes.length);
    this.#bytes.set(bytes, offset);
  }

  u8(pointer: number): number {
    const offset = this.#check(pointer, 1);
    return this.#view.getUint8(offset);
  }

  u16(pointer: number): number {
    const offset = this.#check(pointer, 2);
    return this.#view.getUint16(offset, true);
  }

  u32(pointer: number): number {
    const offset = this.#check(pointer, 4);
    return this.#view.getUint32(offset, true);
  }

  u64(pointer: number): bigint {
    const offset = this.#check(pointer, 8);
    return this.#view.getBigUint64(offset, true);
  }

  setU8(pointer: number, value: number): void {
    const offset = this.#check(pointer, 1);
    this.#view.setUint8(offset, value);
  }

  setU16(pointer: number, value: number): void {
    const offset = this.#check(pointer, 2);
    this.#view.setUint16(offset, value, true);
  }

  setU32(pointer: number, value: number): void {
    const offset = this.#check(pointer, 4);
    this.#view.setUint32(offset, value, true);
  }

  setU64(pointer: number, value: bigint): void {
    const offset = this.#check(pointer, 8);
    this.#view.setBigUint64(offset, value, true);
  }
}
