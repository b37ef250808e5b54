// The mounted folders: which there are, where, and whether two of them are one.
import type { MountMessage } from '../process/protocol.ts';
import { equalPaths, type Path } from '../../wasi/vfs/path.ts';

/** A folder that a person opened. */
interface Folder {
  /** The name below /mnt. */
  readonly name: string;
  readonly handle: FileSystemDirectoryHandle;
  readonly device: string;
  readonly readOnly: boolean;
}

export interface Added {
  readonly point: Path;
  /** Whether it was mounted already. */
  readonly known: boolean;
  /** The mounted folder that it lies in, if any. */
  readonly inside: Path | undefined;
}

/** The folders of a session. Comparing them is the browser's work: names and paths tell nothing. */
export class Mounts {
  readonly #private: readonly MountMessage[];
  #folders: Folder[] = [];
  /** Where each folder lies in another: the outer one's device, and the path there. */
  readonly #aliases = new Map<
    Folder,
    { readonly outer: Folder; readonly prefix: readonly string[] }
  >();
  #devices = 0;

  /** @param own what is mounted from the start, such as /home */
  constructor(own: readonly MountMessage[]) {
    this.#private = own;
  }

  /** Mounts a folder at `/mnt/NAME`, or finds where it is mounted. A second one of its name becomes `NAME-2`. */
  async add(handle: FileSystemDirectoryHandle, readOnly: boolean): Promise<Added> {
    for (const folder of this.#folders) {
      if (await folder.handle.isSameEntry(handle)) {
        if (!readOnly) this.#replace({ ...folder, readOnly: false });
        return { point: ['mnt', folder.name], known: true, inside: undefined };
      }
    }
    const folder: Folder = {
      name: this.#freeName(handle.name),
      handle,
      device: `folder-${this.#devices++}`,
      readOnly,
    };
    let inside: Folder | undefined;
    for (const other of this.#folders) {
      const below = await other.handle.resolve(handle);
      const above = await handle.resolve(other.handle);
      if (below !== null && inside === undefined) {
        inside = other;
        this.#aliases.set(folder, { outer: other, prefix: below });
      }
      if (above !== null) this.#aliases.set(other, { outer: folder, prefix: above });
    }
    this.#folders.push(folder);
    const point = ['mnt', folder.name];
    return { point, known: false, inside: inside === undefined ? undefined : ['mnt', inside.name] };
  }

  #freeName(wanted: string): string {
    // The root of a drive has no name; a slash cannot be in one.
    const name = wanted.replaceAll('/', '_') || 'folder';
    const taken = new Set(this.#folders.map((folder) => folder.name));
    for (let number = 1; ; number++) {
      const free = number === 1 ? name : `${name}-${number}`;
      if (!taken.has(free)) return free;
    }
  }

  #replace(folder: Folder): void {
    this.#folders = this.#folders.map((old) => {
      if (old.name !== folder.name) return old;
      const alias = this.#aliases.get(old);
      this.#aliases.delete(old);
      if (alias !== undefined) this.#aliases.set(folder, alias);
      for (const [inner, { outer, prefix }] of this.#aliases) {
        if (outer === old) this.#aliases.set(inner, { outer: folder, prefix });
      }
      return folder;
    });
  }

  /** Takes a folder out. One that lay in it is then a mount of its own, or of what is around both. */
  remove(point: Path): boolean {
    const folder = this.#folders.find(({ name }) => equalPaths(point, ['mnt', name]));
    if (folder === undefined) return false;
    const around = this.#aliases.get(folder);
    this.#aliases.delete(folder);
    for (const [inner, { outer, prefix }] of this.#aliases) {
      if (outer !== folder) continue;
      if (around === undefined) this.#aliases.delete(inner);
      else this.#aliases.set(inner, { outer: around.outer, prefix: [...around.prefix, ...prefix] });
    }
    this.#folders = this.#folders.filter((other) => other !== folder);
    return true;
  }

  /** Changes what may be done with a folder; undefined where it is not mounted. */
  async setReadOnly(
    handle: FileSystemDirectoryHandle,
    readOnly: boolean,
  ): Promise<Path | undefined> {
    for (const folder of this.#folders) {
      if (!(await folder.handle.isSameEntry(handle))) continue;
      this.#replace({ ...folder, readOnly });
      return ['mnt', folder.name];
    }
    return undefined;
  }

  /** The folder of a device. */
  folder(
    device: string,
  ): { readonly handle: FileSystemDirectoryHandle; readonly name: string } | undefined {
    return this.#folders.find((folder) => folder.device === device);
  }

  /** All mounts, for the trees of the session and its processes. */
  get messages(): MountMessage[] {
    const folders = this.#folders.map((folder) => {
      const { root, prefix } = this.#rootOf(folder, []);
      const { device, handle, readOnly } = root;
      return { point: ['mnt', folder.name], device, handle, prefix, readOnly };
    });
    return [...this.#private, ...folders];
  }

  /** The outermost mounted folder that holds `folder`, and the way there. */
  #rootOf(
    folder: Folder,
    prefix: readonly string[],
  ): { readonly root: Folder; readonly prefix: readonly string[] } {
    const alias = this.#aliases.get(folder);
    if (alias === undefined) return { root: folder, prefix };
    const outermost = this.#rootOf(alias.outer, [...alias.prefix, ...prefix]);
    // What may be written stays so, by its own handle, when a folder around it is opened for reading only.
    return outermost.root.readOnly && !folder.readOnly ? { root: folder, prefix } : outermost;
  }
}
