import { defineConfig } from '@playwright/test';
import type { EngineName } from './e2e/setup/shell-page.ts';
import { engines } from './e2e/setup/engines.ts';

/** Tests that measure how busy the page is. */
const alone = '**/page-thread.spec.ts';
/** What no engine takes part in. */
const onOneEngine = ['**/file-systems.spec.ts', '**/library/package.spec.ts'];

export default defineConfig<{ engine: EngineName }>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  globalSetup: './e2e/setup/global-setup.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    ...engines.map((engine) => ({
      name: engine,
      testIgnore: engine === 'jspi' ? alone : [alone, ...onOneEngine],
      use: { engine },
    })),
    // One after another, behind all others: beside them a task of the page takes as long as the machine is busy.
    {
      name: 'jspi alone',
      testMatch: alone,
      dependencies: [...engines],
      use: { engine: 'jspi' },
    },
    {
      name: 'asyncify alone',
      testMatch: alone,
      dependencies: ['jspi alone'],
      use: { engine: 'asyncify' },
    },
  ],
});
