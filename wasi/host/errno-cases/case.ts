// For tests: what a row of the errno tables is, and the worlds that rows begin with.
import { all, Guest, pipeWith } from '../fixtures.ts';
import type { Code } from '../../vfs/error.ts';
import type { Stream } from '../../vfs/stream.ts';
import type { Content } from '../../vfs/fake-disk.ts';
import { folder, type Folder } from '../../vfs/fixtures.ts';
import type { HandleFileSystemOptions } from '../../vfs/handle-fs-options.ts';

/** An errno, what causes it, and a call that must answer with it. */
export type Case = readonly [errno: string, cause: string, call: () => Promise<string> | string];

/** Rows by the name of the function. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

/** Behind the end of every memory. */
export const wild = 0xffff_ff00;

export interface World extends Folder {
  readonly guest: Guest;
}

/** A program on a folder that can fail. */
export function world(
  content: Content = { f: 'text', 'd/g': 'inner', 'empty/': '' },
  options: Partial<HandleFileSystemOptions> = {},
): World {
  const parts = folder(content, options);
  return { ...parts, guest: new Guest(parts.fs) };
}

/** Each way in which storing what was written fails. */
export function storing(
  call: (world: World, fd: number) => Promise<string>,
  prepare: (world: World, fd: number) => Promise<unknown> = () => Promise.resolve(),
): readonly Case[] {
  const row = (errno: string, cause: string, spoil: (world: World) => void): Case => [
    errno,
    cause,
    async () => {
      const made = world();
      const fd = await made.guest.open('f', { fdflags: 16 });
      await prepare(made, fd);
      spoil(made);
      return call(made, fd);
    },
  ];
  return [
    row('ENOSPC', 'the disk is full', ({ disk }) =>
      disk.fail('createWritable', 'QuotaExceededError'),
    ),
    row('EIO', 'the browser fails', ({ disk }) => disk.fail('createWritable', 'InvalidStateError')),
    row('EBUSY', 'another tab has a writer', ({ disk }) =>
      disk.fail('createWritable', 'NoModificationAllowedError'),
    ),
    row('EACCES', 'the person took the permission back', ({ disk }) => {
      disk.permission = 'read';
    }),
    row('ENOENT', 'somebody else removed the file', ({ disk }) => disk.delete('f')),
    row('EROFS', 'the folder became read-only', ({ fs }) => {
      fs.readOnly = true;
    }),
  ];
}

/** Each way in which asking the browser for a file or a directory that is open fails. */
export function asking(
  path: string,
  call: (world: World, fd: number) => Promise<string>,
): readonly Case[] {
  const row = (errno: string, cause: string, spoil: (world: World) => void): Case => [
    errno,
    cause,
    async () => {
      const made = world();
      const fd = await made.guest.open(path, path === 'd' ? { oflags: 2 } : {});
      spoil(made);
      return call(made, fd);
    },
  ];
  return [
    row('EIO', 'the browser fails', ({ disk }) => {
      for (const kind of ['getFile', 'slice', 'list', 'getDirectoryHandle'] as const)
        disk.fail(kind, 'NotReadableError', 9);
    }),
    row('EACCES', 'the person took the permission back', ({ disk }) => {
      disk.permission = 'none';
    }),
    row('ENOENT', 'somebody else removed it', ({ disk }) => disk.delete(path)),
  ];
}

export type Arguments = readonly (number | bigint)[];

export const unknown = (name: string, ...args: Arguments): Case => [
  'EBADF',
  'no such descriptor',
  () => new Guest().call(name, 99, ...args),
];
export const directory = (errno: Code, name: string, ...args: Arguments): Case => [
  errno,
  'a directory',
  () => new Guest().call(name, 3, ...args),
];
export const stream = (
  errno: Code,
  name: string,
  args: Arguments,
  parts: Partial<Stream> = {},
): Case => [
  errno,
  `a ${parts.type ?? 'pipe'}`,
  () => {
    const guest = new Guest();
    guest.stream(0, pipeWith(parts));
    return guest.call(name, 0, ...args);
  },
];
/** A call on a file that was opened with `rights`. */
export const file = (
  errno: Code,
  cause: string,
  name: string,
  args: Arguments,
  rights = all,
): Case => [
  errno,
  cause,
  async () => {
    const { guest } = world();
    return guest.call(name, await guest.open('f', { rights }), ...args);
  },
];
/** Through a descriptor for reading alone. */
export const readOnly = (name: string, ...args: Arguments): Case =>
  file('EBADF', 'opened for reading', name, args, all & ~64n);
