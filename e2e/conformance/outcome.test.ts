import { describe, expect, test } from 'vitest';

import { impossible } from './impossible.ts';
import { outcomeOf } from './outcome.ts';
import type { Program } from './suite.ts';

const program: Program = {
  name: 'rust/readlink',
  module: new Uint8Array(0),
  args: [],
  env: {},
  root: undefined,
  exitCode: 0,
  stdout: undefined,
  stderr: undefined,
};
const ended = { status: 0, stdout: '', stderr: '' };
const without =
  'thread \'main\' panicked at readlink.rs:10:\ncreating a symlink: Errno { name: "NOTSUP" }\nnote: run with `RUST_BACKTRACE=1`\n';

describe('an outcome', () => {
  test('is the exit status, and the output where the suite has one', () => {
    expect(outcomeOf(program, 'memory', ended).kind).toBe('passed');
    const writing = { ...program, exitCode: 3, stdout: 'hello' };
    expect(outcomeOf(writing, 'memory', { ...ended, status: 3, stdout: 'hello' }).kind).toBe(
      'passed',
    );
    expect(outcomeOf(writing, 'memory', { ...ended, status: 3 }).reason).toContain('not "hello"');
    expect(outcomeOf(writing, 'memory', { ...ended, stdout: 'hello' }).reason).toContain('not 3');
    const talking = { ...program, stderr: 'x' };
    expect(outcomeOf(talking, 'memory', ended).kind).toBe('failed');
  });

  test('that is none is a failure, with what was said before', () => {
    const outcome = outcomeOf(program, 'memory', { ...ended, status: 'no end', stderr: 'a\nb\n' });
    expect(outcome).toEqual({ kind: 'failed', reason: 'no end a b' });
  });

  test('can be impossible, for the known reason alone', () => {
    const failed = { ...ended, status: 134, stderr: without };
    expect(outcomeOf(program, 'opfs', failed).kind).toBe('impossible');
    expect(outcomeOf(program, 'folder', failed).kind).toBe('impossible');
    // Memory has links.
    expect(outcomeOf(program, 'memory', failed).kind).toBe('failed');
    // Something else went wrong.
    const other = { ...failed, stderr: without.replace('NOTSUP', 'IO') };
    expect(outcomeOf(program, 'opfs', other)).toMatchObject({ kind: 'failed' });
    expect(outcomeOf({ ...program, name: 'rust/stdio' }, 'opfs', failed).kind).toBe('failed');
  });

  test('that was said to be impossible fails when it passes', () => {
    const outcome = outcomeOf(program, 'folder', ended);
    expect(outcome.kind).toBe('failed');
    expect(outcome.reason).toContain('impossible.ts');
  });
});

test('eight programs need links or times, and none on memory', () => {
  const names = [
    'fd_filestat_set',
    'nofollow_errors',
    'path_exists',
    'path_filestat',
    'path_link',
    'readlink',
    'symlink_create',
    'symlink_filestat',
  ];
  for (const name of names) {
    expect(impossible(`rust/${name}`, 'opfs')).toBeDefined();
    expect(impossible(`rust/${name}`, 'memory')).toBeUndefined();
  }
});
