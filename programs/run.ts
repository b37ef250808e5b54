// Runs a built program on a temporary folder under Node's own WASI, for the tests of the programs.

import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { WASI } from 'node:wasi';

import { published, readManifest } from './manifest.ts';

const manifest = readManifest();
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** The program that has a command of this name, whatever its path; coreutils, where none has. */
function moduleOf(command: string): Promise<WebAssembly.Module> {
  const program = manifest.find(({ commands }) => commands.includes(basename(command)));
  const path = program?.files.plain.path ?? 'coreutils.wasm';
  const module = compiled.get(path) ?? WebAssembly.compile(readFileSync(join(published, path)));
  compiled.set(path, module);
  return module;
}

/** An import of preview1. Pointers are numbers, 64-bit values bigints. */
export type Import = (...args: (number | bigint)[]) => number;

export interface RunOptions {
  /** The working directory, as the program sees it. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Stands for another host: imports by name, given those that they replace, and the memory. */
  readonly host?: (
    imports: Readonly<Record<string, Import>>,
    memory: () => DataView,
  ) => Readonly<Record<string, Import>>;
}

export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is the program's `/`. Removed when the test is over, by `using`. */
export class Root implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'coreutils-'));

  /** Writes files by their path below the root; a path that ends with a slash is a directory. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    mkdirSync(join(this.path, 'tmp'));
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.path, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, content);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
    const stdio = mkdtempSync(join(tmpdir(), 'coreutils-stdio-'));
    writeFileSync(join(stdio, 'in'), options.stdin ?? '');
    const fds = ['in', 'out', 'err'].map((name) =>
      openSync(join(stdio, name), name === 'in' ? 'r' : 'w'),
    );
    try {
      const wasi = new WASI({
        version: 'preview1',
        args: [...args],
        env: { PWD: options.cwd ?? '/', TZ: 'UTC', LANG: 'C.UTF-8', ...options.env },
        preopens: { '/': this.path },
        stdin: fds[0] ?? 0,
        stdout: fds[1] ?? 1,
        stderr: fds[2] ?? 2,
        returnOnExit: true,
      });
      const imports = wasi.wasiImport as Record<string, Import>;
      const exports: { memory?: WebAssembly.Memory } = {};
      const memory = (): DataView => new DataView(exports.memory?.buffer ?? new ArrayBuffer(0));
      const instance = await WebAssembly.instantiate(await moduleOf(args[0] ?? ''), {
        wasi_snapshot_preview1: { ...imports, ...options.host?.(imports, memory) },
      });
      Object.assign(exports, instance.exports);
      const status = wasi.start(instance) as unknown as number;
      const [stdout = '', stderr = ''] = ['out', 'err'].map((name) =>
        readFileSync(join(stdio, name), 'utf8'),
      );
      return { status, stdout, stderr };
    } finally {
      for (const fd of fds) {
        try {
          closeSync(fd);
        } catch {
          // The program closed it, as dd does.
        }
      }
      rmSync(stdio, { recursive: true });
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
