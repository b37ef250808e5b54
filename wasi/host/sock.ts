// Sockets: there are none, so that any descriptor is not one.
import { SystemError } from '../vfs/error.ts';
import type { Host } from './host.ts';

function notSocket(host: Host, fd: number): never {
  host.table.get(fd);
  throw new SystemError('ENOTSOCK');
}

/** @throws EBADF, ENOTSOCK */
export function sock_accept(host: Host, fd: number): void {
  notSocket(host, fd);
}

/** @throws EBADF, ENOTSOCK */
export function sock_recv(host: Host, fd: number): void {
  notSocket(host, fd);
}

/** @throws EBADF, ENOTSOCK */
export function sock_send(host: Host, fd: number): void {
  notSocket(host, fd);
}

/** @throws EBADF, ENOTSOCK */
export function sock_shutdown(host: Host, fd: number): void {
  notSocket(host, fd);
}
