// /dev/fd, /dev/stdin and their like: the process's own descriptors by name.
import type { DescriptorTable, Slot } from './fd/table.ts';
import * as rights from './preview1/rights.ts';
import { fdflags } from './preview1/structs.ts';
import type { OwnDescriptors } from './vfs/device-fs.ts';
import { SystemError } from './vfs/error.ts';
import type { OpenFile, OpenOptions } from './vfs/filesystem.ts';
import { andThen, type MaybePromise } from './vfs/maybe-promise.ts';
import type { Stream } from './vfs/stream.ts';

/**
 * The descriptors of `table`. Opening one again leads to the same stream, which stays open until the descriptor
 * itself is closed; a file is read and written through the descriptor's own offset, as of a pipe.
 * @param terminal the terminal of the process, if it has one
 */
export function ownDescriptors(table: DescriptorTable, terminal?: Stream): OwnDescriptors {
  return {
    numbers: () => [...table.byShell()].map(([fd]) => fd).toSorted((a, b) => a - b),
    reopen: (fd, options) => reopen(table, fd, options),
    stat: (fd) =>
      andThen(at(table, fd).description.stat(), (stat) =>
        stat.type === 'file' ? { ...stat, type: 'pipe' as const, size: 0 } : stat,
      ),
    terminal: () => {
      if (terminal === undefined) throw new SystemError('ENXIO');
      return { ...borrowed(terminal), type: 'terminal' };
    },
  };
}

/** @throws ENOENT it is not open */
function at(table: DescriptorTable, fd: number): Slot {
  for (const [number, slot] of table.byShell()) if (number === fd) return slot;
  throw new SystemError('ENOENT');
}

function reopen(
  table: DescriptorTable,
  fd: number,
  options: OpenOptions,
): MaybePromise<OpenFile | Stream> {
  const { description, rights: own } = at(table, fd);
  if (description.kind === 'directory') throw new SystemError('EACCES');
  if (options.read && !(own & rights.read)) throw new SystemError('EACCES');
  if (options.write && !(own & rights.write)) throw new SystemError('EACCES');
  if (description.kind === 'stream')
    return { ...borrowed(description.stream), stat: () => description.stat() };
  return {
    kind: 'stream',
    type: 'pipe',
    stat: () =>
      andThen(description.stat(), (stat) => ({ ...stat, type: 'pipe' as const, size: 0 })),
    // What a stream gives belongs to its reader; a file's bytes are only lent.
    read: (max) => andThen(description.read(max), (bytes) => bytes.slice()),
    write: (bytes) => description.write(bytes, (description.flags & fdflags.append) !== 0),
    readable: () => Infinity,
    close: () => {},
  };
}

/** `stream`, which somebody else closes. */
function borrowed(stream: Stream): Stream {
  const { stat } = stream;
  return {
    kind: 'stream',
    type: stream.type,
    ...(stat === undefined ? {} : { stat: () => stat.call(stream) }),
    read: (max) => stream.read(max),
    write: (bytes) => stream.write(bytes),
    readable: (signal) => stream.readable(signal),
    close: () => {},
  };
}
