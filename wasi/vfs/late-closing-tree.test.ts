import { describe, expect, test } from 'vitest';

import type { FakeDisk, Content } from './fake-disk.ts';
import {
  anew,
  at,
  bytes,
  code,
  content,
  folder,
  forReading,
  forWriting,
  open,
} from './fixtures.ts';
import { LateCloses, maximumLate } from './late-closes.ts';
import { LateClosingTree } from './late-closing-tree.ts';
import { MountTable } from './mounts.ts';

interface Made {
  readonly disk: FakeDisk;
  readonly tree: LateClosingTree;
  readonly late: LateCloses;
}

/** The tree of a process, on a disk of its own. */
function process(files: Content = {}): Made {
  const { disk, fs } = folder(files, { brief: true });
  const late = new LateCloses();
  return {
    disk,
    late,
    tree: new LateClosingTree(new MountTable([{ point: [], prefix: [], fs }]), late),
  };
}

/** Makes a file with a text, as `cp` does. */
async function put({ tree }: Made, path: string, text: string): Promise<void> {
  const file = await open(tree, path, anew);
  await file.write(0, bytes(text));
  await file.close();
}

/** What is on the disk, but for the browser's own files. */
function stored({ disk }: Made): Record<string, string> {
  return Object.fromEntries(
    Object.entries(disk.tree()).filter(([path]) => !path.endsWith('.crswap')),
  );
}

