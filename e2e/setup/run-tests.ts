// `npm test`: everything. It finds or installs a browser, checks, builds, and runs every test on both engines; its last
// line counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { provideBrowser } from './find-browser.ts';

const results = 'test-results';
const unitReport = `${results}/unit.json`;
const e2eReport = `${results}/e2e.json`;

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs a command; false where it fails. */
function run(command: string, ...args: string[]): boolean {
  console.log(`\n$ ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** What vitest counted. */
function unitCounts(): Counts {
  if (!existsSync(unitReport)) return { passed: 0, failed: 0 };
  const report = JSON.parse(readFileSync(unitReport, 'utf8')) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
  };
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/** What Playwright counted. */
function e2eCounts(): Counts {
  if (!existsSync(e2eReport)) return { passed: 0, failed: 0 };
  const { stats } = JSON.parse(readFileSync(e2eReport, 'utf8')) as {
    readonly stats: {
      readonly expected: number;
      readonly unexpected: number;
      readonly flaky: number;
    };
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
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
  () => run('npm', 'run', 'build'),
  () => run('npm', 'run', 'e2e'),
];
const green = steps.map((step) => step()).every(Boolean);
const [unit, e2e] = [unitCounts(), e2eCounts()];
const failed = unit.failed + e2e.failed;
// A step can fail without a failing test: a type error, a lint, a stale program.
const other = !green && failed === 0 ? 1 : 0;
console.log(`\n${unit.passed + e2e.passed} passed, ${failed + other} failed`);
process.exitCode = green ? 0 : 1;
