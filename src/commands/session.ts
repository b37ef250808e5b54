// What commands see of the session that they run in.
import type { World } from '../process/world.ts';
import type { Tty } from '../tty/tty.ts';
import type { MountTable } from '../../wasi/vfs/mounts.ts';

/** The session, as far as commands are concerned. */
export interface Session {
  readonly tree: MountTable;
  /** What /dev/tty is. */
  readonly tty: Tty;
  /** For commands that run others. */
  readonly world: () => World;
}
