// What Chromium has and TypeScript's library has not.
// https://developer.mozilla.org/en-US/docs/Web/API/File_System_API
interface DataTransferItem {
  getAsFileSystemHandle(): Promise<FileSystemHandle | null>;
}

declare function showDirectoryPicker(options?: {
  readonly mode?: 'read' | 'readwrite';
}): Promise<FileSystemDirectoryHandle>;
