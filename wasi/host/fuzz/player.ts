// For tests: how a step is run through the calls of a program.
import { all, out, room, type Guest } from '../fixtures.ts';
import type { DescriptorStep, How, ListStep, PathStep, Step } from './step.ts';
import type { Setting } from './tree.ts';
import * as rights from '../../preview1/rights.ts';
import { fdflags, fstflags, lookupflags, oflags, whence } from '../../preview1/structs.ts';

/** The answer of the host: an errno, or what it read. */
export type Answered =
  | { readonly errno: string }
  | { readonly text: string }
  | { readonly names: readonly string[]; readonly change: Answered };

type Text = readonly [pointer: number, length: number];

const kinds = new Map([
  [3, 'directory'],
  [4, 'file'],
  [7, 'link'],
]);

const whences = { start: whence.set, current: whence.current, end: whence.end };

/** Times before this many nanoseconds were set by a plan; later ones are the clock's. */
const longAgo = 10n ** 15n;

function done(errno: string, read: () => string = () => ''): Answered {
  return errno === 'ESUCCESS' ? { text: read() } : { errno };
}

export class Player {
  readonly #guest: Guest;
  readonly #times: boolean;
  /** How many calls were made. */
  calls = 0;

  /** @param times whether the file systems keep the times that they are told */
  constructor(guest: Guest, times: boolean) {
    this.#guest = guest;
    this.#times = times;
  }

  play(step: Step): Promise<Answered> {
    if (step.name === 'list') return this.#list(step);
    return 'fd' in step ? this.#onDescriptor(step) : this.#onPath(step);
  }

