// How this machine compiles Rust, and the C of its crates, to WASI: by rustup, or by Debian's compiler.

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

/** All that is temporary. */
export const target = fileURLToPath(new URL('target', import.meta.url));
export const triple = 'wasm32-wasip1';

const zigVersion = '0.17.1';

/** How this machine compiles Rust to WASI. */
export interface Toolchain {
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

export function fail(message: string): never {
  console.error(`programs/build.ts: ${message}`);
  process.exit(1);
}

/** Runs a command on the terminal; one that fails ends the build. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: object } = {},
): void {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    cwd: options.cwd ?? target,
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

/** The first that this machine has. */
export function toolchain(): Toolchain {
  mkdirSync(target, { recursive: true });
  const zig = installZig();
  return rustup(zig) ?? debian(zig);
}

/** rustup's toolchain, if it has the target. */
function rustup(zig: string): Toolchain | undefined {
  const installed = output('rustup', ['target', 'list', '--installed']);
  if (!installed?.split('\n').includes(triple)) return undefined;
  const sysroot = output('rustc', ['--print', 'sysroot']) ?? '';
  return {
    cargo: 'cargo',
    env: compilerOfC(zig),
    args: [],
    rustflags: [],
    remap: new Map([[sysroot, '/rust']]),
    sources: [sysroot],
    libcLicences: [],
  };
}

/** Debian's compiler, which builds the standard library itself, and Zig's C library. */
function debian(zig: string): Toolchain {
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
  const libc = zigLibc(zig);
  return {
    cargo: `${bin}/cargo`,
    env: {
      // The library is built by the stable compiler that is installed, with unstable options.
      RUSTC_BOOTSTRAP: '1',
      RUSTC: `${bin}/rustc`,
      CARGO_TARGET_WASM32_WASIP1_LINKER: linker,
      ...compilerOfC(zig),
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

/** Zig, which has a C compiler and a C library for WASI. Returns its folder. */
function installZig(): string {
  const zig = join(target, `zig-${zigVersion}`);
  if (!existsSync(join(zig, 'ziglang'))) {
    run('python3', ['-m', 'pip', 'install', '--target', zig, `ziglang==${zigVersion}`]);
  }
  return zig;
}

function zigEnvironment(): { readonly [name: string]: string } {
  const cache = join(target, 'zig-cache');
  return { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
}

/** The C compiler of crates that have C in them (oniguruma), as environment variables for the crate `cc`. */
function compilerOfC(zig: string): Record<string, string> {
  // Zig has other names for targets, so the one that `cc` asks for is dropped. No path is in what it compiles.
  const wrapper = join(target, 'cc');
  const lines = [
    '#!/bin/sh',
    'for argument do',
    '  shift',
    `  case $argument in --target=*) ;; *) set -- "$@" "$argument" ;; esac`,
    'done',
    `exec '${join(zig, 'ziglang/zig')}' cc -target wasm32-wasi -g0 -DNDEBUG "$@"`,
  ];
  writeFileSync(wrapper, `${lines.join('\n')}\n`);
  chmodSync(wrapper, 0o755);
  const archiver = join(target, 'ar');
  writeFileSync(archiver, `#!/bin/sh\nexec '${join(zig, 'ziglang/zig')}' ar "$@"\n`);
  chmodSync(archiver, 0o755);
  return { CC_wasm32_wasip1: wrapper, AR_wasm32_wasip1: archiver, ...zigEnvironment() };
}

/** wasi-libc as Zig builds it. (Debian's own is of 2022 and lacks what std needs.) */
function zigLibc(zig: string): { folder: string; objects: string[]; notices: string[] } {
  const folder = join(target, 'wasi-libc');
  const objects = ['crt1-command.o', 'libzigc.a', 'libcompiler_rt.a'];
  const files = [...objects, 'libc.a'];
  if (!files.every((file) => existsSync(join(folder, file)))) {
    console.log('Building wasi-libc…');
    mkdirSync(folder, { recursive: true });
    const source = join(folder, 'empty.c');
    writeFileSync(source, 'int main(void) { return 0; }\n');
    const build = spawnSync(
      join(zig, 'ziglang/zig'),
      ['build-exe', '-target', 'wasm32-wasi', '-lc', '-OReleaseFast', '--verbose-link', source],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...env, ...zigEnvironment() },
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
