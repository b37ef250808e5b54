// The programs on a real folder, line by line against GNU's and bash on a copy of it.
// `DIRSH_LINES='^cp|^mv'` in the environment runs only the lines that it matches.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accepted, maximumAccepted } from './accepted.ts';
import { makeFixture } from './fixture.ts';
import { read, runGnu, type Result } from './gnu-side.ts';
import { lines as coreutilsLines } from './lines.ts';
import { programLines } from './program-lines.ts';
import { changes, readTree, type Tree } from './tree.ts';
import manifest from '../../public/programs/manifest.json' with { type: 'json' };
import { expect, test } from '../setup/fixtures.ts';
import type { ShellPage } from '../setup/shell-page.ts';

const lines = { ...coreutilsLines, ...programLines };
const table = Object.values(lines)
  .flat()
  .map((entry, index) => ({
    id: String(index + 1).padStart(3, '0'),
    line: typeof entry === 'string' ? entry : entry.line,
    reworded: typeof entry !== 'string',
  }));
const wanted = new RegExp(process.env['DIRSH_LINES'] ?? '', 'u');
const chosen = table.filter(({ line }) => wanted.test(line));

test('the table has a line for every program, and few accepted differences', () => {
  const commands = manifest.programs.flatMap((program) => program.commands);
  expect(commands.filter((command) => lines[command] === undefined)).toEqual([]);
  expect(table.length).toBeGreaterThanOrEqual(400);
  expect(Object.keys(accepted).length).toBeLessThanOrEqual(maximumAccepted);
  const all = table.map(({ line }) => line);
  expect(Object.keys(accepted).filter((line) => !all.includes(line))).toEqual([]);
});

/** A folder with `work`, which has a copy of the fixture for each line, and `out`. */
function makeSide(base: string): Tree {
  const first = join(base, 'work', '000');
  mkdirSync(first, { recursive: true });
  mkdirSync(join(base, 'out'));
  makeFixture(first);
  for (const { id } of chosen) execFileSync('cp', ['-a', first, join(base, 'work', id)]);
  return readTree(first);
}

/** How long a line may take, in milliseconds: far more than any needs. One that hangs must not hide the others. */
const patience = 15_000;

async function runHere(
  shell: ShellPage,
  base: string,
  line: string,
  id: string,
): Promise<Result | string> {
  const before = await shell.prompts();
  try {
    const redirected = `${line} >/mnt/out/${id}.out 2>/mnt/out/${id}.err`;
    const status = await shell.run(`cd /mnt/work/${id}; ${redirected}`, patience);
    const out = join(base, 'out', id);
    return { stdout: read(`${out}.out`), stderr: read(`${out}.err`), status };
  } catch (error) {
    await shell.press('Control+C');
    await shell.waitForPrompt(before);
    return `never ended: ${String(error)}\n${await shell.screen()}`;
  }
}

test('each line does what it does with the programs of GNU', async ({ bareShell, folder }) => {
  test.setTimeout(300_000);
  const [here, there] = [join(folder, 'here'), join(folder, 'there')];
  const fixture = makeSide(here);
  makeSide(there);
  await bareShell.drop(join(here, 'work'), join(here, 'out'));
  const { columns, rows } = await bareShell.page.evaluate(() => ({
    columns: globalThis.dirsh.terminal.cols,
    rows: globalThis.dirsh.terminal.rows,
  }));
  for (const { id, line, reworded } of chosen) {
    const view = (base: string, result: Result | string) => {
      const changed = changes(fixture, readTree(join(base, 'work', id)));
      if (typeof result === 'string') return { result, changed };
      const { stdout, stderr, status } = result;
      return {
        status,
        stdout: line in accepted ? 'accepted to differ' : stdout,
        stderr: reworded ? 'in other words' : stderr,
        changed,
      };
    };
    const ours = view(here, await runHere(bareShell, here, line, id));
    const gnu = view(there, runGnu(line, id, { base: there, columns, lines: rows }));
    expect.soft(ours, line).toEqual(gnu);
  }
});
