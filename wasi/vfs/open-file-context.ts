// What an open file of a handle tree is told.
import type { SystemError } from './error.ts';
import type { FileWriter, Sink } from './file-writer.ts';
import type { OpenFile, Stat } from './filesystem.ts';
import type { SnapshotReader } from './read-ahead.ts';
import type { ReaderOf } from './stored-file.ts';
import type { WriterRegistry } from './writers.ts';

/** What the file system tells its open files. */
export interface OpenFileContext {
  readonly handle: FileSystemFileHandle;
  /** Opens the writer for large files that keep nothing, in the private storage. */
  readonly openScratch: (() => Promise<Sink>) | undefined;
  readonly readerOf: ReaderOf;
  /** Canonical: the device and the path. */
  readonly key: string;
  readonly writers: WriterRegistry;
  /** Whether the file system is read-only, whatever a descriptor may claim. */
  readOnly(): boolean;
  /** The entry's stat for a size and a time in milliseconds since 1970. */
  statOf(size: number, modified: number): Stat;
  /** The error of something that the handle or its writer threw. */
  failed(error: unknown): SystemError;
  /** What the file's writer would store, while it is open. @throws DOMException, EIO it cannot be read */
  image(writer: FileWriter, size: number): Promise<Blob>;
  /** Somebody else changed the file: keeps what `write` writes beside it. @returns the error that tells of both */
  conflict(write: (kept: OpenFile) => Promise<void>): Promise<SystemError>;
  /** Is called at the last close. */
  forget(): void;
}

/** What is stored, as it was met just now. */
export interface Snapshot {
  readonly file: File;
  /** Where its content was asked for already. */
  readonly reader?: SnapshotReader | undefined;
}

/** How a user opens it. */
export interface Use {
  readonly write: boolean;
  readonly truncate: boolean;
  /** The file was made for this. */
  readonly created: boolean;
}
