// The structures of preview1 as data: layouts, flags, and which rights what has.
// https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md
import type { FileType, Stat } from '../vfs/filesystem.ts';
import type { GuestMemory } from './memory.ts';
import * as rights from './rights.ts';

/** `filetype` */
export const fileTypes: Readonly<Record<FileType, number>> = {
  directory: 3,
  file: 4,
  symlink: 7,
  'character-device': 2,
  // preview1 has no number for a pipe: 0 is "unknown", what wasmtime answers too.
  pipe: 0,
};

/** `fdflags` */
export const fdflags = {
  append: 1 << 0,
  dsync: 1 << 1,
  nonblock: 1 << 2,
  rsync: 1 << 3,
  sync: 1 << 4,
} as const;

/** The flags that ask for synchronized writing: each write returns when its bytes are stored, as after `fd_sync`. */
export const synchronized = fdflags.dsync | fdflags.rsync | fdflags.sync;

/** `oflags` */
export const oflags = {
  create: 1 << 0,
  directory: 1 << 1,
  exclusive: 1 << 2,
  truncate: 1 << 3,
} as const;

/** `fstflags` */
export const fstflags = {
  accessed: 1 << 0,
  accessedNow: 1 << 1,
  modified: 1 << 2,
  modifiedNow: 1 << 3,
} as const;

/** `lookupflags` */
export const lookupflags = { follow: 1 } as const;

/** `whence` */
export const whence = {
  set: 0,
  current: 1,
  end: 2,
} as const;

/** What changes something: a read-only file system gives none of these. (Its times it refuses itself, as EROFS.) */
export const writing =
  rights.datasync |
  rights.sync |
  rights.write |
  rights.allocate |
  rights.createDirectory |
  rights.createFile |
  rights.linkTarget |
  rights.linkSource |
  rights.renameSource |
  rights.renameTarget |
  rights.pathSetSize |
  rights.pathSetTimes |
  rights.setSize |
  rights.symlink |
  rights.removeDirectory |
  rights.unlink;

/** What a descriptor of a regular file can have. */
export const fileRights =
  rights.datasync |
  rights.read |
  rights.seek |
  rights.setFlags |
  rights.sync |
  rights.tell |
  rights.write |
  rights.advise |
  rights.allocate |
  rights.stat |
  rights.setSize |
  rights.setTimes |
  rights.poll;

/** What a descriptor of a pipe, a terminal or a device can have. */
export const streamRights =
  rights.read | rights.write | rights.setFlags | rights.stat | rights.poll;

/** What a descriptor of a directory can have. */
export const directoryRights =
  rights.setFlags |
  rights.sync |
  rights.createDirectory |
  rights.createFile |
  rights.linkSource |
  rights.linkTarget |
  rights.open |
  rights.readdir |
  rights.readlink |
  rights.renameSource |
  rights.renameTarget |
  rights.pathStat |
  rights.pathSetSize |
  rights.pathSetTimes |
  rights.stat |
  rights.setTimes |
  rights.symlink |
  rights.removeDirectory |
  rights.unlink |
  rights.poll;

/** The last time that a `timestamp` tells, in the year 2554. */
const lastTime = 2n ** 64n - 1n;

/** A time that fits: a later one, which a broken clock gives, must not become an early one. */
function timestamp(nanoseconds: bigint): bigint {
  return nanoseconds < lastTime ? nanoseconds : lastTime;
}

/** Writes a `filestat`, 64 bytes. */
export function writeFilestat(memory: GuestMemory, pointer: number, stat: Stat): void {
  memory.setU64(pointer, stat.device);
  memory.setU64(pointer + 8, stat.inode);
  memory.setU64(pointer + 16, BigInt(fileTypes[stat.type])); // the type and its padding
  memory.setU64(pointer + 24, BigInt(stat.links));
  memory.setU64(pointer + 32, BigInt(stat.size));
  memory.setU64(pointer + 40, timestamp(stat.accessed));
  memory.setU64(pointer + 48, timestamp(stat.modified));
  memory.setU64(pointer + 56, timestamp(stat.changed));
}

/** Writes an `fdstat`, 24 bytes. */
export function writeFdstat(
  memory: GuestMemory,
  pointer: number,
  type: FileType,
  flags: number,
  base: bigint,
  inheriting: bigint,
): void {
  memory.bytes(pointer, 24).fill(0);
  memory.setU8(pointer, fileTypes[type]);
  memory.setU16(pointer + 2, flags);
  memory.setU64(pointer + 8, base);
  memory.setU64(pointer + 16, inheriting);
}

/** The length of a `dirent` without its name. */
export const direntSize = 24;

/** One `dirent` with its name, as fd_readdir lays them one after another. */
export function dirent(next: bigint, inode: bigint, name: Uint8Array, type: FileType): Uint8Array {
  const bytes = new Uint8Array(direntSize + name.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, next, true);
  view.setBigUint64(8, inode, true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, fileTypes[type]);
  bytes.set(name, direntSize);
  return bytes;
}
