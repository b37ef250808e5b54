import { expect, test } from 'vitest';
import { shellCommands } from './shell-commands.ts';
import { TerminalGate } from '../process/terminal-gate.ts';
import { emptyInput, MachineWorld, Sink } from '../shell/cases/world.mts';

/** Starts what a program would. */
async function start(...args: readonly string[]) {
  const world = new MachineWorld();
  const shell = shellCommands(() => world);
  const [stdout, stderr] = [new Sink(), new Sink()];
  const stop = new AbortController();
  const command = {
    args,
    env: new Map([
      ['PATH', '/bin'],
      ['GIVEN', 'yes'],
      // The tests' world runs programs by way of bash, which else takes itself for a remote shell's.
      ['SHLVL', '1'],
    ]),
    cwd: ['tmp'],
    pid: world.processes.number(),
    terminal: new TerminalGate(() => {}),
  };
  const streams = new Map(
    [emptyInput, stdout, stderr].map((descriptor, number) => [number, world.stream(descriptor)]),
  );
  const starts = await shell.starts(command);
  return {
    starts,
    status: starts
      ? shell.run({ ...command, streams, signal: stop.signal, heed: () => {} })
      : undefined,
    stop: () => stop.abort(),
    printed: () => String(stdout.bytes),
    complained: () => String(stderr.bytes),
  };
}

test('a shell that a program starts has its environment, folder, output and status', async () => {
  const { status, printed, complained } = await start(
    'sh',
    '-c',
    'echo "$0 $1 $GIVEN $(pwd)"; echo no >&2; /bin/echo program; exit 3',
    'name',
    'arg',
  );
  expect(await status).toBe(3);
  expect([printed(), complained()]).toEqual(['name arg yes /tmp\nprogram\n', 'no\n']);
});

test('what is neither a shell nor a script is not started', async () => {
  for (const name of ['cat', 'nothing', '/etc/passwd', 'echo'])
    expect((await start(name)).starts).toBe(false);
});

test('what stops it ends all that it waits for', async () => {
  const { status, stop, printed } = await start('bash', '-c', 'sleep 1000; echo no');
  stop();
  expect(await status).toBe(130);
  expect(printed()).toBe('');
});
