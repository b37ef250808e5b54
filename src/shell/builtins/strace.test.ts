// strace: what it asks of the world, and its plain answers where there is nothing to trace.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace } from './strace.ts';
import { emptyInput, MachineWorld, Sink } from '../cases/world.mts';
import { Shell } from '../shell.ts';
import type { Descriptor, DescriptorKey, SpawnOptions } from '../../process/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'dirsh-strace-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a line, and tells what was spawned. */
async function strace(line: string) {
  const world = new MachineWorld();
  const [stdout, stderr] = [new Sink(), new Sink()];
  const spawned: SpawnOptions[] = [];
  const spawn = world.spawn.bind(world);
  world.spawn = (program, options) => {
    spawned.push(options);
    return spawn(program, options);
  };
  const shell = new Shell(world, {
    env: new Map([['PATH', '/bin']]),
    cwd: folder.split('/').slice(1),
    descriptors: { stdin: emptyInput, stdout, stderr },
  });
  const status = await shell.run(line);
  expect(world.untaken.size).toBe(0);
  return { status, spawned, out: String(stdout.bytes), err: String(stderr.bytes) };
}

/** Which of the numbers share what `trace` refers to. */
function sharing(descriptors: ReadonlyMap<DescriptorKey, Descriptor> | undefined): DescriptorKey[] {
  const trace = descriptors?.get('trace');
  return [0, 1, 2].filter((number) => trace !== undefined && descriptors?.get(number) === trace);
}

describe('strace', () => {
  test('traces a program to its standard error, and has its status', async () => {
    const { status, spawned, out } = await strace("strace dash -c 'echo out; exit 3'");
    expect([status, out, spawned.length]).toEqual([3, 'out\n', 1]);
    expect(spawned[0]?.trace).toEqual({ summary: false, only: undefined });
    expect(spawned[0]?.args).toEqual(['dash', '-c', 'echo out; exit 3']);
    expect(sharing(spawned[0]?.descriptors)).toEqual([2]);
  });

  test('other programs are not traced', async () => {
    const { spawned } = await strace('dash -c :');
    expect(spawned[0]?.trace).toBeUndefined();
    expect([...(spawned[0]?.descriptors.keys() ?? [])]).toEqual([0, 1, 2]);
  });

  test('goes where redirections and pipes send standard error', async () => {
    const file = await strace('strace dash -c : 2> log');
    expect(sharing(file.spawned[0]?.descriptors)).toEqual([2]);
    expect(file.spawned[0]?.descriptors.get('trace')?.kind).toBe('file');
    const pipe = await strace('strace dash -c : |& cat');
    expect(sharing(pipe.spawned.find(({ trace }) => trace)?.descriptors)).toEqual([1, 2]);
    const both = await strace('strace dash -c : 2> log | wc -l');
    expect(sharing(both.spawned.find(({ trace }) => trace)?.descriptors)).toEqual([2]);
    expect(both.out.trim()).toBe('0');
    const text = await strace('x=$(strace dash -c "echo a" 2>&1); echo "[$x]"');
    expect(text.out).toBe('[a]\n');
    const closed = await strace('strace dash -c : 2>&-');
    expect(closed.spawned[0]?.descriptors.has('trace')).toBe(false);
    expect(closed.spawned[0]?.trace).toBeDefined();
  });

  test('-o is a file that the program opens, and cuts', async () => {
    const { spawned } = await strace('echo old > f; strace -o f dash -c :');
    expect(sharing(spawned[0]?.descriptors)).toEqual([]);
    expect(spawned[0]?.descriptors.get('trace')?.kind).toBe('file');
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('');
    const device = await strace('strace -o /dev/stdout dash -c :');
    expect(sharing(device.spawned[0]?.descriptors)).toEqual([1]);
  });

  test.each([
    ['strace -o no/f dash -c "echo no"', 1, 'dirsh: no/f: No such file or directory\n'],
    ['strace -o . dash -c "echo no"', 1, 'dirsh: .: Is a directory\n'],
    ['strace echo a', 1, 'dirsh: strace: echo is a shell builtin: try /bin/echo\n'],
    ['strace cd', 1, 'dirsh: strace: cd is a shell builtin\n'],
    ['strace nonsense', 127, 'dirsh: strace: nonsense: command not found\n'],
    ["strace $'a\\e[31m'", 127, "dirsh: strace: $'a\\E[31m': command not found\n"],
    ['strace ./no', 127, 'dirsh: strace: ./no: No such file or directory\n'],
  ])('%s', async (line, status, message) => {
    const ended = await strace(line);
    expect(ended).toMatchObject({ status, err: message, out: '' });
  });

  test.each([
    ['strace', 'a command is needed'],
    ['strace -c', 'a command is needed'],
    ['strace -x ls', '-x: invalid option'],
    ['strace -o', '-o: option requires an argument'],
    ['strace -e trace=open ls', 'open: no such call of WASI'],
  ])('%s is wrong', async (line, problem) => {
    const { status, err, spawned } = await strace(line);
    expect([status, spawned.length]).toEqual([2, 0]);
    expect(err).toMatch(/^dirsh: strace: .*\nstrace: usage: strace \[-c\] /);
    expect(err).toContain(problem);
  });

  test('behind `command`, and with variables of its own', async () => {
    const { out, spawned } = await strace('A=1 command strace dash -c \'echo "$A"\'');
    expect([out, spawned[0]?.trace !== undefined]).toEqual(['1\n', true]);
  });
});

test('readTrace', () => {
  const trace = { summary: false, only: undefined };
  expect(readTrace(['ls', '-c', '-o', 'x'])).toEqual({
    trace,
    output: undefined,
    command: ['ls', '-c', '-o', 'x'],
  });
  expect(readTrace(['-co', 'log', '-e', 'trace=fd_read,fd_write', '--', 'ls'])).toEqual({
    trace: { summary: true, only: ['fd_read', 'fd_write'] },
    output: 'log',
    command: ['ls'],
  });
  expect(readTrace(['-olog', '-efd_read', 'ls'])).toEqual({
    trace: { summary: false, only: ['fd_read'] },
    output: 'log',
    command: ['ls'],
  });
});