  #call(name: string, ...args: (number | bigint)[]): Promise<string> {
    this.calls++;
    return this.#guest.call(name, ...args);
  }

  async #onPath(step: PathStep): Promise<Answered> {
    const { memory } = this.#guest;
    const { at } = step;
    const path = this.#guest.text(step.path);
    const other = (text: string): Text => this.#guest.text(text, 6000);
    switch (step.name) {
      case 'stat': {
        const follow = step.follow ? lookupflags.follow : 0;
        const errno = await this.#call('path_filestat_get', at, follow, ...path, room);
        return done(errno, () => this.#described());
      }
      case 'content': {
        const access = rights.read;
        const errno = await this.#call('path_open', at, 1, ...path, 0, access, access, 0, out);
        if (errno !== 'ESUCCESS') return { errno };
        const fd = memory.u32(out);
        const answer = await this.#read(fd, 1000);
        const closed = await this.#call('fd_close', fd);
        return closed === 'ESUCCESS' ? answer : { errno: closed };
      }
      case 'readlink':
        return done(await this.#call('path_readlink', at, ...path, room, 4096, out), () =>
          memory.text(room, memory.u32(out)),
        );
      case 'open':
        return this.#open(at, path, step.how);
      case 'setTimes': {
        const follow = step.follow ? lookupflags.follow : 0;
        const times = timesOf(step.times);
        return done(await this.#call('path_filestat_set_times', at, follow, ...path, ...times));
      }
      case 'createDirectory':
        return done(await this.#call('path_create_directory', at, ...path));
      case 'removeDirectory':
        return done(await this.#call('path_remove_directory', at, ...path));
      case 'unlink':
        return done(await this.#call('path_unlink_file', at, ...path));
      case 'symlink':
        return done(await this.#call('path_symlink', ...other(step.target), at, ...path));
      case 'link': {
        const from = other(step.from.path);
        return done(await this.#call('path_link', step.from.at, 0, ...from, at, ...path));
      }
      case 'rename': {
        const from = other(step.from.path);
        return done(await this.#call('path_rename', step.from.at, ...from, at, ...path));
      }
    }
  }

  async #open(at: number, path: Text, how: How): Promise<Answered> {
    const access =
      how.access === 'read'
        ? all & ~rights.write
        : how.access === 'write'
          ? all & ~rights.read
          : all;
    const flags =
      (how.create ? oflags.create : 0) |
      (how.exclusive ? oflags.exclusive : 0) |
      (how.truncate ? oflags.truncate : 0) |
      (how.directory ? oflags.directory : 0);
    const follow = how.follow ? lookupflags.follow : 0;
    const append = how.append ? fdflags.append : 0;
    return done(
      await this.#call('path_open', at, follow, ...path, flags, access, all, append, out),
      () => `fd ${this.#guest.memory.u32(out)}`,
    );
  }

  async #onDescriptor(step: DescriptorStep): Promise<Answered> {
    const { memory, table } = this.#guest;
    const { fd } = step;
    switch (step.name) {
      case 'close':
        return done(await this.#call('fd_close', fd));
      case 'dup':
        // There is no such call; it is how descriptors come from a shell (`2>&1`).
        if (![...table.entries()].some(([number]) => number === fd)) return { errno: 'EBADF' };
        return { text: `fd ${table.add({ ...table.get(fd) })}` };
      case 'renumber':
        return done(await this.#call('fd_renumber', fd, step.to));
      case 'fdStat':
        return done(await this.#call('fd_filestat_get', fd, room), () => this.#described());
      case 'sync':
        return done(await this.#call('fd_sync', fd));
      case 'tell':
        return done(await this.#call('fd_tell', fd, out), () => String(memory.u64(out)));
      case 'seek':
        return done(
          await this.#call('fd_seek', fd, BigInt(step.offset), whences[step.whence], out),
          () => String(memory.u64(out)),
        );
      case 'read':
        return this.#read(fd, step.size);
      case 'pread':
        return this.#read(fd, step.size, step.offset);
      case 'write':
        return done(await this.#call('fd_write', fd, ...this.#buffer(step.text), out));
      case 'pwrite': {
        const offset = BigInt(step.offset);
        return done(await this.#call('fd_pwrite', fd, ...this.#buffer(step.text), offset, out));
      }
      case 'setSize':
        return done(await this.#call('fd_filestat_set_size', fd, BigInt(step.size)));
      case 'allocate':
        return done(await this.#call('fd_allocate', fd, BigInt(step.offset), BigInt(step.size)));
      case 'setAppend':
        return done(await this.#call('fd_fdstat_set_flags', fd, step.append ? fdflags.append : 0));
      case 'fdSetTimes':
        return done(await this.#call('fd_filestat_set_times', fd, ...timesOf(step.times)));
    }
  }

  #buffer(text: string): [number, number] {
    const [at, length] = this.#guest.text(text, room);
    return this.#guest.buffer(length, at);
  }

  /** Reads until `size` bytes came, or the end: a call may give less. */
  async #read(fd: number, size: number, offset?: number): Promise<Answered> {
    const { memory } = this.#guest;
    let text = '';
    for (;;) {
      const buffer = this.#guest.buffer(size - text.length);
      const errno =
        offset === undefined
          ? await this.#call('fd_read', fd, ...buffer, out)
          : await this.#call('fd_pread', fd, ...buffer, BigInt(offset + text.length), out);
      if (errno !== 'ESUCCESS') return { errno };
      const length = memory.u32(out);
      text += memory.text(room, length);
      if (length === 0 || text.length === size) return { text };
    }
  }

  /** What lies in a `filestat`, as the model tells it. */
  #described(): string {
    const { memory } = this.#guest;
    const kind = kinds.get(memory.u8(room + 16)) ?? '';
    const time = (at: number): string => {
      const value = memory.u64(at);
      return value < longAgo ? String(value) : 'now';
    };
    const times = this.#times ? ` ${time(room + 40)} ${time(room + 48)}` : '';
    if (kind === 'directory') return kind + times;
    return `${kind} ${memory.u64(room + 32)} ${memory.u64(room + 24)}${times}`;
  }

  /** Lists by buffers of a few bytes; behind the first of them something changes. */
  async #list({ fd, size, change }: ListStep): Promise<Answered> {
    const { memory } = this.#guest;
    const names: string[] = [];
    let changed: Answered | undefined;
    for (let cookie = 0n; ;) {
      const errno = await this.#call('fd_readdir', fd, room, size, cookie, out);
      if (errno !== 'ESUCCESS') return { errno };
      const used = memory.u32(out);
      let at = room;
      while (at + 24 <= room + used) {
        const length = memory.u32(at + 16);
        if (at + 24 + length > room + used) break;
        cookie = memory.u64(at);
        names.push(memory.text(at + 24, length));
        at += 24 + length;
      }
      changed ??= await this.play(change);
      if (used < size) return { names, change: changed };
    }
  }
}

function timesOf({ accessed, modified }: Setting): [bigint, bigint, number] {
  const flag = (time: Setting['accessed'], set: number, now: number): number =>
    time === undefined ? 0 : time === 'now' ? now : set;
  const value = (time: Setting['accessed']): bigint => (typeof time === 'bigint' ? time : 0n);
  return [
    value(accessed),
    value(modified),
    flag(accessed, fstflags.accessed, fstflags.accessedNow) |
      flag(modified, fstflags.modified, fstflags.modifiedNow),
  ];
}
