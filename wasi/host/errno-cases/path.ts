// For tests: the errnos of the functions that name an entry.
import { all, Guest, out, room } from '../fixtures.ts';
import { preopenNamed } from '../../fd/preopens.ts';
import { maximumDescriptors } from '../../fd/table.ts';
import { folder } from '../../vfs/fixtures.ts';
import { MemoryFileSystem } from '../../vfs/memory-fs.ts';
import { MountTable } from '../../vfs/mounts.ts';
import { wild, world, type Case, type Cases, type World } from './case.ts';

/** Where a path lies in the program's memory. */
type Text = readonly [pointer: number, length: number];

/** A call that names one entry, by a path from a descriptor. */
export type PathCall = (guest: Guest, text: Text, fd?: number) => Promise<string>;

/** The other path of the functions that take two. */
const other = (guest: Guest, text: string): Text => guest.text(text, 6000);

/** The functions by what their path is; each can fail as any path does. */
export const pathCalls: Readonly<Record<string, PathCall>> = {
  path_create_directory: (guest, text, fd = 3) => guest.call('path_create_directory', fd, ...text),
  path_filestat_get: (guest, text, fd = 3) => guest.call('path_filestat_get', fd, 1, ...text, room),
  path_filestat_set_times: (guest, text, fd = 3) =>
    guest.call('path_filestat_set_times', fd, 1, ...text, 0n, 0n, 8),
  'path_link from': (guest, text, fd = 3) =>
    guest.call('path_link', fd, 0, ...text, 3, ...other(guest, 'new')),
  'path_link to': (guest, text, fd = 3) =>
    guest.call('path_link', 3, 0, ...other(guest, 'f'), fd, ...text),
  path_open: (guest, text, fd = 3) => guest.call('path_open', fd, 1, ...text, 0, all, all, 0, out),
  path_readlink: (guest, text, fd = 3) => guest.call('path_readlink', fd, ...text, room, 100, out),
  path_remove_directory: (guest, text, fd = 3) => guest.call('path_remove_directory', fd, ...text),
  'path_rename from': (guest, text, fd = 3) =>
    guest.call('path_rename', fd, ...text, 3, ...other(guest, 'new')),
  'path_rename to': (guest, text, fd = 3) =>
    guest.call('path_rename', 3, ...other(guest, 'f'), fd, ...text),
  path_symlink: (guest, text, fd = 3) =>
    guest.call('path_symlink', ...other(guest, 'f'), fd, ...text),
  path_unlink_file: (guest, text, fd = 3) => guest.call('path_unlink_file', fd, ...text),
};

