// Traces: how each argument is shown, what a sink may do, and the table.
import { describe, expect, test } from 'vitest';

import { functionNames } from './decode.ts';
import { Guest, out, TestPipe } from './fixtures.ts';
import { createImports } from './imports.ts';
import { formatCall, Trace, TraceSummary, type TracedCall } from './trace.ts';
import { Turns } from './turns.ts';
import { MemoryFileSystem } from '../vfs/memory-fs.ts';

/** A line without times and without its suspension. */
function timeless(call: TracedCall): string {
  return formatCall(call)
    .replace(/ <\d+\.\d{6}>( suspended)?$/, '')
    .replace(/^(clock_time_get.* = )\d+\.\d{9}$/, '$1(now)');
}

/** A file system with `notes.txt`, of 6 bytes. */
async function files(): Promise<MemoryFileSystem> {
  const fs = new MemoryFileSystem();
  const file = await fs.open(['notes.txt'], { read: false, write: true, create: true });
  if (file.kind === 'file') await file.write(0, new TextEncoder().encode('hello\n'));
  await file.close();
  await fs.createDirectory(['d']);
  return fs;
}

/** A guest whose calls are traced. */
class TracedGuest extends Guest {
  readonly calls: TracedCall[] = [];
  readonly #traced = createImports(
    () => this.host,
    new Turns(),
    new Trace((call) => this.calls.push(call)),
  );

  constructor(fs = new MemoryFileSystem()) {
    super(fs);
    for (const fd of [0, 1, 2]) this.stream(fd, new TestPipe());
  }

  /** Makes a call, and gives its line. */
  async line(name: string, ...args: (number | bigint)[]): Promise<string> {
    try {
      await this.#traced[name]?.(...(args as never[]));
    } catch {
      // proc_exit
    }
    const call = this.calls.at(-1);
    return call === undefined ? '' : timeless(call);
  }
}

test('every function of preview1 has its line', () => {
  const names = Object.keys(createImports(() => new Guest().host, new Turns()));
  expect(functionNames).toEqual(names);
});

