// The Vite plugin: `import program from './tool.wasm?asyncify'`.
import { join } from 'node:path';
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
  let config: ResolvedConfig;
  return {
    name: '@dirsh/wasi',
    enforce: 'pre',
    config: () => ({
      // Workers have plugins of their own.
      worker: { plugins: () => [asyncify(options)], format: 'es' },
      // Bundled in advance it would look for its worker in the wrong place.
      optimizeDeps: { exclude: ['@dirsh/wasi'] },
    }),
    configResolved(resolved) {
      config = resolved;
    },
    async load(id) {
      if (!id.endsWith(suffix)) return;
      const file = id.slice(0, -'?asyncify'.length);
      const cache = join(config.root, 'node_modules/.cache/@dirsh/wasi');
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
