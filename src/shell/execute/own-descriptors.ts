// /dev/fd/N as the shell itself sees it: its own descriptors, such as the pipes of process substitutions.
import { unclosed } from '../../process/session-streams.ts';
import { SystemError } from '../../../wasi/vfs/error.ts';
import type { Stat } from '../../../wasi/vfs/filesystem.ts';
import type { Path } from '../../../wasi/vfs/path.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { Execution } from './execution.ts';
import { Shared } from './shared.ts';

/** The tree, with the pipes of process substitutions in it while there are any. */
export function treeOf(execution: Execution): ReadableFileSystem {
  const { fs, substituted } = execution;
  if (substituted.size === 0) return fs;
  return {
    readOnlyAt: (path) => fs.readOnlyAt(path),
    list: (path) => fs.list(path),
    readlink: (path) => {
      if (streamAt(path, execution) !== undefined) throw new SystemError('EINVAL');
      return fs.readlink(path);
    },
    stat: (path) => (streamAt(path, execution) === undefined ? fs.stat(path) : pipe),
    open: (path, options) => {
      const stream = streamAt(path, execution);
      if (stream === undefined) return fs.open(path, options);
      return unclosed(stream); // the statement closes it
    },
  };
}

const pipe: Stat = {
  type: 'pipe',
  device: 0n,
  inode: 0n,
  links: 1,
  size: 0,
  accessed: 0n,
  modified: 0n,
  changed: 0n,
};

function streamAt(path: Path, { descriptors }: Execution): Shared['stream'] | undefined {
  const [dev, fd, number, ...rest] = path;
  if (dev !== 'dev' || fd !== 'fd' || number === undefined || rest.length > 0) return undefined;
  const descriptor = descriptors.get(Number(number));
  return descriptor instanceof Shared ? descriptor.stream : undefined;
}
