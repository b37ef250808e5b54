import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assembleBytes } from '../engine/fixtures.ts';
import { instantiate } from '../instantiate.ts';
import { instrument, instrumentFile } from './node.ts';

const plain = assembleBytes(`(module (import "env" "wait" (func $wait (result i32)))
  (memory (export "memory") 1) (func (export "run") (result i32) (call $wait)))`);

let folder: string;
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'instrument-'));
  program = join(folder, 'tool.wasm');
  writeFileSync(program, plain);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function waited(module: Uint8Array<ArrayBuffer>): Promise<number> {
  const { exports } = await instantiate<{ run(): Promise<number> }>(module, {
    env: { wait: () => Promise.resolve(42) },
  });
  return exports.run();
}

describe('instrument', () => {
  test('in a thread gives a module that waits', async () => {
    expect(await waited(await instrument(plain))).toBe(42);
  });

  test('tells what Binaryen says', async () => {
    await expect(instrument(new Uint8Array([0, 1, 2]))).rejects.toThrow(/cannot read the module/);
    const invalid = assembleBytes('(module (func (result i32) (i64.const 1)))');
    await expect(instrument(invalid)).rejects.toThrow(/invalid:\n.*function body type/s);
  });
});

describe('instrumentFile', () => {
  test('makes a module once for its content and the options', async () => {
    const cache = join(folder, 'cache');
    const first = await instrumentFile(program, cache);
    expect(await waited(new Uint8Array(readFileSync(first)))).toBe(42);
    writeFileSync(first, 'kept');
    expect(await instrumentFile(program, cache)).toBe(first);
    expect(readFileSync(first, 'utf8')).toBe('kept');
    const other = await instrumentFile(program, cache, { optimizeLevel: 0 });
    expect(other).not.toBe(first);
    expect(readdirSync(join(other, '..'))).toEqual(['tool.asyncify.wasm']);
    writeFileSync(program, assembleBytes('(module (memory (export "memory") 1))'));
    expect(await instrumentFile(program, cache)).not.toBe(first);
    writeFileSync(program, plain);
    expect(await instrumentFile(program, cache)).toBe(first);
  });
});

describe('the command', () => {
  const command = fileURLToPath(new URL('./command.ts', import.meta.url));

  function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
    return new Promise((resolve) => {
      execFile(process.execPath, [command, ...args], (error, out, err) => {
        resolve({ status: error === null ? 0 : Number(error.code), out, err });
      });
    });
  }

  test('instruments a file', async () => {
    const made = join(folder, 'out.wasm');
    const { status, out, err } = await run('asyncify', '--imports', 'env.*', program, made);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/out\.wasm: \d+ bytes, \d+ % more/);
    expect(await waited(new Uint8Array(readFileSync(made)))).toBe(42);
  });

  test('ends with a status and a sentence where it cannot', async () => {
    const broken = join(folder, 'broken.wasm');
    writeFileSync(broken, 'no module');
    expect(await run('asyncify', broken, join(folder, 'x.wasm'))).toMatchObject({
      status: 1,
      err: expect.stringContaining('asyncify: Binaryen cannot read the module'),
    });
    expect(await run('asyncify', join(folder, 'missing.wasm'), 'x.wasm')).toMatchObject({
      status: 1,
      err: expect.stringContaining('ENOENT'),
    });
    for (const args of [[], ['asyncify', 'a'], ['x', 'a', 'b'], ['asyncify', '--no', 'a', 'b']]) {
      expect(await run(...args)).toMatchObject({
        status: 2,
        err: expect.stringContaining('Usage:'),
      });
    }
    expect((await run('--help')).out).toContain('Usage:');
  });
});
