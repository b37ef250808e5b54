// Builds the examples to dist/examples/: `vite build --config examples/vite.config.ts`, behind the page of the shell.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { asyncify } from '../wasi/vite/plugin.ts';

const root = import.meta.dirname;
const wasi = join(root, '../wasi');

/** Its program is 13 MB of another package, and no part of the site. */
const apart = 'php';

/** How the pages of some folders are built. */
export function configOf(folders: readonly string[], outDir: string): UserConfig {
  return {
    root,
    base: './', // the pages work under any sub-path
    plugins: [asyncify()],
    // The library of this repository, not built.
    resolve: {
      alias: [
        { find: '@dirsh/wasi/instrument', replacement: join(wasi, 'instrument/in-page.ts') },
        { find: /^@dirsh\/wasi$/, replacement: join(wasi, 'index.ts') },
      ],
    },
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: folders.map((folder) => join(root, folder, 'index.html')) },
    },
  };
}

const folders = readdirSync(root).filter((name) => existsSync(join(root, name, 'index.html')));

export default defineConfig(
  configOf(['.', ...folders.filter((name) => name !== apart)], join(root, '../dist/examples')),
);
