// run(): a WASI program from its start to its exit status, in this thread.
import { preopenNamed, preopenRoot } from './fd/preopens.ts';
import { DescriptorTable } from './fd/table.ts';
import { PreparedProgram } from './host/program.ts';
import type { OwnImports } from './host/own-imports.ts';
import type { Trace } from './host/trace.ts';
import { ownDescriptors } from './own-descriptors.ts';
import { load, type LoadOptions, type Source } from './source.ts';
import { addStandardStreams, inputStream, outputStream, type Input, type Output } from './stdio.ts';
import { DeviceFileSystem } from './vfs/device-fs.ts';
import { isSystemError } from './vfs/error.ts';
import type { FileSystem, Tree } from './vfs/filesystem.ts';
import { HandleFileSystem } from './vfs/handle-fs.ts';
import { HeldStream } from './vfs/held-stream.ts';
import { LateCloses } from './vfs/late-closes.ts';
import { LateClosingTree } from './vfs/late-closing-tree.ts';
import { isPromise } from './vfs/maybe-promise.ts';
import { MountTable, type Mount } from './vfs/mounts.ts';
import { formatPath, resolveLexically, type Path } from './vfs/path.ts';
import { RootFileSystem } from './vfs/root-fs.ts';
import type { Stream } from './vfs/stream.ts';
import { LocalWriters } from './vfs/writers.ts';

/** What a program runs with. */
export interface RunOptions extends LoadOptions {
  /** `argv`, the program's name first. */
  readonly args?: readonly string[];
  /** Environment variables; none where it is not given. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Absolute, in the tree of `preopens`; the program gets it as `.` and in `PWD`. With it, a preopened `/` is the root of
   * a Unix tree, where `/..` is `/`; without it, it is a directory that nothing leads out of, as the WASI suite has it.
   */
  readonly cwd?: string;
  /** Directories by absolute path: a directory handle, or a file system of any kind. Handles may lie in one another. */
  readonly preopens?: Readonly<Record<string, FileSystemDirectoryHandle | FileSystem>>;
  /** Empty where it is not given. */
  readonly stdin?: Input;
  /** Thrown away where it is not given. */
  readonly stdout?: Output;
  /** Thrown away where it is not given. */
  readonly stderr?: Output;
  /** Its abort stops the program at its next call, with status 143 or the number that is its reason. */
  readonly signal?: AbortSignal;
  /** Is told of every call of WASI, as strace is. */
  readonly trace?: Trace;
  /** As `EngineOptions` has it. */
  readonly stackSize?: number;
  /**
   * What the program imports beside WASI, by module and name: functions may be async, and the program waits. What one
   * throws ends the program, and is what `run` throws. They find what pointers point to in the memory of `program`.
   */
  readonly imports?: OwnImports;
}

const encoder = new TextEncoder();

/**
 * Runs a WASI command.
 * @returns its exit status; 134 where it trapped, with a message on its standard error
 * @throws WebAssembly.CompileError, WebAssembly.LinkError; Error the module is no command, or no engine can run it;
 *   what one of `imports` threw, or at its end a stream of the caller's
 */
export async function run(program: Source, options: RunOptions = {}): Promise<number> {
  const module = await load(program, options);
  // Before anything is opened for it: it may be no program.
  const prepared = await PreparedProgram.prepare(module, options);
  const table = new DescriptorTable();
  const late = new LateCloses();
  const signal = options.signal ?? new AbortController().signal;
  const output = new HeldStream(outputStream(options.stdout ?? (() => {})), late, signal);
  const error = new HeldStream(outputStream(options.stderr ?? (() => {})), late, signal);
  addStandardStreams(table, inputStream(options.stdin ?? ''), output, error);
  const name = options.args?.[0] ?? 'program';
  const say = (sentence: string): void => tell(error, `${name}: ${sentence}\n`);
  const mounts = await buildTree(options.preopens ?? {}, table, say, signal);
  const tree = new LateClosingTree(mounts, late);
  const cwd = options.cwd === undefined ? undefined : resolveLexically([], options.cwd);
  await addPreopens(table, tree, Object.keys(options.preopens ?? {}), cwd);
  const env = { ...options.env, ...(cwd === undefined ? {} : { PWD: formatPath(cwd) }) };
  const end = await prepared.run({
    args: options.args ?? [name],
    env: Object.entries(env).map(([variable, value]) => `${variable}=${value}`),
    table,
    tree,
    late,
    signal,
    explain: say,
    complain: say,
  });
  return end.status;
}

