import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,wasi,programs,e2e,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'programs/target/**'],
    setupFiles: ['./vitest.setup.ts'],
    testTimeout: 30_000,
  },
});
