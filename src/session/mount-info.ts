// What `mount` and `df` tell of the tree.
import type { Mounts } from './mounts.ts';
import type { MountInfo, Storage } from '../commands/session.ts';
import type { MountMessage } from '../process/protocol.ts';
import { startsWith, type Path } from '../../wasi/vfs/path.ts';

/** All that is mounted, the longest point first. */
export function mountsOf(mounts: Mounts): MountInfo[] {
  const fixed = [
    { source: 'programs', point: ['bin'], type: 'bin', readOnly: true },
    { source: 'devices', point: ['dev'], type: 'dev', readOnly: false },
    { source: 'dirsh', point: [], type: 'root', readOnly: true },
  ] as const;
  return [...mounts.messages.map(infoOf), ...fixed].toSorted(
    (a, b) => b.point.length - a.point.length,
  );
}

function infoOf({ point, device, handle, prefix, readOnly }: MountMessage): MountInfo {
  if (device === 'private') return { source: 'browser', point, type: 'opfs', readOnly };
  return { source: [handle.name, ...prefix].join('/'), point, type: 'folder', readOnly };
}

/** How much is stored where `path` is. The browser tells it of what it stores itself, and not of a person's disk. */
export async function storageAt(mounts: Mounts, path: Path): Promise<Storage | undefined> {
  const mount = mountsOf(mounts).find(({ point }) => startsWith(path, point));
  if (mount?.type !== 'opfs') return undefined;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? undefined : { size: quota, used: usage };
}
