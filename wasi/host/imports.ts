// All functions of preview1 in the order of the specification, and the only place where an error becomes an errno.
// https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#functions
import { errnos, success } from '../preview1/errno.ts';
import { waiting } from '../preview1/waiting.ts';
import { SystemError } from '../vfs/error.ts';
import { andThen, isPromise, type MaybePromise } from '../vfs/maybe-promise.ts';
import { args_get, args_sizes_get } from './args.ts';
import { clock_res_get, clock_time_get } from './clock.ts';
import { environ_get, environ_sizes_get } from './environ.ts';
import * as fd from './fd.ts';
import * as fdData from './fd-data.ts';
import type { Host } from './host.ts';
import * as path from './path.ts';
import { path_open } from './path-open.ts';
import { poll_oneoff } from './poll.ts';
import { proc_exit, proc_raise, sched_yield } from './proc.ts';
import { random_get } from './random.ts';
import * as sock from './sock.ts';
import { untilPassed } from './stop.ts';
import type { Trace } from './trace.ts';
import type { Turns } from './turns.ts';

/**
 * A function of preview1, with arguments as its signature there says: it returns nothing for success, and throws a
 * SystemError otherwise.
 */
export type Call = (host: Host, ...args: never[]) => MaybePromise<void>;

const calls: Readonly<Record<string, Call>> = {
  args_get,
  args_sizes_get,
  environ_get,
  environ_sizes_get,
  clock_res_get,
  clock_time_get,
  fd_advise: fd.fd_advise,
  fd_allocate: fd.fd_allocate,
  fd_close: fd.fd_close,
  fd_datasync: fd.fd_datasync,
  fd_fdstat_get: fd.fd_fdstat_get,
  fd_fdstat_set_flags: fd.fd_fdstat_set_flags,
  fd_fdstat_set_rights: fd.fd_fdstat_set_rights,
  fd_filestat_get: fd.fd_filestat_get,
  fd_filestat_set_size: fd.fd_filestat_set_size,
  fd_filestat_set_times: fd.fd_filestat_set_times,
  fd_pread: fdData.fd_pread,
  fd_prestat_get: fd.fd_prestat_get,
  fd_prestat_dir_name: fd.fd_prestat_dir_name,
  fd_pwrite: fdData.fd_pwrite,
  fd_read: fdData.fd_read,
  fd_readdir: fdData.fd_readdir,
  fd_renumber: fd.fd_renumber,
  fd_seek: fdData.fd_seek,
  fd_sync: fd.fd_sync,
  fd_tell: fdData.fd_tell,
  fd_write: fdData.fd_write,
  path_create_directory: path.path_create_directory,
  path_filestat_get: path.path_filestat_get,
  path_filestat_set_times: path.path_filestat_set_times,
  path_link: path.path_link,
  path_open,
  path_readlink: path.path_readlink,
  path_remove_directory: path.path_remove_directory,
  path_rename: path.path_rename,
  path_symlink: path.path_symlink,
  path_unlink_file: path.path_unlink_file,
  poll_oneoff,
  proc_exit,
  proc_raise,
  sched_yield,
  random_get,
  sock_accept: sock.sock_accept,
  sock_recv: sock.sock_recv,
  sock_send: sock.sock_send,
  sock_shutdown: sock.sock_shutdown,
};

type Import = (...args: never[]) => MaybePromise<number>;

/**
 * The imports of `wasi_snapshot_preview1` for one run. Those that `waiting` lists may return a promise.
 * @param current the run's host: an instance is made before it is known what it will run with
 * @param turns lets messages in when the event loop has not turned for long
 */
export function createImports(
  current: () => Host,
  turns: Turns,
  trace?: Trace,
): Record<string, Import> {
  const failed = (name: string, error: unknown): number => {
    if (!(error instanceof SystemError)) throw error; // ProgramExit, or a defect, which is shown as one
    if (name === 'path_filestat_get') current().withhold(error);
    else current().explain(error);
    return errnos[error.code];
  };
  const imports: Record<string, Import> = {};
  for (const [name, call] of Object.entries(calls)) {
    const fail = (error: unknown): number => failed(name, error);
    const attempt = (args: never[]): MaybePromise<number> => {
      try {
        const result = call(current(), ...args);
        return isPromise(result) ? result.then(() => success, fail) : success;
      } catch (error) {
        return fail(error);
      }
    };
    let wrapped: Import = (...args) => attempt(args);
    if (waiting.includes(name)) {
      wrapped = (...args) => {
        const host = current();
        host.checkStopped();
        const passage = turns.due() ? turns.turn() : host.passage();
        const result =
          passage === undefined
            ? attempt(args)
            : passage.then(() => untilPassed(host)).then(() => attempt(args));
        if (!isPromise(result)) return result;
        return result.then((errno) => andThen(untilPassed(host), () => errno));
      };
    }
    imports[name] = trace === undefined ? wrapped : trace.wrap(name, wrapped, current);
  }
  return imports;
}
