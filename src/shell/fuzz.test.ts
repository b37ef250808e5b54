// Random scripts of a grammar: whatever they are, the shell ends, throws nothing, and leaves no descriptor behind.
import { array, assert, asyncProperty, constantFrom, letrec, oneof, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { emptyInput, MachineWorld, Sink } from './cases/world.mts';
import { Shell } from './shell.ts';

const runs = Number(process.env['FUZZ_SCRIPTS'] ?? 1500);

/** Nothing in it starts a program, writes a file or loops without an end: what counts rounds is never set back. */
const word = constantFrom(
  'a',
  '"$x"',
  '$x',
  '${x:-d}',
  '${x#a}',
  '${x//a/b}',
  '${x:1:2}',
  '${#x}',
  '${x^^}',
  '${a[@]}',
  '"${a[@]}"',
  '${a[1]}',
  '${!x}',
  '${x@Q}',
  '$((x + 1))',
  '$((x / y))',
  "'b c'",
  '"*"',
  '{1..3}',
  '{a,b}c',
  '~',
  '$@',
  '"$*"',
  '$?',
  '$(echo a)',
  '`echo b`',
  "$'\\n'",
  '\\*',
  '$',
  '${x?}',
  '${',
  '(',
  '$((',
);

const simple = oneof(
  tuple(
    constantFrom('echo', ':', 'printf %s', 'set --', 'test', 'eval', 'x=1 :', 'local'),
    array(word, { maxLength: 4 }),
  ).map(([name, words]) => [name, ...words].join(' ')),
  tuple(constantFrom('x=', 'y+=', 'a[1]=', 'a+=', 'declare -i y='), word).map(
    ([name, value]) => name + value,
  ),
  constantFrom(
    'a=(1 "$x" [5]=z)',
    'unset x',
    'read x <<< "a b"',
    'shift',
    'false',
    'return 2',
    'break',
    'continue',
    'exit 3',
    '((y++))',
    '[[ $x == a* ]]',
    '[[ $x =~ (a)b? ]]',
    'set -e',
    'set +e',
    'set -u',
    "trap 'echo t' EXIT ERR",
    'readonly r=1',
    'f a',
    'declare -A m=([k]=v)',
    'exec 3>&1',
    'echo >&3',
    'getopts ab: o',
    'let y=2',
    'wait',
    'wait -n',
    'kill %%',
    'kill $!',
    'kill -USR1 $BASHPID',
    'jobs',
    'disown',
    "trap 'echo u' USR1 CHLD",
    'set -m',
    'fg',
    'mapfile -t a <<< "$x"',
    'cat <<E\n$x\nE\n',
    "read -r x <<'E'\n$x `\nE\n",
    'read -r x <<-E\n\t${x:-$(echo y)}\n\tE\n',
    'printf -v x %s-%d "$x" 3',
    'printf -v "a[2]" %s "${a[*]}"',
    "mapfile -t -n 2 a <<< $'1\\n2\\n3'",
    "set -- -a -b 'c d'",
    'shopt -s nullglob extglob',
    'set -E -o pipefail',
    "trap 'return 1' RETURN",
    "trap 'x=$?' DEBUG",
    'trap - ERR EXIT DEBUG RETURN',
    'declare -n r2=x; r2=5',
    'unset "a[1]"',
    'export x; bash -c \'echo "$x"; exit 2\'',
    "bash -eu <<< 'x=1; false; echo no'",
    'sh -n -c "if"',
    'bash nosuchfile',
    'exec bash -c "exit 4"',
    'exec 4< /dev/null; read x <&4; exec 4<&-',
    'echo "$x" > /dev/null 2>&1 < /dev/null',
    'read x < /dev/null',
    'echo a > /nowhere/file',
    'pushd / > /dev/null; popd',
    'eval "f() { x=1; }; f"',
    'x=${FUNCNAME[0]} y=${BASH_SOURCE[0]} line=$LINENO',
  ),
);

const { list } = letrec((tie) => ({
  list: array(tie('command'), { minLength: 1, maxLength: 3 }).map((commands) =>
    commands.join('; '),
  ),
  command: oneof(
    { maxDepth: 4, depthIdentifier: 'command' },
    simple,
    simple,
    tuple(tie('list'), tie('list'), tie('list')).map(
      ([a, b, c]) => `if ${a}; then ${b}; else ${c}; fi`,
    ),
    tie('list').map((body) => `for x in 1 2; do ${body}; done`),
    tie('list').map((body) => `for ((; i++ < 3;)); do ${body}; done`),
    tie('list').map((body) => `while ((n++ < 3)); do ${body}; done`),
    tuple(word, tie('list')).map(([text, body]) => `case ${text} in a*) ${body} ;; *) : ;; esac`),
    tie('list').map((body) => `while ((w++ < 3)) && getopts ab: o -a -b c; do ${body}; done`),
    tuple(tie('list'), tie('list')).map(
      ([a, b]) => `until ((k++ >= 2)); do ${a}; done || { ${b}; }`,
    ),
    tuple(tie('list'), tie('list')).map(
      ([a, b]) => `case "$x" in 1|b) ${a} ;& [!a]*) ${b} ;;& *) ;; esac`,
    ),
    tie('list').map((body) => `select s in p q; do ${body}; break; done <<< 1`),
    tuple(tie('list'), tie('list')).map(([a, b]) => `( ${a} ) | while read -r x; do ${b}; done`),
    tie('list').map((body) => `bash <<'S'\n${body}\nS\n`),
    tie('list').map((body) => `g() { local x=l; trap 'echo r' RETURN; ${body}; }; g 1 2`),
    tie('list').map((body) => `{ ${body}; }`),
    tie('list').map((body) => `( ${body} )`),
    tie('list').map((body) => `x=$(${body})`),
    tie('list').map((body) => `f() { ${body}; }`),
    tuple(tie('command'), constantFrom('&&', '||', '|', ';'), tie('command')).map((parts) =>
      parts.join(' '),
    ),
    tie('command').map((command) => `! ${command}`),
    tie('list').map((body) => `{ ${body}; } & x=$!`),
    tie('command').map((command) => `${command} & wait`),
    tie('list').map((body) => `while read -r x; do echo "$x"; done < <(${body})`),
    tie('list').map((body) => `echo a > >(${body})`),
    tie('list').map((body) => `: <(${body})`),
    tie('list').map((body) => `{ ${body}; } 2>&1 >/dev/null`),
    tie('list').map((body) => `while read -r x; do ${body}; done <<< $'a\\nb'`),
  ),
}));

test(
  'a random script ends, throws nothing, and leaves no descriptor',
  async () => {
    const world = new MachineWorld();
    const script = list.map(String);
    await assert(
      asyncProperty(script, async (text) => {
        const shell = new Shell(world, {
          env: new Map([
            ['PATH', '/nowhere'],
            ['FUNCNEST', '20'],
          ]),
          cwd: ['tmp'],
          descriptors: { stdin: emptyInput, stdout: new Sink(), stderr: new Sink() },
          interactive: false,
        });
        let late = false;
        const patience = setTimeout(() => {
          late = true;
          shell.interrupt();
        }, 5000);
        const status = await shell.run(text);
        await shell.end();
        clearTimeout(patience);
        expect(late).toBe(false);
        expect(status).toBeGreaterThanOrEqual(0);
        expect(status).toBeLessThan(256);
        expect(world.untaken.size).toBe(0);
        expect(await world.processes.list()).toEqual([]);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  },
  120_000 + runs * 20,
);

test.each([
  ['a pipeline', ': | :'],
  ['a process substitution', 'read -r x < <(echo a)'],
  ['what reads of a command', ': > >(read -r x)'],
  ['a coprocess', 'coproc :'],
])('%s that cannot begin, so deep in functions, leaves no pipe', async (_what, command) => {
  const world = new MachineWorld();
  const shell = new Shell(world, {
    env: new Map([['FUNCNEST', '5']]),
    cwd: ['tmp'],
    descriptors: { stdin: emptyInput, stdout: new Sink(), stderr: new Sink() },
    interactive: false,
  });
  expect(await shell.run(`f() { ${command}; f; }; f`)).toBe(1);
  await shell.end();
  expect(world.untaken.size).toBe(0);
});
