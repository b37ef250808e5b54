import { describe, expect, test } from 'vitest';

import { code } from './fixtures.ts';
import { byteLength, formatPath, resolveLexically, splitPath, startsWith } from './path.ts';

describe('splitPath', () => {
  test.each([
    ['a', ['a'], false, false],
    ['a/b', ['a', 'b'], false, false],
    ['/', [], true, true],
    ['//a///b/', ['a', 'b'], true, true],
    ['a/.', ['a', '.'], false, true],
    ['a/..', ['a', '..'], false, true],
    ['.', ['.'], false, true],
    ['...', ['...'], false, false],
    ['a/.b', ['a', '.b'], false, false],
    [' ', [' '], false, false],
  ] as const)('%j', (text, components, absolute, directory) => {
    expect(splitPath(text)).toEqual({ components, absolute, directory });
  });

  test('what no path is', async () => {
    expect(await code(() => splitPath(''))).toBe('ENOENT');
    expect(await code(() => splitPath('a\0b'))).toBe('EINVAL');
    expect(await code(() => splitPath('n'.repeat(256)))).toBe('ENAMETOOLONG');
    expect(await code(() => splitPath('é'.repeat(128)))).toBe('ENAMETOOLONG');
    expect(await code(() => splitPath('a/'.repeat(2048)))).toBe('ENAMETOOLONG');
    expect(splitPath('n'.repeat(255)).components).toHaveLength(1);
    expect(splitPath('é'.repeat(127)).components).toHaveLength(1);
    expect(splitPath('a/'.repeat(2047)).components).toHaveLength(2047);
  });
});

test('resolveLexically', () => {
  expect(resolveLexically(['a'], '../../b/./c')).toEqual(['b', 'c']);
  expect(resolveLexically(['a'], '/b')).toEqual(['b']);
});

test('the rest', () => {
  expect(formatPath([])).toBe('/');
  expect(formatPath(['a', 'b'])).toBe('/a/b');
  expect(startsWith(['a', 'b'], ['a'])).toBe(true);
  expect(startsWith(['ab'], ['a'])).toBe(false);
  expect(byteLength('日')).toBe(3);
});
