// Background jobs and process substitution with programs in workers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

test('jobs run beside the shell, and what they wrote is stored when they have ended', async ({
  shell,
  folder,
}) => {
  expect(await shell.run('seq 100000 | sort -rn > a & seq 5 > b & wait')).toBe(0);
  expect(readFileSync(join(folder, 'a'), 'utf8').split('\n')[0]).toBe('100000');
  expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('1\n2\n3\n4\n5\n');
  expect(await shell.run('{ echo kept; sleep 99; } > c & sleep 0.3; kill %%; wait $!')).toBe(143);
  expect(readFileSync(join(folder, 'c'), 'utf8')).toBe('kept\n');
});

test('programs read and write process substitutions as /dev/fd/N', async ({ shell, folder }) => {
  expect(await shell.show('cat <(echo a) <(seq 2)')).toBe('a\n1\n2');
  expect(await shell.show('comm -12 <(seq 5) <(seq 3 8)')).toBe('3\n4\n5');
  expect(await shell.show('while read x; do echo "<$x>"; done < <(seq 2)')).toBe('<1>\n<2>');
  expect(await shell.run('seq 3 > s; tee >(tr 1-3 a-c > copy) < s > /dev/null; wait $!')).toBe(0);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('a\nb\nc\n');
});

test('a coprocess is a program with a pipe to it and one from it', async ({ shell, folder }) => {
  expect(await shell.run('coproc tee copy; echo one >&${COPROC[1]}; read x <&${COPROC[0]}')).toBe(
    0,
  );
  expect(await shell.show('echo $x; jobs')).toBe(
    'one\n[1]+  Running                 coproc COPROC tee copy &',
  );
  // What else runs in the background does not keep its input open.
  expect(await shell.run('sleep 99 & exec {COPROC[1]}>&-; cat <&${COPROC[0]}; wait %1')).toBe(0);
  expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('one\n');
  await shell.run('coproc S { sort -n; }; seq 3 -1 1 >&${S[1]}; exec {S[1]}>&-');
  expect(await shell.show('cat <&${S[0]}')).toMatch(/^1\n2\n3$/m);
  expect(await shell.run('kill %2; wait')).toBe(0);
});

test.describe('Ctrl-Z', () => {
  test('stops a program and its pipeline; fg ends them with all that they write', async ({
    shell,
    folder,
  }) => {
    const before = await shell.prompts();
    await shell.type('(echo begun; sleep 1; seq 3) | tee f');
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('\nbegun');
    await shell.press('Control+z');
    await shell.waitForPrompt(before);
    expect(await shell.status()).toBe(148);
    await expect
      .poll(() => shell.show('jobs'))
      .toBe('[1]+  Stopped                 (echo begun; sleep 1; seq 3) | tee f');
    expect(await shell.run('fg')).toBe(0);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('begun\n1\n2\n3\n');
  });

  test('gives a line that was typed afterwards to the shell, and after fg to the program', async ({
    shell,
    folder,
  }) => {
    const before = await shell.prompts();
    await shell.type('tee f');
    await shell.press('Enter');
    await shell.type('first');
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('first\nfirst');
    await shell.press('Control+z');
    await shell.waitForPrompt(before);
    const untilStopped = 'until [[ $(jobs) == *Stopped* ]]; do :; done';
    expect(await shell.show(`echo mine; bg; ${untilStopped}`)).toBe(
      'mine\n[1]+ tee f &\n\n[1]+  Stopped                 tee f',
    );
    const again = await shell.prompts();
    await shell.type('fg');
    await shell.press('Enter');
    await shell.type('second');
    await shell.press('Enter');
    await shell.press('Control+d');
    await shell.waitForPrompt(again);
    expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('first\nsecond\n');
  });

  test('a script stops as a whole, with what it writes, and so does one that xargs began', async ({
    shell,
    folder,
  }) => {
    writeFileSync(
      join(folder, 'x.sh'),
      'echo begun >&2\necho a\nuntil [ -e go ]; do :; done\nseq 3 | cat\n',
    );
    for (const line of ['bash x.sh > out', './x.sh > out', 'echo | xargs sh x.sh > out']) {
      const before = await shell.prompts();
      await shell.run('clear; rm -f go out');
      await shell.type(line);
      await shell.press('Enter');
      await expect.poll(() => shell.screen()).toContain('\nbegun');
      await shell.press('Control+z');
      await shell.waitForPrompt(before + 1);
      expect(await shell.status(), line).toBe(148);
      expect(await shell.run('touch go; jobs -s | grep -q Stopped && ! grep -q 3 out')).toBe(0);
      expect(await shell.run('fg'), line).toBe(0);
      expect(readFileSync(join(folder, 'out'), 'utf8'), line).toMatch(/a\n1\n2\n3\n$/);
    }
  });

  test('a program in a loop that writes to a file stops, and leaves the loop', async ({
    shell,
    folder,
  }) => {
    const before = await shell.prompts();
    await shell.type(
      'for i in 1 2; do sh -c "echo begun >&2; sleep 1; echo $i"; done > out; echo "<$?>"',
    );
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('\nbegun');
    await shell.press('Control+z');
    await shell.waitForPrompt(before);
    expect(await shell.screen()).toContain('\n<148>\n');
    expect(await shell.run('fg')).toBe(0);
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('1\n');
  });

  test('stops a program with what it started, which kill ends', async ({ shell }) => {
    const before = await shell.prompts();
    await shell.type('seq 1 | xargs -t -I N sleep 99');
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('\nsleep 99');
    await shell.press('Control+z');
    await shell.waitForPrompt(before);
    await expect.poll(() => shell.show('jobs')).toContain('Stopped');
    expect(await shell.run('kill %1; wait %1')).toBe(143);
    expect(await shell.show('jobs')).toBe('');
  });
});

