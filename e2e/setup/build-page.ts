// Pages that tests and measurements run in. They are no part of the page that is shipped.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds a page.
 * @param root its folder
 * @param name of its place in `.cache/`: whoever may run at the same time as another has one of its own
 * @returns the folder to serve
 */
export async function buildPage(root: URL, name: string): Promise<string> {
  const folder = fileURLToPath(new URL(`../../.cache/${name}/`, import.meta.url));
  await build({
    configFile: false,
    root: fileURLToPath(root),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { target: 'es2022', outDir: folder, emptyOutDir: true },
  });
  return folder;
}
