// The programs of the examples, and the hash of all that decides what each of them is.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const examples = fileURLToPath(new URL('.', import.meta.url));

export interface Program {
  /** The module's path in this folder. */
  readonly module: string;
  /** The paths in this folder of what it is made from, the main one first. */
  readonly sources: readonly string[];
  readonly language: 'c' | 'c, freestanding' | 'rust' | 'go' | 'assemblyscript';
}

export const programs: readonly Program[] = [
  { module: 'sleep/sleep.wasm', sources: ['sleep/sleep.c'], language: 'c, freestanding' },
  {
    module: 'get-answer-c/get-answer.wasm',
    sources: ['get-answer-c/get-answer.c'],
    language: 'c',
  },
  {
    module: 'get-answer-rust/get-answer.wasm',
    sources: [
      'get-answer-rust/get-answer.rs',
      'get-answer-rust/Cargo.toml',
      'get-answer-rust/Cargo.lock',
    ],
    language: 'rust',
  },
  { module: 'hello-c/hello.wasm', sources: ['hello-c/hello.c'], language: 'c' },
  { module: 'hello-go/hello.wasm', sources: ['hello-go/hello.go'], language: 'go' },
  {
    module: 'hello-assemblyscript/hello.wasm',
    sources: ['hello-assemblyscript/hello.ts'],
    language: 'assemblyscript',
  },
  { module: 'usb/thermometer.wasm', sources: ['usb/thermometer.c'], language: 'c' },
  { module: 'memory-go/memory.wasm', sources: ['memory-go/memory.go'], language: 'go' },
];

/** The instrumented build of a program, where it is committed: for Go the pass takes half a minute. */
export function instrumentedModule({ module, language }: Program): string | undefined {
  return language === 'go' ? module.replace(/\.wasm$/, '.asyncify.wasm') : undefined;
}

/** SHA-256 over the names and contents of the sources, and of what builds them, in hexadecimal. */
export function sourceHash(program: Program): string {
  const hash = createHash('sha256');
  const instrumenting =
    instrumentedModule(program) === undefined ? [] : ['../wasi/preview1/waiting.ts'];
  for (const file of [...program.sources, 'build.ts', 'toolchains.ts', ...instrumenting]) {
    // Git may check texts out with CRLF: the same source has the same hash everywhere.
    const text = readFileSync(join(examples, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(`${file}\0${text.length}\0${text}\0`);
  }
  return hash.digest('hex');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What `manifest.json` says of each program, by the path of its module. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

export interface ManifestEntry {
  /** The `sourceHash` that it was built from. */
  readonly source: string;
  /** By path: the module, and its instrumented build where that is committed. */
  readonly files: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
}

export const manifestFile = join(examples, 'manifest.json');
