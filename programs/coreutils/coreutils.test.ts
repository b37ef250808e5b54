import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { type Import, Root, type RunOptions } from '../run.ts';

// Errors of preview1.
const EINVAL = 28;
const EISDIR = 31;
const EIO = 29;
const ENOSPC = 51;
const ENOTEMPTY = 55;
const ENOTSUP = 58;
const ESPIPE = 70;
const EXDEV = 75;

type Host = NonNullable<RunOptions['host']>;

/** Calls the import that is replaced. */
function call(imports: Readonly<Record<string, Import>>, name: string, args: Parameters<Import>) {
  const found = imports[name];
  if (found === undefined) throw new Error(`no import ${name}`);
  return found(...args);
}

/** A string of the program. */
function text(memory: DataView, pointer?: number | bigint, length?: number | bigint): string {
  return Buffer.from(memory.buffer, Number(pointer), Number(length)).toString();
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('the program', () => {
  test('lists what the manifest lists', async () => {
    using root = new Root();
    const { stdout } = await root.run(['coreutils', '--list']);
    const manifest = JSON.parse(
      readFileSync(new URL('../../public/programs/manifest.json', import.meta.url), 'utf8'),
    ) as { programs: { commands: string[] }[] };
    expect(stdout.trim().split('\n')).toEqual(manifest.programs[0]?.commands);
  });

  test('is called by its own name, by a path, and through coreutils', async () => {
    using root = new Root();
    expect((await root.run(['/bin/echo', 'a'])).stdout).toBe('a\n');
    expect((await root.run(['[', 'a', '=', 'a', ']'])).status).toBe(0);
    expect((await root.run(['coreutils', 'echo', 'a'])).stdout).toBe('a\n');
    const unknown = await root.run(['coreutils', 'nope']);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toBe("coreutils: unknown program 'nope'\n");
  });

  test('exports a place for the stack of Asyncify', async () => {
    const module = await WebAssembly.compile(
      readFileSync(new URL('../../public/programs/coreutils.asyncify.wasm', import.meta.url)),
    );
    const names = WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names).toContain('asyncify_stack_begin');
    expect(names).toContain('asyncify_stack_end');
    expect(names).toContain('asyncify_start_unwind');
  });
});

describe('the working directory', () => {
  test('is $PWD', async () => {
    using root = new Root({ 'a/b/f': 'x\n', g: 'y\n' });
    const cwd = '/a/b';
    expect((await root.run(['pwd'], { cwd })).stdout).toBe('/a/b\n');
    expect((await root.run(['cat', 'f', '../../g', './f'], { cwd })).stdout).toBe('x\ny\nx\n');
    expect((await root.run(['realpath', 'f', '..', '/g'], { cwd })).stdout).toBe(
      '/a/b/f\n/a\n/g\n',
    );
    expect((await root.run(['readlink', '-f', '../x'], { cwd })).stdout).toBe('/a/x\n');
  });

  test('that is gone is never the root', async () => {
    using root = new Root({ f: '1', 'tmp/t': '2' });
    const cwd = '/gone';
    for (const args of [['cat', 'f'], ['rm', '-r', '.'], ['ls'], ['touch', 'new'], ['rm', 'f']]) {
      expect((await root.run(args, { cwd })).status, args.join(' ')).not.toBe(0);
    }
    expect(readdirSync(root.path).sort()).toEqual(['f', 'tmp']);
    expect((await root.run(['ls', '/tmp'], { cwd })).stdout).toBe('t\n');
    expect((await root.run(['echo', 'a'], { cwd })).stdout).toBe('a\n');
  });

  test.each([
    [['rm', '-rf', ''], 0],
    [['rm', '-r', ''], 1],
    [['cp', '-r', '', 'x'], 1],
    [['mv', '', 'x'], 1],
    [['mv', 'f', ''], 1],
    [['cat', ''], 1],
    [['ls', ''], 2],
    [['rmdir', ''], 1],
    [['touch', ''], 1],
  ])('is not meant by an empty path: %j', async (args, status) => {
    using root = new Root({ 'd/f': 'x' });
    const result = await root.run(args, { cwd: '/d' });
    expect(result.status).toBe(status);
    if (status !== 0) expect(result.stderr).toMatch(/No such file or directory|empty path/);
    expect(readdirSync(root.path).sort()).toEqual(['d', 'tmp']);
    expect(root.read('d/f')).toBe('x');
  });

  test('serves two paths of one call', async () => {
    using root = new Root({ 'd/f': 'x' });
    // wasi-libc looks up both paths of linkat into one buffer.
    expect((await root.run(['ln', 'f', 'g'], { cwd: '/d' })).status).toBe(0);
    expect(root.read('d/g')).toBe('x');
  });
});

