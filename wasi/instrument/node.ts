// Instruments modules in Node: for the plugin, the command, and builds.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { InstrumentOptions } from './options.ts';
import type { Task } from './thread.ts';

export type { InstrumentOptions } from './options.ts';

/** Changes where the same options make another module than before. */
const format = 2;

/**
 * The instrumented module, made in a thread of its own: some seconds for each megabyte.
 * @throws Error Binaryen is not installed, or cannot instrument the module: with what it says
 */
export async function instrument(
  module: Uint8Array,
  options: InstrumentOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  binaryenVersion();
  const workerData: Task = { module, options };
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    thread.on('message', resolve).on('error', reject);
    thread.on('exit', (status) => reject(new Error(`Binaryen ended with status ${status}`)));
  });
}

/**
 * The path of the instrumented module of `file`, in `cache`: made once for its content, the options, and the version of
 * Binaryen.
 * @throws as `instrument`; what the file system says
 */
export async function instrumentFile(
  file: string,
  cache: string,
  options: InstrumentOptions = {},
): Promise<string> {
  const module = await readFile(file);
  const key = createHash('sha256')
    .update(JSON.stringify([format, binaryenVersion(), options]))
    .update(module)
    .digest('hex')
    .slice(0, 20);
  const folder = join(cache, key);
  const made = join(folder, basename(file).replace(/(\.wasm)?$/, '.asyncify.wasm'));
  try {
    await readFile(made);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const instrumented = await instrument(module, options);
  await mkdir(folder, { recursive: true });
  // At once, for those who read it meanwhile.
  const beside = join(folder, `.${randomUUID()}`);
  await writeFile(beside, instrumented);
  await rename(beside, made);
  return made;
}

/** @throws Error Binaryen is not installed */
function binaryenVersion(): string {
  const require = createRequire(import.meta.url);
  try {
    const { version } = require('binaryen/package.json') as { readonly version: string };
    return version;
  } catch (cause) {
    throw new Error(
      'Asyncify needs Binaryen, which is not installed: npm install --save-dev binaryen',
      { cause },
    );
  }
}