/** Whether something is done by itself, while nothing else happens. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  const turned = new Promise<boolean>((resolve) => setTimeout(resolve, 0, false));
  const done = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([done, turned]);
}

describe('the close of a file', () => {
  test('that the process made goes on while its program does', async () => {
    const made = process();
    const release = made.disk.hold('close');
    await put(made, 'new', 'text');
    expect(made.disk.text('new')).toBe('');
    release();
    await made.late.settled();
    expect(made.disk.text('new')).toBe('text');
  });

  test('that was there before returns when it is stored', async () => {
    const made = process({ f: 'old' });
    const release = made.disk.hold('close');
    const closed = put(made, 'f', 'text');
    expect(await isDone(closed)).toBe(false);
    release();
    await closed;
    expect(made.disk.text('f')).toBe('text');
  });

  test('that was stored before returns when it is stored', async () => {
    const made = process();
    const file = await open(made.tree, 'new', anew);
    await file.write(0, bytes('one'));
    await file.sync();
    await file.write(3, bytes(' two'));
    const release = made.disk.hold('close');
    const closed = Promise.resolve(file.close());
    expect(await isDone(closed)).toBe(false);
    release();
    await closed;
    expect(made.disk.text('new')).toBe('one two');
  });

  test('that was renamed fails at once: later it would be told by its old name', async () => {
    const made = process();
    const file = await open(made.tree, 'new', anew);
    await made.tree.rename(at('new'), at('renamed'));
    await file.write(0, bytes('text'));
    made.disk.fail('close', 'QuotaExceededError');
    expect(await code(() => file.close())).toBe('ENOSPC');
    expect(made.late.takeFailures()).toEqual([]);
  });

  test('that is open twice stores what the one that is closed has changed', async () => {
    const made = process();
    const one = await open(made.tree, 'new', anew);
    const other = await open(made.tree, 'new', forReading);
    await one.write(0, bytes('text'));
    await one.close();
    expect(made.disk.text('new')).toBe('text');
    expect(await content(other)).toBe('text');
    await other.close();
  });

  test('waits where many are under way', async () => {
    const made = process();
    const release = made.disk.hold('close', maximumLate + 1);
    for (let index = 0; index < maximumLate; index++) await put(made, `new${index}`, 'text');
    const next = put(made, 'next', 'text');
    expect(await isDone(next)).toBe(false);
    release();
    await next;
  });
});

describe('behind a close that is under way', () => {
  const steps: Record<string, (made: Made) => Promise<unknown>> = {
    'an open of that file': async ({ tree }) => {
      const file = await open(tree, 'new', forReading);
      expect(await content(file)).toBe('text');
      await file.close();
    },
    'a stat of that file': async ({ tree }) => {
      expect((await tree.stat(at('new'))).size).toBe(4);
    },
    'a rewrite of a file that was there': (made) => put(made, 'f', 'other'),
    'a change within a file that was there': async ({ tree }) => {
      const file = await open(tree, 'f', forWriting);
      await file.write(0, bytes('O'));
      await file.close();
    },
    'a cut of a file that was there': async ({ tree }) => {
      const file = await open(tree, 'f', forWriting);
      await file.truncate(1);
      await file.close();
    },
    'a read of what lies under its changes': async ({ tree }) => {
      const file = await open(tree, 'f', forWriting);
      await file.write(1, bytes('L'));
      await file.truncate(5); // the browser's writer is open from here on
      await content(file);
      await file.close();
    },
    'a sync': async ({ tree, disk }) => {
      const file = await open(tree, 'f', forReading);
      await file.sync();
      expect(disk.text('new')).toBe('text');
      await file.close();
    },
    'an unlink': async ({ tree }) => tree.unlink(at('f')),
    'a rename': async ({ tree }) => tree.rename(at('f'), at('g')),
    'a rename of that file': async ({ tree }) => tree.rename(at('new'), at('g')),
    'a removal of a directory': async ({ tree }) => tree.removeDirectory(at('d')),
  };

  test.each(Object.entries(steps))('%s waits', async (_, step) => {
    const made = process({ f: 'old', 'd/': '' });
    const release = made.disk.hold('close');
    await put(made, 'new', 'text');
    const done = step(made);
    expect(await isDone(done)).toBe(false);
    expect(stored(made)).toEqual({ f: 'old', 'd/': '(directory)', new: '' });
    release();
    await done;
    await made.late.settled();
  });

  const free: Record<string, (made: Made) => Promise<unknown>> = {
    'the making of another file': async ({ tree }) => {
      const file = await open(tree, 'other', anew);
      await file.write(0, bytes('text'));
    },
    'a read of another file': async ({ tree }) => {
      const file = await open(tree, 'f', forReading);
      expect(await content(file)).toBe('old');
      await file.close();
    },
    'a stat of another file': async ({ tree }) => tree.stat(at('f')),
    'a listing': async ({ tree }) => (await tree.list([])).next(),
    'the making of a directory': async ({ tree }) => tree.createDirectory(at('e')),
  };

  test.each(Object.entries(free))('%s does not wait', async (_, step) => {
    const made = process({ f: 'old' });
    const release = made.disk.hold('close');
    await put(made, 'new', 'text');
    await step(made);
    expect(made.disk.text('new')).toBe('');
    release();
    await made.late.settled();
  });
});

describe('where a late close fails', () => {
  async function failed(files: Content): Promise<Made> {
    const made = process(files);
    made.disk.fail('close', 'QuotaExceededError');
    await put(made, 'new', 'text');
    await made.late.settled();
    return made;
  }

  test('nothing else is removed or replaced: it may be the last copy', async () => {
    const made = await failed({ f: 'old', g: 'other' });
    const { tree, disk } = made;
    for (const step of [
      async () => tree.unlink(at('f')),
      async () => tree.rename(at('f'), at('g')),
    ])
      await expect(step()).rejects.toMatchObject({
        code: 'ENOSPC',
        reason: "what was written to '/new' could not be stored",
      });
    await expect(async () => tree.rename(at('new'), at('g'))).rejects.toMatchObject({
      code: 'ENOSPC',
      reason: '',
    });
    expect(disk.tree()).toEqual({ f: 'old', g: 'other', new: '' });
  });

  test('it can be removed itself, and is forgotten then', async () => {
    const { tree, disk, late } = await failed({ f: 'old' });
    await tree.unlink(at('new'));
    await tree.unlink(at('f'));
    expect(disk.tree()).toEqual({});
    expect(late.takeFailures()).toEqual([]);
  });

  test('it is not read as if it were empty', async () => {
    const made = await failed({});
    expect(await code(() => open(made.tree, 'new', forReading))).toBe('ENOSPC');
    expect(await code(() => open(made.tree, 'new', forWriting))).toBe('ENOSPC');
    await put(made, 'new', 'again');
    expect(made.disk.text('new')).toBe('again');
  });

  test('and it is made anew as a whole, that is what is there, and nothing is missed', async () => {
    const made = await failed({ f: 'old' });
    const { tree, disk, late } = made;
    const file = await open(tree, 'new', anew);
    await file.write(0, bytes('again'));
    // Until it is stored, the other may be the last copy.
    expect(await code(() => tree.unlink(at('f')))).toBe('ENOSPC');
    await file.close();
    expect(await content(await open(tree, 'new', forReading))).toBe('again');
    await tree.unlink(at('f'));
    expect(late.takeFailures()).toEqual([]);
    expect(disk.tree()).toEqual({ new: 'again' });
  });

  test('and it is made anew in vain, it is missed all the same', async () => {
    const made = await failed({});
    made.disk.fail('close', 'QuotaExceededError');
    expect(await code(() => put(made, 'new', 'again'))).toBe('ENOSPC');
    expect(await code(() => open(made.tree, 'new', forReading))).toBe('ENOSPC');
    const file = await open(made.tree, 'new', anew);
    await file.close(true);
    expect(await code(() => open(made.tree, 'new', forReading))).toBe('ENOSPC');
    expect(made.late.takeFailures()).toMatchObject([['/new', { code: 'ENOSPC' }]]);
  });

  test('all else goes on, and the failure is kept for the end', async () => {
    const made = await failed({ f: 'old' });
    await put(made, 'other', 'text');
    await put(made, 'f', 'new');
    await made.late.settled();
    expect(made.disk.tree()).toEqual({ f: 'new', new: '', other: 'text' });
    expect(made.late.takeFailures()).toMatchObject([['/new', { code: 'ENOSPC' }]]);
  });
});
