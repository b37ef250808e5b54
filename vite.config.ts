import { defineConfig } from 'vite';

export default defineConfig({
  base: './', // the page works under any sub-path
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: true, chunkSizeWarningLimit: 1000 },
  // Found only when a worker begins, they would reload the page under the person's hands.
  optimizeDeps: {
    include: [
      'unbash',
      '@xterm/addon-unicode-graphemes',
      '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs',
      '@xterm/addon-webgl',
    ],
  },
  preview: { port: 5173 },
});
