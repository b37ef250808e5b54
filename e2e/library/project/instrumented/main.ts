/// <reference types="@dirsh/wasi/client" />
// Both engines: a program that was instrumented when the page was built, and one that is instrumented in the page.
import { MemoryFileSystem, run, runInWorker, type EngineName, type RunOptions } from '@dirsh/wasi';
import { instrument } from '@dirsh/wasi/instrument';
import program from './hello.wasm?asyncify';
import loop from './loop.wasm?asyncify';

const folder = await navigator.storage.getDirectory();
const file = await folder.getFileHandle('name.txt', { create: true });
const writer = await file.createWritable();
await writer.write('world');
await writer.close();

const memory = new MemoryFileSystem();
const opened = await memory.open(['name.txt'], { read: false, write: true, create: true });
if (opened.kind === 'file') {
  await opened.write(0, new TextEncoder().encode('memory'));
  await opened.close();
}

async function hello(
  runner: (options: RunOptions) => Promise<number>,
  options: RunOptions = {},
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const stdout = (bytes: Uint8Array): void => void (text += decoder.decode(bytes));
  const status = await runner({ preopens: { '/': folder }, stdout, ...options });
  return `${status}: ${text}`;
}

/** The names of what was loaded since the page began. */
const loaded = (): string[] =>
  performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1) ?? '');

const results: Record<string, unknown> = {};
for (const engine of ['jspi', 'asyncify'] satisfies EngineName[]) {
  const inMemory = { engine, preopens: { '/': memory } };
  results[engine] = {
    run: await hello((options) => run(program, options), { engine }),
    'in a worker': await hello((options) => runInWorker(program, options), { engine }),
    'in a worker, in memory': await hello((options) => runInWorker(program, options), inMemory),
  };
}
results['before'] = loaded().filter((name) => /page-worker|binaryen/.test(name));
for (const visit of ['first', 'second']) {
  results[`${visit} time in the page`] = await hello((options) =>
    run(fetch(program.jspi), { ...options, engine: 'asyncify', instrument }),
  );
}
results['kept'] = (await (await caches.open('@dirsh/wasi')).keys()).length;
results['workers'] = loaded().filter((name) => name.includes('page-worker')).length;

try {
  await run(new Response('no module', { headers: { 'content-type': 'text/plain' } }), {
    engine: 'asyncify',
    instrument,
  });
} catch (error) {
  results['no module'] = error instanceof WebAssembly.CompileError;
}

const began = performance.now();
results['a loop'] = await runInWorker(loop, { signal: AbortSignal.timeout(200) });
results['stopped in time'] = performance.now() - began < 5000;
Object.assign(globalThis, { results });