describe('dd', () => {
  test('copies blocks', async () => {
    using root = new Root({ f: 'abcdefgh', out: '________' });
    const result = await root.run(['dd', 'if=f', 'bs=2', 'skip=1', 'count=2', 'conv=ucase']);
    expect(result.stdout).toBe('CDEF');
    expect(result.stderr).toMatch(/^2\+0 records in\n2\+0 records out\n4 bytes copied/);
    const args = ['dd', 'if=f', 'of=out', 'bs=1', 'seek=3', 'count=2', 'conv=notrunc'];
    expect((await root.run([...args, 'status=none'])).stderr).toBe('');
    expect(root.read('out')).toBe('___ab___');
    expect((await root.run(['dd', 'if=f', 'of=o2', 'status=progress'])).status).toBe(0);
    expect(root.read('o2')).toBe('abcdefgh');
  });

  test('reads and seeks in standard input', async () => {
    using root = new Root();
    const options = { stdin: 'abcdefgh' };
    expect((await root.run(['dd', 'bs=3', 'skip=1', 'status=none'], options)).stdout).toBe('defgh');
  });
});

describe('mv', () => {
  test.each([
    ['f', 'f'],
    ['f', './f'],
    ['f', 'd/../f'],
    ['f', '/f'],
    ['hard', 'f'],
  ])('of one file onto itself is refused: %s %s', async (from, to) => {
    using root = new Root({ f: 'x', 'd/': '' });
    await root.run(['ln', 'f', 'hard']);
    const result = await root.run(['mv', from, to]);
    expect(result.stderr).toBe(`mv: '${from}' and '${to}' are the same file\n`);
    expect(result.status).toBe(1);
    expect(root.read('f')).toBe('x');
  });

  test.each([['a/f'], ['a/f', '-v'], ['a/d']])(
    'into the directory where it is, by another path, is refused: %s',
    async (from, ...options) => {
      using root = new Root({ 'a/f': 'x', 'a/d/': '', 'other/': '' });
      // As if `/b` was `/a` mounted again: the paths have one length.
      const host: Host = (imports, memory) => {
        const again =
          (name: string, at: number): Import =>
          (...args) => {
            const path = Number(args[at]);
            const isAgain = /^b(\/|$)/.test(text(memory(), path, args[at + 1]));
            if (isAgain) memory().setUint8(path, 'a'.charCodeAt(0));
            const error = call(imports, name, args);
            if (isAgain) memory().setUint8(path, 'b'.charCodeAt(0));
            return error;
          };
        return {
          path_filestat_get: again('path_filestat_get', 2),
          path_open: again('path_open', 2),
        };
      };
      for (const command of ['mv', 'cp']) {
        if (command === 'cp' && from === 'a/d') continue;
        const result = await root.run([command, ...options, from, 'b'], { host });
        const same = `${command}: '${from}' and '${from.replace('a', 'b')}' are the same file\n`;
        expect(result).toEqual({ status: 1, stdout: '', stderr: same });
      }
      expect((await root.run(['mv', from, 'other'], { host })).status).toBe(0);
      expect(existsSync(join(root.path, from.replace('a', 'other')))).toBe(true);
    },
  );

  /** As if `/m` was another mount. */
  const mounts: Host = (imports, memory) => ({
    path_rename: (...args) => {
      const from = text(memory(), args[1], args[2]);
      const to = text(memory(), args[4], args[5]);
      return from.startsWith('m/') === to.startsWith('m/')
        ? call(imports, 'path_rename', args)
        : EXDEV;
    },
  });

  test('copies a file to another mount and removes it', async () => {
    using root = new Root({ f: 'new', 'm/f': 'old', 'm/': '' });
    const result = await root.run(['mv', 'f', 'm/'], { host: mounts });
    expect(result).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(root.path).sort()).toEqual(['m', 'tmp']);
    expect(readdirSync(join(root.path, 'm'))).toEqual(['f']);
    expect(root.read('m/f')).toBe('new');
  });

  test('leaves the old target and the source where the copy fails', async () => {
    using root = new Root({ f: 'new', 'm/f': 'old' });
    const host: Host = (imports, memory) => ({
      ...mounts(imports, memory),
      fd_write: (...args) => (Number(args[0]) > 2 ? ENOSPC : call(imports, 'fd_write', args)),
    });
    const result = await root.run(['mv', 'f', 'm/f'], { host });
    expect(result.status).toBe(1);
    expect(result.stderr).toBe("mv: cannot move 'f' to 'm/f': No space left on device\n");
    expect(root.read('f')).toBe('new');
    expect(readdirSync(join(root.path, 'm'))).toEqual(['f']);
    expect(root.read('m/f')).toBe('old');
  });

  test('leaves both where the close of the copy fails', async () => {
    using root = new Root({ f: 'new', 'm/f': 'old' });
    let written = -1;
    const host: Host = (imports, memory) => ({
      ...mounts(imports, memory),
      fd_write: (...args) => {
        if (Number(args[0]) > 2) written = Number(args[0]);
        return call(imports, 'fd_write', args);
      },
      fd_close: (fd) => {
        const error = call(imports, 'fd_close', [fd]);
        return Number(fd) === written ? ENOSPC : error;
      },
    });
    expect((await root.run(['mv', 'f', 'm/f'], { host })).status).toBe(1);
    expect(root.read('f')).toBe('new');
    expect(root.read('m/f')).toBe('old');
  });

  test('copies a directory to another mount, then removes it', async () => {
    using root = new Root({ 'd/e/f': '1', 'd/g': '2', 'd/empty/': '', 'm/': '' });
    expect(await root.run(['mv', 'd', 'm/d2'], { host: mounts })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(existsSync(join(root.path, 'd'))).toBe(false);
    expect(root.read('m/d2/e/f') + root.read('m/d2/g')).toBe('12');
    expect(existsSync(join(root.path, 'm/d2/empty'))).toBe(true);
  });

  test('keeps what the host hides', async () => {
    using root = new Root({ 'd/f': '1', 'm/': '' });
    // Hidden: rmdir of its directory fails, though its listing is empty.
    const host: Host = (imports, memory) => ({
      ...mounts(imports, memory),
      path_remove_directory: () => ENOTEMPTY,
    });
    const result = await root.run(['mv', 'd', 'm/d'], { host });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/not empty/i);
    expect(root.read('m/d/f')).toBe('1');
    expect(existsSync(join(root.path, 'd'))).toBe(true);
  });
});

