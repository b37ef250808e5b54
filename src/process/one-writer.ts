// Redirections of one command to one file: they have one writer.
import type { OwnDescriptor } from './descriptors.ts';
import type { DescriptorKey } from './world.ts';
import { equalPaths } from '../../wasi/vfs/path.ts';

/**
 * What a command writes to and appends to as well (`> f 2>> f`) has one writer, the session's: the process would get
 * EBUSY for opening it again. @throws SystemError
 */
export async function withOneWriter(
  descriptors: ReadonlyMap<DescriptorKey, OwnDescriptor>,
): Promise<ReadonlyMap<DescriptorKey, OwnDescriptor>> {
  const given = new Map(descriptors);
  const instead = new Map<OwnDescriptor, OwnDescriptor>();
  const appended = [...descriptors.values()].filter(({ kind }) => kind === 'shared-file');
  if (appended.length === 0) return descriptors;
  for (const [number, own] of descriptors) {
    if (own.kind !== 'file' || own.mode !== 'write') continue;
    const same = appended.find(
      (other) => other.kind === 'shared-file' && equalPaths(other.path, own.path),
    );
    if (same?.kind !== 'shared-file') continue;
    let other = instead.get(own);
    if (other === undefined) {
      await same.file.cut();
      const stream = same.file.use('beginning');
      if (stream === undefined) continue;
      other = { ...same, stream };
      instead.set(own, other);
    }
    given.set(number, other);
  }
  return given;
}
