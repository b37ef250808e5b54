// Jobs of a shell at which a person types: what bash says only there, and what nobody may have to wait for.
import { describe, expect, test } from 'vitest';
import { emptyInput, MachineWorld, Sink } from '../cases/world.mts';
import { Shell } from '../shell.ts';

function start(interactive = true, notify?: (line: string) => void) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const world = new MachineWorld();
  const shell = new Shell(world, {
    env: new Map([
      ['PATH', '/bin'],
      ['HOME', '/tmp'],
    ]),
    cwd: ['tmp'],
    descriptors: { stdin: emptyInput, stdout, stderr },
    interactive,
    ...(notify === undefined ? {} : { notify }),
  });
  return {
    shell,
    world,
    printed: () => String(stdout.bytes),
    complained: () => String(stderr.bytes),
  };
}

/** Runs a script, and returns when the programs of its first job have begun; one without programs computes. */
async function begun(script: string) {
  const session = start();
  const programs = script.match(/\bsleep\b|\| cat/g)?.length ?? 0;
  const running = session.shell.run(script);
  while (session.world.spawned < programs) await turn();
  await turn(); // the last one is known to the shell
  return { ...session, running };
}

/** Runs a script, and presses a key amid it. @returns when the prompt is there */
async function pressed(script: string, key: (shell: Shell) => void) {
  const session = await begun(script);
  key(session.shell);
  await session.running;
  return session;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

describe('a shell at which a person types', () => {
  test('says the number of a job, and before the next prompt how it ended', async () => {
    const { shell, complained } = start();
    await shell.run('sleep 0.1 &');
    expect(complained()).toMatch(/^\[1\] \d+\n$/);
    await shell.run('/bin/sleep 0.3');
    expect(complained()).toMatch(/^\[1\] \d+\n\[1\]\+ {2}Done {20}sleep 0.1\n$/);
    await shell.run('true');
    expect(complained()).toMatch(/Done.*\n$/);
  });

  test('says what a signal and what a status ended', async () => {
    const { shell, complained } = start();
    await shell.run('sleep 9 & kill %1; (exit 3) & wait; true');
    expect(complained()).toMatch(
      /^\[1\]. {2}Terminated {14}sleep 9\n\[2\]. {2}Exit 3 {18}\(exit 3\)\n$/m,
    );
  });

  test('does not end at once while jobs run, and ends them when it does', async () => {
    const { shell, complained } = start();
    await shell.run('sleep 99 & true');
    await shell.run('exit');
    expect(shell.exitRequested).toBeUndefined();
    expect(complained()).toContain('There are running jobs.\n');
    await shell.run('true');
    await shell.run('exit');
    expect(shell.exitRequested).toBeUndefined();
    await shell.run('exit 4');
    expect(shell.exitRequested).toBe(4);
    expect(await shell.end()).toBe(4);
  });

  test('ends jobs that ignore that it hangs up', async () => {
    const { shell } = start();
    await shell.run("(trap '' HUP TERM; while :; do :; done) & true");
    await shell.end();
    expect(shell.hasRunningJobs).toBe(false);
  });
});

describe('a shell that a command started', () => {
  test('signals itself and its own jobs by 0, and not those of who typed', async () => {
    const { shell, printed } = start();
    await shell.run('sleep 9 & true');
    await shell.run('bash -c \'trap "kill 0" EXIT; sleep 9 & true\'; jobs -r');
    expect(printed()).toMatch(/^\[1\]\+ {2}Running +sleep 9 &\n$/);
    expect(shell.exitRequested).toBeUndefined();
    await shell.run('kill %1');
  });

  test('ends alone when it is killed', async () => {
    const { shell, printed } = start();
    await shell.run("bash -c 'kill -9 $$'; echo $?");
    expect(printed()).toBe('137\n');
    expect(shell.exitRequested).toBeUndefined();
  });
});

describe('Ctrl-C', () => {
  test.each([
    ['wait', 'sleep 0.5 & wait'],
    ['a wait for the next', 'sleep 0.5 & wait -n'],
    ['a wait for a process', 'sleep 0.5 & wait $!'],
  ])('ends %s, and not the job', async (_, script) => {
    const { shell, printed } = start();
    const running = shell.run(script);
    shell.interrupt();
    expect(await running).toBe(130);
    expect(shell.hasRunningJobs).toBe(true);
    await shell.run('wait %1; echo $?');
    expect(printed()).toBe('0\n');
  });

  test('reaches the job that fg brought to the foreground', async () => {
    const { shell, printed } = start();
    await shell.run('while :; do :; done &');
    const running = shell.run('fg');
    shell.interrupt();
    expect(await running).toBe(130);
    expect(printed()).toBe('while :; do :; done\n');
    expect(shell.hasRunningJobs).toBe(false);
  });
});

describe('jobs that compute', () => {
  test('leave the event loop its turns, however many they are', async () => {
    const { shell } = start();
    await shell.run('for i in {1..20}; do while :; do :; done & done');
    // Without turns no timer would ever fire.
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(shell.hasRunningJobs).toBe(true);
    await shell.end();
  });

  test('whose pipe nobody reads any more end', async () => {
    const { shell } = start(false);
    await shell.run('{ while :; do echo y; done & } | head -n 1');
    expect(await shell.end()).toBe(0);
  });
});

describe('a program that a signal ended', () => {
  // timeout ends itself as it ended the program.
  const killed = 'timeout -s KILL 0.1 sleep 9';

  test.each([
    ['in a script', `bash -c '${killed}; echo $?'`, /^bash: {2,5}\d+ Killed {18}timeout .* 9\n$/],
    ['by TERM', "bash -c 'timeout -s TERM --foreground 0.1 sleep 9; sh -c true'", /^$/],
    ['amid a pipeline', `bash -c '${killed} | cat'`, /^$/],
    ['in $(…)', `bash -c 'x=$(${killed})'`, /^$/],
    ['where it is trapped', `bash -c 'trap : HUP; timeout -s HUP 0.1 sleep 9'`, /^$/],
  ])('is told of %s', async (_, script, expected) => {
    const { shell, complained } = start(false);
    await shell.run(script);
    expect(complained()).toMatch(expected);
    await shell.end();
  });

  test('with the line, in a file', async () => {
    const { shell, complained } = start(false);
    await shell.run(`bash /dev/stdin <<< $'true\\n${killed}'`);
    expect(complained()).toMatch(/Killed {18}timeout -s KILL 0\.1 sleep 9\n$/);
    await shell.end();
  });
});

describe('too many jobs', () => {
  test('are refused', async () => {
    const { shell, complained } = start(false);
    await shell.run('DIRSH_MAX_JOBS=2; for i in 1 2 3; do sleep 0.1 & done; echo $?');
    expect(complained()).toBe('dirsh: fork: more than 2 background jobs (DIRSH_MAX_JOBS)\n');
    await shell.end();
  });

  test('are as many as ulimit -u says, which tells the other limits, too', async () => {
    const { shell, printed } = start(false);
    await shell.run('ulimit -u; ulimit -u 2; echo $DIRSH_MAX_JOBS; FUNCNEST=9; ulimit -a');
    expect(printed()).toMatch(/^512\n2\n/);
    expect(printed()).toMatch(/\(DIRSH_MAX_JOBS\) 2\n.*\(FUNCNEST\) 9\n$/);
    await shell.end();
  });

  test('of a job that begins others without an end are ended with it', async () => {
    const { shell, printed } = start(false);
    await shell.run('DIRSH_MAX_JOBS=50; f() { f & f & wait; }; f & wait; echo alive');
    expect(printed()).toBe('alive\n');
    await shell.end();
    expect(shell.hasRunningJobs).toBe(false);
  });

  test('of a fork bomb with a pipe', async () => {
    const { shell, printed } = start(false);
    await shell.run('DIRSH_MAX_JOBS=50; f() { f | f & }; f; wait; echo alive');
    await shell.end();
    expect(printed()).toBe('alive\n');
  });
});

describe('Ctrl-Z', () => {
  const stopped = (script: string) => pressed(script, (shell) => shell.suspend());

  test.each([
    ['a program', '/bin/sleep 0.4'],
    ['a pipeline', 'sleep 0.4 | cat'],
    ['a subshell with a loop', '(while [ ! -e /nofile ]; do :; done)'],
    ['a script', "bash -c 'sleep 0.4; echo $0' x"],
    ['a script with a loop', "sh -c 'while [ ! -e /nofile ]; do :; done'"],
  ])('stops %s, of which jobs says so', async (_, script) => {
    const { shell, printed, complained } = await stopped(script);
    const line = `[1]+  Stopped                 ${script}\n`;
    expect(shell.status).toBe(148);
    expect(complained()).toBe(`\n${line}`);
    await shell.run('jobs; jobs -s; jobs -r');
    expect(printed()).toBe(line + line);
    await shell.run('exit');
    expect(complained()).toContain('There are stopped jobs.\n');
    expect(shell.exitRequested).toBeUndefined();
    await shell.end();
    expect(shell.hasRunningJobs).toBe(false);
  });

  test('runs what follows, and fg and bg have the job go on to its end', async () => {
    const { shell, printed } = await stopped('(sleep 0.3; echo one; exit 3); echo $?');
    await shell.run('fg; echo $?');
    expect(printed()).toBe('148\n(sleep 0.3; echo one; exit 3)\none\n3\n');
    const other = await stopped('sleep 0.2 | cat');
    await other.shell.run('bg; wait; jobs');
    expect(other.printed()).toBe(
      '[1]+ sleep 0.2 | cat &\n[1]+  Done                    sleep 0.2 | cat\n',
    );
  });

  test.each([
    ['a loop', 'for i in 1 2; do sleep 0.4; echo $i; done; echo $?', '148\n'],
    [
      'all loops',
      'for j in 1 2; do for i in 1 2; do sleep 0.4; echo $i; done; done; echo $?',
      '148\n',
    ],
    ['a loop around a group', 'while :; do { sleep 0.4; echo in; }; done; echo $?', '148\n'],
    [
      'a loop that reads',
      "while read l; do sleep 0.4; echo $l; done <<< $'a\\nb'; echo $?",
      '148\n',
    ],
    [
      'a loop around a script',
      "for i in 1 2; do sh -c 'sleep 0.4'; echo $i; done; echo $?",
      '148\n',
    ],
    ['no loop around a function', 'f() { sleep 0.4; echo f; }; for i in 1; do f; done', 'f\n'],
    ['no group', '{ sleep 0.4; echo in; }', 'in\n'],
  ])('leaves %s', async (_, script, output) => {
    const { shell, printed } = await stopped(script);
    expect(printed()).toBe(output);
    await shell.run('jobs -s | wc -l; kill %1; wait');
    expect(printed()).toBe(`${output}1\n`);
  });

  test.each([
    ['a script', "sh -c 'sleep 0.3 < /dev/null; cat' <<< text", 'text\n'],
    ['a script in a pipeline', "{ sh -c 'sleep 0.3 < /dev/null; cat'; } <<< text | cat", 'text\n'],
    ['a script in a group', "{ sh -c 'sleep 0.3 < /dev/null; cat'; } <<< text", 'text\n'],
  ])('keeps open what %s reads', async (_, script, output) => {
    const { shell, printed } = await stopped(script);
    expect(printed()).toBe('');
    await shell.run('fg');
    expect(printed().split('\n').slice(1).join('\n')).toBe(output); // below the job's own line
  });

  test('leaves what was stopped to signals', async () => {
    const { shell, printed } = await stopped('(while :; do :; done)');
    await shell.run('kill -CONT %1; jobs -s; kill -STOP %1; kill %1; wait %1; echo $?');
    expect(printed()).toBe('143\n');
  });
});

describe('Ctrl-\\', () => {
  const quit = (script: string) => pressed(script, (shell) => shell.quit());

  // What bash 5.2 does at a terminal.
  test.each([
    ['a program', '/bin/sleep 9; echo $?'],
    ['a pipeline', 'sleep 9 | cat; echo $?'],
    ['a subshell with what follows in it', '(sleep 9; echo no); echo $?'],
    ['a program in a loop', 'for i in 1; do sleep 9; echo $?; done'],
  ])('ends %s with 131, says so, and goes on', async (_, script) => {
    const { printed, complained } = await quit(script);
    expect(printed()).toBe('131\n');
    expect(complained()).toBe('Quit\n');
  });

  test('ends the job that fg brought to the foreground', async () => {
    const { printed, complained } = await quit('sleep 9 & fg; echo $?');
    expect(printed()).toBe('sleep 9\n131\n');
    expect(complained()).toMatch(/^\[1\] \d+\nQuit\n$/);
  });

  test('is no signal for the shell, but for its trap', async () => {
    const { printed } = await quit("trap 'echo trapped' QUIT; sleep 0.3 & wait %1; echo $?");
    expect(printed()).toMatch(/^trapped\n131\n$/);
  });
});

describe('set -b', () => {
  /** A shell that tells at once; `next` waits until it has told. */
  function telling() {
    const said: string[] = [];
    let told = Promise.withResolvers<void>();
    const session = start(true, (line) => {
      said.push(line);
      told.resolve();
    });
    const next = async (): Promise<string | undefined> => {
      await told.promise;
      told = Promise.withResolvers();
      return said.at(-1);
    };
    return { ...session, said, next };
  }

  test('says at once what becomes of a job, and nothing once more', async () => {
    const { shell, complained, said, next } = telling();
    await shell.run('set -b; { sleep 0.1; (exit 3); } &');
    expect(await next()).toBe('[1]+  Exit 3                  { sleep 0.1; (exit 3); }');
    await shell.run('(sleep 0.1; suspend -f; sleep 0.1) &');
    const stopped = '\n[1]+  Stopped                 (sleep 0.1; suspend -f; sleep 0.1)';
    expect(await next()).toBe(stopped);
    await shell.run('kill -CONT %1');
    expect(await next()).toBe('[1]+  Done                    (sleep 0.1; suspend -f; sleep 0.1)');
    await shell.run('true; jobs');
    expect(said).toHaveLength(3);
    expect(complained()).toMatch(/^(?:\[1\] \d+\n)+$/);
  });

  test('leaves it to the next prompt where it is off, and to whoever waits for it by fg', async () => {
    const { shell, complained, said } = telling();
    await shell.run('sleep 0.1 & set -b; fg; set +b; true & wait; echo waited >&2');
    expect(said).toEqual([]);
    expect(complained()).toMatch(/waited\n\[1\]\+ {2}Done {20}true\n$/);
  });
});

describe('a coprocess that has ended', () => {
  test('can be read to its end, and then its variables are gone', async () => {
    const { shell, printed, complained } = start(false);
    await shell.run(
      'coproc seq 3; while read -u ${COPROC[0]} line; do echo $line; sleep 0.2; done',
    );
    expect(printed()).toBe('1\n2\n3\n');
    await shell.run('echo ${COPROC-unset} ${COPROC_PID-unset}');
    expect(printed()).toBe('1\n2\n3\nunset unset\n');
    expect(complained()).toMatch(/^dirsh: read: /);
  });

  test('is known by its number for as long as it takes to ask for it', async () => {
    const { shell, printed } = start(false);
    await shell.run('coproc (echo x; exit 3); read x <&${COPROC[0]}; wait $COPROC_PID; echo $x $?');
    expect(printed()).toBe('x 3\n');
  });
});
