import { describe, expect, test } from 'vitest';
import { chooseEngine, instantiateOn, type AsyncExport } from '../engine/engine.ts';
import { collectComplaints } from './complaints.ts';
import type { InstrumentOptions } from './options.ts';
import { addAsyncify } from './pass.ts';

// Before Binaryen is loaded.
const complaints = collectComplaints();
const { default: binaryen } = await import('binaryen');
const { assembleBytes } = await import('../engine/fixtures.ts');

const later = (value: number): Promise<number> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 1));

async function run(
  module: Uint8Array<ArrayBuffer>,
  imports: Record<string, Record<string, (...args: number[]) => unknown>>,
): Promise<unknown> {
  const compiled = await WebAssembly.compile(module);
  const { exports } = await instantiateOn(chooseEngine(compiled, 'asyncify'), compiled, imports);
  return (exports['run'] as AsyncExport)();
}

const add = (module: Uint8Array, options: InstrumentOptions = {}): Uint8Array<ArrayBuffer> =>
  addAsyncify(binaryen, module, options, complaints);

/** Features as other tools leave them: in the code alone. */
function bytesWith(text: string, features: number): Uint8Array {
  const module = binaryen.parseText(text);
  module.setFeatures(features);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

describe('addAsyncify', () => {
  const two = `(module (import "env" "wait" (func $wait (result i32)))
    (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "run") (result i32) (i32.add (call $wait) (call $yield)))
    (func (export "random") (result i32) (call $random (i32.const 0) (i32.const 0))))`;
  const plain = assembleBytes(two);
  const wasi = { sched_yield: () => later(2), random_get: () => 0 };

  test('lets the functions wait that are not of WASI, and those of WASI that can', async () => {
    const imports = { env: { wait: () => later(40) }, wasi_snapshot_preview1: wasi };
    expect(await run(add(plain), imports)).toBe(42);
  });

  test('leaves alone what calls no import that waits', () => {
    const counted = (imports?: readonly string[]): number =>
      add(plain, { optimizeLevel: 0, ...(imports === undefined ? {} : { imports }) }).length;
    expect(counted(['env.wait', 'wasi_snapshot_preview1.sched_yield'])).toBe(counted());

    expect(counted([])).toBeLessThan(counted());
    expect(counted(['*'])).toBeGreaterThan(counted());
  });

  test('says which import it was not instrumented for, when that waits', async () => {
    const imports = { env: { wait: () => later(40) }, wasi_snapshot_preview1: wasi };
    const module = add(plain, { imports: ['wasi_*.sched_*'] });
    await expect(run(module, imports)).rejects.toThrow("the import 'env.wait' returned a promise");
    const plainly = { env: { wait: () => 40 }, wasi_snapshot_preview1: wasi };
    expect(await run(module, plainly)).toBe(42);
    expect(await run(add(plain, { imports: ['*.wait', '*.sched_yield'] }), imports)).toBe(42);
  });

  test.each([0, 1, 2])('at level %d gives code that runs', async (optimizeLevel) => {
    const imports = { env: { wait: () => later(40) }, wasi_snapshot_preview1: wasi };
    expect(await run(add(plain, { optimizeLevel }), imports)).toBe(42);
  });

  test('puts the stack into a memory of its own', async () => {
    const imports = { env: { wait: () => later(40) }, wasi_snapshot_preview1: wasi };
    const module = add(plain, { stackPages: 1 });
    expect(await run(module, imports)).toBe(42);
    const names = WebAssembly.Module.exports(await WebAssembly.compile(module));
    expect(names).toContainEqual({ name: 'asyncify_memory', kind: 'memory' });
  });

  test('gives a memory to a module without one', async () => {
    const bare = `(module (import "env" "wait" (func $wait (result i32)))
      (func (export "run") (result i32) (call $wait)))`;
    expect(await run(add(assembleBytes(bare)), { env: { wait: () => later(7) } })).toBe(7);
  });

  test.each([
    ['SIMD', '(i32x4.extract_lane 0 (v128.const i32x4 7 2 3 4))', binaryen.Features.SIMD128],
    ['sign extension', '(i32.extend8_s (i32.const 7))', binaryen.Features.SignExt],
    [
      'bulk memory',
      '(memory.fill (i32.const 0) (i32.const 1) (i32.const 1)) (i32.const 7)',
      binaryen.Features.BulkMemory | binaryen.Features.BulkMemoryOpt,
    ],
  ])('finds out that a module uses %s', async (_, code, features) => {
    const text = `(module (import "env" "wait" (func $wait (result i32))) (memory (export "memory") 1)
      (func (export "run") (result i32) (drop (call $wait)) ${code}))`;
    const module = bytesWith(text, features);
    expect(await run(add(module), { env: { wait: () => later(7) } })).toBe(7);
  });

  test('says what cannot be instrumented', () => {
    const text = `(module (import "env" "wait" (func $wait (result i32)))
      (func (export "run") (result i32) (return_call $wait)))`;
    const module = bytesWith(text, binaryen.Features.TailCall);
    expect(() => add(module)).toThrow(/cannot instrument the module: .*tail calls/);
  });

  test('says what is invalid', () => {
    const wrong = bytesWith('(module (func (result i32) (i64.const 1)))', 0);
    expect(() => add(wrong)).toThrow(/Binaryen finds the module invalid:\n.*function body type/s);
  });

  test('names what is no module, and what was instrumented before', () => {
    expect(() => add(new Uint8Array([1, 2, 3]))).toThrow(/cannot read the module: .*parsing/);
    expect(() => add(add(plain))).toThrow('instrumented already');
    expect(add(plain).length).toBeGreaterThan(0);
  });
});
