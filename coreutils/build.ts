// Builds the programs that dirsh ships: `node coreutils/build.ts`.
//
//   Cargo.toml, Cargo.lock ─ fetched sources ─ patches/ ─ cargo ─ wasm-opt ─┬─ coreutils.wasm
//                                                                          └─ asyncify ─ coreutils.asyncify.wasm
//
// All that is temporary lies below target/. The results go to public/programs/.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { instrument } from '../wasi/instrument/node.ts';
import { licences } from './licences.ts';
import { applyPatch } from './patch.ts';
import { coreutils, sourceHash } from './source-hash.ts';

const target = join(coreutils, 'target');
const stage = join(target, 'stage');
const crates = join(stage, 'crates');
const cargoHome = join(target, 'cargo-home');
const programs = fileURLToPath(new URL('../public/programs/', import.meta.url));

const version = '0.12.0';
const triple = 'wasm32-wasip1';
const zigVersion = '0.17.1';

/** The stack that the linker gives the program: `rm -r` of a path 1000 deep takes most of it. */
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

/** How this machine compiles Rust to WASI. */
interface Toolchain {
  readonly cargo: string;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of `cargo build`. */
  readonly args: readonly string[];
  readonly rustflags: readonly string[];
  /** Prefixes of paths, and what the program has in their place. */
  readonly remap: ReadonlyMap<string, string>;
  /** Paths that must not be in the program. */
  readonly sources: readonly string[];
  /** The manifest of Rust's library, where that is compiled too: its dependencies are fetched as well. */
  readonly library?: string;
  /** Licence files of the C library. */
  readonly libcLicences: readonly string[];
}

function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: object } = {},
): void {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    cwd: options.cwd ?? coreutils,
    env: { ...env, ...options.env },
  });
  if (status !== 0) fail(`'${[command, ...args].join(' ')}' failed: ${error?.message ?? status}`);
}

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
    }).trim();
  } catch {
    return undefined;
  }
}

function fail(message: string): never {
  console.error(`coreutils/build.ts: ${message}`);
  process.exit(1);
}

/** rustup's toolchain, if it has the target. */
function rustup(): Toolchain | undefined {
  const installed = output('rustup', ['target', 'list', '--installed']);
  if (!installed?.split('\n').includes(triple)) return undefined;
  const sysroot = output('rustc', ['--print', 'sysroot']) ?? '';
  return {
    cargo: 'cargo',
    env: {},
    args: [],
    rustflags: [],
    remap: new Map([[sysroot, '/rust']]),
    sources: [sysroot],
    libcLicences: [],
  };
}

/** Debian's compiler, which builds the standard library itself, and Zig's C library. */
function debian(): Toolchain {
  const bin = '/usr/bin';
  const missing: string[] = [];
  const sysroot = output(`${bin}/rustc`, ['--print', 'sysroot']) ?? '';
  if (sysroot === '' || !existsSync(`${bin}/cargo`)) missing.push('rustc-web', 'cargo-web');
  const library = join(sysroot, 'lib/rustlib/src/rust/library');
  if (!existsSync(library)) missing.push('rust-web-src');
  const linkers = existsSync(bin)
    ? readdirSync(bin)
        .filter((name) => /^wasm-ld-\d+$/.test(name))
        .sort()
    : [];
  const linker = linkers.at(-1);
  if (linker === undefined) missing.push('lld-22');
  if (missing.length > 0 || linker === undefined) {
    fail(
      `no Rust compiler for ${triple}. Either run 'rustup target add ${triple}', ` +
        `or on Debian 'apt install ${missing.join(' ')}'.`,
    );
  }
  const libc = zigLibc();
  return {
    cargo: `${bin}/cargo`,
    env: {
      // The library is built by the stable compiler that is installed, with unstable options.
      RUSTC_BOOTSTRAP: '1',
      RUSTC: `${bin}/rustc`,
      CARGO_TARGET_WASM32_WASIP1_LINKER: linker,
    },
    args: ['-Z', 'build-std=std,panic_abort'],
    library: join(library, 'Cargo.toml'),
    rustflags: [
      '-Clink-self-contained=no',
      `-Lnative=${libc.folder}`,
      ...libc.objects.map((object) => `-Clink-arg=${join(libc.folder, object)}`),
    ],
    remap: new Map([
      [realpathSync(join(library, '..')), '/rust'],
      [join(library, '..'), '/rust'],
      [sysroot, '/rust'],
    ]),
    sources: [library, realpathSync(library)],
    libcLicences: libc.notices,
  };
}

