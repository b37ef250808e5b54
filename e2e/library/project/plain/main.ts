// What a project needs that only runs programs: nothing but the package.
import { run, runInWorker, type RunOptions } from '@dirsh/wasi';
import address from './hello.wasm?url';

async function hello(runner: typeof run, options: RunOptions): Promise<string> {
  const folder = await navigator.storage.getDirectory();
  const file = await folder.getFileHandle('name.txt', { create: true });
  const writer = await file.createWritable();
  await writer.write('plain');
  await writer.close();
  const decoder = new TextDecoder();
  let text = '';
  const status = await runner(fetch(address), {
    preopens: { '/': folder },
    stdout: (bytes) => void (text += decoder.decode(bytes)),
    ...options,
  });
  return `${status}: ${text}`;
}

const results = { run: await hello(run, {}), 'in a worker': await hello(runInWorker, {}) };
Object.assign(globalThis, { results });