describe('formatCall', () => {
  test.each([
    [{ base: 2 }, 'O_RDONLY) = 4'],
    [{ oflags: 1, base: 64, flags: 1 }, 'O_WRONLY|O_CREAT|O_APPEND) = 4'],
    [{ lookup: 0, oflags: 8, base: 66, flags: 4 }, 'O_RDWR|O_TRUNC|O_NOFOLLOW|O_NONBLOCK) = 4'],
    [{ oflags: 5, base: 2 }, 'O_RDONLY|O_CREAT|O_EXCL) = EEXIST (File exists)'],
    [{ oflags: 2 }, 'O_PATH|O_DIRECTORY) = ENOTDIR (Not a directory)'],
    [{ base: 2, flags: 0x8010 }, 'O_RDONLY|O_SYNC|0x8000) = EINVAL (Invalid argument)'],
  ])('path_open %j', async (asked: Record<string, number>, end) => {
    const { lookup = 1, oflags = 0, base = 0, flags = 0 } = asked;
    const guest = new TracedGuest(await files());
    const given = [lookup, ...guest.text('notes.txt'), oflags, BigInt(base), 0n, flags, out];
    expect(await guest.line('path_open', 3, ...given)).toBe(`path_open(3, "notes.txt", ${end}`);
  });

  test.each([
    ['plain', '"plain"'],
    ['a "b" \\c', '"a \\"b\\" \\\\c"'],
    ['two\nlines\t\r', '"two\\nlines\\t\\r"'],
    ['\x1b]0;evil\x07', '"\\033]0;evil\\007"'],
    ['\u202etxt.exe\u200b', '"\\u202etxt.exe\\u200b"'],
    ['\u{e0041}', '"\\u{e0041}"'],
    ['\u009b31m', '"\\u009b31m"'],
    ['日本語 é', '"日本語 é"'],
    ['x'.repeat(5000), `"${'x'.repeat(4096)}"...`],
  ])('the name %j', async (name, shown) => {
    const guest = new TracedGuest();
    const line = await guest.line('path_unlink_file', 3, ...guest.text(name));
    expect(line.slice(0, line.lastIndexOf(') = '))).toBe(`path_unlink_file(3, ${shown}`);
  });

  test('a name that is no UTF-8, and one that is nowhere', async () => {
    const guest = new TracedGuest();
    guest.memory.write(2048, new Uint8Array([0x61, 0xff, 0x1b]));
    expect(await guest.line('path_unlink_file', 3, 2048, 3)).toBe(
      'path_unlink_file(3, "a\\377\\033") = EILSEQ (Invalid or incomplete multibyte or wide character)',
    );
    expect(await guest.line('path_unlink_file', 3, -8, 16)).toBe(
      'path_unlink_file(3, (bad pointer)) = EFAULT (Bad address)',
    );
  });

  test('reads and writes, offsets and stats', async () => {
    const guest = new TracedGuest(await files());
    const file = await guest.open('notes.txt');
    const directory = await guest.open('d', { oflags: 2 });
    for (const [at, length] of [3, 4].entries()) {
      guest.memory.setU32(512 + 8 * at, 4096);
      guest.memory.setU32(512 + 8 * at + 4, length);
    }
    const lines = [
      await guest.line('fd_read', file, 512, 2, out),
      await guest.line('fd_seek', file, -1n, 1, out),
      await guest.line('fd_seek', file, 0n, 9, out),
      await guest.line('fd_tell', file, out),
      await guest.line('fd_pread', file, 512, 1, 4n, out),
      await guest.line('fd_pwrite', file, 512, 2, 2n ** 63n, out),
      await guest.line('fd_filestat_get', file, out),
      await guest.line('fd_readdir', directory, 4096, 16, 0n, out),
      await guest.line('fd_fdstat_set_flags', file, 5),
      await guest.line('fd_fdstat_set_rights', file, 2n, 0n),
      await guest.line('fd_fdstat_get', file, out),
      await guest.line('fd_filestat_set_times', directory, 1_500_000_000n, 0n, 0b1001),
      await guest.line('fd_advise', file, 0n, 0n, 1),
      await guest.line('fd_renumber', file, directory),
      await guest.line('fd_close', 99),
    ];
    expect(lines).toEqual([
      'fd_read(4, [3, 4]) = 6',
      'fd_seek(4, -1, SEEK_CUR) = 5',
      'fd_seek(4, 0, 9) = EINVAL (Invalid argument)',
      'fd_tell(4) = 5',
      'fd_pread(4, [3], 4) = 2',
      'fd_pwrite(4, [3, 4], 9223372036854775808) = EINVAL (Invalid argument)',
      'fd_filestat_get(4) = {filetype=regular_file, size=6, ...}',
      'fd_readdir(5, 16, 0) = 16',
      'fd_fdstat_set_flags(4, O_APPEND|O_NONBLOCK) = 0',
      'fd_fdstat_set_rights(4, 0x2, 0x0) = 0',
      'fd_fdstat_get(4) = {filetype=regular_file, flags=O_APPEND|O_NONBLOCK, rights=0x2, inheriting=0x0}',
      'fd_filestat_set_times(5, [1.500000000, UTIME_NOW]) = 0',
      'fd_advise(4, 0, 0, POSIX_FADV_SEQUENTIAL) = EBADF (Bad file descriptor)',
      'fd_renumber(4, 5) = 0',
      'fd_close(99) = EBADF (Bad file descriptor)',
    ]);
  });

  test('two paths, links, clocks, the end', async () => {
    const guest = new TracedGuest(await files());
    const [one, length] = guest.text('notes.txt');
    const [other] = guest.text('other', 3000);
    const lines = [
      await guest.line('path_rename', 3, one, length, 3, other, 5),
      await guest.line('path_symlink', one, length, 3, one, length),
      await guest.line('path_readlink', 3, one, length, 4096, 64, out),
      await guest.line('path_filestat_get', 3, 1, other, 5, out),
      await guest.line('path_filestat_set_times', 3, 0, other, 5, 7n, 0n, 1),
      await guest.line('path_create_directory', 3, other, 5),
      await guest.line('clock_res_get', 1, out),
      await guest.line('clock_time_get', 7, 0n, out),
      await guest.line('random_get', 4096, 8),
      await guest.line('fd_prestat_get', 3, out),
      await guest.line('fd_prestat_dir_name', 3, 4096, 1),
      await guest.line('sock_shutdown', 3, 0),
      await guest.line('proc_exit', 3),
    ];
    expect(lines).toEqual([
      'path_rename(3, "notes.txt", 3, "other") = 0',
      'path_symlink("notes.txt", 3, "notes.txt") = 0',
      'path_readlink(3, "notes.txt", 64) = "notes.txt"',
      'path_filestat_get(3, "other", AT_SYMLINK_FOLLOW) = {filetype=regular_file, size=6, ...}',
      'path_filestat_set_times(3, "other", [0.000000007, UTIME_OMIT], 0) = 0',
      'path_create_directory(3, "other") = EEXIST (File exists)',
      'clock_res_get(CLOCK_MONOTONIC) = 0.000100000',
      'clock_time_get(7) = EINVAL (Invalid argument)',
      'random_get(8) = 0',
      'fd_prestat_get(3) = 1',
      'fd_prestat_dir_name(3, 1) = "/"',
      'sock_shutdown(3) = ENOTSOCK (Socket operation on non-socket)',
      'proc_exit(3) = ?',
    ]);
  });

  test('what poll_oneoff waits for', async () => {
    const guest = new TracedGuest();
    const [clock, stream] = [8192, 8192 + 48];
    guest.memory.setU8(clock + 8, 0);
    guest.memory.setU32(clock + 16, 1);
    guest.memory.setU64(clock + 24, 1_000_000n);
    guest.memory.setU8(stream + 8, 1);
    guest.memory.setU32(stream + 16, 0);
    expect(await guest.line('poll_oneoff', clock, 4096, 2, out)).toBe(
      'poll_oneoff([{CLOCK_MONOTONIC, 0.001000000}, {fd=0, POLLIN}]) = 1',
    );
    expect(guest.calls.at(-1)?.suspended).toBe(true);
  });

  test('the time in seconds, and the suspension', () => {
    const call = { name: 'fd_close', args: [4], given: '4', result: '0', errno: 'ESUCCESS' };
    expect(formatCall({ ...call, duration: 0.5124, suspended: true })).toBe(
      'fd_close(4) = 0 <0.000512> suspended',
    );
    expect(formatCall({ ...call, duration: 1500, suspended: false })).toBe(
      'fd_close(4) = 0 <1.500000>',
    );
  });
});