/** What can be wrong with a path of any function. */
function common(call: PathCall): Case[] {
  const path = (text: string): Promise<string> => {
    const { guest } = world();
    return call(guest, guest.text(text, 10_000));
  };
  const spoilt = (spoil: (made: World) => void): Promise<string> => {
    const made = world();
    spoil(made);
    return call(made.guest, made.guest.text('d/g', 10_000));
  };
  return [
    [
      'EBADF',
      'no such descriptor',
      () => {
        const { guest } = world();
        return call(guest, guest.text('f'), 99);
      },
    ],
    [
      'ENOTDIR',
      'below a file',
      async () => {
        const { guest } = world();
        return call(guest, guest.text('g', 10_000), await guest.open('f'));
      },
    ],
    ['ENOTDIR', 'a file on the way', () => path('f/x')],
    ['ENOTDIR', 'a way through a file', () => path('f/../d/g')],
    [
      'ENOTCAPABLE',
      'a directory without rights',
      async () => {
        const { guest } = world();
        const fd = await guest.open('.', { oflags: 2, rights: 0n });
        return call(guest, guest.text('f', 10_000), fd);
      },
    ],
    ['EFAULT', 'a wild path', () => call(world().guest, [wild, 10])],
    ['EFAULT', 'a path of 4 GiB', () => call(world().guest, [room, -1])],
    [
      'EILSEQ',
      'not UTF-8',
      () => {
        const { guest } = world();
        guest.memory.write(room, Uint8Array.of(0x61, 0xff));
        return call(guest, [room, 2]);
      },
    ],
    ['EINVAL', 'a NUL', () => path('f\0')],
    ['EINVAL', 'a name that the browser refuses', () => path('a:b/x')],
    ['ENAMETOOLONG', 'a name of 256 bytes', () => path('a'.repeat(256))],
    ['ENAMETOOLONG', 'a path of 110 KB', () => path('a/'.repeat(55_000))],
    ['ENOENT', 'the empty path', () => path('')],
    ['ENOENT', 'nothing on the way', () => path('none/x')],
    ['ENOENT', 'a way through nothing', () => path('none/../f')],
    [
      'ELOOP',
      'links in a circle on the way',
      () => {
        const fs = new MemoryFileSystem();
        fs.open(['f'], { read: true, write: true, create: true });
        fs.symlink('loop', ['loop']);
        const guest = new Guest(fs);
        return call(guest, guest.text('loop/x', 10_000));
      },
    ],
    [
      'EPERM',
      'above a capability',
      () => {
        const { guest, fs } = world();
        preopenNamed(guest.table, fs, [{ name: '/', path: [] }]);
        return call(guest, guest.text('d/../../f', 10_000));
      },
    ],
    [
      'EPERM',
      'an absolute path into a capability',
      () => {
        const { guest, fs } = world();
        preopenNamed(guest.table, fs, [{ name: '/', path: [] }]);
        return call(guest, guest.text('/f', 10_000));
      },
    ],
    [
      'EACCES',
      'the person took the permission back',
      () =>
        spoilt(({ disk }) => {
          disk.permission = 'none';
        }),
    ],
    [
      'EIO',
      'the browser fails',
      () =>
        spoilt(({ disk }) => {
          for (const kind of ['getDirectoryHandle', 'getFileHandle'] as const)
            disk.fail(kind, 'InvalidStateError', 9);
        }),
    ],
  ];
}

type Made = World & { readonly call: (call: PathCall, text: string) => Promise<string> };

/** A row of one call on a folder that was prepared. */
function row(errno: string, cause: string, run: (made: Made) => Promise<string> | string): Case {
  return [
    errno,
    cause,
    () => {
      const made = world();
      return run({
        ...made,
        call: (call, text) => call(made.guest, made.guest.text(text, 10_000)),
      });
    },
  ];
}

const at = (name: string): PathCall => {
  const call = pathCalls[name];
  if (call === undefined) throw new Error(name);
  return call;
};

/** On a folder that is read-only. */
const readOnly = (name: string, text: string): Case =>
  row('EROFS', 'a read-only folder', ({ fs, call }) => {
    fs.readOnly = true;
    return call(at(name), text);
  });

/** Another process writes the file. */
const busy = (name: string): Case =>
  row('EBUSY', 'another process writes it', ({ fs, writers, call }) => {
    writers.others.add(fs.key(['f']));
    return call(at(name), 'f');
  });

/** The browser has no room from the `n`th call on. */
const full = (name: string, text: string, n: number): Case =>
  row('ENOSPC', 'the disk is full', ({ disk, call }) => {
    disk.failAt(n, 'QuotaExceededError');
    return call(at(name), text);
  });

const both = (name: string): Case[] => [...common(at(`${name} from`)), ...common(at(`${name} to`))];

/** Two folders in one tree. */
function twoMounts(): Guest {
  return new Guest(
    new MountTable([
      { point: [], prefix: [], fs: folder({ f: '', 'm/': '' }).fs },
      { point: ['m'], prefix: [], fs: new MemoryFileSystem('other') },
    ]),
  );
}

const open =
  (oflags: number, fdflags = 0, result = out): PathCall =>
  (guest, text, fd = 3) =>
    guest.call('path_open', fd, 1, ...text, oflags, all, all, fdflags, result);

