// Sockets: there are none, so that any descriptor is not one.
import { SystemError } from '../vfs/error.ts';
import type { Host } from './host.ts';

function notSocket(host: Host, fd: number): never {
  host.table.get(fd);
  throw new SystemError('ENOTSOCK');
}

/**
 * Would accept a connection.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sock_accept
 * @param fd a socket, which none is
 * @param _flags `fdflags` of the connection
 * @param _result where its descriptor would go (u32)
 * @throws EBADF no such descriptor, ENOTSOCK any other
 */
export function sock_accept(host: Host, fd: number, _flags: number, _result: number): void {
  notSocket(host, fd);
}

/**
 * Would receive a message.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sock_recv
 * @param fd a socket, which none is
 * @param _iovs pointer to the buffers
 * @param _count how many buffers
 * @param _flags `riflags`
 * @param _size where the number of bytes would go (u32)
 * @param _result where the `roflags` would go (u16)
 * @throws EBADF no such descriptor, ENOTSOCK any other
 */
export function sock_recv(
  host: Host,
  fd: number,
  _iovs: number,
  _count: number,
  _flags: number,
  _size: number,
  _result: number,
): void {
  notSocket(host, fd);
}

/**
 * Would send a message.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sock_send
 * @param fd a socket, which none is
 * @param _iovs pointer to the buffers
 * @param _count how many buffers
 * @param _flags `siflags`
 * @param _result where the number of bytes would go (u32)
 * @throws EBADF no such descriptor, ENOTSOCK any other
 */
export function sock_send(
  host: Host,
  fd: number,
  _iovs: number,
  _count: number,
  _flags: number,
  _result: number,
): void {
  notSocket(host, fd);
}

/**
 * Would end a connection.
 * https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md#sock_shutdown
 * @param fd a socket, which none is
 * @param _how `sdflags`
 * @throws EBADF no such descriptor, ENOTSOCK any other
 */
export function sock_shutdown(host: Host, fd: number, _how: number): void {
  notSocket(host, fd);
}
