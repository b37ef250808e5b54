// Builds the programs of the examples: `node examples/build.ts`, or only those whose path contains an argument.
//
//   source ─ compiler of its language ─┬─ X.wasm
//                                      └─ asyncify ─ X.asyncify.wasm, for Go alone
//
// What is temporary lies in .cache/. The results go beside the sources, their hashes to manifest.json.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument } from '../wasi/instrument/node.ts';
import {
  examples,
  instrumentedModule,
  manifestFile,
  programs,
  sha256,
  sourceHash,
  type Manifest,
  type Program,
} from './programs.ts';
import { assemblyscript, command, go, rust, ToolchainError, zig } from './toolchains.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, '.cache/examples');

/** Compiles `source` to `module`, small and without names. @returns licences of what is linked */
const compilers: Readonly<
  Record<Program['language'], (source: string, module: string) => readonly string[]>
> = {
  c: (source, module) => compileC(source, module, ['-target', 'wasm32-wasi']),
  'c, freestanding': (source, module) => {
    const withoutLibrary = ['-target', 'wasm32-freestanding', '-nostdlib', '-Wl,--no-entry'];
    compileC(source, module, withoutLibrary);
    return [];
  },
  rust: (source, module) => {
    const { cargo, args, env, notices } = rust();
    const folder = dirname(source);
    const built = join(target, basename(folder));
    const options = ['--release', '--locked', '--target', 'wasm32-wasip1', '--target-dir', built];
    command(cargo, ['build', ...options, ...args], { cwd: folder, env });
    copyFileSync(join(built, 'wasm32-wasip1/release', basename(module)), module);
    return notices;
  },
  go: (source, module) => {
    const { notices } = go();
    const options = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w -buildid='];
    command('go', ['build', ...options, '-o', module, source], {
      env: { GOOS: 'wasip1', GOARCH: 'wasm' },
    });
    return notices;
  },
  assemblyscript: (source, module) => {
    const { folder, notices } = assemblyscript();
    // It looks for libraries only from where it is.
    copyFileSync(source, join(folder, basename(source)));
    const config = 'node_modules/@assemblyscript/wasi-shim/asconfig.json';
    const options = ['--config', config, '-O3z', '--noAssert', '-o', module];
    command('npx', ['asc', basename(source), ...options], { cwd: folder });
    return notices;
  },
};

function compileC(source: string, module: string, options: readonly string[]): readonly string[] {
  const { compiler, env, notices } = zig();
  command(compiler, ['cc', ...options, '-Os', '-s', '-o', module, source], { env });
  return notices;
}

/** Writes a file that is committed. @throws ToolchainError it has a path of this machine in it */
function publish(path: string, bytes: Uint8Array): Manifest[string]['files'] {
  for (const place of [root, `${homedir()}/`]) {
    if (Buffer.from(bytes).includes(place))
      throw new ToolchainError(`${path} contains the path ${place}`);
  }
  writeFileSync(join(examples, path), bytes);
  console.log(`${path}: ${bytes.length} bytes`);
  return { [path]: { size: bytes.length, sha256: sha256(bytes) } };
}

mkdirSync(target, { recursive: true });
const wanted = process.argv[2] ?? '';
const manifest: Record<string, Manifest[string]> = existsSync(manifestFile)
  ? JSON.parse(readFileSync(manifestFile, 'utf8'))
  : {};
const notices = new Set<string>();
for (const program of programs) {
  const { module, sources, language } = program;
  if (!module.includes(wanted)) continue;
  const built = join(target, basename(module));
  for (const notice of compilers[language](join(examples, sources[0] ?? ''), built))
    notices.add(notice);
  const bytes = readFileSync(built);
  const files = publish(module, bytes);
  const instrumented = instrumentedModule(program);
  if (instrumented !== undefined) {
    Object.assign(files, publish(instrumented, await instrument(bytes)));
  }
  manifest[module] = { source: sourceHash(program), files };
}
writeFileSync(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
if (wanted === '') {
  const texts = [...notices].map((file) => readFileSync(file, 'utf8').trim());
  writeFileSync(
    join(examples, 'public/LICENSES.txt'),
    `${texts.join(`\n\n${'='.repeat(80)}\n\n`)}\n`,
  );
}
