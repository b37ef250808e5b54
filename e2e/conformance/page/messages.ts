// What the runners ask of the page, and the page of its workers.

/** Contents of files in base64 by their path; null for a directory. A directory comes before what is in it. */
export type Files = Readonly<Record<string, string | null>>;

/** Where the program's `/` lies: `folder` is the one that was dropped. */
export type System = 'memory' | 'opfs' | 'folder';

/** A program to run. */
export interface Request {
  /** Of its module. */
  readonly url: string;
  readonly engine: 'jspi' | 'asyncify';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its `/`, if it has one: a directory `name` of the system, which is made of `files`, or is there on the disk. */
  readonly root: { readonly system: System; readonly name: string; readonly files: Files } | null;
  /** After how many milliseconds it is given up. */
  readonly limit: number;
}

/** The same with the dropped folder, for the worker. */
export interface WorkerRequest extends Request {
  readonly folder: FileSystemDirectoryHandle | undefined;
}

/** How a program ended. */
export interface Ended {
  /** Its exit status; a sentence where it could not be run. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** A file system to hold to the suite of all file systems (`wasi/vfs/conformance.ts`). */
export interface FileSystemRequest {
  readonly system: 'opfs' | 'folder';
  /** As a program has it, not a session (`HandleFileSystemOptions.brief`). */
  readonly brief: boolean;
  /** Whether large files of OPFS are written by sync access handles (`HandleFileSystemOptions.scratch`). */
  readonly scratch: boolean;
  /** An empty directory of the system; each case has one of its own in it. */
  readonly name: string;
}

/** The same with the dropped folder, for the worker. */
export interface FileSystemWorkerRequest extends FileSystemRequest {
  readonly folder: FileSystemDirectoryHandle | undefined;
}

/** A case of the suite, and what was wrong; empty where nothing was. */
export interface Case {
  readonly title: string;
  readonly failure: string;
}
