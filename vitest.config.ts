import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,wasi,coreutils,e2e,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'coreutils/target/**'],
    setupFiles: ['./vitest.setup.ts'],
    testTimeout: 30_000,
  },
});
