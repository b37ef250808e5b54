import { describe, expect, test, vi } from 'vitest';
import { SystemError } from '../../../wasi/vfs/error.ts';
import type { FileSystem, OpenFile } from '../../../wasi/vfs/filesystem.ts';
import { HistoryFile } from './history-file.ts';
import { History } from './history.ts';

/** A file system of one file, with what these tests need of it. */
function fileSystemOf(state: { text: string | undefined; users: number }): FileSystem {
  const unused = () => {
    throw new Error('not used');
  };
  const open = (_path: unknown, options: { create?: boolean; truncate?: boolean }): OpenFile => {
    if (state.text === undefined && options.create !== true) throw new SystemError('ENOENT');
    if (state.users > 0) throw new SystemError('EBUSY');
    state.users++;
    if (options.truncate === true) state.text = '';
    const file: Partial<OpenFile> = {
      kind: 'file',
      read: (position, max) =>
        new TextEncoder().encode(state.text ?? '').slice(position, position + max),
      write: async (_position, bytes) => {
        const text = new TextDecoder().decode(bytes);
        await Promise.resolve();
        state.text = (state.text ?? '') + text;
        return 0;
      },
      close: () => {
        state.users--;
      },
    };
    return file as OpenFile;
  };
  return { readOnly: false, open, stat: unused } as unknown as FileSystem;
}

describe('History', () => {
  test('keeps no blank, repeated or spaced lines, and as many as it may', () => {
    const variables = new Map([
      ['HISTCONTROL', 'ignoreboth'],
      ['HISTSIZE', '3'],
    ]);
    const history = new History({ lookup: (name) => variables.get(name) });
    for (const line of ['a', 'a', ' b', '', '  ', 'c', 'a', 'd']) history.add(line);
    expect(history.entries).toEqual(['c', 'a', 'd']);
  });

  test('what takes the place of the line that runs takes its place in the store too', async () => {
    const stored = ['old', 'ls'];
    const history = new History({
      store: {
        load: () => Promise.resolve([...stored]),
        hasMoved: () => false,
        settled: Promise.resolve(),
        append: (line) => void stored.push(line),
        replace: (lines) => Promise.resolve(void stored.splice(0, Infinity, ...lines)),
        remove: (lines) =>
          Promise.resolve(lines.forEach((line) => void stored.splice(stored.lastIndexOf(line), 1))),
      },
    });
    await history.load();
    history.add('fc -s l=L');
    expect(history.endsWithCurrent).toBe(true);
    history.enter('Ls');
    expect(history.endsWithCurrent).toBe(false);
    expect(history.entries).toEqual(['old', 'ls', 'Ls']);
    history.remove(0, 0);
    await Promise.resolve();
    expect(stored).toEqual(['ls', 'Ls']);
    history.clear();
    expect([history.entries, stored]).toEqual([[], ['ls', 'Ls']]);
  });

  test('what removes the line that runs removes no other one for it', () => {
    const history = new History();
    for (const line of ['a', 'b', 'history -d -1; history -s c']) history.add(line);
    history.remove(2, 2);
    history.enter('c');
    expect(history.entries).toEqual(['a', 'b', 'c']);
  });

  test('a file of very many lines is loaded', async () => {
    const state = { text: 'true\n'.repeat(300_000), users: 0 };
    const onError = vi.fn();
    const store = new HistoryFile(fileSystemOf(state), {
      path: () => ['h'],
      limit: () => Infinity,
    });
    const history = new History({ store, onError });
    await history.load();
    expect(onError).not.toHaveBeenCalled();
    expect(history.entries).toHaveLength(300_000);
  });

  test('HISTFILE names where each line goes', async () => {
    const state = { text: undefined, users: 0 } as { text: string | undefined; users: number };
    let path: string[] | undefined;
    const store = new HistoryFile(fileSystemOf(state), { path: () => path, limit: () => Infinity });
    await store.append('kept nowhere');
    path = ['h'];
    await store.append('a');
    await store.append('a');
    await store.remove(['a']);
    expect(state.text).toBe('a\n');
    await store.replace(['b', 'c']);
    expect(state.text).toBe('b\nc\n');
    const history = new History({ store });
    history.add('typed');
    await history.follow();
    expect(history.entries).toEqual(['b', 'c', 'typed']);
    await history.follow();
    expect(history.entries).toHaveLength(3);
  });

  test('goes on when the store fails', async () => {
    const errors: unknown[] = [];
    const fail = () => Promise.reject(new SystemError('EIO'));
    const history = new History({
      store: {
        load: fail,
        hasMoved: () => false,
        settled: Promise.resolve(),
        append: fail,
        replace: fail,
        remove: fail,
      },
      onError: (error) => errors.push(error),
    });
    await history.load();
    history.add('a');
    await new Promise((resolve) => setTimeout(resolve));
    expect(errors).toHaveLength(2);
    expect(history.entries).toEqual(['a']);
  });
});

describe('HistoryFile', () => {
  const at = { path: () => ['h'], limit: () => Infinity };

  test('gives back what was added, lines with newlines and backslashes too', async () => {
    const state = { text: undefined, users: 0 } as { text: string | undefined; users: number };
    const history = new History({ store: new HistoryFile(fileSystemOf(state), at) });
    await history.load();
    const lines = ['echo a\\nb', 'for x\ndo :; done', 'é漢'];
    for (const line of lines) history.add(line);
    await new HistoryFile(fileSystemOf(state), at).append('last');
    await vi.waitFor(() => expect(state.text?.split('\n')).toHaveLength(5));
    expect(state.text?.split('\n').filter((line) => line !== '' && line !== 'last')).toEqual([
      'echo a\\\\nb',
      'for x\\ndo :; done',
      'é漢',
    ]);
    const again = new History({ store: new HistoryFile(fileSystemOf(state), at) });
    again.add('typed before it was loaded');
    await again.load();
    expect(again.entries.filter((line) => line !== 'last')).toEqual([
      ...lines,
      'typed before it was loaded',
    ]);
  });

  test('tells when what was appended is there; forgets lines by one writing', async () => {
    const state = { text: 'a\nb\na\nc\n', users: 0 };
    const fs = fileSystemOf(state);
    const open = vi.spyOn(fs, 'open');
    const store = new HistoryFile(fs, at);
    void store.append('d');
    await store.settled;
    expect(state.text).toBe('a\nb\na\nc\nd\n');
    open.mockClear();
    await store.remove(['a', 'd', 'nope']);
    expect(state.text).toBe('a\nb\nc\n');
    expect(open).toHaveBeenCalledTimes(2);
  });

  test('cuts a file that has grown to twice the limit', async () => {
    const state = { text: '1\n2\n3\n4\n5\n', users: 0 };
    expect(await new HistoryFile(fileSystemOf(state), { ...at, limit: () => 2 }).load()).toEqual([
      '4',
      '5',
    ]);
    expect(state.text).toBe('4\n5\n');
  });
});
