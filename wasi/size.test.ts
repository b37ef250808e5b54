// What a page pays that runs programs: the bundle, minified and in Brotli 11.
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

/** In bytes. */
const budget = 25_000;

const library = fileURLToPath(new URL('./index.ts', import.meta.url));

/** The bytes, in Brotli, of all that a page loads that has `code` for its script. */
async function bundled(code: string): Promise<number> {
  const name = 'virtual:entry';
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    worker: { format: 'es' },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === name ? id : undefined),
        load: (id) => (id === name ? code : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: name, preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in built)) throw new Error('Vite watches');
  const [entry] = built.output;
  return brotliCompressSync(entry.code).length;
}

const exported = (names: string): string => `export { ${names} } from ${JSON.stringify(library)};`;

test(`run, over directory handles, takes at most ${budget} bytes`, async () => {
  const sizes = {
    instantiate: await bundled(exported('instantiate')),
    run: await bundled(exported('run')),
    'run and runInWorker': await bundled(exported('run, runInWorker')),
  };
  process.stdout.write(`bytes in Brotli: ${JSON.stringify(sizes)}\n`);
  expect(sizes.run).toBeLessThan(budget);
  // What is not imported is not paid for.
  expect(sizes.instantiate).toBeLessThan(4000);
});
