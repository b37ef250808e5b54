// What commands see of the session that they run in.
import type { World } from '../process/world.ts';
import type { Tty } from '../tty/tty.ts';
import type { MountTable } from '../../wasi/vfs/mounts.ts';
import type { Path } from '../../wasi/vfs/path.ts';

/** What is mounted somewhere. */
export interface MountInfo {
  /** The folder's name, or what else it is. */
  readonly source: string;
  readonly point: Path;
  readonly type: 'folder' | 'opfs' | 'bin' | 'dev' | 'root';
  readonly readOnly: boolean;
}

/** What a file system has, in bytes. */
export interface Storage {
  readonly size: number;
  readonly used: number;
}

/** The session, as far as commands are concerned. */
export interface Session {
  readonly tree: MountTable;
  /** What /dev/tty is. */
  readonly tty: Tty;
  /** For commands that run others. */
  readonly world: () => World;
  /** What is mounted, the longest point first. */
  readonly mounts: () => readonly MountInfo[];
  /** How much is stored where `path` is; undefined where the browser does not tell. */
  readonly storage: (path: Path) => Promise<Storage | undefined>;
  /** Takes a folder that a person opened out of the tree. `in-it`: the shell is in it; `busy`: a program has it, or something below it, open. */
  readonly unmount: (point: Path) => Promise<'done' | 'in-it' | 'busy' | 'none'>;
}