export const pathCases: Cases = {
  path_create_directory: [
    ...common(at('path_create_directory')),
    row('EEXIST', 'a file', ({ call }) => call(at('path_create_directory'), 'f')),
    row('EEXIST', 'a directory', ({ call }) => call(at('path_create_directory'), 'd/')),
    row('EEXIST', 'the root', ({ call }) => call(at('path_create_directory'), '/')),
    readOnly('path_create_directory', 'new'),
    full('path_create_directory', 'new', 2),
  ],
  path_filestat_get: common(at('path_filestat_get')),
  path_filestat_set_times: [
    ...common(at('path_filestat_set_times')),
    row('EINVAL', 'a time and now', ({ guest }) =>
      guest.call('path_filestat_set_times', 3, 1, ...guest.text('f'), 0n, 0n, 12),
    ),
    row('ENOTSUP', 'a time of choice on a folder', ({ guest }) =>
      guest.call('path_filestat_set_times', 3, 1, ...guest.text('f'), 0n, 5n, 4),
    ),
    busy('path_filestat_set_times'),
    readOnly('path_filestat_set_times', 'f'),
    row('ENOSPC', 'the disk is full', ({ disk, call }) => {
      disk.fail('createWritable', 'QuotaExceededError');
      return call(at('path_filestat_set_times'), 'f');
    }),
  ],
  path_link: [
    ...both('path_link'),
    row('EINVAL', 'a link that is to be followed', ({ guest }) =>
      guest.call('path_link', 3, 1, ...guest.text('f'), 3, ...other(guest, 'new')),
    ),
    row('EPERM', 'a directory', ({ call }) => call(at('path_link from'), 'd')),
    row('EEXIST', 'something is there', ({ call }) => call(at('path_link to'), 'd')),
    row('ENOENT', 'a slash behind the new name', ({ call }) => call(at('path_link to'), 'new/')),
    row('ENOTSUP', 'a folder', ({ call }) => call(at('path_link from'), 'f')),
    readOnly('path_link from', 'f'),
    [
      'EXDEV',
      'two mounts',
      () => {
        const guest = twoMounts();
        return at('path_link to')(guest, guest.text('m/new'));
      },
    ],
  ],
  path_open: [
    ...common(at('path_open')),
    row('EFAULT', 'a wild result', ({ call }) => call(open(0, 0, wild), 'f')),
    row('EINVAL', 'no flag', ({ call }) => call(open(0, 32), 'f')),
    row('EINVAL', 'a directory to be made', ({ call }) => call(open(3), 'new')),
    row('ENOTDIR', 'a file as a directory', ({ call }) => call(open(2), 'f')),
    row('EISDIR', 'a directory for writing', ({ call }) => call(open(2), 'd')),
    row('EISDIR', 'a directory to be cut', ({ call }) => call(open(8), 'd')),
    row('EISDIR', 'a directory to be made by O_CREAT', ({ call }) => call(open(1), 'd/')),
    row('EISDIR', 'a slash behind a new name', ({ call }) => call(open(1), 'new/')),
    row('EEXIST', 'a file that was to be new', ({ call }) => call(open(5), 'f')),
    busy('path_open'),
    readOnly('path_open', 'f'),
    row('EROFS', 'a new file in a read-only folder', ({ fs, call }) => {
      fs.readOnly = true;
      return call(open(1), 'new');
    }),
    row('EMFILE', '1024 descriptors', ({ guest, call }) => {
      const { description } = guest.table.get(3);
      for (let count = 1; count < maximumDescriptors; count++)
        guest.table.add({ description, rights: 0n, inheriting: 0n });
      return call(at('path_open'), 'f');
    }),
    row('ENOSPC', 'the disk is full', ({ disk, call }) => {
      disk.failAt(2, 'QuotaExceededError');
      return call(open(1), 'new');
    }),
  ],
  path_readlink: [
    ...common(at('path_readlink')),
    row('EINVAL', 'no link', ({ call }) => call(at('path_readlink'), 'f')),
    row('EFAULT', 'a wild buffer', ({ guest }) =>
      guest.call('path_readlink', 3, ...guest.text('f'), wild, 1000, out),
    ),
  ],
  path_remove_directory: [
    ...common(at('path_remove_directory')),
    row('ENOTDIR', 'a file', ({ call }) => call(at('path_remove_directory'), 'f')),
    row('ENOTEMPTY', 'not empty', ({ call }) => call(at('path_remove_directory'), 'd')),
    row('ENOTEMPTY', 'the directory above', ({ call }) =>
      call(at('path_remove_directory'), 'empty/..'),
    ),
    row('EINVAL', 'a dot', ({ call }) => call(at('path_remove_directory'), 'empty/.')),
    row('EBUSY', 'the root', ({ call }) => call(at('path_remove_directory'), '/')),
    readOnly('path_remove_directory', 'empty'),
  ],
  path_rename: [
    ...both('path_rename'),
    row('EBUSY', 'a dot', ({ call }) => call(at('path_rename from'), 'd/.')),
    row('EBUSY', 'to the directory above', ({ call }) => call(at('path_rename to'), 'd/..')),
    row('EBUSY', 'the root', ({ call }) => call(at('path_rename from'), '/')),
    busy('path_rename from'),
    row('ENOTDIR', 'a file to a slash', ({ call }) => call(at('path_rename to'), 'new/')),
    row('EISDIR', 'a file to a directory', ({ call }) => call(at('path_rename to'), 'empty')),
    row('ENOTDIR', 'a directory to a file', ({ guest }) =>
      guest.call('path_rename', 3, ...guest.text('d'), 3, ...other(guest, 'f')),
    ),
    row('ENOTEMPTY', 'to a directory with entries', ({ guest }) =>
      guest.call('path_rename', 3, ...guest.text('empty'), 3, ...other(guest, 'd')),
    ),
    row('EINVAL', 'a directory into itself', ({ guest }) =>
      guest.call('path_rename', 3, ...guest.text('d'), 3, ...other(guest, 'd/x')),
    ),
    readOnly('path_rename from', 'f'),
    [
      'EXDEV',
      'two mounts',
      () => {
        const guest = twoMounts();
        return at('path_rename to')(guest, guest.text('m/new'));
      },
    ],
    row('ENOTSUP', 'two spellings of one directory', ({ guest, disk }) => {
      disk.caseInsensitive = true;
      return guest.call('path_rename', 3, ...guest.text('empty'), 3, ...other(guest, 'EMPTY'));
    }),
    row('ENOSPC', 'the disk is full while a file is copied', ({ guest, disk }) => {
      disk.fail('createWritable', 'QuotaExceededError');
      return guest.call('path_rename', 3, ...guest.text('f'), 3, ...other(guest, 'f.sh'));
    }),
  ],
  path_symlink: [
    ...common(at('path_symlink')),
    row('ENOENT', 'an empty target', ({ guest }) =>
      guest.call('path_symlink', room, 0, 3, ...guest.text('new')),
    ),
    row('ENAMETOOLONG', 'a target of 110 KB', ({ guest }) =>
      guest.call('path_symlink', ...guest.text('a/'.repeat(55_000), room), 3, ...guest.text('n')),
    ),
    row('ENOENT', 'a slash behind the name', ({ call }) => call(at('path_symlink'), 'new/')),
    row('EEXIST', 'something is there', ({ call }) => call(at('path_symlink'), 'f')),
    row('ENOTSUP', 'a folder', ({ call }) => call(at('path_symlink'), 'new')),
    readOnly('path_symlink', 'new'),
    row('EPERM', 'an absolute target in a capability', ({ guest, fs }) => {
      preopenNamed(guest.table, fs, [{ name: '/', path: [] }]);
      return guest.call('path_symlink', ...guest.text('/f'), 3, ...other(guest, 'new'));
    }),
  ],
  path_unlink_file: [
    ...common(at('path_unlink_file')),
    row('EISDIR', 'a directory', ({ call }) => call(at('path_unlink_file'), 'd')),
    row('EISDIR', 'a directory with a slash', ({ call }) => call(at('path_unlink_file'), 'd/')),
    row('ENOTDIR', 'a file with a slash', ({ call }) => call(at('path_unlink_file'), 'f/')),
    busy('path_unlink_file'),
    readOnly('path_unlink_file', 'f'),
  ],
};
