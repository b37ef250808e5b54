// For tests: a sync access handle of the private storage. What it writes is in the file at once.
import type { FakeDisk, FakeFileNode } from './fake-disk.ts';
import type { SyncAccess } from './file-handle.ts';

export class FakeSyncAccess implements SyncAccess {
  readonly #disk: FakeDisk;
  readonly #node: FakeFileNode;
  /** It refuses every other writer (tried, in all modes but two of `readwrite-unsafe`). */
  readonly #lock = { mode: 'exclusive' };
  readonly #end = (): void => this.close();

  constructor(disk: FakeDisk, node: FakeFileNode) {
    this.#disk = disk;
    this.#node = node;
    node.locks.add(this.#lock);
    disk.openWriters.add(this.#end);
  }

  getSize(): number {
    return this.#node.bytes.length;
  }

  read(into: Uint8Array, { at }: { readonly at: number }): number {
    const bytes = this.#node.bytes.subarray(at, at + into.length);
    into.set(bytes);
    return bytes.length;
  }

  write(bytes: Uint8Array, { at }: { readonly at: number }): number {
    if (this.#disk.callNow('syncWrite')) {
      const all = this.#resized(Math.max(this.#node.bytes.length, at + bytes.length));
      all.set(bytes, at);
      this.#disk.store(this.#node, all);
    }
    return bytes.length;
  }

  truncate(size: number): void {
    if (this.#disk.callNow('syncTruncate')) this.#disk.store(this.#node, this.#resized(size));
  }

  #resized(size: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(size);
    bytes.set(this.#node.bytes.subarray(0, size));
    return bytes;
  }

  flush(): void {
    this.#disk.callNow('flush');
  }

  close(): void {
    this.#node.locks.delete(this.#lock);
    this.#disk.openWriters.delete(this.#end);
  }
}
