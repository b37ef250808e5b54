// From paths to handles.

/** The names of a path. */
const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '.');

export async function directoryAt(
  folder: FileSystemDirectoryHandle,
  path: string,
): Promise<FileSystemDirectoryHandle> {
  let directory = folder;
  for (const name of namesOf(path)) directory = await directory.getDirectoryHandle(name);
  return directory;
}

/** The directory that holds the entry at `path`, and the entry's name. */
export async function parentOf(
  folder: FileSystemDirectoryHandle,
  path: string,
): Promise<[FileSystemDirectoryHandle, string]> {
  const names = namesOf(path);
  const name = names.pop() ?? '';
  return [await directoryAt(folder, names.join('/') || '.'), name];
}

export async function fileAt(
  folder: FileSystemDirectoryHandle,
  path: string,
  create = false,
): Promise<FileSystemFileHandle> {
  const [parent, name] = await parentOf(folder, path);
  return parent.getFileHandle(name, { create });
}