test.describe('a job that reads the terminal in the background stops, and fg has it read', () => {
  for (const [what, job, reads] of [
    ['a program', 'tee f', 'all'],
    ['the last stage of a pipeline', 'true | tee f < /dev/tty', 'all'],
    ['what a program starts', 'env tee f', 'all'],
    ['a group that has opened it', '{ cat > f; } < /dev/tty', 'all'],
    [
      'the shell, in such a group',
      '{ read line; printf "%s\\n" "$line" > f; } < /dev/tty',
      'a line',
    ],
    ['the shell itself', '{ read line; printf "%s\\n" "$line" > f; }', 'a line'],
  ] as const) {
    test(what, async ({ shell, folder }) => {
      expect(await shell.run(`${job} &`)).toBe(0);
      await expect.poll(() => shell.show('jobs -l')).toMatch(/^\[1\]\+ .*Stopped \(tty input\) /);
      // What is typed at the prompt is the shell's.
      expect(await shell.show('echo mine')).toBe('mine');
      const before = await shell.prompts();
      await shell.type('fg');
      await shell.press('Enter');
      await expect.poll(() => shell.screen()).toContain(`fg\n${job}`);
      await shell.type('typed');
      await shell.press('Enter');
      if (reads === 'all') await shell.press('Control+d'); // at the prompt it would end the shell
      await shell.waitForPrompt(before);
      expect(readFileSync(join(folder, 'f'), 'utf8')).toBe('typed\n');
      expect(await shell.show('jobs')).toBe('');
    });
  }

  test('less, before it takes the screen; and kill ends it', async ({ shell }) => {
    expect(await shell.run('seq 99 | less &')).toBe(0);
    await expect.poll(() => shell.show('jobs')).toBe('[1]+  Stopped                 seq 99 | less');
    expect(await shell.run('kill %1; wait -f %1')).toBe(143);
    expect(await shell.show('echo mine')).toBe('mine');
  });

  test('wait says that it stands, and does not wait for it', async ({ shell }) => {
    expect(await shell.run('cat & wait $!')).toBe(149);
    expect(await shell.show('wait; echo $?')).toMatch(
      /^dirsh: wait: warning: job 1\[\d+\] stopped\n0$/,
    );
  });

  test('what goes on by bg writes to the terminal', async ({ shell }) => {
    const before = await shell.prompts();
    await shell.type('(sleep 1; seq 3)');
    await shell.press('Enter');
    await expect.poll(() => shell.screen()).toContain('seq 3)');
    await shell.press('Control+z');
    await shell.waitForPrompt(before);
    expect(await shell.show('bg; wait -f')).toContain('\n1\n2\n3');
  });
});

test('Ctrl-\\ ends a program with 131, and what follows it runs', async ({ shell }) => {
  const before = await shell.prompts();
  await shell.type('echo begun; sleep 99; echo "status $?"');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toContain('\nbegun');
  await shell.press('Control+\\');
  await shell.waitForPrompt(before);
  expect(await shell.screen()).toContain('begun\n^\\Quit\nstatus 131\n');
});

test('set -b says at once how a job ends, and keeps the line that is being typed', async ({
  shell,
}) => {
  expect(await shell.run('set -b; sleep 1 &')).toBe(0);
  const before = await shell.prompts();
  await shell.type('echo ty');
  await expect.poll(() => shell.screen()).toMatch(/^\[1\]\+ {2}Done {20}sleep 1$/m);
  await shell.waitForPrompt(before);
  await shell.type('ped');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toMatch(/^typed$/m);
  expect((await shell.screen()).match(/Done/g)).toHaveLength(1);
});
