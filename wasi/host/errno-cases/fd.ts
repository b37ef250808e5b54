// For tests: the errnos of what a descriptor is asked about, and of its end.
import { all, Guest, pipeWith, room } from '../fixtures.ts';
import { SystemError } from '../../vfs/error.ts';
import {
  asking,
  directory,
  file,
  readOnly,
  storing,
  stream,
  unknown,
  wild,
  type Arguments,
  type Case,
  type Cases,
} from './case.ts';

/** What was written is stored by the call. */
const storesWritten = (name: string): readonly Case[] =>
  storing(
    ({ guest }, fd) => guest.call(name, fd),
    async ({ guest }, fd) => {
      await guest.call('fd_fdstat_set_flags', fd, 0);
      await guest.write(fd, 'new');
    },
  );

/** A pipe whose close fails is closed by the call. */
const closing = (name: string, ...args: Arguments): Case => [
  'EPIPE',
  'the last bytes of a pipe were not taken',
  () => {
    const guest = new Guest();
    const close = (): never => {
      throw new SystemError('EPIPE');
    };
    guest.stream(0, pipeWith({ close }));
    return guest.call(name, ...args);
  },
];

export const fdCases: Cases = {
  fd_advise: [
    unknown('fd_advise', 0n, 0n, 0),
    directory('EBADF', 'fd_advise', 0n, 0n, 0),
    stream('ESPIPE', 'fd_advise', [0n, 0n, 0]),
    file('EBADF', 'without the right', 'fd_advise', [0n, 0n, 0], 2n),
    file('EINVAL', 'no such advice', 'fd_advise', [0n, 0n, 6]),
    file('EINVAL', 'a negative length', 'fd_advise', [0n, -1n, 0]),
    file('EINVAL', 'an end behind all files', 'fd_advise', [1n, (1n << 63n) - 1n, 0]),
  ],
  fd_allocate: [
    unknown('fd_allocate', 0n, 1n),
    directory('EBADF', 'fd_allocate', 0n, 1n),
    stream('ESPIPE', 'fd_allocate', [0n, 1n]),
    stream('ENODEV', 'fd_allocate', [0n, 1n], { type: 'terminal' }),
    readOnly('fd_allocate', 0n, 100n),
    file('EINVAL', 'no length', 'fd_allocate', [0n, 0n]),
    file('EINVAL', 'a negative offset', 'fd_allocate', [-1n, 1n]),
    file('EFBIG', 'beyond 2^53', 'fd_allocate', [1n << 60n, 1n]),
    file('EFBIG', 'an end beyond 2^53', 'fd_allocate', [(1n << 53n) - 1n, 2n]),
    ...storing(({ guest }, fd) => guest.call('fd_allocate', fd, 0n, 100n)),
  ],
  fd_close: [unknown('fd_close'), closing('fd_close', 0), ...storesWritten('fd_close')],
  fd_datasync: [
    unknown('fd_datasync'),
    stream('EINVAL', 'fd_datasync', []),
    ...storesWritten('fd_datasync'),
  ],
  fd_sync: [unknown('fd_sync'), stream('EINVAL', 'fd_sync', []), ...storesWritten('fd_sync')],
  fd_fdstat_get: [
    unknown('fd_fdstat_get', room),
    file('EFAULT', 'a wild pointer', 'fd_fdstat_get', [wild]),
  ],
  fd_fdstat_set_flags: [
    unknown('fd_fdstat_set_flags', 0),
    directory('EBADF', 'fd_fdstat_set_flags', 0),
    file('EINVAL', 'no flag', 'fd_fdstat_set_flags', [32]),
  ],
  fd_fdstat_set_rights: [
    unknown('fd_fdstat_set_rights', 0n, 0n),
    file('ENOTCAPABLE', 'wider', 'fd_fdstat_set_rights', [all, 0n], 2n),
    file('ENOTCAPABLE', 'wider for what is opened', 'fd_fdstat_set_rights', [0n, 2n]),
  ],
  fd_filestat_get: [
    unknown('fd_filestat_get', room),
    file('EFAULT', 'a wild pointer', 'fd_filestat_get', [wild]),
    ...asking('d', ({ guest }, fd) => guest.call('fd_filestat_get', fd, room)),
  ],
  fd_filestat_set_size: [
    unknown('fd_filestat_set_size', 0n),
    directory('EBADF', 'fd_filestat_set_size', 0n),
    stream('EINVAL', 'fd_filestat_set_size', [0n]),
    readOnly('fd_filestat_set_size', 0n),
    file('EINVAL', 'a negative size', 'fd_filestat_set_size', [-1n]),
    file('EFBIG', 'beyond 2^53', 'fd_filestat_set_size', [1n << 53n]),
    ...storing(({ guest }, fd) => guest.call('fd_filestat_set_size', fd, 100n)),
  ],
  fd_filestat_set_times: [
    unknown('fd_filestat_set_times', 0n, 0n, 8),
    stream('EINVAL', 'fd_filestat_set_times', [0n, 0n, 8]),
    file('EBADF', 'without the right', 'fd_filestat_set_times', [0n, 0n, 8], 2n),
    file('EINVAL', 'a time and now', 'fd_filestat_set_times', [0n, 0n, 12]),
    file('EINVAL', 'no flag', 'fd_filestat_set_times', [0n, 0n, 16]),
    file('ENOTSUP', 'a time of choice on a folder', 'fd_filestat_set_times', [0n, 5n, 4]),
    ...storing(({ guest }, fd) => guest.call('fd_filestat_set_times', fd, 0n, 0n, 8)),
  ],
  fd_prestat_get: [
    unknown('fd_prestat_get', room),
    file('EBADF', 'not preopened', 'fd_prestat_get', [room]),
    ['EFAULT', 'a wild pointer', () => new Guest().call('fd_prestat_get', 3, wild)],
  ],
  fd_prestat_dir_name: [
    unknown('fd_prestat_dir_name', room, 10),
    file('EBADF', 'not preopened', 'fd_prestat_dir_name', [room, 10]),
    ['ENAMETOOLONG', 'no room', () => new Guest().call('fd_prestat_dir_name', 3, room, 0)],
    ['EFAULT', 'a wild pointer', () => new Guest().call('fd_prestat_dir_name', 3, wild, 10)],
  ],
  fd_renumber: [
    ['EBADF', 'from no descriptor', () => new Guest().call('fd_renumber', 99, 3)],
    ['EBADF', 'to no descriptor', () => new Guest().call('fd_renumber', 3, 99)],
    ['EBADF', 'to the last of all numbers', () => new Guest().call('fd_renumber', 3, -1)],
    closing('fd_renumber', 3, 0),
    ...storing(
      ({ guest }, fd) => guest.call('fd_renumber', 3, fd),
      async ({ guest }, fd) => {
        await guest.call('fd_fdstat_set_flags', fd, 0);
        await guest.write(fd, 'new');
      },
    ),
  ],
};
