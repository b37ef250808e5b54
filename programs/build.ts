// Builds the programs that dirsh ships: `node programs/build.ts [NAME…]`, all where none is named.
//
//   Cargo.toml, Cargo.lock ─ fetched sources ─ patches/ ─ cargo ─ wasm-opt ─┬─ NAME.wasm
//                                                                          └─ asyncify ─ NAME.asyncify.wasm
//
// All that is temporary lies below target/. The results go to public/programs/.

import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { instrument } from '../wasi/instrument/node.ts';
import { licences } from './licences.ts';
import { publish, writeEntry } from './manifest.ts';
import { applyPatch } from './patch.ts';
import { programNames, programsFolder, sourceHash } from './source-hash.ts';
import { fail, run, target, toolchain, triple } from './toolchain.ts';

const stage = join(target, 'stage');
const cargoHome = join(target, 'cargo-home');

/** The stack that the linker gives a program: `rm -r` of a path 1000 deep takes most of it. */
const stackSize = 1024 * 1024;

/** By name: `--all-features` makes wasm-opt write types that engines do not read. */
const features = [
  'bulk-memory',
  'bulk-memory-opt',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
  'simd',
].map((feature) => `--enable-${feature}`);

const tools = toolchain();
// uucore's build script takes the messages of the language that it is built in.
const cargoEnv = { ...tools.env, CARGO_HOME: cargoHome, LANG: 'en_US.UTF-8' };

/** Puts the sources of a program together: ours, and copies of its crates with the patches applied. */
function prepare(program: string): void {
  console.log(`Fetching the sources of ${program}…`);
  const own = join(programsFolder, program);
  // Each is verified against the checksum in Cargo.lock, the library's in its own.
  const manifests = [
    join(own, 'Cargo.toml'),
    ...(tools.library === undefined ? [] : [tools.library]),
  ];
  for (const manifest of manifests)
    run(tools.cargo, ['fetch', '--locked', '--manifest-path', manifest], { env: cargoEnv });

  const registries = join(cargoHome, 'registry/src');
  const registry = join(registries, readdirSync(registries).sort()[0] ?? '');
  const staged = join(stage, program);
  const crates = join(staged, 'crates');
  rmSync(staged, { recursive: true, force: true });
  for (const folder of [join('..', 'shared'), '.']) {
    const from = join(own, folder);
    for (const file of ['Cargo.toml', 'Cargo.lock', 'src'])
      if (existsSync(join(from, file)))
        cpSync(join(from, file), join(staged, folder, file), { recursive: true });
  }

  const patches = readPatches(join(own, 'patches'));
  const lock = readFileSync(join(own, 'Cargo.lock'), 'utf8');
  const used = [...lock.matchAll(/name = "([^"]+)"\nversion = "([^"]+)"\nsource/g)];
  const replaced: string[] = [];
  for (const [, name = '', version = ''] of used) {
    const crate = `${name}-${version}`;
    const patched = patches.some((patch) => patch.includes(`\n+++ b/${crate}/`));
    // All utilities, not only the patched: uucore's build script takes the messages of its neighbours. So uucore is here
    // too, where its neighbours are those of this program.
    if (!patched && !/^(uu_\w+|uucore)$/.test(name)) continue;
    cpSync(join(registry, crate), join(crates, crate), { recursive: true });
    if (patched || name === 'uucore') replaced.push(`${name} = { path = "crates/${crate}" }\n`);
  }
  for (const patch of patches) applyPatch(crates, patch);
  const manifest = readFileSync(join(own, 'Cargo.toml'), 'utf8');
  const section = replaced.length === 0 ? '' : `\n[patch.crates-io]\n${replaced.sort().join('')}`;
  writeFileSync(join(staged, 'Cargo.toml'), manifest + section);
}

function readPatches(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort();
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Compiles and links. Returns the path of the module. */
function compile(program: string): string {
  // The same for all programs, so that Rust's library is compiled once.
  const remap = new Map([[cargoHome, '/cargo'], [stage, '/'], ...tools.remap]);
  const rustflags = [
    ...tools.rustflags,
    `-Clink-arg=-zstack-size=${stackSize}`,
    // An overflow of the stack then traps, and spoils no data.
    '-Clink-arg=--stack-first',
    ...[...remap].map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
  ];
  const profile = join(programsFolder, 'profile.toml');
  run(
    tools.cargo,
    ['build', '--release', '--offline', '--config', profile, '--target', triple, ...tools.args],
    {
      cwd: join(stage, program),
      env: {
        ...cargoEnv,
        CARGO_TARGET_DIR: join(target, 'cargo'),
        CARGO_ENCODED_RUSTFLAGS: rustflags.join('\x1f'),
      },
    },
  );
  return join(target, 'cargo', triple, 'release', `${program}.wasm`);
}

function wasmOpt(args: readonly string[]): void {
  const own = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url));
  run('wasm-opt', [...features, ...args], { env: { PATH: own + delimiter + (env['PATH'] ?? '') } });
}

/** The two files of a program, from what the linker made. */
async function optimise(
  program: string,
  linked: string,
): Promise<{ plain: string; asyncify: string }> {
  console.log('Optimising…');
  const plain = join(target, `${program}.wasm`);
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  wasmOpt(['-Oz', ...strip, linked, '-o', plain]);

  // Only the imports that can wait: the others never unwind, and cost nothing. Indirect calls stay
  // instrumented, since Rust reads and writes through `dyn Read`.
  console.log('Asyncifying…');
  const asyncify = join(target, `${program}.asyncify.wasm`);
  writeFileSync(asyncify, await instrument(readFileSync(plain)));
  return { plain, asyncify };
}

/** What the manifest says of a file. @returns it, when the file is in public/programs/ */
function publishModule(file: string) {
  const bytes = readFileSync(file);
  for (const path of [programsFolder, `${homedir()}/`, ...tools.sources]) {
    if (bytes.includes(path)) fail(`${basename(file)} contains the path ${path}`);
  }
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;
  publish(basename(file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: basename(file), size: bytes.length, brotli, sha256 };
}

async function build(program: string): Promise<void> {
  const began = Date.now();
  const own = join(programsFolder, program);
  prepare(program);
  const { plain, asyncify } = await optimise(program, compile(program));
  const files = { plain: publishModule(plain), asyncify: publishModule(asyncify) };
  // `commands!` of the program: a line each.
  const texts = readdirSync(join(own, 'src')).map((name) =>
    readFileSync(join(own, 'src', name), 'utf8'),
  );
  const commands = texts.flatMap((text) =>
    [...text.matchAll(/^ {4}"(\S+)" => /gm)].map(([, name = '']) => name),
  );
  const licenceFile = `${program}.LICENSES.txt`;
  publish(
    licenceFile,
    licences({
      cargo: tools.cargo,
      env: cargoEnv,
      program,
      project: own,
      triple,
      libc: tools.libcLicences,
    }),
  );
  const version =
    /^version = "(.*)"/m.exec(readFileSync(join(own, 'Cargo.toml'), 'utf8'))?.[1] ?? '';
  const source = sourceHash(program);
  writeEntry({ name: program, version, source, licences: licenceFile, commands, files });
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`Built ${program}, ${commands.length} commands, in ${seconds} s:`, files);
}

const wanted = argv.length > 2 ? argv.slice(2) : programNames();
const unknown = wanted.filter((name) => !programNames().includes(name));
if (unknown.length > 0)
  fail(`no such program: ${unknown.join(', ')} (${programNames().join(', ')})`);
mkdirSync(stage, { recursive: true });
for (const program of wanted) await build(program);
