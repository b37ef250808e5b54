// What the tables cannot say: interruption, waiting, promises, the prompt, and what is never executed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';
import { emptyInput, MachineWorld, Sink } from './cases/world.mts';
import { History } from './history/history.ts';
import { formatPath } from '../../wasi/vfs/path.ts';
import { Shell } from './shell.ts';
import type { Exit } from '../process/world.ts';

function start(options: { readonly history?: readonly string[]; readonly cwd?: string } = {}) {
  const world = new MachineWorld();
  const [stdout, stderr] = [new Sink(), new Sink()];
  const { history = [], cwd = '/tmp' } = options;
  const typed = new History();
  for (const line of history) typed.add(line);
  const shell = new Shell(world, {
    env: new Map([
      ['HOME', '/root'],
      ['PATH', '/bin'],
    ]),
    cwd: cwd.split('/').slice(1),
    descriptors: { stdin: emptyInput, stdout, stderr },
    history: typed,
  });
  const run = (text: string) => shell.run(text);
  return {
    typed,
    shell,
    world,
    run,
    printed: () => String(stdout.bytes),
    complained: () => String(stderr.bytes),
    /** Resolves when so many sleepers have begun. */
    running: (count: number) =>
      vi.waitFor(() => expect(String(stderr.bytes)).toBe('running\n'.repeat(count)), 20_000),
  };
}

/** A program that says when it has begun, and then makes no end. */
const sleeper = "sh -c 'echo running >&2; exec sleep 1000'";

/** A prompt for which nothing has to be waited for. */
function promptOf(shell: Shell): string {
  const prompts = shell.prompts();
  if (prompts instanceof Promise) throw new Error('the prompt waits');
  return prompts.prompt;
}

/** A process's end that comes when the test says so. */
function endless() {
  const { promise, resolve } = Promise.withResolvers<Exit>();
  return { exited: promise, end: resolve };
}

