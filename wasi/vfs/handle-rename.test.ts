import { afterEach, describe, expect, test, vi } from 'vitest';

import { FakeFileHandle } from './fake-handles.ts';
import { anew, at, bytes, code, folder, forReading, forWriting, open } from './fixtures.ts';
import { isDangerous } from './handle-rename.ts';
import { StreamedFile } from './streamed-file.ts';

/** More than are moved at once. */
const manyFiles = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`d/${index}`, String(index)]),
);

test('dangerous names', () => {
  for (const name of ['t.sh', 'T.SH', 'a.b.py', '.bash', 'x.jar', 'x.desktop'])
    expect(isDangerous(name), name).toBe(true);
  for (const name of ['sh', 'a.txt', 'sh.txt', '.hidden', 'Makefile'])
    expect(isDangerous(name), name).toBe(false);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a file', () => {
  test('is moved, not copied: it stays the same file', async () => {
    const { disk, fs } = folder({ f: 'x', 'd/': '' });
    const identity = disk.identity('f');
    await fs.rename(at('f'), at('d/g'));
    expect(disk.identity('d/g')).toBe(identity);
    expect(disk.counts.get('createWritable')).toBeUndefined();
  });

  test('of a dangerous name is copied, verified and removed, and that is said', async () => {
    const { disk, fs, told } = folder({ 'a.sh': 'one', 'b.py': 'two', 'c.txt': 'three' });
    await fs.rename(at('a.sh'), at('x'));
    await fs.rename(at('c.txt'), at('b.py'));
    expect(disk.tree()).toEqual({ x: 'one', 'b.py': 'three' });
    expect(disk.dialogs).toBe(0);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('mode');
  });

  test('whose copy cannot be stored stays, and nothing is left of the copy', async () => {
    for (const kind of ['createWritable', 'write', 'close'] as const) {
      const { disk, fs } = folder({ 'a.sh': 'one', 'b.sh': 'two' });
      disk.fail(kind, 'QuotaExceededError');
      expect(await code(() => fs.rename(at('a.sh'), at('new.sh')))).toBe('ENOSPC');
      disk.fail(kind, 'QuotaExceededError');
      expect(await code(() => fs.rename(at('a.sh'), at('b.sh')))).toBe('ENOSPC');
      expect(disk.tree()).toEqual({ 'a.sh': 'one', 'b.sh': 'two' });
    }
  });

  test('that was copied and cannot be removed loses its copy', async () => {
    const { disk, fs, told } = folder({ 'a.sh': 'one' });
    disk.fail('removeEntry', 'NoModificationAllowedError');
    expect(await code(() => fs.rename(at('a.sh'), at('b.sh')))).toBe('EBUSY');
    expect(disk.tree()).toEqual({ 'a.sh': 'one' });
    expect(told).toEqual([]);
  });

  test('that has replaced another and cannot be removed says so', async () => {
    const { disk, fs } = folder({ 'a.sh': 'new', 'b.sh': 'old' });
    disk.fail('removeEntry', 'NoModificationAllowedError');
    await expect(fs.rename(at('a.sh'), at('b.sh'))).rejects.toMatchObject({
      code: 'EBUSY',
      reason:
        "'a.sh' could not be removed: it stays, and so does its copy 'b.sh', which has replaced what was there",
    });
    expect(disk.tree()).toEqual({ 'a.sh': 'new', 'b.sh': 'new' });
  });

  test('whose copy cannot be taken back either says so', async () => {
    const { disk, fs } = folder({ 'a.sh': 'one' });
    disk.fail('removeEntry', 'NoModificationAllowedError', 2);
    await expect(fs.rename(at('a.sh'), at('b.sh'))).rejects.toMatchObject({
      code: 'EBUSY',
      reason: "'a.sh' could not be removed: it stays, and so does its copy 'b.sh'",
    });
    expect(disk.tree()).toEqual({ 'a.sh': 'one', 'b.sh': 'one' });
  });

  test('that another tab writes replaces nothing', async () => {
    const { disk, fs } = folder({ 'a.sh': 'new', 'b.sh': 'old' });
    const writer = await (await (await fs.directory([])).getFileHandle('a.sh')).createWritable();
    expect(await code(() => fs.rename(at('a.sh'), at('b.sh')))).toBe('EBUSY');
    await writer.abort();
    expect(disk.tree()).toEqual({ 'a.sh': 'new', 'b.sh': 'old' });
  });

  test('that somebody else removes meanwhile is not lost', async () => {
    const { disk, fs } = folder({ 'a.sh': 'one' });
    const call = disk.call.bind(disk);
    disk.call = async (kind) => {
      if (kind === 'removeEntry') disk.delete('a.sh');
      await call(kind);
    };
    await fs.rename(at('a.sh'), at('b.sh'));
    expect(disk.tree()).toEqual({ 'b.sh': 'one' });
  });

  test('whose copy is not what it was stays', async () => {
    const { disk, fs } = folder({ 'a.sh': 'one' });
    const store = disk.store.bind(disk);
    for (const wrong of ['on', 'onE']) {
      disk.store = (node) => store(node, Uint8Array.from(bytes(wrong)));
      await expect(fs.rename(at('a.sh'), at('b.sh'))).rejects.toMatchObject({ code: 'EIO' });
      expect(disk.tree()).toEqual({ 'a.sh': 'one' });
    }
  });

  test('that is open gets no name that another process took meanwhile', async () => {
    const { disk, fs, writers } = folder({ f: 'x' });
    const file = await open(fs, 'f', forWriting);
    const call = disk.call.bind(disk);
    disk.call = async (kind) => {
      if (kind === 'move') writers.others.add('disk\0g');
      await call(kind);
    };
    expect(await code(() => fs.rename(at('f'), at('g')))).toBe('EBUSY');
    expect(writers.open.size).toBe(0);
    await file.close();
    expect(disk.tree()).toEqual({ g: 'x' });
  });

  test('of a dangerous name does not replace what is hidden', async () => {
    const { disk, fs } = folder({ 'a.sh': 'new' });
    disk.hide('b.sh');
    expect(await code(() => fs.rename(at('a.sh'), at('b.sh')))).toBe('ELOOP');
    expect(disk.tree()).toEqual({ 'a.sh': 'new', 'b.sh': '(hidden)' });
  });

  test('that is written while it is renamed loses nothing', async () => {
    for (const names of [
      ['log', 'log.1'],
      ['log.sh', 'log.py'],
    ] as const) {
      const { disk, fs } = folder({ [names[0]]: '' });
      const file = await open(fs, names[0], forWriting);
      await file.write('end', bytes('0\n'));
      let over = false;
      const renamed = fs.rename(at(names[0]), at(names[1])).finally(() => (over = true));
      let wanted = '0\n';
      for (let n = 1; !over; n++) {
        await file.write('end', bytes(`${n}\n`));
        wanted += `${n}\n`;
      }
      await renamed;
      await file.close();
      expect(disk.tree()).toEqual({ [names[1]]: wanted });
    }
  });

  test('that is read while it is renamed is read on, and by its old name nothing more', async () => {
    const end = vi.spyOn(StreamedFile.prototype, 'end');
    const { fs } = folder({ f: 'content' }, { readerOf: (file) => new StreamedFile(file) });
    const file = await open(fs, 'f', forReading);
    await file.read(0, 3);
    end.mockClear();
    await fs.rename(at('f'), at('g'));
    expect(end).toHaveBeenCalledTimes(1);
    expect(new TextDecoder().decode(await file.read(3, 10))).toBe('tent');
  });

  test('whose copy cannot be finished or taken away names it', async () => {
    const { disk, fs } = folder({ 'a.sh': 'one' });
    disk.fail('write', 'QuotaExceededError');
    disk.fail('removeEntry', 'NotAllowedError');
    await expect(fs.rename(at('a.sh'), at('b.sh'))).rejects.toMatchObject({
      code: 'ENOSPC',
      reason: expect.stringContaining("'b.sh'"),
    });
    expect(disk.tree()).toEqual({ 'a.sh': 'one', 'b.sh': '' });
  });

  test('that is open and not found at its new name never writes to what has the old one', async () => {
    const { disk, fs, writers } = folder({ f: 'one' });
    const file = await open(fs, 'f', forWriting);
    const { length } = await file.read(0, 10);
    let moved = false;
    const { move } = FakeFileHandle.prototype;
    vi.spyOn(FakeFileHandle.prototype, 'move').mockImplementation(async function (
      this: FakeFileHandle,
      ...target
    ) {
      await move.apply(this, target);
      moved = true;
      disk.fail('getFileHandle', 'NotReadableError');
    });
    await fs.rename(at('f'), at('g'));
    expect(moved).toBe(true);
    disk.put('f', 'another');
    expect(await code(() => file.write(length, bytes(' two')))).toBe('EIO');
    await file.close();
    const other = await open(fs, 'f', forWriting);
    await other.write('end', bytes('!'));
    await other.close();
    expect(disk.tree()).toEqual({ f: 'another!', g: 'one' });
    expect(writers.open.size).toBe(0);
  });

  test('that somebody else removed just before is ENOENT', async () => {
    const { disk, fs } = folder({ f: 'one' });
    const { move } = FakeFileHandle.prototype;
    vi.spyOn(FakeFileHandle.prototype, 'move').mockImplementation(function (
      this: FakeFileHandle,
      ...target
    ) {
      disk.delete('f');
      return move.apply(this, target);
    });
    expect(await code(() => fs.rename(at('f'), at('g')))).toBe('ENOENT');
    expect(disk.tree()).toEqual({});
  });

  test('to a refused name is EINVAL', async () => {
    const { disk, fs } = folder({ f: 'x' });
    await expect(fs.rename(at('f'), at('f~'))).rejects.toMatchObject({
      code: 'EINVAL',
      reason: expect.stringContaining("'f~'"),
    });
    expect(disk.tree()).toEqual({ f: 'x' });
  });

  test('that the browser asks about is said to wait', async () => {
    vi.useFakeTimers();
    const { disk, fs, told } = folder({ 'f.odd': 'x' });
    const handle = disk.find(['f.odd']);
    expect(handle?.kind).toBe('file');
    const source = await (await fs.directory([])).getFileHandle('f.odd');
    const slow = Object.assign(source, { move: () => new Promise(() => {}) });
    const root = await fs.directory([]);
    root.getFileHandle = async () => slow;
    void fs.rename(at('f.odd'), at('g.odd')).catch(() => {});
    await vi.advanceTimersByTimeAsync(1100);
    expect(told).toEqual([expect.stringContaining('ask')]);
  });
});

