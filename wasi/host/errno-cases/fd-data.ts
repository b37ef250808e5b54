// For tests: the errnos of reading, writing, offsets and listings.
import { Guest, out, pipeWith, room } from '../fixtures.ts';
import { SystemError } from '../../vfs/error.ts';
import {
  asking,
  directory,
  file,
  storing,
  stream,
  unknown,
  wild,
  world,
  type Arguments,
  type Case,
  type Cases,
} from './case.ts';

/** One buffer of four bytes, and what is wrong with others. */
function transfers(name: string, ...behind: Arguments): Case[] {
  const call = async (lay: (guest: Guest) => Arguments, result: number): Promise<string> => {
    const { guest } = world();
    const fd = await guest.open('f');
    return guest.call(name, fd, ...lay(guest), ...behind, result);
  };
  return [
    ['EFAULT', 'a wild list', () => call(() => [wild, 40], out)],
    ['EFAULT', 'a wild buffer', () => call((guest) => guest.buffer(4, wild), out)],
    ['EFAULT', 'a wild result', () => call((guest) => guest.buffer(4), wild)],
    ['EINVAL', 'ten thousand buffers', () => call(() => [room, 10_000], out)],
  ];
}

const oneBuffer = (guest: Guest): Arguments => guest.buffer(4);

const denied = (name: string, args: (guest: Guest) => Arguments, rights: bigint): Case => [
  'EBADF',
  'without the right',
  async () => {
    const { guest } = world();
    const fd = await guest.open('f', { rights });
    return guest.call(name, fd, ...args(guest));
  },
];

/** The pipe and the last offset that an `off_t` has, for pread and pwrite. */
const positioned = (name: string): Case[] => [
  [
    'ESPIPE',
    'a pipe',
    async () => {
      const guest = new Guest();
      guest.stream(0, pipeWith({}));
      return guest.call(name, 0, ...guest.buffer(4), 0n, out);
    },
  ],
  [
    'EINVAL',
    'a negative offset',
    async () => {
      const { guest } = world();
      const fd = await guest.open('f');
      return guest.call(name, fd, ...guest.buffer(4), -1n, out);
    },
  ],
  [
    'EBADF',
    'a directory',
    () => {
      const guest = new Guest();
      return guest.call(name, 3, ...guest.buffer(4), 0n, out);
    },
  ],
];

export const fdDataCases: Cases = {
  fd_read: [
    unknown('fd_read', 512, 0, out),
    directory('EISDIR', 'fd_read', 512, 0, out),
    denied('fd_read', (guest) => [...oneBuffer(guest), out], 64n),
    ...transfers('fd_read'),
    [
      'EAGAIN',
      'an empty pipe that must not wait',
      () => {
        const guest = new Guest();
        guest.stream(0, pipeWith({ readable: () => new Promise<never>(() => {}) }), 4);
        return guest.call('fd_read', 0, ...guest.buffer(4), out);
      },
    ],
    ...asking('f', ({ guest }, fd) => guest.call('fd_read', fd, ...guest.buffer(4), out)),
  ],
  fd_pread: [
    unknown('fd_pread', 512, 0, 0n, out),
    denied('fd_pread', (guest) => [...oneBuffer(guest), 0n, out], 64n),
    ...positioned('fd_pread'),
    ...transfers('fd_pread', 0n),
    ...asking('f', ({ guest }, fd) => guest.call('fd_pread', fd, ...guest.buffer(4), 0n, out)),
  ],
  fd_write: [
    unknown('fd_write', 512, 0, out),
    directory('EBADF', 'fd_write', 512, 0, out),
    denied('fd_write', (guest) => [...oneBuffer(guest), out], 2n),
    ...transfers('fd_write'),
    [
      'EFBIG',
      'beyond 2^53',
      async () => {
        const { guest } = world();
        const fd = await guest.open('f');
        await guest.call('fd_seek', fd, (1n << 53n) - 2n, 0, out);
        return guest.write(fd, 'text');
      },
    ],
    [
      'EPIPE',
      'nobody reads, and SIGPIPE is ignored',
      () => {
        const guest = new Guest(undefined, { ignoreBrokenPipe: true });
        const write = (): never => {
          throw new SystemError('EPIPE');
        };
        guest.stream(1, pipeWith({ write }));
        return guest.write(1, 'text');
      },
    ],
    ...storing(({ guest }, fd) => guest.write(fd, 'new')),
  ],
  fd_pwrite: [
    unknown('fd_pwrite', 512, 0, 0n, out),
    denied('fd_pwrite', (guest) => [...oneBuffer(guest), 0n, out], 2n),
    ...positioned('fd_pwrite'),
    ...transfers('fd_pwrite', 0n),
    [
      'EFBIG',
      'beyond 2^53',
      async () => {
        const { guest } = world();
        const fd = await guest.open('f');
        return guest.call('fd_pwrite', fd, ...guest.buffer(4), 1n << 60n, out);
      },
    ],
    ...storing(({ guest }, fd) => guest.call('fd_pwrite', fd, ...guest.buffer(4), 0n, out)),
  ],
  fd_seek: [
    unknown('fd_seek', 0n, 0, out),
    directory('EBADF', 'fd_seek', 0n, 0, out),
    stream('ESPIPE', 'fd_seek', [0n, 0, out]),
    stream('ESPIPE', 'fd_seek', [0n, 0, out], { type: 'terminal' }),
    file('EBADF', 'without the right', 'fd_seek', [1n, 0, out], 2n),
    file('EINVAL', 'before the beginning', 'fd_seek', [-1n, 0, out]),
    file('EINVAL', 'no such origin', 'fd_seek', [0n, 3, out]),
    file('EOVERFLOW', 'beyond 2^53', 'fd_seek', [1n << 60n, 0, out]),
    file('EFAULT', 'a wild result', 'fd_seek', [0n, 0, wild]),
    ...asking('f', async ({ guest }, fd) => {
      await guest.call('fd_seek', fd, 0n, 2, out); // the snapshot of the open answers once
      return guest.call('fd_seek', fd, 0n, 2, out);
    }),
  ],
  fd_tell: [
    unknown('fd_tell', out),
    directory('EBADF', 'fd_tell', out),
    stream('ESPIPE', 'fd_tell', [out]),
    file('EBADF', 'without the right', 'fd_tell', [out], 2n),
    file('EFAULT', 'a wild result', 'fd_tell', [wild]),
  ],
  fd_readdir: [
    unknown('fd_readdir', room, 100, 0n, out),
    file('ENOTDIR', 'a file', 'fd_readdir', [room, 100, 0n, out]),
    [
      'EBADF',
      'without the right',
      async () => {
        const guest = new Guest();
        const fd = await guest.open('.', { oflags: 2, rights: 0n });
        return guest.call('fd_readdir', fd, room, 100, 0n, out);
      },
    ],
    directory('EFAULT', 'fd_readdir', wild, 4096, 0n, out),
    directory('EFAULT', 'fd_readdir', room, 100, 0n, wild),
    ...asking('d', ({ guest }, fd) => guest.call('fd_readdir', fd, room, 100, 0n, out)),
  ],
};
