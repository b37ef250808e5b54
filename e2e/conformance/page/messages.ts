// What the runner asks of the page, and the page of its worker.

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
