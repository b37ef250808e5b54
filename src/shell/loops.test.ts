// Loops and recursion without an end: the shell hears Ctrl-C, refuses with a sentence, and lives.
import { describe, expect, test } from 'vitest';
import { emptyInput, MachineWorld, Sink } from './cases/world.mts';
import { Shell } from './shell.ts';

function start() {
  const world = new MachineWorld();
  const [stdout, stderr] = [new Sink(), new Sink()];
  const shell = new Shell(world, {
    env: new Map([
      ['HOME', '/root'],
      ['PATH', '/bin'],
    ]),
    cwd: ['tmp'],
    descriptors: { stdin: emptyInput, stdout, stderr },
  });
  return {
    shell,
    world,
    printed: () => String(stdout.bytes),
    complained: () => String(stderr.bytes),
  };
}

describe('a loop of builtins', () => {
  test.each(['while :; do :; done', 'for ((;;)); do x=1; done', 'f() { f; }; until f; do :; done'])(
    'lets the event loop turn, and hears Ctrl-C: %s',
    async (script) => {
      const { shell, printed } = start();
      shell.setVariable('FUNCNEST', '3');
      const result = shell.run(`${script} 2> /dev/null; echo no`);
      // The timer fires amid the loop: a shell that never let go would not come to this line's await at all.
      setTimeout(() => shell.interrupt(), 20);
      expect(await result).toBe(script.startsWith('f') && !script.startsWith('for') ? 1 : 130);
      expect(printed()).toBe('');
      expect(shell.run('echo alive')).toBe(0);
    },
  );

  test('goes on after a Ctrl-C for which there is a trap', async () => {
    const { shell, printed } = start();
    const result = shell.run(
      'trap \'echo caught; done=1\' INT; while [ -z "$done" ]; do :; done; echo after',
    );
    setTimeout(() => shell.interrupt(), 20);
    expect(await result).toBe(0);
    expect(printed()).toBe('caught\nafter\n');
  });

  test('of 100,000 commands takes no promise for each', async () => {
    const { shell, printed } = start();
    let turns = 0;
    const count = setInterval(() => (turns += 1), 0);
    await shell.run('for ((i = 0; i < 100000; i++)); do :; done; echo $i');
    clearInterval(count);
    expect(printed()).toBe('100000\n');
    expect(turns).toBeLessThan(1000);
  });
});

describe('what would fill the memory', () => {
  test.each([
    ['recursion', 'f() { f; }; f', 'f: maximum function nesting level exceeded (4000)'],
    ['recursion of subshells', 'f() { (f); }; f', 'maximum function nesting level exceeded (4000)'],
    ['recursion of eval', 'f() { eval f; }; f', 'maximum function nesting level exceeded (4000)'],
    ['FUNCNEST', 'FUNCNEST=7; f() { f; }; f', 'maximum function nesting level exceeded (7)'],
    ['braces', 'echo {1..999999999}', 'brace expansion: more than 1000000 words (DIRSH_MAX_WORDS)'],
    [
      'braces with a limit',
      'DIRSH_MAX_WORDS=3; echo {a,b,c} {1..4}',
      'brace expansion: more than 3 words (DIRSH_MAX_WORDS)',
    ],
    [
      'an endless program in $(…)',
      'DIRSH_MAX_OUTPUT=100000; x=$(yes); echo no',
      'command substitution: more than 100000 characters (DIRSH_MAX_OUTPUT)',
    ],
    [
      'an endless builtin in $(…)',
      'DIRSH_MAX_OUTPUT=1000; x=$(while :; do echo y; done)',
      'command substitution: more than 1000 characters (DIRSH_MAX_OUTPUT)',
    ],
    ['recursion of variables', 'a=b b=a; echo $((a))', 'expression recursion level exceeded'],
    [
      'parentheses',
      `x=$(printf '(%.0s' {1..5000}); echo $(($x))`,
      'expression recursion level exceeded',
    ],
  ])('is refused, and the shell lives: %s', async (_, script, message) => {
    const { shell, world, printed, complained } = start();
    expect(await shell.run(script)).toBe(1);
    expect(complained()).toContain(message);
    expect(await shell.run('unset -f f; FUNCNEST=; echo alive')).toBe(0);
    expect(printed()).toBe('alive\n');
    expect(world.untaken.size).toBe(0);
  });

  test('deep commands in deep functions have stack enough', async () => {
    const { shell, complained } = start();
    const deep = `${'if true; then '.repeat(200)} f; ${'fi; '.repeat(200)}`;
    expect(await shell.run(`FUNCNEST=40; f() { ${deep} }; f`)).toBe(1);
    expect(complained()).toBe('dirsh: f: maximum function nesting level exceeded (40)\n');
  });

  test('deep recursion that ends is done', async () => {
    const { shell, printed } = start();
    await shell.run(
      'f() { (($1 == 0)) && { echo $2; return; }; f $(($1 - 1)) $(($2 + 1)); }; f 3000 0',
    );
    expect(printed()).toBe('3000\n');
  });
});
