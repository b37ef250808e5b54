#!/usr/bin/env node
// `npx @dirsh/wasi asyncify in.wasm out.wasm`: instruments a module.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { instrument, type InstrumentOptions } from './node.ts';

const usage = `Usage: npx @dirsh/wasi asyncify [options] IN.wasm OUT.wasm

Instruments a WebAssembly module, so that it can wait for promises where the
browser has no JSPI.

  --imports LIST     the imports that may wait, as module.name with commas
                     between; * stands for any text. Without it: the functions
                     of WASI that can wait, and all that are not WASI's
  --optimize LEVEL   how much Binaryen optimises, 0 to 4; 2 without it
  --stack-pages N    put the stack into a memory of its own, of N pages
  --help             show this`;

/** What is wrong with the arguments: told with the usage, without a stack. */
class UsageError extends Error {}

function number(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} takes a number, not '${text}'`);
  return Number(text);
}

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      imports: { type: 'string' },
      optimize: { type: 'string' },
      'stack-pages': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(`${usage}\n`);
  const [command, from, to, ...rest] = positionals;
  if (command !== 'asyncify') throw new UsageError(`no such command: '${command ?? ''}'`);
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new UsageError('asyncify takes two files');
  }
  const { imports, optimize, 'stack-pages': pages } = values;
  const options: InstrumentOptions = {
    ...(imports === undefined ? {} : { imports: imports.split(',') }),
    ...(optimize === undefined ? {} : { optimizeLevel: number('optimize', optimize) }),
    ...(pages === undefined ? {} : { stackPages: number('stack-pages', pages) }),
  };
  const module = await readFile(from);
  const instrumented = await instrument(module, options);
  await writeFile(to, instrumented);
  const growth = Math.round((instrumented.length / module.length - 1) * 100);
  process.stdout.write(`${to}: ${instrumented.length} bytes, ${growth} % more than ${from}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const wrong =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`asyncify: ${message}\n${wrong ? `\n${usage}\n` : ''}`);
  process.exitCode = wrong ? 2 : 1;
}