/** wasi-libc as Zig builds it. (Debian's own is of 2022 and lacks what std needs.) */
function zigLibc(): { folder: string; objects: string[]; notices: string[] } {
  const zig = join(target, `zig-${zigVersion}`);
  const folder = join(target, 'wasi-libc');
  const objects = ['crt1-command.o', 'libzigc.a', 'libcompiler_rt.a'];
  const files = [...objects, 'libc.a'];
  if (!files.every((file) => existsSync(join(folder, file)))) {
    if (!existsSync(join(zig, 'ziglang'))) {
      const pip = ['-m', 'pip', 'install', '--target', zig, `ziglang==${zigVersion}`];
      run('python3', pip);
    }
    console.log('Building wasi-libc…');
    mkdirSync(folder, { recursive: true });
    const source = join(folder, 'empty.c');
    writeFileSync(source, 'int main(void) { return 0; }\n');
    const cache = join(target, 'zig-cache');
    const build = spawnSync(
      join(zig, 'ziglang/zig'),
      ['build-exe', '-target', 'wasm32-wasi', '-lc', '-OReleaseFast', '--verbose-link', source],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...env, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
        maxBuffer: 1 << 26,
      },
    );
    // Its last line is the command of the linker, which names all that it built.
    const linked = build.stderr.trim().split('\n').at(-1)?.split(' ') ?? [];
    for (const file of files) {
      const path = linked.find((argument) => basename(argument) === file);
      if (build.status !== 0 || path === undefined) fail(`Zig built no ${file}:\n${build.stderr}`);
      cpSync(resolve(folder, path), join(folder, file));
    }
  }
  // Only now: what is installed above brings them.
  const notices = [
    'ziglang/lib/libc/wasi/LICENSE',
    'ziglang/lib/libc/wasi/LICENSE-MIT',
    'ziglang/lib/libc/musl/COPYRIGHT',
    `ziglang-${zigVersion}.dist-info/licenses/LICENSE`,
  ]
    .map((file) => join(zig, file))
    .filter((file) => existsSync(file));
  return { folder, objects, notices };
}

/** Puts the sources together: ours, and copies of the utilities' crates with the patches applied. */
function prepare({ cargo, env: cargoEnv, library }: Toolchain): void {
  console.log('Fetching the sources…');
  // Each is verified against the checksum in Cargo.lock, the library's in its own.
  for (const manifest of [
    join(coreutils, 'Cargo.toml'),
    ...(library === undefined ? [] : [library]),
  ])
    run(cargo, ['fetch', '--locked', '--manifest-path', manifest], {
      env: { ...cargoEnv, CARGO_HOME: cargoHome },
    });

  const registries = join(cargoHome, 'registry/src');
  const registry = join(registries, readdirSync(registries).sort()[0] ?? '');
  const lock = readFileSync(join(coreutils, 'Cargo.lock'), 'utf8');
  const names = [...lock.matchAll(/name = "(uu_\w+|uucore)"\nversion = "([^"]+)"/g)];
  rmSync(crates, { recursive: true, force: true });
  // All of them, not only the patched: uucore's build script takes the messages of its neighbours.
  for (const [, name, its] of names) {
    const crate = `${name}-${its}`;
    cpSync(join(registry, crate), join(crates, crate), { recursive: true });
  }

  const patched = new Set<string>();
  for (const file of readdirSync(join(coreutils, 'patches')).sort()) {
    for (const path of applyPatch(crates, readFileSync(join(coreutils, 'patches', file), 'utf8'))) {
      patched.add(path.split('/')[0] ?? '');
    }
  }

  const manifest = readFileSync(join(coreutils, 'Cargo.toml'), 'utf8');
  const replaced = [...patched]
    .sort()
    .map((crate) => `${crate.replace(/-[\d.]+$/, '')} = { path = "crates/${crate}" }\n`);
  writeFileSync(join(stage, 'Cargo.toml'), `${manifest}\n[patch.crates-io]\n${replaced.join('')}`);
  cpSync(join(coreutils, 'Cargo.lock'), join(stage, 'Cargo.lock'));
  rmSync(join(stage, 'src'), { recursive: true, force: true });
  cpSync(join(coreutils, 'src'), join(stage, 'src'), { recursive: true });
}

