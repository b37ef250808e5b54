import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { assembleBytes } from './engine/fixtures.ts';
import { instantiate, instantiateStreaming, wrap } from './instantiate.ts';
import type { Program } from './source.ts';

const text = `(module (import "env" "wait" (func $wait (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "twice") (param i32) (result i32)
    (i32.add (call $wait (local.get 0)) (call $wait (local.get 0)))))`;

interface Twice {
  twice(value: number): Promise<number>;
}

const later = <T>(value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 1));
const imports = { env: { wait: (value: number) => later(value + 1) } };

let plain: Uint8Array<ArrayBuffer>;
let instrumented: Uint8Array<ArrayBuffer>;

beforeAll(() => {
  plain = assembleBytes(text);
  instrumented = assembleBytes(text, ['env.wait']);
});

afterEach(() => vi.unstubAllGlobals());

function response(bytes: BodyInit, type = 'application/wasm'): Response {
  return new Response(bytes, { headers: { 'content-type': type } });
}

/** The browser of the test has no JSPI. */
function withoutJspi(): void {
  const names = Object.getOwnPropertyNames(WebAssembly).filter((name) => name !== 'Suspending');
  const rest = Object.fromEntries(names.map((name) => [name, Reflect.get(WebAssembly, name)]));
  vi.stubGlobal('WebAssembly', rest);
}

describe('instantiate', () => {
  test('takes bytes, a module, and a response of any type', async () => {
    const module = await WebAssembly.compile(plain);
    for (const source of [
      plain,
      plain.buffer,
      module,
      response(plain),
      Promise.resolve(response(plain)),
      response(plain, 'application/octet-stream'),
    ]) {
      const { exports, module: compiled } = await instantiate<Twice>(source, imports);
      expect(await exports.twice(20)).toBe(42);
      expect(compiled).toBeInstanceOf(WebAssembly.Module);
    }
  });

  test('is told that its address does not answer', async () => {
    const missing = new Response('', { status: 404, statusText: 'Not Found' });
    await expect(instantiate(missing, imports)).rejects.toThrow('404 Not Found');
  });

  test('of a program in two builds loads the one that is needed', async () => {
    const program: Program = { jspi: 'https://a.test/plain', asyncify: 'https://a.test/asyncify' };
    const asked: unknown[] = [];
    const answers = new Map([
      [program.jspi, plain],
      [program.asyncify, instrumented],
    ]);
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return response(answers.get(url) ?? '');
    });
    expect(await (await instantiate<Twice>(program, imports)).exports.twice(20)).toBe(42);
    const options = { engine: 'asyncify' } as const;
    expect(await (await instantiate<Twice>(program, imports, options)).exports.twice(20)).toBe(42);
    withoutJspi();
    expect(await (await instantiate<Twice>(program, imports)).exports.twice(20)).toBe(42);
    expect(asked).toEqual([program.jspi, program.asyncify, program.asyncify]);
  });

  test('instruments a module only where it must', async () => {
    const given: Uint8Array[] = [];
    const instrument = async (module: Uint8Array): Promise<BufferSource> => {
      given.push(module);
      return instrumented;
    };
    const twice = async (source: Uint8Array<ArrayBuffer> | Response): Promise<number> =>
      (await instantiate<Twice>(source, imports, { instrument })).exports.twice(20);
    expect(await twice(plain)).toBe(42);
    expect(given).toEqual([]);
    withoutJspi();
    await expect(instantiate(plain, imports)).rejects.toThrow('has no JSPI');
    expect(await twice(instrumented)).toBe(42);
    expect(given).toEqual([]);
    expect(await twice(plain)).toBe(42);
    expect(await twice(response(plain))).toBe(42);
    expect(given).toEqual([plain, plain]);
  });

  test('instantiateStreaming is the same', async () => {
    const { exports } = await instantiateStreaming<Twice>(response(plain), imports);
    expect(await exports.twice(20)).toBe(42);
  });
});

describe('wrap', () => {
  test.each(['jspi', 'asyncify'] as const)('surrounds an instantiation: %s', async (engine) => {
    const module = new WebAssembly.Module(engine === 'jspi' ? plain : instrumented);
    const wrapped = wrap<Twice>(module, { engine });
    expect(wrapped.engine).toBe(engine);
    const instance = new WebAssembly.Instance(module, wrapped.imports(imports));
    expect(await wrapped.exports(instance).twice(20)).toBe(42);
  });

  test('takes JSPI where the browser has it, for an instrumented module, too', () => {
    const module = new WebAssembly.Module(instrumented);
    expect(wrap(module).engine).toBe('jspi');
    withoutJspi();
    expect(wrap(module).engine).toBe('asyncify');
  });

  test('is refused where no engine can run the module', () => {
    const module = new WebAssembly.Module(plain);
    expect(() => wrap(module, { engine: 'asyncify' })).toThrow('not instrumented');
    withoutJspi();
    expect(() => wrap(module)).toThrow('has no JSPI');
    expect(() => wrap(module, { engine: 'jspi' })).toThrow('has no JSPI');
  });
});
