// Runs a program of the suite by the library's `run`, on the file system that is asked for, and tells how it ended.
import { MemoryFileSystem, run, type FileSystem } from '../../../wasi/index.ts';
import type { Ended, Files, WorkerRequest } from './messages.ts';

/** Each program runs on three file systems. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

function compiled(url: string): Promise<WebAssembly.Module> {
  const module = modules.get(url) ?? WebAssembly.compileStreaming(fetch(url));
  modules.set(url, module);
  return module;
}

/** A directory that can be filled. */
interface Target {
  makeDirectory(path: readonly string[]): Promise<void> | void;
  makeFile(path: readonly string[], content: Uint8Array<ArrayBuffer>): Promise<void> | void;
}

async function fill(target: Target, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = name.split('/');
    if (content === null) await target.makeDirectory(path);
    else
      await target.makeFile(
        path,
        Uint8Array.from(atob(content), (c) => c.charCodeAt(0)),
      );
  }
}

async function memoryOf(files: Files): Promise<FileSystem> {
  const fs = new MemoryFileSystem();
  const makeFile = (path: readonly string[], content: Uint8Array): void => {
    const file = fs.open(path, { read: false, write: true, create: true });
    void file.write(0, content);
    void file.close();
  };
  await fill({ makeDirectory: (path) => fs.createDirectory(path), makeFile }, files);
  return fs;
}

/** An empty directory of the private storage, whatever a run before left. */
async function privateDirectory(name: string): Promise<FileSystemDirectoryHandle> {
  const storage = await navigator.storage.getDirectory();
  for await (const left of storage.keys()) await storage.removeEntry(left, { recursive: true });
  return storage.getDirectoryHandle(name, { create: true });
}

async function fillDirectory(directory: FileSystemDirectoryHandle, files: Files): Promise<void> {
  const at = async (path: readonly string[]): Promise<FileSystemDirectoryHandle> => {
    let reached = directory;
    for (const name of path) reached = await reached.getDirectoryHandle(name, { create: true });
    return reached;
  };
  const makeFile = async (
    path: readonly string[],
    content: Uint8Array<ArrayBuffer>,
  ): Promise<void> => {
    const parent = await at(path.slice(0, -1));
    const handle = await parent.getFileHandle(path.at(-1) ?? '', { create: true });
    const writer = await handle.createWritable();
    await writer.write(content);
    await writer.close();
  };
  await fill({ makeDirectory: async (path) => void (await at(path)), makeFile }, files);
}

async function rootOf({
  root,
  folder,
}: WorkerRequest): Promise<FileSystemDirectoryHandle | FileSystem | undefined> {
  if (root === null) return undefined;
  if (root.system === 'memory') return memoryOf(root.files);
  if (root.system === 'folder') {
    if (folder === undefined) throw new Error('no folder was dropped');
    return folder.getDirectoryHandle(root.name); // the runner made it, on the disk
  }
  const directory = await privateDirectory(root.name);
  await fillDirectory(directory, root.files);
  return directory;
}

async function execute(request: WorkerRequest): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  const collect = (stream: keyof typeof text): ((bytes: Uint8Array) => void) => {
    const decoder = new TextDecoder();
    return (bytes) => void (text[stream] += decoder.decode(bytes, { stream: true }));
  };
  try {
    const root = await rootOf(request);
    const status = await run(await compiled(request.url), {
      engine: request.engine,
      args: request.args,
      env: request.env,
      preopens: root === undefined ? {} : { '/': root },
      stdout: collect('stdout'),
      stderr: collect('stderr'),
    });
    return { status, ...text };
  } catch (error) {
    // A defect of the host, or a module that the browser does not take: shown as one.
    return { status: `${String(error)}`, ...text };
  }
}

self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
  self.postMessage(await execute(data));
};
