// The prompts, as bash shows them with the same variables.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { emptyInput, MachineWorld, Sink } from './cases/world.mts';
import { Shell } from './shell.ts';

async function start(text: string) {
  const stderr = new Sink();
  const shell = new Shell(new MachineWorld(), {
    env: new Map([
      ['HOME', '/usr'],
      ['PATH', '/bin'],
      ['USER', 'user'],
    ]),
    cwd: ['usr', 'share', 'doc'],
    descriptors: { stdin: emptyInput, stdout: new Sink(), stderr },
  });
  await shell.run(text);
  return { shell, complained: () => String(stderr.bytes) };
}

/** What an interactive bash shows before it reads its first line, by `${PS1@P}`. */
function bashPrompt(script: string): string {
  const { stdout } = spawnSync(
    'bash',
    ['--norc', '-c', `cd /usr/share/doc; ${script}; printf %s "\${PS1@P}"`],
    {
      env: { HOME: '/usr', PATH: '/bin' },
      encoding: 'utf8',
    },
  );
  return stdout;
}

test.each([
  'PS1="\\w \\W \\$ "',
  'PROMPT_DIRTRIM=1 PS1="\\w> "',
  'PROMPT_DIRTRIM=2 PS1="\\w> "',
  'cd /usr/share/doc/bash; PROMPT_DIRTRIM=1 PS1="\\w> "',
  'cd /var/lib/dpkg; PROMPT_DIRTRIM=2 PS1="\\w \\W> "',
  'cd; PROMPT_DIRTRIM=2 PS1="\\w \\W> "',
  'cd /; PROMPT_DIRTRIM=2 PS1="\\w \\W> "',
  'PS1="\\D{%Y-%m-%d} \\d \\A "',
  'PS1="\\n\\r\\a\\e[1m\\101\\\\ "',
  'x="a b" PS1=\'$x $(echo sub) `echo tick` $((1 + 2)) \\q \'',
  "x=1; PS1='${x:+set}> '",
])('PS1: %s', async (script) => {
  const { shell } = await start(script);
  // bash of root shows `#`.
  const bash = bashPrompt(script).replace(/# $/, '$ ');
  expect(await shell.prompts()).toMatchObject({ prompt: bash });
});

test('PS2 is the prompt of the lines that follow', async () => {
  const { shell } = await start('PS1=a PS2="\\W> "');
  expect(await shell.prompts()).toEqual({ prompt: 'a', continuation: 'doc> ' });
});

test('PROMPT_COMMAND runs before each prompt, and sees and keeps the status', async () => {
  const { shell } = await start(
    "PROMPT_COMMAND=('n=$((n + 1))' 'last=$?'); PS1='$n $last $?> '; (exit 3)",
  );
  expect(await shell.prompts()).toMatchObject({ prompt: '1 3 3> ' });
  expect(await shell.prompts()).toMatchObject({ prompt: '2 3 3> ' });
  expect(shell.status).toBe(3);
});

test('\\# and \\! count the lines that were run and those in the history', async () => {
  const { shell } = await start("PS1='\\#'");
  expect(await shell.prompts()).toMatchObject({ prompt: '2' });
  await shell.run('PS1="\\!"');
  expect(await shell.prompts()).toMatchObject({ prompt: '1' });
});

test('a prompt that cannot be made is said, and the shell goes on', async () => {
  const { shell, complained } = await start("PS1='${x?no x}'");
  expect(await shell.prompts()).toMatchObject({ prompt: '$ ' });
  expect(complained()).toBe('dirsh: x: no x\n');
  expect(await shell.run('PS1=; false')).toBe(1);
  expect(await shell.prompts()).toMatchObject({ prompt: '' });
});

test('PROMPT_COMMAND with an error leaves a prompt', async () => {
  const { shell } = await start("PROMPT_COMMAND='if'; PS1=ok");
  expect(await shell.prompts()).toMatchObject({ prompt: 'ok' });
});

test('set -o vi is refused where a person types', async () => {
  const { shell, complained } = await start('set -o vi; y=$?');
  expect(complained()).toBe('dirsh: set: vi: the line editor has the keys of Emacs only\n');
  expect(shell.variable('y')).toBe('1');
});
