import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assembleBytes } from '../engine/fixtures.ts';
import { asyncify } from './plugin.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'plugin-'));
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'main.js'), "export { default } from './tool.wasm?asyncify';");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The files that a build of `main.js` gives, by name without hash. */
async function built(): Promise<Map<string, string | Uint8Array>> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [asyncify()],
    build: {
      write: false,
      rolldownOptions: { input: join(root, 'main.js'), preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in result)) throw new Error('Vite watches');
  return new Map(
    result.output.map((file) => [
      file.fileName.replace(/^assets\/(.*)-[\w-]{8}(\.\w+)$/, '$1$2'),
      file.type === 'chunk' ? file.code : file.source,
    ]),
  );
}

test('gives the addresses of two files, and keeps what it made', async () => {
  const plain = assembleBytes(`(module (import "env" "wait" (func $wait))
    (memory (export "memory") 1) (func (export "run") (call $wait)))`);
  writeFileSync(join(root, 'tool.wasm'), plain);
  const files = await built();
  expect([...files.keys()].toSorted()).toEqual(['main.js', 'tool.asyncify.wasm', 'tool.wasm']);
  expect(files.get('tool.wasm')).toEqual(Buffer.from(plain));
  const instrumented = new Uint8Array(files.get('tool.asyncify.wasm') as Uint8Array);
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(instrumented));
  expect(exports.map(({ name }) => name)).toContain('asyncify_start_unwind');
  expect(files.get('main.js')).toMatch(/jspi: ?\w+, ?asyncify: ?\w+|jspi:`[^`]+`,asyncify:`[^`]+`/);
  const [kept = ''] = readdirSync(join(root, 'node_modules/.cache/@dirsh/wasi'));
  const copy = join(root, 'node_modules/.cache/@dirsh/wasi', kept, 'tool.asyncify.wasm');
  writeFileSync(copy, 'kept');
  expect(Buffer.from((await built()).get('tool.asyncify.wasm') as Uint8Array)).toEqual(
    Buffer.from('kept'),
  );
});

test("shows Binaryen's errors", async () => {
  writeFileSync(join(root, 'tool.wasm'), 'no module');
  await expect(built()).rejects.toThrow(/Binaryen cannot read the module/);
});
