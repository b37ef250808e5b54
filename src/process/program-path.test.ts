import { expect, test } from 'vitest';
import { findProgram } from './program-path.ts';

const programs = new Set(['ls', '[']);

test.for([
  ['ls', '/usr/bin:/bin', [], 'ls'],
  ['ls', undefined, [], 'ls'],
  ['[', '/bin/', ['mnt'], '['],
  ['/bin/ls', '/nowhere', ['mnt'], 'ls'],
  ['../bin/ls', '', ['mnt'], 'ls'],
  ['./ls', '/bin', ['bin'], 'ls'],
  ['ls', '', ['bin'], 'ls'],
] as const)('findProgram: %s in PATH=%s from /%s', ([name, path, cwd, found]) => {
  expect(findProgram(name, path, cwd, programs)).toBe(found);
});

test.for([
  ['rm', '/bin'],
  ['ls', '/nowhere'],
  ['ls', ''],
  ['/ls', '/bin'],
  ['/bin/ls/x', '/bin'],
  ['', '/bin'],
] as const)('findProgram: %s in PATH=%s is none', ([name, path]) => {
  expect(() => findProgram(name, path, ['mnt'], programs)).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
});
