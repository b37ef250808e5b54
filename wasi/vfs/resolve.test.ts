import { describe, expect, test } from 'vitest';

import { code } from './fixtures.ts';
import { MemoryFileSystem } from './memory-fs.ts';
import type { Path } from './path.ts';
import { maximumLinks, resolve, type ResolveOptions } from './resolve.ts';

const tree = new MemoryFileSystem();
for (const path of ['a', 'a/b', 'a/b/c', 'x']) tree.createDirectory(path.split('/'));
for (const path of ['f', 'a/f'])
  tree.open(path.split('/'), { read: true, write: true, create: true });

const top: ResolveOptions = { follow: true, floor: 0, clamp: true };
const at = (base: Path, text: string, options = top): unknown => resolve(tree, base, text, options);
const error = (base: Path, text: string, options = top): Promise<string> =>
  code(() => resolve(tree, base, text, options));

describe('a path of the root', () => {
  test.each([
    ['a', 'a', false],
    ['a/b', 'a/b', false],
    ['/a//b///', 'a/b', true],
    ['a/./b', 'a/b', false],
    ['a/b/..', 'a', true],
    ['a/../..', '', true],
    ['../../..', '', true],
    ['a/.//b/../../a/b/../b///./c', 'a/b/c', false],
    ['f', 'f', false],
    ['f/', 'f', true],
    ['new/x', 'new/x', false],
    ['.', '', true],
    ['/', '', true],
  ])('%j', (text, path, directory) => {
    expect(at([], text)).toMatchObject({ path: path === '' ? [] : path.split('/'), directory });
  });

  test('what is between must be a directory', async () => {
    expect(await error([], 'f/..')).toBe('ENOTDIR');
    expect(await error([], 'f/../a')).toBe('ENOTDIR');
    expect(await error([], 'new/..')).toBe('ENOENT');
    expect(await error([], '')).toBe('ENOENT');
  });

  test('never a promise where nothing waits', () => {
    expect(at(['a', 'b'], '../../x')).not.toBeInstanceOf(Promise);
  });
});

describe('above a boundary', () => {
  const below: ResolveOptions = { follow: true, floor: 1, clamp: false };

  test('nothing leads', async () => {
    for (const text of ['..', '../a', 'b/../..', './..', 'b/../../a', '../../a', '/a', '/']) {
      expect(await error(['a'], text, below), text).toBe('EPERM');
    }
    expect(at(['a'], 'b/../b/c', below)).toMatchObject({ path: ['a', 'b', 'c'] });
  });
});

describe('as a naive model', () => {
  const directories = new Set(['', 'a', 'a/b', 'a/b/c', 'x']);
  const files = new Set(['f', 'a/f']);

  /** One component after another, on strings. */
  function naive(base: string, text: string, { floor, clamp }: ResolveOptions): string {
    const absolute = text.startsWith('/');
    if (text === '') return 'ENOENT';
    if (absolute && !clamp) return 'EPERM';
    let path = absolute
      ? base.split('/').filter(Boolean).slice(0, floor)
      : base.split('/').filter(Boolean);
    for (const component of text.split('/')) {
      if (component === '') continue;
      if (component !== '..' && component !== '.') {
        path = [...path, component];
        continue;
      }
      const here = path.join('/');
      if (!directories.has(here)) {
        const above = path.findIndex((_, index) => files.has(path.slice(0, index + 1).join('/')));
        return above === -1 ? 'ENOENT' : 'ENOTDIR';
      }
      if (component === '.') continue;
      if (path.length <= floor && !clamp) return 'EPERM';
      path = path.slice(0, Math.max(floor, path.length - 1));
    }
    return path.join('/');
  }

  test('whatever the components', async () => {
    const tokens = ['.', '..', 'a', 'b', 'c', 'f', 'x', 'new', '', '...'];
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let count = 0; count < 5000; count++) {
      const text = Array.from({ length: 1 + random(8) }, () => tokens[random(tokens.length)]).join(
        '/',
      );
      const [base, floor] = [
        ['', 0],
        ['a', 0],
        ['a', 1],
        ['a/b', 1],
        ['a/b', 2],
      ][random(5)] as [string, number];
      const options = { follow: true, floor, clamp: floor === 0 && random(2) === 0 };
      const names = base === '' ? [] : base.split('/');
      let result: string;
      const failure = await error(names, text, options);
      if (failure !== 'none') result = failure;
      else result = (await resolve(tree, names, text, options)).path.join('/');
      expect(result, `${text} of ${base} (${floor})`).toBe(naive(base, text, options));
    }
  });
});

describe('symbolic links', () => {
  const linked = new MemoryFileSystem();
  linked.createDirectory(['d']);
  linked.createDirectory(['d', 'e']);
  linked.symlink('d/e', ['in']);
  linked.symlink('../../../..', ['d', 'out']);
  linked.symlink('/d', ['absolute']);
  linked.symlink('loop', ['loop']);
  linked.symlink('nowhere', ['dangling']);
  const path = async (text: string, options: Partial<ResolveOptions> = {}): Promise<string> =>
    (await resolve(linked, [], text, { ...top, ...options })).path.join('/');

  test('are followed', async () => {
    expect(await path('in')).toBe('d/e');
    expect(await path('in', { follow: false })).toBe('in');
    expect(await path('in/', { follow: false })).toBe('d/e');
    expect(await path('in/x', { follow: false })).toBe('d/e/x');
    expect(await path('in/..')).toBe('d');
    expect(await path('absolute/e')).toBe('d/e');
    expect(await path('dangling')).toBe('nowhere');
    expect(await path('d/out/d')).toBe('d');
  });

  test(`at most ${maximumLinks} of them, and not out of a boundary`, async () => {
    expect(await code(() => path('loop'))).toBe('ELOOP');
    const below = { floor: 1, clamp: false, follow: true };
    expect(await code(() => resolve(linked, ['d'], 'out', below))).toBe('EPERM');
  });
});
