// For tests: the errnos of the functions that touch no file: arguments, clocks, random bytes, sockets, polls.
import { Guest, out, room } from '../fixtures.ts';
import { wild, type Case, type Cases } from './case.ts';

const guest = (): Guest => new Guest(undefined, { args: ['program'], env: ['A=1'] });

/** Calls with one pointer or the other behind the memory. */
function faults(name: string, ...calls: readonly (readonly (number | bigint)[])[]): Case[] {
  return calls.map((args): Case => [
    'EFAULT',
    `(${args.join(', ')})`,
    () => guest().call(name, ...args),
  ]);
}

function sockets(name: string): Case[] {
  return [
    ['EBADF', 'no such descriptor', () => guest().call(name, 99, 0, out)],
    ['ENOTSOCK', 'a directory', () => guest().call(name, 3, 0, out)],
  ];
}

export const restCases: Cases = {
  args_get: faults('args_get', [wild, room], [out, wild]),
  args_sizes_get: faults('args_sizes_get', [wild, out], [out, wild]),
  environ_get: faults('environ_get', [wild, room], [out, wild]),
  environ_sizes_get: faults('environ_sizes_get', [wild, out], [out, wild]),
  clock_res_get: [
    ['EINVAL', 'no such clock', () => guest().call('clock_res_get', 4, out)],
    ...faults('clock_res_get', [0, wild]),
  ],
  clock_time_get: [
    ['EINVAL', 'no such clock', () => guest().call('clock_time_get', 4, 0n, out)],
    ['EINVAL', 'the clock -1', () => guest().call('clock_time_get', -1, 0n, out)],
    ...faults('clock_time_get', [0, 0n, wild]),
  ],
  random_get: faults('random_get', [wild, 4096], [room, 0xffff_ffff]),
  proc_exit: [],
  proc_raise: [['ENOTSUP', 'a signal', () => guest().call('proc_raise', 6)]],
  sched_yield: [],
  sock_accept: sockets('sock_accept'),
  sock_recv: sockets('sock_recv'),
  sock_send: sockets('sock_send'),
  sock_shutdown: sockets('sock_shutdown'),
  poll_oneoff: [
    ['EINVAL', 'no subscriptions', () => guest().call('poll_oneoff', room, room, 0, out)],
    [
      'EINVAL',
      'more subscriptions than there can be',
      () => {
        const made = guest();
        made.wasm.grow(8); // all of them fit
        return made.call('poll_oneoff', room, room, 4097, out);
      },
    ],
    ...faults(
      'poll_oneoff',
      [wild, room, 6, out],
      [room, wild, 9, out],
      [room, room, 0xffff_ffff, out],
      [room, room, 1, wild],
    ),
  ],
};
