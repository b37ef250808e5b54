// The worker of the limit as one script.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Its text. */
export async function bundleLimit(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL('worker.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'limit',
      },
    },
  });
  for (const { output } of [result].flat().filter((part) => 'output' in part))
    for (const part of output) if (part.type === 'chunk' && part.isEntry) return part.code;
  throw new Error('the build gave no script');
}
