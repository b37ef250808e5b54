// Random bytes.
import type { Host } from './host.ts';

/** The most that `crypto.getRandomValues` gives at once. */
const block = 65_536;

/**
 * Fills a buffer with bytes that nobody can guess.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#random_get
 * @param buffer pointer to it
 * @param length of it, in bytes
 * @throws EFAULT a buffer behind the memory
 */
export function random_get(host: Host, buffer: number, length: number): void {
  const bytes = host.memory.bytes(buffer, length);
  for (let at = 0; at < bytes.length; at += block) {
    const random = crypto.getRandomValues(new Uint8Array(Math.min(block, bytes.length - at)));
    bytes.set(random, at);
  }
}
