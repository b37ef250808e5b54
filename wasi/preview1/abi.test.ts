// Our numbers of preview1, against those of a host that others wrote.
import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect, test } from 'vitest';
import { errnos, success } from './errno.ts';
import * as rights from './rights.ts';
import { fdflags, fileTypes, fstflags, oflags, whence } from './structs.ts';

const numbers = wasi as unknown as Readonly<Record<string, number>>;

test('each errno', () => {
  expect(success).toBe(wasi.ERRNO_SUCCESS);
  expect(errnos).toEqual(
    Object.fromEntries(
      Object.keys(errnos).map((code) => [code, numbers[`ERRNO_${code.slice(1)}`]]),
    ),
  );
});

test('types and flags', () => {
  expect(fileTypes).toEqual({
    directory: wasi.FILETYPE_DIRECTORY,
    file: wasi.FILETYPE_REGULAR_FILE,
    symlink: wasi.FILETYPE_SYMBOLIC_LINK,
    'character-device': wasi.FILETYPE_CHARACTER_DEVICE,
    pipe: wasi.FILETYPE_UNKNOWN,
  });
  expect(fdflags).toEqual({
    append: wasi.FDFLAGS_APPEND,
    dsync: wasi.FDFLAGS_DSYNC,
    nonblock: wasi.FDFLAGS_NONBLOCK,
    rsync: wasi.FDFLAGS_RSYNC,
    sync: wasi.FDFLAGS_SYNC,
  });
  expect(oflags).toEqual({
    create: wasi.OFLAGS_CREAT,
    directory: wasi.OFLAGS_DIRECTORY,
    exclusive: wasi.OFLAGS_EXCL,
    truncate: wasi.OFLAGS_TRUNC,
  });
  expect(fstflags).toEqual({
    accessed: wasi.FSTFLAGS_ATIM,
    accessedNow: wasi.FSTFLAGS_ATIM_NOW,
    modified: wasi.FSTFLAGS_MTIM,
    modifiedNow: wasi.FSTFLAGS_MTIM_NOW,
  });
  expect(whence).toEqual({ set: wasi.WHENCE_SET, current: wasi.WHENCE_CUR, end: wasi.WHENCE_END });
});

test('rights', () => {
  const theirs = Object.entries(numbers)
    .filter(([name]) => name.startsWith('RIGHTS_'))
    .map(([name, number]) => ({ name, bits: BigInt(number) }));
  const sorted = (bits: readonly bigint[]): bigint[] => bits.toSorted((a, b) => Number(a - b));
  const { accept, ...others } = rights; // it has no name there
  expect(sorted(theirs.map(({ bits }) => bits))).toEqual(sorted(Object.values(others)));
  expect(accept).toBe(1n << 29n);
  // Where the names are alike.
  const named = Object.fromEntries(theirs.map((right) => [right.name, right.bits]));
  expect(named).toMatchObject({
    RIGHTS_FD_READ: rights.read,
    RIGHTS_FD_WRITE: rights.write,
    RIGHTS_PATH_OPEN: rights.open,
    RIGHTS_FD_READDIR: rights.readdir,
    RIGHTS_PATH_UNLINK_FILE: rights.unlink,
  });
});
