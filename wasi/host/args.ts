// Arguments of the program.
import type { Host } from './host.ts';

/** Writes a pointer for each string to `pointers`, and the strings, each ending in NUL, to `buffer`. */
export function writeStrings(
  host: Host,
  strings: readonly Uint8Array[],
  pointers: number,
  buffer: number,
): void {
  let at = buffer >>> 0;
  for (const [index, bytes] of strings.entries()) {
    host.memory.setU32((pointers >>> 0) + 4 * index, at);
    host.memory.write(at, bytes);
    at += bytes.length;
  }
}

/** Writes how many strings there are to `count`, and their bytes with the NULs to `size`. */
export function writeSizes(
  host: Host,
  strings: readonly Uint8Array[],
  count: number,
  size: number,
): void {
  host.memory.setU32(count, strings.length);
  host.memory.setU32(
    size,
    strings.reduce((sum, bytes) => sum + bytes.length, 0),
  );
}

/**
 * Copies the arguments: each ends in a NUL, and a pointer leads to each.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#args_get
 * @param argv where the pointers go, as many as `args_sizes_get` says
 * @param buffer where the strings go, as many bytes as it says
 * @throws EFAULT a pointer behind the memory
 */
export function args_get(host: Host, argv: number, buffer: number): void {
  writeStrings(host, host.args, argv, buffer);
}

/**
 * How much room the arguments need.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#args_sizes_get
 * @param count where their number goes (u32)
 * @param size where the bytes of all of them go, with their NULs (u32)
 * @throws EFAULT a pointer behind the memory
 */
export function args_sizes_get(host: Host, count: number, size: number): void {
  writeSizes(host, host.args, count, size);
}
