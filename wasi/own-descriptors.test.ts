import { describe, expect, test } from 'vitest';

import { DescriptorTable } from './fd/table.ts';
import { ownDescriptors } from './own-descriptors.ts';
import { FileDescription } from './fd/file.ts';
import { preopenRoot } from './fd/preopens.ts';
import { StreamDescription } from './fd/stream.ts';
import * as rights from './preview1/rights.ts';
import { DeviceFileSystem } from './vfs/device-fs.ts';
import { anew, bytes, code, forReading, forWriting } from './vfs/fixtures.ts';
import { MemoryFileSystem } from './vfs/memory-fs.ts';
import type { Stream } from './vfs/stream.ts';

function devices(): { dev: DeviceFileSystem; table: DescriptorTable; closed: () => number } {
  let closes = 0;
  const pipe: Stream = {
    kind: 'stream',
    type: 'pipe',
    read: () => bytes('piped'),
    write: ({ length }) => length,
    readable: () => 5,
    close: () => void closes++,
  };
  const table = new DescriptorTable();
  table.set(0, { description: new StreamDescription(pipe), rights: rights.read, inheriting: 0n });
  const file = new MemoryFileSystem().open(['f'], anew);
  file.write(0, bytes('0123456789'));
  table.set(5, { description: new FileDescription(file, 0), rights: rights.read, inheriting: 0n });
  return { dev: new DeviceFileSystem(ownDescriptors(table)), table, closed: () => closes };
}

async function stream(
  dev: DeviceFileSystem,
  path: string[],
  options = forReading,
): Promise<Stream> {
  const opened = await dev.open(path, options);
  if (opened.kind !== 'stream') throw new Error('no stream');
  return opened;
}

describe('devices', () => {
  test('null, zero, full, random', async () => {
    const { dev } = devices();
    expect(await (await stream(dev, ['null'])).read(10)).toHaveLength(0);
    expect(await (await stream(dev, ['null'], anew)).write(bytes('abc'))).toBe(3);
    expect(await (await stream(dev, ['zero'])).read(3)).toEqual(new Uint8Array(3));
    expect((await (await stream(dev, ['zero'])).read(1e9)).length).toBeLessThanOrEqual(65_536);
    const full = await stream(dev, ['full'], forWriting);
    expect(await code(() => full.write(bytes('x')))).toBe('ENOSPC');
    expect(await (await stream(dev, ['random'])).read(16)).not.toEqual(new Uint8Array(16));
    expect(await code(() => stream(dev, ['tty']))).toBe('ENXIO');
  });

  test('are what their stat says, open or not', async () => {
    const { dev } = devices();
    const opened = new StreamDescription(await stream(dev, ['null']));
    expect(await opened.stat()).toEqual(await dev.stat(['null']));
    expect((await dev.stat(['null'])).inode).not.toBe((await dev.stat(['zero'])).inode);
  });

  test('cannot be changed', async () => {
    const { dev } = devices();
    expect(await code(() => dev.open(['new'], anew))).toBe('EACCES');
    expect(await code(() => dev.open(['new'], forReading))).toBe('ENOENT');
    expect(await code(() => dev.open(['null'], { ...anew, exclusive: true }))).toBe('EEXIST');
    expect(await code(() => dev.open(['null', 'x'], forReading))).toBe('ENOTDIR');
    expect(await code(() => dev.open(['fd'], forReading))).toBe('EISDIR');
    expect(await code(() => dev.unlink(['null']))).toBe('EACCES');
    expect(await code(() => dev.unlink(['x']))).toBe('ENOENT');
    expect(await code(() => dev.createDirectory(['null']))).toBe('EEXIST');
    expect(await code(() => dev.createDirectory(['x']))).toBe('EACCES');
    expect(await code(() => dev.list(['null']))).toBe('ENOTDIR');
  });
});

describe('own descriptors', () => {
  test('are listed by number', async () => {
    const { dev } = devices();
    const entries = await dev.list(['fd']).next();
    expect(entries.map(({ name }) => name)).toEqual(['0', '5']);
    for (const number of ['1', '05', '-1', 'x', '1e0']) {
      expect(await code(() => dev.open(['fd', number], forReading)), number).toBe('ENOENT');
      expect(await code(() => dev.stat(['fd', number])), number).toBe('ENOENT');
    }
    expect(await code(() => dev.open(['stdout'], forReading))).toBe('ENOENT');
  });

  test('a stream is the same stream, and is not closed with the second', async () => {
    const { dev, table, closed } = devices();
    const again = await stream(dev, ['stdin']);
    expect(new TextDecoder().decode(await again.read(10))).toBe('piped');
    await again.close();
    expect(closed()).toBe(0);
    const own = await table.get(0).description.stat();
    expect(await dev.stat(['stdin'])).toEqual(own);
    expect(await new StreamDescription(again).stat()).toEqual(own);
    expect(own.type).toBe('pipe');
  });

  test('a file goes on at the offset of its descriptor', async () => {
    const { dev } = devices();
    const again = await stream(dev, ['fd', '5']);
    expect(new TextDecoder().decode(await again.read(4))).toBe('0123');
    const more = await stream(dev, ['fd', '5']);
    expect(new TextDecoder().decode(await more.read(100))).toBe('456789');
    expect(await code(() => dev.open(['fd', '5'], forWriting))).toBe('EACCES');
  });

  test('of the shell whose number a preopened directory needs keep their name', async () => {
    const { dev, table } = devices();
    table.set(3, { ...table.get(0) });
    preopenRoot(table, new MemoryFileSystem());
    expect(table.get(3).description.kind).toBe('directory');
    expect(new TextDecoder().decode(await (await stream(dev, ['fd', '3'])).read(10))).toBe('piped');
    const entries = await dev.list(['fd']).next();
    expect(entries.map(({ name }) => name)).toEqual(['0', '3', '5']);
    expect(table.add({ ...table.get(0) })).toBe(1);
  });
});