describe('Shell.run', () => {
  test('gives a plain number where nothing has to be waited for', () => {
    const { run, printed } = start();
    expect(run('x=$(echo a b); cd /; echo "$x" && pwd; test -d /tmp')).toBe(0);
    expect(printed()).toBe('a b\n/\n');
  });

  test('gives a promise where a program runs', async () => {
    const { run } = start();
    const result = run('true; /bin/true');
    expect(result).toBeInstanceOf(Promise);
    expect(await result).toBe(0);
  });

  test('ends every process on Ctrl-C, gives 130 and runs nothing more', async () => {
    const { run, shell, printed, world, running } = start();
    const result = run(`${sleeper} | ${sleeper}; echo no`);
    await running(2);
    shell.interrupt();
    expect(await result).toBe(130);
    expect([shell.status, printed(), world.untaken.size]).toEqual([130, '', 0]);
    expect(await run('echo again')).toBe(0);
  });

  test('is interrupted in a command substitution, and in a builtin that waits for its reader', async () => {
    const { run, shell, printed, running } = start();
    const substitution = run(`echo $(${sleeper}; echo a); echo no`);
    await running(1);
    shell.interrupt();
    expect(await substitution).toBe(130);
    const waiting = run(`echo {1..100000} | ${sleeper}; echo no`);
    await running(2);
    shell.interrupt();
    expect(await waiting).toBe(130);
    expect(printed()).toBe('');
  });

  test('signals again at a second Ctrl-C: it ends what the first could not', async () => {
    const { run, shell, world } = start();
    const { exited, end } = endless();
    world.spawn = () => ({ exited });
    const signals: string[] = [];
    world.signal = (processes, signal) => {
      signals.push(`${signal} ${[...processes].length}`);
      if (signals.length === 2) end({ status: 137 });
    };
    const result = run('sleep 20');
    shell.interrupt();
    shell.interrupt();
    expect(await result).toBe(130);
    expect(signals).toEqual(['INT 1', 'INT 1']);
  });

  test('waits no longer for a program that is still being loaded', async () => {
    const { run, shell, world } = start();
    const asked = Promise.withResolvers<AbortSignal>();
    world.spawn = (_, { signal }) => {
      asked.resolve(signal);
      return untilAborted(new Promise(() => {}), signal);
    };
    const result = run('sleep 20; echo no');
    expect((await asked.promise).aborted).toBe(false);
    shell.interrupt();
    expect(await result).toBe(130);
  });

  test.each([
    ['a folder that is not listed', 'echo /tmp/*', 'list'],
    ['a file that is not opened', 'source /tmp/x', 'open'],
    ['an entry that is not found', 'test -f /tmp/x', 'stat'],
  ] as const)('waits no longer for %s', async (_, line, method) => {
    const { run, shell, world, printed } = start();
    const asked = Promise.withResolvers<void>();
    Object.assign(world.fs, {
      [method]: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    const result = run(`${line}; echo no`);
    await asked.promise;
    shell.interrupt();
    expect(await result).toBe(130);
    expect(printed()).toBe('');
  });

  test('ends an endless writer when its reader has enough', async () => {
    const { run, printed } = start();
    expect(await run('yes | head -n 2 | tail -n 1')).toBe(0);
    expect(printed()).toBe('y\n');
  });

  test('leaves the files of a program to it, unless one is opened by the shell', async () => {
    const { run, world } = start();
    const stream = world.stream.bind(world);
    let opened = 0;
    world.stream = (descriptor) => {
      opened += 1;
      return stream(descriptor);
    };
    await run('cat < /dev/zero > /dev/full 2> /dev/null');
    expect(opened).toBe(0);
    await run('cat < /dev/null >> /dev/null 2>&1');
    expect(opened).toBe(1);
  });

  test('gives every descriptor back when a program cannot be begun', async () => {
    const { run, world, complained } = start();
    const spawn = world.spawn.bind(world);
    world.spawn = (program, options) => {
      if (program !== 'tr') return spawn(program, options);
      for (const descriptor of options.descriptors.values()) world.close(descriptor);
      throw new SystemError('ENOEXEC', 'the file is cut off');
    };
    expect(await run('seq 100000 | tr a b | cat')).toBe(0);
    expect(complained()).toBe('dirsh: tr: Exec format error (the file is cut off)\n');
    expect(await run('tr')).toBe(126);
    expect(world.untaken.size).toBe(0);
  });

  test('throws what is a defect, after all stages of the pipeline have ended', async () => {
    const { run, world } = start();
    world.spawn = (_, { descriptors }) => {
      for (const descriptor of descriptors.values()) world.close(descriptor);
      throw new TypeError('a defect');
    };
    await expect(async () => run('echo {1..100000} | cat | cat')).rejects.toThrow('a defect');
    expect(world.untaken.size).toBe(0);
  });

  test('says which file could not be stored when it is closed', () => {
    const { run, world, complained } = start();
    const stream = world.stream.bind(world);
    world.stream = (descriptor) => {
      const opened = stream(descriptor);
      if (descriptor.kind !== 'file') return opened;
      const close = (): never => {
        void opened.close();
        throw new SystemError('ENOSPC');
      };
      return { ...opened, close };
    };
    expect(run('echo a > /tmp/dirsh-full')).toBe(1);
    expect(complained()).toBe('dirsh: /tmp/dirsh-full: No space left on device\n');
  });
});

describe('Shell', () => {
  test('exitRequested is the status of exit, and of no exit in a subshell', async () => {
    const { run, shell } = start();
    await run('exit 3 | true; x=$(exit 4)');
    expect(shell.exitRequested).toBeUndefined();
    await run('false; exit; echo no');
    expect([shell.exitRequested, shell.status]).toEqual([1, 1]);
  });

  test('chdir sets PWD and OLDPWD, and refuses what is no directory', async () => {
    const { run, shell, printed } = start();
    await shell.chdir(['usr', 'bin']);
    expect(shell.cwd).toEqual(['usr', 'bin']);
    await run('echo $PWD $OLDPWD');
    expect(printed()).toBe('/usr/bin /tmp\n');
    const enter = async (...path: string[]) => shell.chdir(path);
    await expect(enter('nowhere')).rejects.toSatisfy((error) => isSystemError(error, 'ENOENT'));
    await expect(enter('etc', 'passwd')).rejects.toSatisfy((error) =>
      isSystemError(error, 'ENOTDIR'),
    );
    expect(shell.cwd).toEqual(['usr', 'bin']);
  });

  test('prompt shows the folder and a status that is not 0', async () => {
    const { run, shell } = start();
    expect(promptOf(shell)).toBe('\x1b[1;34m/tmp\x1b[0m $ ');
    await run('false');
    expect(promptOf(shell)).toBe('\x1b[31m1\x1b[0m \x1b[1;34m/tmp\x1b[0m $ ');
    expect(promptOf(start({ cwd: '/root/a' }).shell)).toContain('~/a');
    expect(promptOf(start({ cwd: '/mnt/photos/2024' }).shell)).toContain('mphotos/2024\x1b');
  });

  test('prompt never prints a control character of a name', () => {
    const { shell } = start({ cwd: '/mnt/a\x1b]0;evil\x07\n\u202eb' });
    expect(promptOf(shell)).toBe("\x1b[1;34m$'a\\E]0;evil\\a\\n\\u202eb'\x1b[0m $ ");
  });

  test('~ is the home that the shell began with where HOME is unset, and nothing where it is empty', () => {
    const { run, printed } = start();
    run('unset HOME; x=~/y; echo ~ $x "$(echo ~)"; HOME=; echo ~ ~/z');
    expect(printed()).toBe('/root /root/y /root\n /z\n');
  });

  test('history, help, which and clear are builtins', async () => {
    const { run, printed } = start({ history: ['ls', 'cd /'] });
    await run('history; history 1; which cat; clear; help cd; type which');
    expect(printed()).toContain('    1  ls\n    2  cd /\n    2  cd /\n/bin/cat\n\x1b[H');
    expect(printed()).toContain('cd: cd [-L|[-P [-e]] [-@]] [dir]\n    Change the working');
    expect(printed()).toContain('which is a shell builtin\n');
  });

  test('what runs of a directory in PATH is offered by its name, and is -x', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'dirsh-path-'));
    try {
      writeFileSync(join(directory, 'tool.wasm'), Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
      writeFileSync(join(directory, 'to-do'), '#!/bin/sh\n');
      writeFileSync(join(directory, 'top.txt'), 'a list\n');
      const { shell, run, printed } = start();
      await run(`PATH=/bin:${directory}:/nope; cd ${directory}`);
      expect(await shell.namesInPath('to')).toEqual(expect.arrayContaining(['tool', 'to-do']));
      expect(await shell.namesInPath('to')).toHaveLength(2);
      await run('for f in tool.wasm ./to-do top.txt nope /bin/ls .; do test -x $f; echo $?; done');
      expect(printed()).toBe('0\n0\n1\n1\n0\n0\n');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('autocd goes to a directory that is typed as a command', async () => {
    const { run, shell, complained } = start();
    await run('/tmp; shopt -s autocd; cd /; tmp; echo a > /dev/null; ../dev');
    expect(formatPath(shell.cwd)).toBe('/dev');
    expect(complained()).toContain('/tmp: Is a directory\ncd -- tmp\ncd -- ../dev\n');
  });

  test('fc passes over the line that it is in, and takes its place', async () => {
    const { run, printed, typed } = start({ history: ['echo a', 'echo b'] });
    for (const line of ['fc -l', 'fc -s b=c echo', 'history -s echo z']) {
      typed.add(line);
      await run(line);
    }
    expect(printed()).toBe('1\t echo a\n2\t echo b\nc\n');
    expect(typed.entries).toEqual(['echo a', 'echo b', 'fc -l', 'echo c', 'echo z']);
  });

  test('help lists every builtin with its first sentence', async () => {
    const { run, shell, printed } = start();
    await run('help');
    for (const name of shell.builtinNames) expect(printed()).toContain(`\n  ${name} `);
  });

  test('a builtin runs by its name, the program of the same name by its path, with the name as typed', async () => {
    const { run, printed, world } = start();
    await run('echo a');
    expect(world.spawned).toBe(0);
    await run('/bin/dash -c \'echo "$0"\'; ../bin/echo b');
    expect([world.spawned, printed()]).toEqual([2, 'a\n/bin/dash\nb\n']);
  });

  test('the environment of a program is what was exported', async () => {
    const { run, printed } = start();
    await run('local_=1; export given=2; for_once=3 env');
    expect(printed()).toMatch(/^given=2$/m);
    expect(printed()).toMatch(/^for_once=3$/m);
    expect(printed()).not.toContain('local_');
  });
});
