// When programs are loaded: coreutils ahead, the others at their first use, each once.
import { afterEach, expect, test, vi } from 'vitest';
import { Programs, type Manifest } from './programs.ts';

const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

function program(name: string, commands: readonly string[]): Manifest['programs'][number] {
  const file = (path: string) => ({ path, size: 8, sha256: '0123456789abcdef0123' });
  const files = { plain: file(`${name}.wasm`), asyncify: file(`${name}.asyncify.wasm`) };
  return { name, commands, files };
}

const manifest: Manifest = {
  programs: [program('coreutils', ['cat', 'ls']), program('findutils', ['find', 'xargs'])],
};

/** Programs whose files a server has, and what was asked of it. */
function served(bytes: () => Uint8Array<ArrayBuffer> = () => emptyModule): {
  programs: Programs;
  asked: string[];
} {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(bytes()));
  });
  return { programs: new Programs(manifest, 'jspi', 'https://host/programs/'), asked };
}

afterEach(() => vi.unstubAllGlobals());

test('only coreutils is loaded ahead', async () => {
  const { programs, asked } = served();
  const ready = await new Promise<string>((resolve) => programs.preload(resolve));
  expect(ready).toBe('https://host/programs/coreutils.wasm?0123456789abcdef');
  expect(asked).toEqual([ready]);
  expect(await programs.module('ls')).toBe(await programs.module('cat'));
  expect(asked).toEqual([ready]);
});

test('another program is loaded at its first use, once for all its commands', async () => {
  const { programs, asked } = served();
  const [find, again, xargs] = await Promise.all(
    ['find', 'find', 'xargs'].map((name) => programs.module(name)),
  );
  expect(again).toBe(find);
  expect(xargs).toBe(find);
  expect(asked).toEqual(['https://host/programs/findutils.wasm?0123456789abcdef']);
});

test('a program that could not be loaded is asked for again', async () => {
  let bytes = Uint8Array.of(1, 2, 3);
  const { programs, asked } = served(() => bytes);
  await expect(programs.module('find')).rejects.toMatchObject({ code: 'ENOEXEC' });
  bytes = emptyModule;
  await programs.module('find');
  expect(asked).toHaveLength(2);
});

test('the commands of all programs have the size and the address of their program', () => {
  const { programs } = served();
  expect(programs.names).toEqual(new Set(['cat', 'ls', 'find', 'xargs']));
  expect(programs.commands.at(-1)).toEqual({
    name: 'xargs',
    size: 8,
    url: 'https://host/programs/findutils.wasm?0123456789abcdef',
  });
  expect(programs.address('xargs')).toBe(programs.address('find'));
});