/** Compiles and links. Returns the path of the module. */
function compile(toolchain: Toolchain): string {
  const remap = new Map([[cargoHome, '/cargo'], [stage, '/coreutils'], ...toolchain.remap]);
  const rustflags = [
    ...toolchain.rustflags,
    '-Clink-arg=-zstack-size=' + stackSize,
    // An overflow of the stack then traps, and spoils no data.
    '-Clink-arg=--stack-first',
    ...[...remap].map(([from, to]) => `--remap-path-prefix=${from}=${to}`),
  ];
  run(toolchain.cargo, ['build', '--release', '--offline', '--target', triple, ...toolchain.args], {
    cwd: stage,
    env: {
      ...toolchain.env,
      CARGO_HOME: cargoHome,
      CARGO_TARGET_DIR: join(target, 'cargo'),
      CARGO_ENCODED_RUSTFLAGS: rustflags.join('\x1f'),
    },
  });
  return join(target, 'cargo', triple, 'release/coreutils.wasm');
}

function wasmOpt(args: readonly string[]): void {
  const own = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url));
  run('wasm-opt', [...features, ...args], { env: { PATH: own + delimiter + (env['PATH'] ?? '') } });
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Puts `bytes` into public/programs/ at once, for those who read it meanwhile. */
function publish(name: string, bytes: Buffer | string): void {
  mkdirSync(programs, { recursive: true });
  const beside = join(programs, `.${name}.new`);
  writeFileSync(beside, bytes);
  renameSync(beside, join(programs, name));
}

const toolchain = rustup() ?? debian();
const began = Date.now();
mkdirSync(stage, { recursive: true });
prepare(toolchain);
const linked = compile(toolchain);

console.log('Optimising…');
const plain = join(target, 'coreutils.wasm');
const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
wasmOpt(['-Oz', ...strip, linked, '-o', plain]);

// Only the imports that can wait: the others never unwind, and cost nothing. Indirect calls stay
// instrumented, since Rust reads and writes through `dyn Read`.
console.log('Asyncifying…');
const asyncify = join(target, 'coreutils.asyncify.wasm');
writeFileSync(asyncify, await instrument(readFileSync(plain)));

const files = { plain, asyncify };
const described = Object.fromEntries(
  Object.entries(files).map(([kind, file]) => {
    const bytes = readFileSync(file);
    for (const path of [coreutils, `${homedir()}/`, ...toolchain.sources]) {
      if (bytes.includes(path)) fail(`${basename(file)} contains the path ${path}`);
    }
    const brotli = brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length;
    publish(basename(file), bytes);
    return [kind, { path: basename(file), size: bytes.length, brotli, sha256: sha256(bytes) }];
  }),
);

const utilities = readFileSync(join(coreutils, 'src/utilities.rs'), 'utf8');
const commands = [...utilities.matchAll(/^ {4}"(\S+)" => /gm)].map(([, name]) => name);
publish(
  'LICENSES.txt',
  licences({
    cargo: toolchain.cargo,
    env: { ...toolchain.env, CARGO_HOME: cargoHome },
    project: coreutils,
    triple,
    libc: toolchain.libcLicences,
  }),
);
publish(
  'manifest.json',
  JSON.stringify(
    {
      programs: [
        {
          name: 'coreutils',
          crate: 'coreutils',
          version,
          licence: 'MIT',
          source: sourceHash(),
          commands,
          files: described,
        },
      ],
    },
    undefined,
    2,
  ) + '\n',
);
const seconds = Math.round((Date.now() - began) / 1000);
console.log(`Built ${commands.length} commands in ${seconds} s:`, described);
