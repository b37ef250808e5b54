// One project, three pages: without anything, without Binaryen, and with the plugin.
import { defineConfig } from 'vite';

export default defineConfig(async ({ mode }) => ({
  root: mode,
  base: './',
  logLevel: 'warn',
  build: { outDir: `../dist/${mode}`, emptyOutDir: true, target: 'es2022' },
  // As the README tells those without the plugin.
  ...(mode === 'missing' ? { worker: { format: 'es' } } : {}),
  plugins: mode !== 'instrumented' ? [] : [(await import('@dirsh/wasi/vite')).asyncify()],
}));
