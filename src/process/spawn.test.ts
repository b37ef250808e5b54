// What a process is given for its redirections: with a worker that the test plays.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Pool } from './pool.ts';
import { PooledWorker } from './pool.ts';
import type { Programs } from './programs.ts';
import type { FromProcess, ToProcess } from './protocol.ts';
import { RemoteStream } from './remote.ts';
import { TerminalGate } from './terminal-gate.ts';
import { SessionWriters } from './session-writers.ts';
import { WorkerWorld } from './spawn.ts';
import type { Descriptor, DescriptorKey, RedirectionMode } from './world.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';

/** A process of one program whose descriptors are redirected to `f`; `says` is what its worker answers. */
async function begin(modes: readonly (readonly [fd: DescriptorKey, mode: RedirectionMode])[]) {
  const tree = new MountTable([{ point: [], prefix: [], fs: new MemoryFileSystem() }]);
  const old = await tree.open(['f'], { read: false, write: true, create: true });
  if (old.kind === 'file') await old.write(0, new TextEncoder().encode('what was in it\n'));
  await old.close();
  const told: ToProcess[] = [];
  const worker = {
    postMessage: (message: ToProcess) => void told.push(message),
    terminate: () => {},
    onmessage: undefined as ((event: { data: FromProcess }) => void) | undefined,
  };
  const pooled = new PooledWorker(worker as unknown as Worker);
  const world = new WorkerWorld({
    tree,
    devices: () => new Map(),
    pool: { hold() {}, take: () => pooled, giveBack() {}, refillWhenIdle() {} } as unknown as Pool,
    programs: () => ({ module: () => ({}), address: () => '' }) as unknown as Programs,
    commands: { names: new Set(), run: () => Promise.reject(new Error('there is none')) },
    engine: 'jspi',
    instrument: (module) => Promise.resolve(module),
    terminal: { kind: 'stream', type: 'terminal' } as never,
    shell: { names: new Set(), starts: async () => false, run: async () => 0 },
    writers: new SessionWriters(),
    denied: () => {},
    say: () => {},
  });
  const descriptors = new Map<DescriptorKey, Descriptor>();
  for (const [fd, mode] of modes) descriptors.set(fd, await world.open(['f'], mode));
  const { signal } = new AbortController();
  const terminal = new TerminalGate(() => {});
  const job = { terminal, pause: () => {}, continue: () => {} };
  const numbers = { pid: 2, parent: 1, job };
  const options = { args: ['sh'], env: new Map(), cwd: [], descriptors, signal, ...numbers };
  const process = await world.spawn('sh', options);
  const message = told.find((one) => one.type === 'spawn');
  return {
    descriptors: message?.descriptors ?? [],
    given: descriptors,
    /** The worker cannot open one of them. */
    async refuse(fd: DescriptorKey) {
      const refusal = { type: 'not-opened', fd, code: 'EISDIR', reason: '' } as const;
      worker.onmessage?.({ data: refusal });
      return (await process.exited).failure;
    },
    async exit() {
      worker.onmessage?.({ data: { type: 'exited', status: 0, signalled: false, reusable: true } });
      await process.exited;
      const file = await tree.open(['f'], { read: true, write: false });
      return file.kind === 'file' ? String(Buffer.from(await file.read(0, 1000))) : '';
    },
  };
}

/** What bash leaves in `f`. */
function bash(script: string): string {
  const cwd = mkdtempSync(join(tmpdir(), 'dirsh-spawn-'));
  try {
    spawnSync('/bin/bash', ['-c', `echo what was in it > f; ${script}`], { cwd });
    return readFileSync(join(cwd, 'f'), 'latin1');
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const program = "sh -c 'echo error >&2; echo o; echo more >&2; echo out'";

test.for([
  ['> f 2>> f', [1, 'write'], [2, 'append']],
  ['2>> f > f', [2, 'append'], [1, 'write']],
  ['>> f 2> f', [1, 'append'], [2, 'write']],
  ['>> f 2>> f', [1, 'append'], [2, 'append']],
] as const)(
  'WorkerWorld.spawn: %s has one writer, and leaves what bash does',
  async ([text, ...modes]) => {
    const { descriptors, exit } = await begin(modes);
    const streams = new Map(
      descriptors.flatMap(({ fds, target }) => {
        if (target.kind !== 'remote') throw new TypeError(`a second writer: ${target.kind}`);
        const stream = new RemoteStream(target.port, 'pipe');
        return fds.map((fd) => [fd, stream] as const);
      }),
    );
    for (const [fd, line] of [
      [2, 'error'],
      [1, 'o'],
      [2, 'more'],
      [1, 'out'],
    ] as const) {
      const stream = streams.get(fd);
      await stream?.write(new TextEncoder().encode(`${line}\n`));
      // Each has a port of its own: the next line must not overtake this one, which comes before this answer.
      await stream?.readable(new AbortController().signal);
    }
    for (const stream of new Set(streams.values())) await stream.close();
    expect(await exit()).toBe(bash(`${program} ${text}`));
  },
);

test('WorkerWorld.spawn: the file of a trace is the process’s to open, and may fail', async () => {
  const { descriptors, given, refuse } = await begin([['trace', 'write']]);
  expect(descriptors).toEqual([
    { fds: ['trace'], target: { kind: 'file', path: ['f'], mode: 'write' } },
  ]);
  expect(await refuse('trace')).toMatchObject({
    descriptor: given.get('trace'),
    error: { code: 'EISDIR' },
  });
});

test('WorkerWorld.spawn: a file that is not appended to is the process’s to open', async () => {
  const { descriptors, exit } = await begin([[1, 'write']]);
  expect(descriptors).toEqual([{ fds: [1], target: { kind: 'file', path: ['f'], mode: 'write' } }]);
  expect(await exit()).toBe('what was in it\n');
});
