// The shell's language on a real folder: loops, functions and scripts share files and pipes with programs in workers.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './setup/fixtures.ts';

test('builtins and programs of one group, loop or function write to one file', async ({
  shell,
  folder,
}) => {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  expect(await shell.run('{ echo a; seq 2; echo b; } > group')).toBe(0);
  expect(read('group')).toBe('a\n1\n2\nb\n');
  expect(await shell.run('for i in 1 2; do echo "i $i"; seq $i; done > loop')).toBe(0);
  expect(read('loop')).toBe('i 1\n1\ni 2\n1\n2\n');
  expect(await shell.run('f() { cat; echo "$1"; }; f end < group >> loop')).toBe(0);
  expect(read('loop')).toBe('i 1\n1\ni 2\n1\n2\na\n1\n2\nb\nend\n');
  expect(await shell.run('exec 3> kept; echo a >&3; exec 3>&-')).toBe(0);
  expect(read('kept')).toBe('a\n');
});

test('a loop reads lines of a file and of a pipe, and programs in it take the rest', async ({
  shell,
  folder,
}) => {
  writeFileSync(join(folder, 'lines'), 'one\ntwo\nthree\n');
  expect(await shell.show('while read -r x; do echo "<$x>"; done < lines')).toBe(
    '<one>\n<two>\n<three>',
  );
  expect(await shell.show('cat lines | while read -r x; do echo "[$x]"; done | sort')).toBe(
    '[one]\n[three]\n[two]',
  );
  expect(await shell.show('{ read -r first; cat; echo "first: $first"; } < lines')).toBe(
    'two\nthree\nfirst: one',
  );
  expect(await shell.show('seq 3 | { read x; sort -r; echo $x; }')).toBe('3\n2\n1');
  expect(await shell.show('yes | { read x; head -n 1; } ; echo ${PIPESTATUS[@]}')).toBe('y\n141 0');
});

test('a script is run by its first line, in a shell of its own', async ({ shell, folder }) => {
  writeFileSync(
    join(folder, 'build.sh'),
    `#!/bin/bash
set -euo pipefail
trap 'rm -f tmp.out; echo "cleaned"' EXIT
declare -A size
for f in a b; do
  printf '%s\\n' "$f$f" > "$f.txt"
  size[$f]=$(wc -c < "$f.txt")
done
cat a.txt b.txt | tr a-z A-Z > tmp.out
[[ $(< tmp.out) =~ ^(AA) ]] && echo "\${BASH_REMATCH[1]} \${size[a]} $((size[a] + size[b])) \${1:-none}"
cp tmp.out result
exit 3
`,
  );
  expect(await shell.show('./build.sh arg')).toBe('AA 3 6 arg\ncleaned');
  expect(await shell.run('./build.sh')).toBe(3);
  expect(readFileSync(join(folder, 'result'), 'utf8')).toBe('AA\nBB\n');
  expect(existsSync(join(folder, 'tmp.out'))).toBe(false);
});

test('read takes a line of the terminal', async ({ shell }) => {
  const before = await shell.prompts();
  await shell.type('read -p "name: " name; echo "hello $name"');
  await shell.press('Enter');
  await expect.poll(() => shell.screen()).toMatch(/^name: $|^name:$/m);
  await shell.type('Ada Lovelace');
  await shell.press('Enter');
  await shell.waitForPrompt(before);
  expect(await shell.show('echo "[$name]"')).toBe('[Ada Lovelace]');
});

test('Ctrl-C ends a loop of builtins, and the page stays live meanwhile', async ({ shell }) => {
  const before = await shell.prompts();
  await shell.type('while :; do :; done');
  await shell.press('Enter');
  await shell.press('Control+c');
  await shell.waitForPrompt(before);
  expect(await shell.status()).toBe(130);
  expect(await shell.run('f() { f; }; f')).toBe(1);
  expect(await shell.run('x=$(yes)')).toBe(1);
  expect(await shell.show('echo alive')).toBe('alive');
});