test('TraceSummary counts by call, what took longest first', () => {
  const summary = new TraceSummary();
  const call = { args: [], given: '', result: '0', errno: 'ESUCCESS', suspended: false };
  summary.add({ ...call, name: 'fd_read', duration: 3, suspended: true });
  summary.add({ ...call, name: 'fd_read', duration: 4 });
  summary.add({ ...call, name: 'fd_close', duration: 1, errno: 'EBADF' });
  summary.add({ ...call, name: 'proc_exit', duration: 0, errno: undefined });
  expect(summary.format()).toBe(
    `% time     seconds  usecs/call     calls suspended    errors call
------ ----------- ----------- --------- --------- --------- ----------------
 87.50    0.007000        3500         2         1           fd_read
 12.50    0.001000        1000         1                   1 fd_close
  0.00    0.000000           0         1                     proc_exit
------ ----------- ----------- --------- --------- --------- ----------------
100.00    0.008000        2000         4         1         1 total
`,
  );
});

describe('a sink that takes its time', () => {
  test('is waited for before the next call that can wait', async () => {
    const guest = new Guest();
    const [taken, order] = [Promise.withResolvers<void>(), [] as string[]];
    const sink = ({ name }: TracedCall): Promise<void> => {
      order.push(name);
      return taken.promise;
    };
    const imports = createImports(() => guest.host, new Turns(), new Trace(sink));
    const call = (name: string): unknown => imports[name]?.(...([99] as never[]));
    // This one cannot wait, and does not.
    expect(call('fd_tell')).toBe(8);
    const closing = call('fd_close');
    expect([closing instanceof Promise, order]).toEqual([true, ['fd_tell']]);
    taken.resolve();
    expect(await closing).toBe(8);
    expect(order).toEqual(['fd_tell', 'fd_close']);
  });

  test('is not waited for when the program is told to stop', async () => {
    const stop = new AbortController();
    const guest = new Guest(new MemoryFileSystem(), { signal: stop.signal });
    const imports = createImports(
      () => guest.host,
      new Turns(),
      new Trace(() => new Promise(() => {})),
    );
    const call = (name: string): unknown => imports[name]?.(...([99] as never[]));
    const own = call('fd_close');
    call('fd_tell');
    const other = call('fd_close');
    stop.abort(130);
    for (const held of [own, other])
      await expect(held).rejects.toMatchObject({ status: 130, stopped: true });
  });

  test('ends the program by what it throws', async () => {
    const guest = new Guest();
    const gone = new Error('gone');
    const rejecting = new Trace(() => Promise.reject(gone));
    const imports = createImports(() => guest.host, new Turns(), rejecting);
    expect(imports['fd_tell']?.(...([99] as never[]))).toBe(8);
    await expect(imports['fd_close']?.(...([99] as never[]))).rejects.toBe(gone);
    await expect(imports['fd_close']?.(...([99] as never[]))).rejects.toBe(gone);
  });
});
