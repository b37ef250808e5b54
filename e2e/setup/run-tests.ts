// `npm test`: everything. It finds or installs a browser, checks, builds, and runs every test on both engines; its last
// line counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { conformanceReport, type ConformanceCounts } from '../conformance/report.ts';
import { hasSuite, suiteFolder } from '../conformance/suite.ts';
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

/** What the WASI suite counted. */
function conformanceCounts(): Counts {
  if (!existsSync(conformanceReport)) return { passed: 0, failed: 0 };
  return JSON.parse(readFileSync(conformanceReport, 'utf8')) as ConformanceCounts;
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
const counts = [unitCounts(), conformanceCounts(), e2eCounts()];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
// A step can fail without a failing test: a type error, a lint, a stale program.
const other = !green && failed === 0 ? 1 : 0;
console.log(`\n${passed} passed, ${failed + other} failed`);
process.exitCode = green ? 0 : 1;
