// The programs of the WASI suite and what each should do, read where the suite lies.
// https://github.com/WebAssembly/wasi-testsuite/blob/main/doc/specification.md
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from './page/messages.ts';

const beside = fileURLToPath(new URL('../../../shared/wasi-testsuite', import.meta.url));

/** Its parts, a folder each. */
const parts = ['rust', 'c', 'assemblyscript'] as const;

/** How many programs there were in June 2026; fewer mean that the suite is not whole. */
const atLeast = 72;

/** A program, what it is run with, and what is expected of it. */
export interface Program {
  /** `rust/fd_readdir` */
  readonly name: string;
  readonly module: Uint8Array<ArrayBuffer>;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of which it gets a fresh copy as `/`. */
  readonly root: string | undefined;
  readonly exitCode: number;
  /** What it must write, where the suite says so. */
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
}

/** The JSON beside a program. All is optional. */
interface Specification {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly root?: string | null;
  readonly exit_code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

const known = new Set(['args', 'env', 'root', 'exit_code', 'stdout', 'stderr']);

/** Where the suite is, or is looked for: `WASI_TESTSUITE`, else beside the repository. */
export function suiteFolder(): string {
  const { WASI_TESTSUITE: chosen = '' } = process.env;
  return chosen === '' ? beside : chosen;
}

/** The programs of a part: in the repository of the suite, or in a folder that has nothing else. */
function partFolder(suite: string, part: string): string {
  const published = join(suite, 'tests', part, 'testsuite', 'wasm32-wasip1');
  return existsSync(published) ? published : join(suite, part);
}

/** Whether there is a suite. */
export function hasSuite(suite = suiteFolder()): boolean {
  return parts.every((part) => existsSync(partFolder(suite, part)));
}

/** @throws Error programs are missing, or one's specification is of a kind that this runner does not know */
export function readSuite(suite = suiteFolder()): Program[] {
  const programs = parts.flatMap((part) => {
    const folder = partFolder(suite, part);
    return readdirSync(folder)
      .filter((file) => file.endsWith('.wasm'))
      .sort()
      .map((file) => readProgram(folder, `${part}/${file.slice(0, -'.wasm'.length)}`));
  });
  if (programs.length < atLeast)
    throw new Error(`${suite} holds ${programs.length} programs, not ${atLeast}: is it whole?`);
  return programs;
}

function readProgram(folder: string, name: string): Program {
  const base = join(folder, name.slice(name.indexOf('/') + 1));
  const json = existsSync(`${base}.json`) ? readFileSync(`${base}.json`, 'utf8') : '{}';
  const specification = JSON.parse(json) as Specification;
  for (const key of Object.keys(specification)) {
    if (!known.has(key)) throw new Error(`${base}.json: '${key}' is not known here`);
  }
  const { args = [], env = {}, root, exit_code: exitCode = 0, stdout, stderr } = specification;
  return {
    name,
    module: new Uint8Array(readFileSync(`${base}.wasm`)),
    args,
    env,
    root: root === undefined || root === null ? undefined : join(folder, root),
    exitCode,
    stdout,
    stderr,
  };
}

/** What is in a folder. */
export function readFiles(folder: string): Files {
  const files: Record<string, string | null> = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const entry = join(folder, path);
    const content = statSync(entry).isDirectory() ? null : readFileSync(entry).toString('base64');
    files[path.replaceAll('\\', '/')] = content;
  }
  return files;
}
