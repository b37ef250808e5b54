// The program's own end, and its turn.
import { SystemError } from '../vfs/error.ts';
import { ProgramExit, type Host } from './host.ts';

/**
 * Ends the program, and never returns.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#proc_exit
 * @param status the exit status; of it 8 bits are kept, as by Unix
 */
export function proc_exit(_host: Host, status: number): never {
  throw new ProgramExit(status & 0xff, false);
}

/**
 * Sends the program a signal: here it can have none from itself.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#proc_raise
 * @param _signal `signal`
 * @throws ENOTSUP always
 */
export function proc_raise(_host: Host, _signal: number): void {
  throw new SystemError('ENOTSUP');
}

/**
 * Gives way. The wrapper of every call that may wait has let messages in where that was due.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sched_yield
 */
export function sched_yield(_host: Host): void {}
