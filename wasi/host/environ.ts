// The environment of the program.
import { writeSizes, writeStrings } from './args.ts';
import type { Host } from './host.ts';

/** https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#environ_get @throws EFAULT */
export function environ_get(host: Host, environ: number, buffer: number): void {
  writeStrings(host, host.env, environ, buffer);
}

/** https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#environ_sizes_get @throws EFAULT */
export function environ_sizes_get(host: Host, count: number, size: number): void {
  writeSizes(host, host.env, count, size);
}
