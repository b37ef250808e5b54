// What a shell does otherwise where a person types: errors end the line and not the shell.
import { describe, expect, test } from 'vitest';
import { emptyInput, MachineWorld, Sink } from './cases/world.mts';
import { Shell } from './shell.ts';

function start() {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const shell = new Shell(new MachineWorld(), {
    env: new Map([['PATH', '/bin']]),
    cwd: ['tmp'],
    descriptors: { stdin: emptyInput, stdout, stderr },
  });
  return {
    shell,
    printed: () => String(stdout.bytes),
    complained: () => String(stderr.bytes),
  };
}

describe('an interactive shell', () => {
  test.each([
    ['echo ${x?}; echo no', 'dirsh: x: parameter not set\n'],
    ['set -u; echo $x; echo no', 'dirsh: x: unbound variable\n'],
    ['echo $((1 / 0)); echo no', 'dirsh: 1 / 0: division by 0 (error token is "0")\n'],
    ['readonly r=1; r=2; echo no', 'dirsh: r: readonly variable\n'],
    ['f() { echo ${x?}; }; f; echo no', 'dirsh: x: parameter not set\n'],
  ])('gives up the line, and stays: %s', (script, message) => {
    const { shell, printed, complained } = start();
    expect(shell.run(script)).toBe(1);
    expect([printed(), complained()]).toEqual(['', message]);
    expect(shell.exitRequested).toBeUndefined();
    expect(shell.run('set +u; echo alive')).toBe(0);
  });

  test('ends with exit, with set -e, and runs its EXIT trap at its end', () => {
    const { shell, printed } = start();
    shell.run("trap 'echo bye' EXIT");
    shell.run('set -e; false; echo no');
    expect(shell.exitRequested).toBe(1);
    expect(shell.end()).toBe(1);
    expect(printed()).toBe('bye\n');
  });

  test('replaces aliases from the next line on', () => {
    const { shell, printed } = start();
    shell.run("alias hi='echo hello'");
    shell.run('hi there');
    expect(printed()).toBe('hello there\n');
  });

  test('keeps functions, options and descriptors from line to line', async () => {
    const { shell, printed } = start();
    shell.run('f() { echo "in f $1"; }; set -f; exec 3>&1');
    await shell.run('f * >&3');
    expect(printed()).toBe('in f *\n');
  });

  test.each([
    [
      'if true; fi',
      "dirsh: line 1, column 10: syntax error near unexpected token `fi' (expected 'then')\n",
    ],
    ['echo a\nfor x in a; do\n  echo b; fi', 'dirsh: line 3, column 11: '],
    ['while true; do echo', "(expected 'done' to close 'while')"],
    ["echo 'a\nb", "dirsh: line 1, column 6: unexpected EOF while looking for matching `''"],
  ])('says where a text is wrong, and what was expected: %j', (script, message) => {
    const { shell, printed, complained } = start();
    expect(shell.run(script)).toBe(2);
    expect(complained()).toContain(message);
    expect(printed()).toBe('');
  });

  test('the name and line of a file stand before what is wrong in it', async () => {
    const { shell, complained } = start();
    await shell.run("printf 'true\\nnope_\\n' > dirsh-lib; . ./dirsh-lib; rm dirsh-lib");
    expect(complained()).toBe('./dirsh-lib: line 2: nope_: command not found\n');
  });
});
