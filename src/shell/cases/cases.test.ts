// Every row of the tables, run by this shell and by the real bash: what they print, their status and their files.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Shell } from '../shell.ts';
import type { Case } from './case.ts';
import { compounds } from './compounds.ts';
import { functions } from './functions.ts';
import { functionTexts } from './function-texts.ts';
import { conditionals } from './conditionals.ts';
import { arithmetic } from './arithmetic.ts';
import { parameters } from './parameters.ts';
import { arrays } from './arrays.ts';
import { declarations } from './declarations.ts';
import { splitting } from './splitting.ts';
import { patterns } from './patterns.ts';
import { options } from './options.ts';
import { traps } from './traps.ts';
import { reading } from './reading.ts';
import { coprocesses } from './coprocesses.ts';
import { descriptors } from './descriptors.ts';
import { aliases } from './aliases.ts';
import { commands } from './commands.ts';
import { scripts } from './scripts.ts';
import { history } from './history.ts';
import { shells } from './shells.ts';
import { idioms } from './idioms.ts';
import { compoundSyntax } from './compound-syntax.ts';
import { assignments } from './assignments.ts';
import { builtins } from './builtins.ts';
import { differences } from './differences.ts';
import { edges } from './edges.ts';
import { errors } from './errors.ts';
import { expansions } from './expansions.ts';
import { globs } from './globs.ts';
import { jobs } from './jobs.ts';
import { lists } from './lists.ts';
import { pipelines } from './pipelines.ts';
import { printing } from './printing.ts';
import { processSubstitution } from './process-substitution.ts';
import { quoting } from './quoting.ts';
import { redirections } from './redirections.ts';
import { regexes } from './regexes.ts';
import { syntax } from './syntax.ts';
import { tests } from './tests.ts';
import { trapInheritance } from './trap-inheritance.ts';
import { emptyInput, MachineWorld, Sink } from './world.mts';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-cases-')));
afterAll(() => rmSync(parent, { recursive: true }));

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly tree: Readonly<Record<string, string>>;
}

/** Runs `action` in a fresh directory that has `files`; always of the same name, as scripts print it. */
async function inDirectory(
  { files = {} }: Case,
  action: (directory: string) => Promise<Omit<Result, 'tree'>> | Omit<Result, 'tree'>,
): Promise<Result> {
  const directory = join(parent, 'work');
  mkdirSync(directory);
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(directory, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, content);
    }
    const result = await action(directory);
    return { ...result, tree: readTree(directory) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function readTree(directory: string): Record<string, string> {
  const tree: Record<string, string> = {};
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    tree[path.slice(directory.length)] = entry.isDirectory() ? '/' : readFileSync(path, 'latin1');
  }
  return tree;
}

function environment(directory: string): Record<string, string> {
  return { HOME: directory, PATH: '/bin', LC_ALL: 'C.UTF-8', TEXT: 'exported' };
}

async function runBash(row: Case): Promise<Result> {
  const result = await inDirectory(row, (cwd) => {
    const { stdout, stderr, status } = spawnSync('/bin/bash', ['-c', '--', row.script], {
      cwd,
      env: environment(cwd),
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { stdout: normalize(stdout), stderr: normalize(stderr), status };
  });
  const tree = Object.entries(result.tree).map(([name, content]) => [name, normalize(content)]);
  return { ...result, tree: Object.fromEntries(tree) };
}

/** bash's messages as ours, wherever they went: no line numbers, no copy of the line after a syntax error. */
function normalize(text: string): string {
  return withoutNumbers(text)
    .replace(/^(?:\/bin\/bash|environment): (?:-c: |eval: )?(?:line \d+: )?/gm, 'dirsh: ')
    .replace(/^(dirsh: syntax error near.*\n)dirsh: `[^]*'\n$/gm, '$1');
}

/** Messages about processes that were killed, without their numbers. */
function withoutNumbers(text: string): string {
  return text.replace(/^(\S+: (?:line \d+: )?) *\d+ (?=Killed|Hangup)/gm, '$1');
}

/** Our messages without what bash's do not say: where exactly it is, and what was expected there. */
function withoutPlaces(text: string): string {
  return text
    .replace(/^dirsh: line \d+, column \d+: /gm, 'dirsh: ')
    .replace(/: column \d+: /g, ': ')
    .replace(/ \(expected '[^']*'(?: to close '[^']*')?\)$/gm, '');
}

function runShell(row: Case, after: (world: MachineWorld) => Promise<void>): Promise<Result> {
  return inDirectory(row, async (cwd) => {
    const world = new MachineWorld();
    const [stdout, stderr] = [new Sink(), new Sink()];
    const shell = new Shell(world, {
      env: new Map(Object.entries(environment(cwd))),
      cwd: cwd.split('/').slice(1),
      descriptors: { stdin: emptyInput, stdout, stderr },
      interactive: false,
    });
    await shell.run(row.script);
    const status = await shell.end();
    await after(world);
    return {
      stdout: stdout.bytes.toString('latin1'),
      stderr: withoutPlaces(withoutNumbers(stderr.bytes.toString('latin1'))),
      status,
    };
  });
}

const tables: Readonly<Record<string, readonly Case[]>> = {
  quoting,
  expansions,
  assignments,
  globs,
  redirections,
  pipelines,
  lists,
  builtins,
  printing,
  tests,
  errors,
  syntax,
  differences,
  idioms,
  compounds,
  functions,
  functionTexts,
  conditionals,
  regexes,
  arithmetic,
  parameters,
  arrays,
  declarations,
  splitting,
  patterns,
  options,
  traps,
  trapInheritance,
  edges,
  history,
  reading,
  coprocesses,
  descriptors,
  aliases,
  commands,
  scripts,
  shells,
  jobs,
  processSubstitution,
  compoundSyntax,
};

for (const [name, table] of Object.entries(tables)) {
  describe(name, () => {
    // Not `test.each`: it would take the scripts for templates.
    for (const row of table) {
      test(row.script, async () => {
        const ours = await runShell(row, async ({ untaken, processes }) => {
          expect([...untaken], 'every descriptor was given to one place').toEqual([]);
          expect(await processes.list(), 'every process has ended').toEqual([]);
        });
        const { why: _why, ...exceptions } = row.differs ?? {};
        expect(ours).toEqual({ ...(await runBash(row)), ...exceptions });
      });
    }
  });
}
