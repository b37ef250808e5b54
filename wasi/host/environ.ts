// The environment of the program.
import { writeSizes, writeStrings } from './args.ts';
import type { Host } from './host.ts';

/**
 * Copies the environment: `NAME=value` each, ending in a NUL, and a pointer leads to each.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#environ_get
 * @param environ where the pointers go, as many as `environ_sizes_get` says
 * @param buffer where the strings go, as many bytes as it says
 * @throws EFAULT a pointer behind the memory
 */
export function environ_get(host: Host, environ: number, buffer: number): void {
  writeStrings(host, host.env, environ, buffer);
}

/**
 * How much room the environment needs.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#environ_sizes_get
 * @param count where the number of variables goes (u32)
 * @param size where the bytes of all of them go, with their NULs (u32)
 * @throws EFAULT a pointer behind the memory
 */
export function environ_sizes_get(host: Host, count: number, size: number): void {
  writeSizes(host, host.env, count, size);
}