/** Writes to a stream that may be gone: then there is nobody to tell. */
function tell(stream: Stream, text: string): void {
  const gone = (failure: unknown): void => {
    if (!isSystemError(failure)) throw failure;
  };
  try {
    const written = stream.write(encoder.encode(text));
    if (isPromise(written)) written.catch(gone);
  } catch (failure) {
    gone(failure);
  }
}

/** The preopened directories, /dev, and above them a root that holds their names. */
async function buildTree(
  preopens: Readonly<Record<string, FileSystemDirectoryHandle | FileSystem>>,
  table: DescriptorTable,
  explain: (sentence: string) => void,
  signal: AbortSignal,
): Promise<MountTable> {
  const writers = new LocalWriters();
  const mounts: Mount[] = [];
  const folders: Folder[] = [];
  for (const [name, directory] of Object.entries(preopens)) {
    const point = resolveLexically([], name);
    if (!isHandle(directory)) mounts.push({ point, prefix: [], fs: directory });
    else {
      const options = { device: name, writers, explain, signal, brief: true };
      folders.push({ point, handle: directory, fs: new HandleFileSystem(directory, options) });
    }
  }
  for (const folder of folders) mounts.push(await mountAmong(folders, folder));
  const devices = new DeviceFileSystem(ownDescriptors(table));
  mounts.push({ point: ['dev'], prefix: [], fs: devices });
  if (mounts.every(({ point }) => point.length > 0)) {
    const root = new RootFileSystem(mounts.map(({ point }) => point));
    mounts.push({ point: [], prefix: [], fs: root });
  }
  return new MountTable(mounts);
}

/** A preopened directory handle. */
interface Folder {
  readonly point: Path;
  readonly handle: FileSystemDirectoryHandle;
  readonly fs: HandleFileSystem;
}

/**
 * The mount of a folder, in the file system of the outermost one that holds it; of several that are the same folder, in
 * the first one's. Two paths of one file lead to one device and inode then: otherwise `mv` between them would destroy it.
 */
async function mountAmong(
  folders: readonly Folder[],
  { point, handle, fs }: Folder,
): Promise<Mount> {
  let mount: Mount = { point, prefix: [], fs };
  for (const outer of folders.toReversed()) {
    const prefix = outer.handle === handle ? [] : await outer.handle.resolve(handle);
    if (prefix !== null && prefix.length >= mount.prefix.length)
      mount = { point, prefix, fs: outer.fs };
  }
  return mount;
}

/** Whether it is a directory handle, and no file system. */
export function isHandle(
  value: FileSystemDirectoryHandle | FileSystem,
): value is FileSystemDirectoryHandle {
  return 'getDirectoryHandle' in value;
}

/** `/` alone, where it is given; else the cwd as `.`, if there is one, and each directory by its name. */
async function addPreopens(
  table: DescriptorTable,
  tree: Tree,
  names: readonly string[],
  cwd: Path | undefined,
): Promise<void> {
  const root = names.includes('/');
  if (root && cwd !== undefined) return preopenRoot(table, tree);
  // wasi-libc gives `.` and `/` the same empty prefix, so that `/` must be the only one.
  const given = root ? ['/'] : names;
  const list = given.map((name) => ({ name, path: resolveLexically([], name) }));
  if (cwd === undefined) return preopenNamed(table, tree, list);
  // wasi-libc cannot tell `bin/x` from `/bin/x`: a directory is left out where the cwd has an entry of its name.
  const free = [];
  for (const entry of list) if (!(await exists(tree, [...cwd, ...entry.path]))) free.push(entry);
  preopenNamed(table, tree, [{ name: '.', path: cwd }, ...free]);
}

async function exists(tree: Tree, path: Path): Promise<boolean> {
  try {
    await tree.stat(path);
    return true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
