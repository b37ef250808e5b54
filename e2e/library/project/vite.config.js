// One project, two pages: one without anything, one with the plugin.
import { defineConfig } from 'vite';

export default defineConfig(async ({ mode }) => ({
  root: mode,
  base: './',
  logLevel: 'warn',
  build: { outDir: `../dist/${mode}`, emptyOutDir: true, target: 'es2022' },
  plugins: mode === 'plain' ? [] : [(await import('@dirsh/wasi/vite')).asyncify()],
}));
