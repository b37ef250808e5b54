// Measures the engines in the browser: what a suspension costs, and how much slower instrumented code is.
import { instantiate as instantiateTheirs } from 'asyncify-wasm';
import { instantiate, MemoryFileSystem, run, type EngineName } from '../../../wasi/index.ts';
import type { CommandTimes, LibraryBench, Way } from './messages.ts';

/** Waits `count` times below `depth` calls, and gives `count`. */
type Deep = (depth: number, count: number) => Promise<number>;

/** Suspensions of one sample: some 20 ms, as the browser's clock has steps of 0.1 ms. */
const counts = (depth: number): number => Math.round(2_000_000 / (depth + 10));

const imports = { env: { wait: (): Promise<number> => Promise.resolve(1) } };

async function ours(file: string, engine: EngineName): Promise<Deep> {
  const { exports } = await instantiate<{ run: Deep }>(fetch(file), imports, { engine });
  return exports.run;
}

async function theirs(file: string): Promise<Deep> {
  const module = await WebAssembly.compileStreaming(fetch(file));
  const { exports } = await instantiateTheirs(module, imports);
  // It takes the bytes from 24 to 1024, which hold the stack of some 20 calls. It keeps the bounds at 16.
  new Int32Array((exports['memory'] as WebAssembly.Memory).buffer, 16).set([24, 131_072]);
  return exports['run'] as unknown as Deep;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

const begin: Readonly<Record<Way, () => Promise<Deep>>> = {
  JSPI: () => ours('deep.wasm', 'jspi'),
  Asyncify: () => ours('deep.asyncify.wasm', 'asyncify'),
  'asyncify-wasm': () => theirs('deep.wasm-opt.wasm'),
  'asyncify-wasm, our module': () => theirs('deep.asyncify.wasm'),
  'Asyncify, lent stack': () => ours('deep.lent.wasm', 'asyncify'),
};

async function suspensions(
  ways: readonly Way[],
  depth: number,
  samples: number,
): Promise<number[]> {
  const runs: { readonly deep: Deep; readonly times: number[] }[] = [];
  for (const way of ways) runs.push({ deep: await begin[way](), times: [] });
  const count = counts(depth);
  for (let sample = -5; sample < samples; sample++) {
    // Each is first in its turn.
    const turn = (sample + 5) % runs.length;
    for (const { deep, times } of [...runs.slice(turn), ...runs.slice(0, turn)]) {
      const began = performance.now();
      const waited = await deep(depth, count);
      const took = performance.now() - began;
      if (waited !== count) throw new Error(`waited ${waited} times`);
      if (sample >= 0) times.push((took / count) * 1000); // before, V8 compiles
    }
  }
  return runs.map(({ times }) => median(times));
}

/** A tree in memory, so that the disk is not measured: 32 MB of text, in lines in no order. */
async function tree(): Promise<MemoryFileSystem> {
  const fs = new MemoryFileSystem();
  let seed = 1;
  let text = '';
  for (let line = 0; line < 400_000; line++) {
    seed = (seed * 48_271) % 2_147_483_647;
    text += `${seed.toString(36)} ${line} some words that make a line of eighty bytes, more or less, as texts have\n`;
  }
  const file = await fs.open(['text'], { read: false, write: true, create: true });
  if (file.kind !== 'file') throw new Error(file.kind);
  await file.write(0, new TextEncoder().encode(text));
  await file.close();
  return fs;
}

const commands = [
  ['true'],
  ['sha256sum', 'text'],
  ['sort', 'text'],
  ['wc', 'text'],
  ['tr', 'a-z', 'A-Z'],
  ['cut', '-d', ' ', '-f', '2', 'text'],
];

async function timeCommands(runs: number): Promise<CommandTimes[]> {
  const fs = await tree();
  const modules = {
    jspi: await WebAssembly.compileStreaming(fetch('coreutils.wasm')),
    asyncify: await WebAssembly.compileStreaming(fetch('coreutils.asyncify.wasm')),
  };
  const text = await fs.open(['text'], { read: true, write: false });
  if (text.kind !== 'file') throw new Error(text.kind);
  const stdin = (await text.read(0, Infinity)).slice();
  const time = async (engine: EngineName, args: readonly string[]): Promise<number> => {
    const began = performance.now();
    const options = { args, engine, stdin, cwd: '/', preopens: { '/': fs } };
    const status = await run(modules[engine], options);
    if (status !== 0) throw new Error(`${args.join(' ')}: ${status}`);
    return performance.now() - began;
  };
  const times: CommandTimes[] = [];
  for (const args of commands) {
    const [jspi, asyncify]: [number[], number[]] = [[], []];
    for (let turn = 0; turn <= runs; turn++) {
      const pair = { jspi: await time('jspi', args), asyncify: await time('asyncify', args) };
      if (turn === 0) continue; // V8 compiles
      jspi.push(pair.jspi);
      asyncify.push(pair.asyncify);
    }
    times.push({ command: args.join(' '), jspi, asyncify });
  }
  return times;
}

globalThis.bench = { suspensions, commands: timeCommands } satisfies LibraryBench;
