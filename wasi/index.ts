// The library: WASI preview1 on promises. Each public name.
export {
  instantiate,
  instantiateStreaming,
  wrap,
  type AsyncSource,
  type InstantiateOptions,
  type Wrapped,
} from './instantiate.ts';
export { run, type RunOptions } from './run.ts';
export { runInWorker, type WorkerRunOptions } from './worker/run-in-worker.ts';
export type { Instrument, LoadOptions, Program, Source } from './source.ts';
export type { Input, Output } from './stdio.ts';
export type {
  AsyncExport,
  AsyncExports,
  AsyncImports,
  AsyncInstance,
  EngineName,
  EngineOptions,
  ImportedFunction,
} from './engine/engine.ts';
export { jspiSupported } from './engine/jspi.ts';
export type { OwnImports, RunningProgram } from './host/own-imports.ts';
export { formatCall, Trace, type TracedCall, type TraceSink } from './host/trace.ts';
export { Ahead, type Glance, type Look, type Met, type Question } from './vfs/ahead.ts';
export { isSystemError, SystemError, type Code } from './vfs/error.ts';
export type {
  Entry,
  FileSystem,
  FileType,
  Listing,
  OpenFile,
  OpenOptions,
  Stat,
  Times,
} from './vfs/filesystem.ts';
export { HandleFileSystem } from './vfs/handle-fs.ts';
export type { HandleFileSystemOptions } from './vfs/handle-fs-options.ts';
export type { MaybePromise } from './vfs/maybe-promise.ts';
export { MemoryFileSystem } from './vfs/memory-fs.ts';
export { MountTable, type Mount } from './vfs/mounts.ts';
export type { Path } from './vfs/path.ts';
export type { RenameProgress } from './vfs/handle-rename.ts';
export { ScratchDirectory } from './vfs/scratch-file.ts';
export type { Scratch, Sink } from './vfs/file-writer.ts';
export type { Block } from './vfs/write-buffer.ts';
export type { ReadAhead, SnapshotReader } from './vfs/read-ahead.ts';
export type { ReaderOf } from './vfs/stored-file.ts';
export { readerOf } from './vfs/streamed-file.ts';
export { ReadOnlyFileSystem } from './vfs/read-only.ts';
export type { Stream } from './vfs/stream.ts';
export type { WriterRegistry } from './vfs/writers.ts';
export { Walk, type List, type Retold } from './vfs/walk.ts';
