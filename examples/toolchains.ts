// Where the compilers come from: what PyPI and npm have is installed below .cache/; Go and Rust are the system's.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../.cache/toolchains/', import.meta.url));

const versions = { zig: '0.17.1', assemblyscript: '0.28.20', asWasi: '0.6.0', wasiShim: '0.1.0' };

/** A failure of a compiler, or of what installs one. */
export class ToolchainError extends Error {}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. @throws ToolchainError it fails */
export function command(file: string, args: readonly string[], options: CommandOptions = {}): void {
  const { status, error } = spawnSync(file, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  });
  if (status === 0) return;
  throw new ToolchainError(`'${[file, ...args].join(' ')}' failed: ${error?.message ?? status}`);
}

/** What a command prints; nothing where it fails. */
function output(file: string, args: readonly string[]): string {
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** A C compiler with a WASI C library: `zig cc`. */
export interface Zig {
  readonly compiler: string;
  readonly env: Readonly<Record<string, string>>;
  /** Licences of what it links. */
  readonly notices: readonly string[];
}

export function zig(): Zig {
  const folder = join(cache, `zig-${versions.zig}`);
  const compiler = join(folder, 'ziglang/zig');
  if (!existsSync(compiler)) {
    const wheel = `ziglang==${versions.zig}`;
    command('python3', ['-m', 'pip', 'install', '--quiet', '--target', folder, wheel]);
  }
  const built = join(cache, 'zig-cache');
  return {
    compiler,
    env: { ZIG_GLOBAL_CACHE_DIR: built, ZIG_LOCAL_CACHE_DIR: built },
    notices: [
      join(folder, 'ziglang/lib/libc/wasi/LICENSE'),
      join(folder, 'ziglang/lib/libc/musl/COPYRIGHT'),
    ],
  };
}

/** How cargo builds for wasm32-wasip1. */
export interface Rust {
  readonly cargo: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly notices: readonly string[];
}

/** rustup's toolchain, where it has the target; else Debian's `rustc-web`, which builds the library from its sources. */
export function rust(): Rust {
  const installed = output('rustup', ['target', 'list', '--installed']).split('\n');
  const home = { CARGO_HOME: join(cache, 'cargo-home') };
  if (installed.includes('wasm32-wasip1')) {
    const documents = join(output('rustc', ['--print', 'sysroot']), 'share/doc/rust');
    return { cargo: 'cargo', args: [], env: home, notices: [join(documents, 'COPYRIGHT')] };
  }
  const [compiler, cargo] = ['/usr/bin/rustc', '/usr/bin/cargo'];
  const library = join(output(compiler, ['--print', 'sysroot']), 'lib/rustlib/src/rust/library');
  if (!existsSync(cargo) || !existsSync(library)) {
    throw new ToolchainError(
      "no Rust for wasm32-wasip1: 'rustup target add wasm32-wasip1', or on Debian 'apt install rustc-web cargo-web rust-web-src'",
    );
  }
  const { compiler: linker, env } = zig();
  return {
    cargo,
    args: ['-Z', 'build-std=std,panic_abort'],
    env: {
      ...home,
      ...env,
      // The library is built by the stable compiler that is installed, with unstable options.
      RUSTC_BOOTSTRAP: '1',
      RUSTC: compiler,
      CARGO_ENCODED_RUSTFLAGS: [
        `-Clinker=${linkerScript(linker)}`,
        '-Zunstable-options',
        '-Clinker-flavor=gcc',
        '-Clink-self-contained=no',
        `--remap-path-prefix=${library}=/rust`,
        `--remap-path-prefix=${cache}=/cargo`,
      ].join('\x1f'),
    },
    notices: [join(library, '../COPYRIGHT')],
  };
}

/** `zig cc` as a command of one word, without the arguments that it does not know: the stack is first by itself. */
function linkerScript(compiler: string): string {
  const script = join(cache, 'zig-linker');
  const unknown = '-Wl,--stack-first | -Wl,--no-demangle | --target=*';
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    script,
    `#!/bin/sh
for argument; do
  shift
  case $argument in ${unknown}) ;; *) set -- "$@" "$argument" ;; esac
done
exec '${compiler}' cc -target wasm32-wasi "$@"
`,
  );
  chmodSync(script, 0o755);
  return script;
}

/** The system's Go. */
export function go(): { readonly notices: readonly string[] } {
  const root = output('go', ['env', 'GOROOT']);
  if (root === '') throw new ToolchainError("no Go: install 1.24 or newer, on Debian 'golang-go'");
  const licence = ['LICENSE', '../doc/golang/copyright'].map((name) => join(root, name));
  return { notices: licence.filter((file) => existsSync(file)).slice(0, 1) };
}

/** A folder that has the AssemblyScript compiler, and its WASI libraries, in `node_modules`. */
export function assemblyscript(): { readonly folder: string; readonly notices: readonly string[] } {
  const folder = join(cache, `assemblyscript-${versions.assemblyscript}`);
  const modules = join(folder, 'node_modules');
  if (!existsSync(join(modules, 'as-wasi'))) {
    const packages = [
      `assemblyscript@${versions.assemblyscript}`,
      `as-wasi@${versions.asWasi}`,
      `@assemblyscript/wasi-shim@${versions.wasiShim}`,
    ];
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    command('npm', ['install', '--no-fund', '--no-audit', ...packages], { cwd: folder });
  }
  const licences = ['assemblyscript', 'as-wasi', '@assemblyscript/wasi-shim'].flatMap((name) =>
    readdirSync(join(modules, name))
      .filter((file) => /^(LICENSE|NOTICE)/.test(file))
      .map((file) => join(modules, name, file)),
  );
  return { folder, notices: licences };
}
