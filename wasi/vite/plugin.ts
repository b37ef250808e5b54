// The Vite plugin: `import program from './tool.wasm?asyncify'`.
import { dirname, join } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { instrumentFile, type InstrumentOptions } from '../instrument/node.ts';

export type { InstrumentOptions } from '../instrument/options.ts';

const suffix = '.wasm?asyncify';

/**
 * Makes `import program from './tool.wasm?asyncify'` give a `Program`: the addresses of the module as it is, and of an
 * instrumented one, which is made when it is first asked for and kept in `node_modules/.cache`. It serves workers, too.
 * @param options for all modules of the project
 * @throws Error, as the build's: Binaryen is not installed, or cannot instrument a module
 */
export function asyncify(options: InstrumentOptions = {}): Plugin {
  let cache = '';
  return {
    name: '@dirsh/wasi',
    enforce: 'pre',
    config: () => ({
      // Workers have plugins of their own.
      worker: { plugins: () => [asyncify(options)], format: 'es' },
      // Bundled in advance it would look for its worker in the wrong place.
      optimizeDeps: { exclude: ['@dirsh/wasi'] },
    }),
    configResolved(config: ResolvedConfig) {
      // Beside Vite's own, which is in the `node_modules` of the project.
      cache = join(dirname(config.cacheDir), '.cache/@dirsh/wasi');
      // The server of `vite dev` gives nothing else that lies outside of the root.
      config.server.fs.allow.push(cache);
    },
    async load(id) {
      if (!id.endsWith(suffix)) return;
      const file = id.slice(0, -'?asyncify'.length);
      const instrumented = await instrumentFile(file, cache, options);
      this.addWatchFile(file);
      const address = (path: string): string => JSON.stringify(`${path}?url&no-inline`);
      return `import jspi from ${address(file)};
import asyncify from ${address(instrumented)};
export default { jspi, asyncify };
`;
    },
  };
}
