// What the runners of `npm test` leave, read: counts, and the names of what failed with their first reason, so that the end of
// a log of thousands of lines says what to look at.
import { existsSync, readFileSync } from 'node:fs';
import { conformanceReport, type ConformanceCounts } from '../conformance/report.ts';

export const results = 'test-results';
export const unitReport = `${results}/unit.json`;
const e2eReport = `${results}/e2e.json`;

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** A line or more for each test that failed, where its runner names it. */
  readonly failures: readonly string[];
}

const nothing: Outcome = { passed: 0, failed: 0, failures: [] };

/** What vitest found. */
export function unitOutcome(): Outcome {
  if (!existsSync(unitReport)) return nothing;
  const report = JSON.parse(readFileSync(unitReport, 'utf8')) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly testResults: readonly {
      readonly name: string;
      readonly message: string;
      readonly status: string;
      readonly assertionResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  };
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not even be read has no test that failed.
    if (failed.length === 0) return status === 'failed' ? [failure(name, message)] : [];
    return failed.map((test) =>
      failure(`${name} › ${test.fullName}`, test.failureMessages[0] ?? ''),
    );
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

/** What Playwright found. A test that passed only when it was tried again failed. */
export function e2eOutcome(): Outcome {
  if (!existsSync(e2eReport)) return nothing;
  const { stats, suites } = JSON.parse(readFileSync(e2eReport, 'utf8')) as {
    readonly stats: {
      readonly expected: number;
      readonly unexpected: number;
      readonly flaky: number;
    };
    readonly suites: readonly Suite[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    failures: suites.flatMap((suite) => failuresOf(suite)),
  };
}

function failuresOf(suite: Suite): string[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map((test) => {
        const reason = test.results.find(({ error }) => error !== undefined)?.error?.message ?? '';
        return failure(`[${test.projectName}] ${suite.title} › ${spec.title}`, reason);
      }),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => failuresOf(inner))];
}

/** What the WASI suite found; it says itself what failed. */
export function conformanceOutcome(): Outcome {
  if (!existsSync(conformanceReport)) return nothing;
  const counts = JSON.parse(readFileSync(conformanceReport, 'utf8')) as ConformanceCounts;
  return { ...counts, failures: counts.failed > 0 ? [`the WASI suite: ${counts.failed}`] : [] };
}

/** A failed test and the first lines of why. */
function failure(name: string, reason: string): string {
  const lines = reason.split('\n').slice(0, 12);
  return [`✘ ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}