describe('one entry by two spellings', () => {
  test('a plain file changes its spelling', async () => {
    const { disk, fs } = folder({ a: 'x' });
    disk.caseInsensitive = true;
    await fs.rename(at('a'), at('A'));
    expect(disk.tree()).toEqual({ A: 'x' });
  });

  test('what would be copied onto itself and removed is refused', async () => {
    const { disk, fs } = folder({ 'a.sh': 'x', 'd/f': 'y' });
    disk.caseInsensitive = true;
    expect(await code(() => fs.rename(at('a.sh'), at('A.sh')))).toBe('ENOTSUP');
    expect(await code(() => fs.rename(at('d/f'), at('D/f')))).toBe('none');
    expect(await code(() => fs.rename(at('d'), at('D')))).not.toBe('none');
    expect(disk.tree()).toEqual({ 'a.sh': 'x', 'd/': '(directory)', 'd/f': 'y' });
  });

  test('two entries are two where the disk knows case', async () => {
    const { disk, fs } = folder({ 'a.sh': 'x', 'A.sh': 'y' });
    await fs.rename(at('a.sh'), at('A.sh'));
    expect(disk.tree()).toEqual({ 'A.sh': 'x' });
  });
});

describe('a directory', () => {
  test('moves file by file, and never recursively', async () => {
    const { disk, fs } = folder({ 'd/a': '1', 'd/e/b.sh': '2', 'd/e/f/': '' });
    const identity = disk.identity('d/a');
    await fs.rename(at('d'), at('n'));
    expect(disk.tree()).toEqual({
      'n/': '(directory)',
      'n/a': '1',
      'n/e/': '(directory)',
      'n/e/b.sh': '2',
      'n/e/f/': '(directory)',
    });
    expect(disk.identity('n/a')).toBe(identity);
    expect(disk.recursive + disk.dialogs).toBe(0);
  });

  test('leaves what is hidden where it is, and names its directory', async () => {
    const { disk, fs } = folder({ 'd/a': '1', 'd/e/b': '2', 'd/e/g/c': '3', 'd/x/y': '4' });
    disk.hide('d/e/link');
    await expect(fs.rename(at('d'), at('n'))).rejects.toMatchObject({
      code: 'ENOTEMPTY',
      reason: expect.stringContaining("stay in 'd/e';"),
    });
    expect(disk.tree()).toEqual({
      'd/': '(directory)',
      'd/e/': '(directory)',
      'd/e/link': '(hidden)',
      'n/': '(directory)',
      'n/a': '1',
      'n/e/': '(directory)',
      'n/e/b': '2',
      'n/e/g/': '(directory)',
      'n/e/g/c': '3',
      'n/x/': '(directory)',
      'n/x/y': '4',
    });
  });

  test('does not replace one that holds what is hidden', async () => {
    const { disk, fs } = folder({ 'd/a': '1', 'n/': '' });
    disk.hide('n/link');
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('ENOTEMPTY');
    expect(disk.tree()).toEqual({
      'd/': '(directory)',
      'd/a': '1',
      'n/': '(directory)',
      'n/link': '(hidden)',
    });
  });

  test('goes back when a file cannot be moved', async () => {
    const { disk, fs } = folder({ 'd/a': '1', 'd/b': '2', 'd/e/c': '3' });
    const before = disk.tree();
    const locked = await (await fs.directory(at('d/e'))).getFileHandle('c');
    const writer = await locked.createWritable(); // another tab
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EBUSY');
    await writer.abort();
    expect(disk.tree()).toEqual(before);
  });

  test('goes back when a file was copied and cannot be removed', async () => {
    const { disk, fs, told } = folder({ 'd/a': '1', 'd/b.sh': '2', 'd/c': '3' });
    const before = disk.tree();
    disk.fail('removeEntry', 'NoModificationAllowedError');
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EBUSY');
    expect(disk.tree()).toEqual(before);
    expect(told).toEqual([]);
  });

  test('goes back when a name is too long to be written', async () => {
    const { disk, fs } = folder({ 'd/a': '1', [`d/${'x'.repeat(247)}.sh`]: '2', 'd/z': '3' });
    const before = disk.tree();
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EIO');
    expect(disk.tree()).toEqual(before);
  });

  test('goes back when it is stopped', async () => {
    const stop = new AbortController();
    const { disk, fs } = folder(manyFiles, { signal: stop.signal });
    const before = disk.tree();
    const call = disk.call.bind(disk);
    disk.call = async (kind) => {
      await call(kind);
      if (kind === 'move') stop.abort();
    };
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EINTR');
    expect(disk.counts.get('move')).toBeLessThan(2 * Object.keys(manyFiles).length);
    expect(disk.tree()).toEqual(before);
  });

  test('tells how far it is, and that it is over', async () => {
    const told: [number | undefined, boolean][] = [];
    const progress = (moved: number | undefined, back: boolean): void =>
      void told.push([moved, back]);
    const stop = new AbortController();
    const { disk, fs } = folder(manyFiles, { progress, signal: stop.signal });
    const call = disk.call.bind(disk);
    disk.call = async (kind) => {
      await call(kind);
      if ((disk.counts.get('move') ?? 0) >= 12) stop.abort();
    };
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EINTR');
    const moved = told.filter(([, back]) => !back).length - 1;
    expect(moved).toBeGreaterThanOrEqual(12);
    expect(moved).toBeLessThan(Object.keys(manyFiles).length);
    const counted = Array.from({ length: moved }, (_, index) => index + 1);
    expect(told).toEqual([
      ...counted.map((count) => [count, false]),
      ...counted.toReversed().map((count) => [count, true]),
      [undefined, false],
    ]);
  });

  test('says what is where when the browser answers nothing any more', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const told: string[] = [];
    const options = { signal: stop.signal, explain: (sentence: string) => told.push(sentence) };
    const { disk, fs } = folder({ 'd/a': '1', 'd/b': '2', 'd/pipe': '', 'd/e/z': '3' }, options);
    const call = disk.call.bind(disk);
    let moves = 0;
    disk.call = (kind) => {
      if (kind === 'move') moves++;
      return moves < 3 ? call(kind) : new Promise(() => {}); // the third is a named pipe
    };
    const renamed = code(() => fs.rename(at('d'), at('n')));
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([expect.stringContaining("'pipe' may be renamed")]);
    stop.abort();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await renamed).toBe('EINTR');
    expect(told.slice(1).toSorted()).toEqual([
      "the rename stopped half way: 'd/a' is now 'n/a'",
      "the rename stopped half way: 'd/b' is now 'n/b'",
    ]);
    expect(disk.tree()).toEqual({
      'd/': '(directory)',
      'd/e/': '(directory)',
      'd/e/z': '3',
      'd/pipe': '',
      'n/': '(directory)',
      'n/a': '1',
      'n/b': '2',
    });
  });

  test('whose old place cannot be removed says where all is', async () => {
    const { disk, fs } = folder({ 'd/a': '1' });
    disk.fail('removeEntry', 'NoModificationAllowedError');
    await expect(fs.rename(at('d'), at('n'))).rejects.toMatchObject({
      code: 'EBUSY',
      reason: "all was moved to 'n'; of what is empty now 'd' could not be removed",
    });
    expect(disk.tree()).toEqual({ 'd/': '(directory)', 'n/': '(directory)', 'n/a': '1' });
  });

  test('is registered while it moves: whoever ends it can name it', async () => {
    const { disk, fs, writers } = folder({ 'd/a': '1' });
    const call = disk.call.bind(disk);
    let registered: string[] = [];
    disk.call = (kind) => {
      if (kind === 'move') registered = [...writers.open];
      return call(kind);
    };
    await fs.rename(at('d'), at('n'));
    expect(registered).toEqual(['disk\0d', 'disk\0n']);
    expect(writers.open.size).toBe(0);
  });

  test('takes open files with it', async () => {
    const { disk, fs, writers } = folder({ 'd/a': '1' });
    const file = await open(fs, 'd/new', anew);
    await file.write(0, bytes('one'));
    await fs.rename(at('d'), at('n'));
    await file.write('end', bytes(' two'));
    expect([...writers.open]).toEqual(['disk\0n/new']);
    await file.close();
    expect(disk.text('n/new')).toBe('one two');
    expect(writers.open.size).toBe(0);
  });

  test('with a file of another process does not move', async () => {
    const { disk, fs, writers } = folder({ 'd/a': '1', 'd/b': '2' });
    const before = disk.tree();
    writers.others.add('disk\0d/b');
    expect(await code(() => fs.rename(at('d'), at('n')))).toBe('EBUSY');
    expect(disk.tree()).toEqual(before);
  });
});
