// The page that the suites run in. It is no part of the page that is shipped.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds `page/`.
 * @param name of its place in `.cache/`: whoever may run at the same time as another has one of its own
 * @returns the folder to serve
 */
export async function buildPage(name: string): Promise<string> {
  const folder = fileURLToPath(new URL(`../../.cache/${name}/`, import.meta.url));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('page/', import.meta.url)),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { target: 'es2022', outDir: folder, emptyOutDir: true },
  });
  return folder;
}
