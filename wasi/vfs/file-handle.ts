// What the browsers' file handles have that TypeScript's library does not, or only for workers.

/** `move()` is in the browsers and in the draft (whatwg/fs#10). */
export type Movable = FileSystemFileHandle & {
  move?(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
};

/** A file of the private storage, as a dedicated worker has it. https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle */
export type PrivateFile = FileSystemFileHandle & {
  createSyncAccessHandle(): Promise<SyncAccess>;
  move(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
};

/** What is used of a FileSystemSyncAccessHandle. It locks its file against every other writer, and against removing. */
export interface SyncAccess {
  /** @returns how many bytes were written */
  write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
  truncate(size: number): void;
  /** Returns when the disk has what was written. */
  flush(): void;
  close(): void;
}
