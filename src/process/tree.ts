// The tree of a process or a session: the root, /bin, /dev, and the mounts that came in a message.
import { BinFileSystem } from './bin-fs.ts';
import type { CommandMessage, MountMessage } from './protocol.ts';
import type { HandleFileSystemOptions } from '../../wasi/vfs/handle-fs-options.ts';
import { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import type { FileSystem } from '../../wasi/vfs/filesystem.ts';
import { MountTable, type Mount } from '../../wasi/vfs/mounts.ts';
import { startsWith } from '../../wasi/vfs/path.ts';
import { ScratchDirectory } from '../../wasi/vfs/scratch-file.ts';
import { RootFileSystem } from '../../wasi/vfs/root-fs.ts';

/** What a tree is made of. */
export interface TreeParts {
  readonly mounts: readonly MountMessage[];
  readonly commands: readonly CommandMessage[];
  readonly devices: FileSystem;
  /** For each file system of handles, besides what comes with its mount. */
  readonly handles: Omit<HandleFileSystemOptions, 'device' | 'readOnly' | 'scratch' | 'onDenied'>;
  /** Makes one; a plain one, where it is not given. */
  readonly fileSystem?: (
    root: FileSystemDirectoryHandle,
    options: HandleFileSystemOptions,
  ) => HandleFileSystem;
  readonly onDenied: (device: string) => void;
}

/** A tree, and its file systems of handles by device. */
export interface Tree {
  readonly table: MountTable;
  readonly devices: ReadonlyMap<string, HandleFileSystem>;
}

/** Puts a tree together. Mounts of one device share a file system, so that a rename between them is one. */
export function buildTree(parts: TreeParts): Tree {
  const devices = new Map<string, HandleFileSystem>();
  const make = parts.fileSystem ?? ((root, options) => new HandleFileSystem(root, options));
  const mounts: Mount[] = parts.mounts.map((mount) => {
    const { point, device, handle, prefix, readOnly, scratch } = mount;
    const fs =
      devices.get(device) ??
      make(handle, {
        ...parts.handles,
        device,
        readOnly,
        ...(scratch === undefined ? {} : { scratch: new ScratchDirectory(scratch) }),
        onDenied: () => parts.onDenied(device),
      });
    devices.set(device, fs);
    return { point, fs, prefix };
  });
  mounts.push(
    { point: ['bin'], fs: new BinFileSystem(parts.commands), prefix: [] },
    { point: ['dev'], fs: parts.devices, prefix: [] },
  );
  const root = new RootFileSystem([['mnt'], ...mounts.map(({ point }) => point)]);
  mounts.push({ point: [], fs: root, prefix: [] });
  return { table: new MountTable(mounts), devices };
}

/** Hands the cwd's handle to its file system, so that relative paths need no walk from the root. */
export function keepCwd(
  tree: MountTable,
  cwd: readonly string[],
  handle: FileSystemDirectoryHandle,
): void {
  const { mount, inner } = tree.mountOf(cwd);
  if (mount.fs instanceof HandleFileSystem && startsWith(cwd, mount.point))
    mount.fs.keep(inner, handle);
}
