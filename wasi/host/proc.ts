// The program's own end, and its turn.
import { SystemError } from '../vfs/error.ts';
import { ProgramExit, type Host } from './host.ts';

/** https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#proc_exit — never returns. */
export function proc_exit(_host: Host, status: number): never {
  throw new ProgramExit(status & 0xff, false);
}

/** https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#proc_raise @throws ENOTSUP always */
export function proc_raise(_host: Host, _signal: number): void {
  throw new SystemError('ENOTSUP');
}

/**
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sched_yield
 * The wrapper of every call that may wait has let messages in where that was due.
 */
export function sched_yield(_host: Host): void {}