describe('times', () => {
  const unable: Host = () => ({
    path_filestat_set_times: () => ENOTSUP,
    fd_filestat_set_times: () => ENOTSUP,
  });

  test('cp -p says once that it cannot set them, and is content', async () => {
    using root = new Root({ 'd/a': '1', 'd/b': '2', 'd/e/c': '3' });
    const result = await root.run(['cp', '-a', 'd', 'copy'], { host: unable });
    expect(result.status).toBe(0);
    expect(result.stderr).toBe(
      'cp: cannot preserve times here: the copies have the time of copying\n',
    );
    expect(root.read('copy/a') + root.read('copy/b') + root.read('copy/e/c')).toBe('123');
    const able = await root.run(['cp', '-p', 'd/a', 'a2']);
    expect(able).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('touch asks for now by name', async () => {
    using root = new Root({ f: '' });
    const asked: number[] = [];
    const host: Host = (imports) => ({
      path_filestat_set_times: (...args) => {
        asked.push(Number(args[6]));
        return call(imports, 'path_filestat_set_times', args);
      },
    });
    for (const options of [[], ['-a'], ['-m'], ['-d', '2020-01-01']]) {
      expect((await root.run(['touch', ...options, 'f'], { host })).status).toBe(0);
    }
    // ATIM 1, ATIM_NOW 2, MTIM 4, MTIM_NOW 8.
    expect(asked).toEqual([10, 2, 8, 5]);
    expect((await root.run(['touch', 'new'], { host: unable })).status).toBe(0);
    const refused = await root.run(['touch', '-d', '2020-01-01', 'f'], { host: unable });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toBe("touch: setting times of 'f': Operation not supported\n");
  });
});

describe('modes', () => {
  /** As if `/` was virtual and `/ro` a read-only mount: no files can be created there. */
  const readOnly: Host = (imports, memory) => {
    const fds = new Set<number>();
    return {
      path_open: (...args) => {
        const error = call(imports, 'path_open', args);
        if (error === 0 && /^(\.$|ro)/.test(text(memory(), args[2], args[3]))) {
          fds.add(memory().getUint32(Number(args[8]), true));
        }
        return error;
      },
      fd_fdstat_get: (fd, fdstat) => {
        const error = call(imports, 'fd_fdstat_get', [fd, fdstat]);
        if (fds.has(Number(fd))) memory().setBigUint64(Number(fdstat) + 8, 0n, true);
        return error;
      },
      fd_close: (fd) => {
        fds.delete(Number(fd));
        return call(imports, 'fd_close', [fd]);
      },
    };
  };

  test('ls -l shows what is known', async () => {
    using root = new Root({ 'd/': '', f: 'abc', 'p.wasm': '' });
    const env = { USER: 'ann' };
    const { stdout } = await root.run(['ls', '-l', '--time-style=+'], { env });
    expect(stdout).toBe(
      [
        'total 12',
        'drwx------ 1 ann ann 4096  d',
        '-rw------- 1 ann ann    3  f',
        '-rwx------ 1 ann ann    0  p.wasm',
        'drwx------ 1 ann ann 4096  tmp',
        '',
      ].join('\n'),
    );
    expect((await root.run(['ls', '-s', 'f'])).stdout).toBe('4 f\n');
    expect((await root.run(['ls', '-i', 'f'])).stdout).toMatch(/^\d+ f\n$/);
  });

  test.each([
    [['-w', 'f'], 0],
    [['-w', 'd'], 0],
    [['-r', 'f'], 0],
    [['-x', 'd'], 0],
    [['-x', 'f'], 1],
    [['-x', 'p.wasm'], 0],
    [['-O', 'f'], 0],
    [['-p', 'f'], 1],
    [['-w', 'nope'], 1],
  ])('test %j', async (args, status) => {
    using root = new Root({ 'd/': '', f: '', 'p.wasm': '' });
    expect((await root.run(['test', ...args])).status).toBe(status);
  });

  test('in a read-only mount', async () => {
    using root = new Root({ 'ro/d/': '', 'ro/f': '', 'rw/f': '' });
    const { stdout } = await root.run(['ls', '-l', '/ro', '--time-style=+'], { host: readOnly });
    expect(stdout).toMatch(/^total 4\ndr-x------ .* d\n-r-------- .* f\n$/);
    for (const [path, status] of [
      ['ro', 1],
      ['ro/d', 1],
      ['ro/f', 1],
      ['/', 1],
      ['/rw', 0],
      ['/rw/f', 0],
    ] as const) {
      expect((await root.run(['test', '-w', path], { host: readOnly })).status, path).toBe(status);
    }
  });
});

describe('sort', () => {
  test.each([
    ['in memory', ['-n', 'f']],
    ['by temporary files', ['-n', '-S', '4k', 'f']],
    ['in many merges', ['-n', '-S', '2k', '--batch-size=2', '--parallel=4', 'f']],
    ['unique', ['-n', '-u', '-S', '4k', 'f', 'f']],
    ['merged', ['-n', '-m', 'g', 'empty']],
    ['onto itself', ['-n', '-o', 'f', 'f']],
  ])('%s', async (_, args) => {
    const numbers = lines(5000);
    const mixed = numbers.trim().split('\n').reverse().join('\n') + '\n';
    using root = new Root({ f: mixed, g: numbers, empty: '' });
    const result = await root.run(['sort', ...args]);
    expect(result.status).toBe(0);
    expect(result.stdout || root.read('f')).toBe(numbers);
    expect(readdirSync(join(root.path, 'tmp'))).toEqual([]);
  });

  test('checks', async () => {
    using root = new Root({ f: lines(3000), g: '2\n1\n' });
    expect((await root.run(['sort', '-cn', '-S', '1k', 'f'])).status).toBe(0);
    const result = await root.run(['sort', '-c', 'g']);
    expect(result).toEqual({ status: 1, stdout: '', stderr: 'sort: g:2: disorder: 1\n' });
  });

  test('merges lines longer than its buffers', async () => {
    const long = (digit: number): string => `${digit}`.repeat(9000) + '\n';
    using root = new Root({ a: long(1) + long(3) + long(5), b: long(2) + long(3) + long(4) });
    const expected = [1, 2, 3, 3, 4, 5].map(long).join('');
    expect((await root.run(['sort', '-m', 'a', 'b'])).stdout).toBe(expected);
  });
});

describe('pipes under a name', () => {
  /** As if `/p` was a pipe: preview1 has no type for it. */
  const pipe: Host = (imports, memory) => {
    const fds = new Set<number>();
    const untyped = (error: number, filestat?: number | bigint): number => {
      memory().setUint8(Number(filestat) + 16, 0);
      memory().setBigUint64(Number(filestat) + 32, 0n, true);
      return error;
    };
    const isPipe = (path?: number | bigint, length?: number | bigint): boolean =>
      text(memory(), path, length) === 'p';
    const unless =
      (name: string, error: number): Import =>
      (...args) =>
        fds.has(Number(args[0])) ? error : call(imports, name, args);
    return {
      path_filestat_get: (...args) => {
        const error = call(imports, 'path_filestat_get', args);
        return isPipe(args[2], args[3]) ? untyped(error, args[4]) : error;
      },
      path_open: (...args) => {
        const error = call(imports, 'path_open', args);
        if (isPipe(args[2], args[3])) fds.add(memory().getUint32(Number(args[8]), true));
        return error;
      },
      fd_filestat_get: (...args) => {
        const error = call(imports, 'fd_filestat_get', args);
        return fds.has(Number(args[0])) ? untyped(error, args[1]) : error;
      },
      fd_close: (fd) => {
        fds.delete(Number(fd));
        return call(imports, 'fd_close', [fd]);
      },
      fd_seek: unless('fd_seek', ESPIPE),
      fd_tell: unless('fd_tell', ESPIPE),
      fd_pread: unless('fd_pread', ESPIPE),
      fd_filestat_set_size: unless('fd_filestat_set_size', EINVAL),
    };
  };

  test.each([
    [['cat', 'p'], '3 c\n1 a\n2 b\n'],
    [['cat', '-n', 'p'], '     1\t3 c\n     2\t1 a\n     3\t2 b\n'],
    [['wc', '-l', 'p'], '3 p\n'],
    [['head', '-n1', 'p'], '3 c\n'],
    [['head', '-n-2', 'p'], '3 c\n'],
    [['tail', '-n1', 'p'], '2 b\n'],
    [['tail', '-c2', 'p'], 'b\n'],
    [['sort', 'p'], '1 a\n2 b\n3 c\n'],
    [['dd', 'if=p', 'bs=2', 'skip=1', 'count=1', 'status=none'], 'c\n'],
    [['paste', '-', 'p'], '\t3 c\n\t1 a\n\t2 b\n'],
    [['join', 'p', '-'], ''],
    [['comm', '-3', 'p', '-'], '3 c\n1 a\n2 b\n'],
    [['od', '-An', '-c', 'p'], '   3       c  \\n   1       a  \\n   2       b  \\n\n'],
    [['sum', 'p'], '05166     1 p\n'],
    [['cksum', 'p'], '3988577097 12 p\n'],
    [['nl', 'p'], '     1\t3 c\n     2\t1 a\n     3\t2 b\n'],
    [['shuf', '-n0', 'p'], ''],
  ])('%j', async (args, stdout) => {
    using root = new Root({ p: '3 c\n1 a\n2 b\n' });
    const result = await root.run(args, { host: pipe });
    expect(result.stdout).toBe(stdout);
    if (args[0] !== 'comm') expect(result.stderr).toBe('');
    if (args[0] !== 'comm') expect(result.status).toBe(0);
  });

  test.each([
    [['cp', 'p', 'out'], 'out'],
    [['cp', 'f', 'p'], 'p'],
    [['tee', 'p'], 'p'],
    [['dd', 'if=f', 'of=p', 'status=none'], 'p'],
    [['dd', 'if=p', 'of=out', 'status=none'], 'out'],
    [['sort', '-o', 'p', 'f'], 'p'],
    [['split', '-l9', 'p'], 'xaa'],
  ])('%j', async (args, written) => {
    using root = new Root({ f: '1\n', p: '1\n' });
    const result = await root.run(args, { host: pipe, stdin: '1\n' });
    expect([result.status, result.stderr]).toEqual([0, '']);
    expect(root.read(written)).toBe('1\n');
  });
});

describe('what is asked of the host', () => {
  /** Names of calls, each with the path that it names, in order. */
  function calls(asked: string[]): Host {
    const told =
      (name: string, at: number) =>
      (imports: Parameters<Host>[0], memory: Parameters<Host>[1]): Import =>
      (...args) => {
        asked.push(`${name} ${text(memory(), args[at], args[at + 1])}`);
        return call(imports, name, args);
      };
    const watched = {
      path_filestat_get: told('path_filestat_get', 2),
      path_open: told('path_open', 2),
      path_unlink_file: told('path_unlink_file', 1),
    };
    return (imports, memory) =>
      Object.fromEntries(
        Object.entries(watched).map(([name, watch]) => [name, watch(imports, memory)]),
      );
  }

  test('cp looks once whether there is a target, and not again when it has written it', async () => {
    using root = new Root({ 'd/f': 'x' });
    const asked: string[] = [];
    expect((await root.run(['cp', '-r', 'd', 'copy'], { host: calls(asked) })).status).toBe(0);
    expect(asked.filter((line) => line.endsWith(' copy/f'))).toEqual([
      'path_filestat_get copy/f',
      'path_open copy/f',
    ]);
    // By walking the folder, and before it is copied.
    expect(asked.filter((line) => line === 'path_filestat_get d/f')).toHaveLength(2);
  });

  test('rm -r does not ask what the files of a folder are', async () => {
    using root = new Root({ 'd/f': 'x', 'd/e/g': 'x' });
    const asked: string[] = [];
    expect((await root.run(['rm', '-r', 'd'], { host: calls(asked) })).status).toBe(0);
    // Node's host tells no inodes, and libc asks for them by the name alone.
    expect(asked.filter((line) => /\/[fg]$/.test(line)).toSorted()).toEqual([
      'path_unlink_file d/e/g',
      'path_unlink_file d/f',
    ]);
    expect(existsSync(join(root.path, 'd'))).toBe(false);
  });
});

describe('errors', () => {
  /** As dirsh: a name with a colon is refused, a directory cannot be read. */
  const refusing: Host = (imports, memory) => {
    const named =
      (name: string, at: number): Import =>
      (...args) =>
        text(memory(), args[at], args[at + 1]).includes(':') ? EINVAL : call(imports, name, args);
    return {
      path_open: named('path_open', 2),
      path_filestat_get: named('path_filestat_get', 2),
      path_create_directory: named('path_create_directory', 1),
      path_rename: named('path_rename', 4),
      fd_read: (...args) => {
        const error = call(imports, 'fd_read', args);
        return error !== 0 && Number(args[0]) > 2 ? EISDIR : error;
      },
    };
  };

  test.each([
    [['touch', 'a:b'], "touch: cannot touch 'a:b': Invalid argument"],
    [['touch', '-c', 'a:b'], "touch: setting times of 'a:b': Invalid argument"],
    [['mv', 'f', 'a:b'], "mv: cannot move 'f' to 'a:b': Invalid argument"],
    [['cp', 'f', 'a:b'], "cp: cannot create regular file 'a:b': Invalid argument"],
    [['cp', '-r', 'd', 'a:b'], "cp: cannot create directory 'a:b': Invalid argument"],
    [['mkdir', 'a:b'], "mkdir: cannot create directory 'a:b': Invalid argument"],
    [['mkdir', 'd'], "mkdir: cannot create directory 'd': File exists"],
    [['rm', 'a:b'], "rm: cannot remove 'a:b': Invalid argument"],
    [['rm', 'f/x'], "rm: cannot remove 'f/x': Not a directory"],
    [['cp', '-r', 'd', 'loop'], "cp: failed to access 'loop': Too many levels of symbolic links"],
    [['ls', 'a:b'], "ls: cannot access 'a:b': Invalid argument"],
    [['cat', 'a:b'], 'cat: a:b: Invalid argument'],
    [['cp', 'f', 'no/x'], "cp: cannot create regular file 'no/x': No such file or directory"],
    [['cp', '-r', 'd', 'no/x'], "cp: cannot create directory 'no/x': No such file or directory"],
    [['ln', '-s', 'x', 'f'], "ln: failed to create symbolic link 'f': File exists"],
    [['link', 'f', 'f'], "link: cannot create link 'f' to 'f': File exists"],
    [['sort', 'd'], 'sort: read failed: d: Is a directory'],
    [['sort', '-m', 'd'], 'sort: read failed: d: Is a directory'],
    [['sort', '-c', 'd'], 'sort: read failed: d: Is a directory'],
    [['tsort', 'd'], 'tsort: d: read error: Is a directory'],
    [['paste', 'd'], 'paste: Is a directory'],
  ])('%j', async (args, message) => {
    using root = new Root({ f: 'x\n', 'd/g': '' });
    symlinkSync('loop', join(root.path, 'loop'));
    const result = await root.run(args, { host: refusing });
    expect(result).toEqual({
      status: ['sort', 'ls'].includes(args[0] ?? '') ? 2 : 1,
      stdout: '',
      stderr: `${message}\n`,
    });
  });

  test('rm -f is content where there can be no such file', async () => {
    using root = new Root({ f: '' });
    const content = { status: 0, stdout: '', stderr: '' };
    for (const name of ['no', 'a:b', 'f/x']) {
      expect(await root.run(['rm', '-f', name], { host: refusing }), name).toEqual(content);
    }
    const host: Host = (imports, memory) => ({
      path_filestat_get: (...args) =>
        text(memory(), args[2], args[3]) === 'f' ? EIO : call(imports, 'path_filestat_get', args),
    });
    const failed = await root.run(['rm', '-f', 'f'], { host });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toBe("rm: cannot remove 'f': Input/output error\n");
  });

  test.each([
    ['fd_read', EIO, "cp: error reading 'f': Input/output error\n"],
    ['fd_write', ENOSPC, "cp: error writing 'g': No space left on device\n"],
  ])('of %s in cp', async (name, error, message) => {
    using root = new Root({ f: 'x\n' });
    const host: Host = (imports) => ({
      [name]: (...args: Parameters<Import>) =>
        Number(args[0]) > 2 ? error : call(imports, name, args),
    });
    expect(await root.run(['cp', 'f', 'g'], { host })).toEqual({
      status: 1,
      stdout: '',
      stderr: message,
    });
  });
});

describe('others', () => {
  test('head leaves the rest of standard input', async () => {
    using root = new Root();
    let position = 0n;
    const host: Host = (imports) => ({
      fd_seek: (...args) => {
        if (args[0] === 0 && args[2] === 0) position = BigInt(args[1] ?? 0);
        return call(imports, 'fd_seek', args);
      },
    });
    const { stdout } = await root.run(['head', '-n', '2'], { stdin: '12\n34\n56\n', host });
    expect(stdout).toBe('12\n34\n');
    expect(position).toBe(6n);
  });

  test('split --filter and date -s fail with a message', async () => {
    using root = new Root({ f: 'x\n' });
    expect((await root.run(['split', '--filter=cat', 'f'])).stderr).toBe(
      'split: --filter is not supported here\n',
    );
    expect((await root.run(['date', '-s', '2020-01-01'])).stderr).toBe(
      'date: cannot set date: Operation not supported\n',
    );
    expect(readdirSync(root.path).sort()).toEqual(['f', 'tmp']);
  });

  test('rm -r of a deep tree', async () => {
    using root = new Root({ [`d/${'d/'.repeat(1000)}f`]: 'x' });
    expect(await root.run(['rm', '-r', 'd'])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(root.path)).toEqual(['tmp']);
  });

  test('sizes have more than 32 bits', { timeout: 300_000 }, async () => {
    using root = new Root({ huge: '' });
    const huge = join(root.path, 'huge');
    truncateSync(huge, 2 ** 32 + 5);
    for (const args of [
      ['wc', '-c'],
      ['cksum', '-a', 'crc'],
      ['sum', '-s'],
    ]) {
      const [name = '', ...rest] = args;
      const expected = execFileSync(name, [...rest, 'huge'], { cwd: root.path, encoding: 'utf8' });
      expect((await root.run([...args, 'huge'])).stdout, name).toBe(expected);
    }
  });

  test('cp -r goes on behind what cannot be copied', async () => {
    const made = (root: Root): void => {
      for (const name of ['a', 'b', 'c', 'd/e', 'f/g', 'h']) {
        mkdirSync(join(root.path, 'from', name, '..'), { recursive: true });
        writeFileSync(join(root.path, 'from', name), name);
      }
      for (const name of ['b', 'd/e', 'h'])
        mkdirSync(join(root.path, 'to', name), { recursive: true });
      writeFileSync(join(root.path, 'to', 'f'), 'a file');
    };
    using ours = new Root();
    using theirs = new Root();
    made(ours);
    made(theirs);
    const { status, stderr } = await ours.run(['cp', '-rT', 'from', 'to']);
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n')).toHaveLength(4);
    expect(() =>
      execFileSync('cp', ['-rT', 'from', 'to'], { cwd: theirs.path, stdio: 'ignore' }),
    ).toThrow();
    const tree = (root: Root): string =>
      execFileSync('bash', ['-c', 'find to | sort; find to -type f | sort | xargs cat'], {
        cwd: root.path,
        encoding: 'utf8',
      });
    expect(tree(ours)).toBe(tree(theirs));
  });

  test('dates are in the zone of TZ', async () => {
    using root = new Root();
    const env = { TZ: 'Europe/Berlin' };
    const { stdout } = await root.run(['date', '-d', '@1700000000', '+%F %T %z'], { env });
    expect(stdout).toBe('2023-11-14 23:13:20 +0100\n');
  });
});
