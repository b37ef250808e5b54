// The user's own programs: WebAssembly files of the tree, compiled once for what is in them.
import { kindOf } from './wasm-file.ts';
import type { EngineName } from '../../wasi/index.ts';
import { isInstrumented } from '../../wasi/engine/asyncify.ts';
import type { Instrument } from '../../wasi/source.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { FileSystem, Stat } from '../../wasi/vfs/filesystem.ts';
import { formatPath, type Path } from '../../wasi/vfs/path.ts';

/** How many modules are kept. */
const maximumKept = 16;
const chunk = 1 << 20;
const wasi = 'wasi_snapshot_preview1';

/** A module, and what its instances are known by. */
export interface UserProgram {
  readonly address: string;
  readonly module: WebAssembly.Module;
}

export interface UserProgramsContext {
  readonly fs: FileSystem;
  readonly engine: EngineName;
  /** Adds Asyncify's code, where the browser has no JSPI. */
  readonly instrument: Instrument;
}

/** The modules of one session. */
export class UserPrograms {
  readonly #context: UserProgramsContext;
  readonly #kept = new Map<string, Promise<WebAssembly.Module>>();

  constructor(context: UserProgramsContext) {
    this.#context = context;
  }

  /**
   * The module of a file, which is compiled anew when the file has changed.
   * @param waiting is told when its compilation takes the time to be instrumented
   * @throws SystemError ENOEXEC it is no command of WASI, with the reason; what `open` and `read` do
   */
  async load(path: Path, waiting: () => void): Promise<UserProgram> {
    const stat = await this.#context.fs.stat(path);
    const address = `file:${formatPath(path)}?${[stat.device, stat.inode, stat.size, stat.modified].join('-')}`;
    const module = this.#kept.get(address) ?? this.#compile(path, stat, waiting);
    // What was used last is dropped last.
    this.#kept.delete(address);
    this.#kept.set(address, module);
    const [oldest = ''] = this.#kept.keys();
    if (this.#kept.size > maximumKept) this.#kept.delete(oldest);
    try {
      return { address, module: await module };
    } catch (error) {
      this.#kept.delete(address);
      throw error;
    }
  }

  async #compile(path: Path, { size }: Stat, waiting: () => void): Promise<WebAssembly.Module> {
    const { fs, engine, instrument } = this.#context;
    const bytes = await readBytes(fs, path, size);
    const kind = kindOf(bytes);
    if (kind === 'component') {
      throw new SystemError('ENOEXEC', 'a component; only modules of WASI preview1 run here');
    }
    if (kind !== 'module') throw new SystemError('ENOEXEC');
    const module = await compiled(bytes);
    check(module);
    if (engine === 'jspi' || isInstrumented(module)) return module;
    waiting();
    try {
      return await WebAssembly.compile(await instrument(bytes));
    } catch (cause) {
      throw new SystemError('ENOEXEC', `it cannot be instrumented: ${reasonOf(cause)}`, { cause });
    }
  }
}

async function readBytes(
  fs: FileSystem,
  path: Path,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await fs.open(path, { read: true, write: false });
  try {
    if (file.kind !== 'file') throw new SystemError('ENOEXEC');
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const some = await file.read(length, Math.min(chunk, size - length));
      if (some.length === 0) break; // it has become shorter
      bytes.set(some, length);
      length += some.length;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

async function compiled(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    // The browser's own sentence has the place of the error behind its name.
    throw new SystemError('ENOEXEC', reasonOf(cause).replace(/^WebAssembly\.\w+\(\): /, ''), {
      cause,
    });
  }
}

/** @throws SystemError ENOEXEC it is no command of WASI preview1, or imports more */
function check(module: WebAssembly.Module): void {
  const foreign = WebAssembly.Module.imports(module).find((from) => from.module !== wasi);
  if (foreign !== undefined) {
    throw new SystemError(
      'ENOEXEC',
      `it imports ${foreign.module}.${foreign.name}, which is not of WASI preview1`,
    );
  }
  const exported = WebAssembly.Module.exports(module);
  const has = (name: string, kind: string): boolean =>
    exported.some((other) => other.name === name && other.kind === kind);
  if (!has('_start', 'function')) {
    throw new SystemError('ENOEXEC', 'it exports no _start: it is a library, not a command');
  }
  if (!has('memory', 'memory')) throw new SystemError('ENOEXEC', 'it exports no memory');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
