// `npm test`: everything. It finds or installs a browser, checks, builds, and runs every test on both engines; its last
// line counts them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { hasSuite, suiteFolder } from '../conformance/suite.ts';
import { provideBrowser } from './find-browser.ts';
import { conformanceOutcome, e2eOutcome, results, unitOutcome, unitReport } from './reports.ts';

/** Runs a command; false where it fails. */
function run(command: string, ...args: string[]): boolean {
  console.log(`\n$ ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** The WASI suite, where it is. */
function runConformance(): boolean {
  if (hasSuite()) return run('npm', 'run', 'conformance');
  console.log(`\nThe WASI suite is not in ${suiteFolder()}: 'npm run conformance' is left out.`);
  return true;
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
process.env['CHROMIUM'] = provideBrowser();

const steps: readonly (() => boolean)[] = [
  () =>
    run(
      'npm',
      'run',
      'check',
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${unitReport}`,
    ),
  runConformance,
  () => run('npm', 'run', 'build'),
  () => run('npm', 'run', 'e2e'),
];
const green = steps.map((step) => step()).every(Boolean);
const outcomes = [unitOutcome(), conformanceOutcome(), e2eOutcome()];
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.log(`\n${failure}`);
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
// A step can fail without a failing test: a type error, a lint, a stale program.
const other = !green && failed === 0 ? 1 : 0;
if (other > 0) console.log('\n✘ a step failed without a failing test: see its output above');
console.log(`\n${passed} passed, ${failed + other} failed`);
process.exitCode = green ? 0 : 1;
