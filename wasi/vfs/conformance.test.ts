import { describe, test } from 'vitest';

import { testFileSystem } from './conformance.ts';
import { FakeDisk } from './fake-disk.ts';
import { fakeFolder } from './fake-handles.ts';
import { HandleFileSystem } from './handle-fs.ts';
import { MemoryFileSystem } from './memory-fs.ts';
import { MountTable } from './mounts.ts';
import { ScratchDirectory } from './scratch-file.ts';
import { LocalWriters } from './writers.ts';

const runner = { describe, test };

const handles = (): HandleFileSystem =>
  new HandleFileSystem(fakeFolder(new FakeDisk()), { device: 'disk', writers: new LocalWriters() });

testFileSystem(runner, 'memory', () => new MemoryFileSystem(), { links: true, times: true });

testFileSystem(runner, 'handles', handles, {
  links: false,
  times: false,
  refuses: ['a:b', 'foo~', 'con', 'q?.txt', 'x.lnk', ' x', 'x.'],
});

// Large files are written beside it there.
const inPrivateStorage = (): HandleFileSystem => {
  const disk = new FakeDisk({}, true);
  return new HandleFileSystem(fakeFolder(disk), {
    device: 'disk',
    writers: new LocalWriters(),
    scratch: new ScratchDirectory(fakeFolder(disk, ['..'])),
  });
};

testFileSystem(runner, 'private storage', inPrivateStorage, { links: false, times: false });

// A mount of a folder in a folder: paths get a prefix.
const alias = async (): Promise<MountTable> => {
  const fs = handles();
  await fs.createDirectory(['sub']);
  return new MountTable([{ point: [], fs, prefix: ['sub'] }]);
};

// The root of an alias is no root of the file system below: what differs there is tested with the mounts.
testFileSystem(runner, 'mounts', () => new MountTable([{ point: [], fs: handles(), prefix: [] }]), {
  links: false,
  times: false,
});

testFileSystem(runner, 'an alias', alias, { links: false, times: false });
