// `npm pack` gives a package that installs and works in an empty Vite project.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../setup/launch-browser.ts';
import { expect, test } from '../setup/fixtures.ts';
import { serveFolder } from '../setup/static-server.ts';
import { assembleProgram } from './hello-program.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The versions that this repository has. */
const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 100_000 });
}

function install(folder: string, ...packages: string[]): void {
  run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...packages);
}

/** What the page of a folder says in the end. */
async function resultsOf(folder: string): Promise<unknown> {
  const profile = mkdtempSync(join(tmpdir(), 'package-profile-'));
  const server = await serveFolder(folder, '/some/path/');
  const context = await launchBrowser(profile);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
    await page.goto(server.url);
    const ready = page.waitForFunction(() => Reflect.get(globalThis, 'results'));
    const results = await Promise.race([ready, failed]);
    return await results.jsonValue();
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

let project: string;

test.beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'package-'));
  run(repository, 'npm', 'run', 'build:library');
  run(
    repository,
    'npm',
    'pack',
    '--silent',
    '--workspace',
    '@dirsh/wasi',
    '--pack-destination',
    project,
  );
  cpSync(join(repository, 'e2e/library/project'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  for (const folder of ['plain', 'instrumented'] as const) {
    writeFileSync(join(project, folder, 'hello.wasm'), assembleProgram('hello'));
  }
  writeFileSync(join(project, 'instrumented/loop.wasm'), assembleProgram('loop'));
  const [tarball] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  install(project, `./${tarball}`, `vite@${devDependencies['vite']}`);
});

test.afterAll(() => rmSync(project, { recursive: true, force: true }));

test('brings nothing along', () => {
  const packages = readdirSync(join(project, 'node_modules/@dirsh'));
  expect(packages).toEqual(['wasi']);
  expect(readdirSync(join(project, 'node_modules'))).not.toContain('binaryen');
  const { dependencies } = JSON.parse(
    readFileSync(join(project, 'node_modules/@dirsh/wasi/package.json'), 'utf8'),
  ) as { readonly dependencies?: unknown };
  expect(dependencies).toBeUndefined();
});

test('runs a program, here and in a worker', async () => {
  run(project, 'npx', 'vite', 'build', '--mode', 'plain');
  expect(await resultsOf(join(project, 'dist/plain'))).toEqual({
    run: '0: Hello, plain',
    'in a worker': '0: Hello, plain',
  });
});

test('says that Binaryen is missing', async () => {
  run(project, 'npx', 'vite', 'build', '--mode', 'missing');
  expect(await resultsOf(join(project, 'dist/missing'))).toContain(
    "is the npm package 'binaryen' installed?",
  );
  expect(() => run(project, 'npx', 'wasi', 'asyncify', 'plain/hello.wasm', 'out.wasm')).toThrow(
    'npm install --save-dev binaryen',
  );
});

test('instruments where the project is built, and in the page', async () => {
  install(project, `binaryen@${devDependencies['binaryen']}`);
  run(project, 'npx', 'vite', 'build', '--mode', 'instrumented');
  const each = {
    run: '0: Hello, world',
    'in a worker': '0: Hello, world',
    'in a worker, in memory': '0: Hello, memory',
  };
  expect(await resultsOf(join(project, 'dist/instrumented'))).toEqual({
    jspi: each,
    asyncify: each,
    before: [],
    'first time in the page': '0: Hello, world',
    'second time in the page': '0: Hello, world',
    kept: 1,
    workers: 1,
    'no module': true,
    'a loop': 143,
    'stopped in time': true,
  });
  expect(run(project, 'npx', 'wasi', 'asyncify', 'plain/hello.wasm', 'out.wasm')).toMatch(
    /out\.wasm: \d+ bytes/,
  );
});

test('has types, for the code of its guide, too', () => {
  const guide = readFileSync(join(repository, 'wasi/docs/write-your-own-file-system.md'), 'utf8');
  const [, code = ''] = /```ts\n(import [^`]*?class ServerFileSystem[^]*?)```/.exec(guide) ?? [];
  expect(code).toContain('implements FileSystem');
  writeFileSync(join(project, 'plain/guide.ts'), code);
  run(project, join(repository, 'node_modules/.bin/tsc'), '-p', '.');
});
